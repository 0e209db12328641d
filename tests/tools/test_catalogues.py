"""A missing translation is found before a reader finds it."""

import gettext
from pathlib import Path

import pytest

from hatch_build import compile_catalogues
from tools import catalogues

HEAD = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"""
COLLECTED = """
msgid "Save"
msgstr ""

msgid "%(n)s day"
msgid_plural "%(n)s days"
msgstr[0] ""
msgstr[1] ""
"""
WHOLE = """
msgid "Save"
msgstr "Guardar"

msgid "%(n)s day"
msgid_plural "%(n)s days"
msgstr[0] "%(n)s día"
msgstr[1] "%(n)s días"
"""


def folders(tmp_path: Path, language: str, ours: str) -> tuple[Path, Path]:
    for name, text in (("collected", COLLECTED), ("ours", ours)):
        file = tmp_path / name / language / "LC_MESSAGES" / "django.po"
        file.parent.mkdir(parents=True)
        file.write_text(f"{HEAD}\n{text}")
    return tmp_path / "collected", tmp_path / "ours"


def test_whole_catalogue_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogues.main(*folders(tmp_path, "es", WHOLE)) == 0
    assert "2 of 2 strings" in capsys.readouterr().out


@pytest.mark.parametrize(
    "fault",
    [
        WHOLE.replace('"Guardar"', '""'),
        WHOLE.replace('msgid "Save"', '#, fuzzy\nmsgid "Save"'),
        WHOLE.replace('"%(n)s días"', '""'),
        WHOLE.replace('"Save"', '"Save it"'),
    ],
    ids=["empty", "only a guess", "no plural", "an older string"],
)
def test_planted_gap_is_found(tmp_path: Path, fault: str) -> None:
    assert catalogues.main(*folders(tmp_path, "es", fault)) == 1


def test_a_language_that_may_follow_is_only_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogues.main(*folders(tmp_path, "ru", "")) == 0
    assert "0 of 2 strings" in capsys.readouterr().out


def test_compiled_catalogue_speaks(tmp_path: Path) -> None:
    folder = tmp_path / "servanda" / "locale" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(HEAD + WHOLE)
    compile_catalogues(tmp_path)
    spanish = gettext.translation("django", tmp_path / "servanda" / "locale", ["es"])
    assert spanish.gettext("Save") == "Guardar"
    assert spanish.ngettext("%(n)s day", "%(n)s days", 3) == "%(n)s días"
