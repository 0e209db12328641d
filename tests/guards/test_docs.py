"""The documents name every setting, permission and command, and their links lead somewhere."""

import re
from pathlib import Path

from servanda.accounts.policy import RULES
from servanda.project.command_line import WITHOUT_DATABASE
from tests.guards.sources import PACKAGE, ROOT, assert_none, documents, python_files

OF_OTHERS = {"migrate", "db_worker"}  # commands of Django and of the jobs, which an operator needs
REFERENCE = ROOT / "docs" / "reference"
SETTING = re.compile(r"""["'](SERVANDA_\w+)["']""")
LINK = re.compile(r"(?<!\\)!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def settings_in(source: str) -> set[str]:
    return set(SETTING.findall(source))


def unnamed(names: set[str], document: str) -> list[str]:
    """The names that the document does not hold as a word of their own."""
    return sorted(name for name in names if not re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", document))


def every_setting() -> set[str]:
    return set().union(*(settings_in(path.read_text()) for path in python_files()))


def every_command() -> set[str]:
    files = PACKAGE.glob("*/management/commands/*.py")
    return set(WITHOUT_DATABASE) | {file.stem for file in files if not file.stem.startswith("_")}


def broken_links(text: str, path: Path) -> list[str]:
    """Links to a file that is not there, or to a heading that its page lacks. Links to other hosts are not followed."""
    targets = LINK.findall(CODE.sub("", text))
    return [target for target in targets if not target.startswith(("http", "mailto:")) and not leads(target, path)]


def leads(target: str, path: Path) -> bool:
    file, _, heading = target.partition("#")
    page = (path.parent / file).resolve() if file else path
    if not page.exists():
        return False
    return not heading or page.suffix != ".md" or heading in map(slug, HEADING.findall(page.read_text()))


def orphans(pages: dict[Path, str]) -> list[Path]:
    """Pages under docs/ that no page links to."""
    linked = {
        (path.parent / link.partition("#")[0]).resolve() for path, text in pages.items() for link in LINK.findall(text)
    }
    return [path for path in pages if path.is_relative_to(ROOT / "docs") and path.resolve() not in linked]


def slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_setting_is_described() -> None:
    assert every_setting()
    assert unnamed(every_setting(), (REFERENCE / "settings.md").read_text()) == []


def test_every_setting_is_in_the_sample_environment() -> None:
    assert unnamed(every_setting(), (ROOT / ".env.example").read_text()) == []


def test_no_described_setting_is_made_up() -> None:
    described = set(re.findall(r"\bSERVANDA_\w+", (REFERENCE / "settings.md").read_text()))
    assert described - every_setting() == set()


def test_every_permission_is_described() -> None:
    assert RULES
    assert unnamed(set(RULES), (REFERENCE / "permissions.md").read_text()) == []


def test_every_command_is_described() -> None:
    assert every_command()
    assert unnamed(every_command(), (REFERENCE / "command-line.md").read_text()) == []


def test_no_described_command_is_made_up() -> None:
    described = set(re.findall(r"^## `servanda ([\w-]+)", (REFERENCE / "command-line.md").read_text(), re.MULTILINE))
    assert described - every_command() - OF_OTHERS == set()


def test_links_lead_somewhere() -> None:
    broken = {str(path.relative_to(ROOT)): broken_links(path.read_text(), path) for path in documents()}
    assert {path: links for path, links in broken.items() if links} == {}


def test_every_document_can_be_found_from_another() -> None:
    assert_none([str(path.relative_to(ROOT)) for path in orphans({path: path.read_text() for path in documents()})])


def test_there_is_a_glossary() -> None:
    assert (REFERENCE / "glossary.md").read_text().count("**") > 40


def test_planted_unnamed_setting_is_found() -> None:
    source = 'A = env.str("SERVANDA_COLOUR")\nB = os.environ.get("SERVANDA_NEW")'
    assert unnamed(settings_in(source), "`SERVANDA_COLOUR`: its colour. `SERVANDA_NEWER`: no.") == ["SERVANDA_NEW"]


def test_planted_unnamed_command_is_found() -> None:
    assert unnamed({"read", "restore"}, "`servanda read-all`, `restore`") == ["read"]


def test_planted_orphan_is_found() -> None:
    map_, lost = ROOT / "docs" / "README.md", ROOT / "docs" / "lost.md"
    assert orphans({map_: "[the map](README.md)", lost: "nobody links here"}) == [lost]


def test_planted_broken_links_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A heading\n[a](#a-heading) [b](#none) [c](gone.md) [d](page.md) `[e](code.md)`")
    assert broken_links(page.read_text(), page) == ["#none", "gone.md"]
