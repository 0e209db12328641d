"""Whatever stands in a text, reading it ends with paragraphs or a reason, never with an exception."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.importers.reading import read_file
from servanda.importers.reading.asking import sentences
from servanda.importers.reading.follow_up import months_in, named_paragraphs
from servanda.importers.reading.phrases import LANGUAGES, phrases
from servanda.importers.reading.sub_items import sub_items

WORDS = st.sampled_from(
    ["1.", "2.", "(a)", "(b)", "(i)", "a)", "The Committee", "recommends", "is concerned", "that", "the State party", "DECIDES:",
     "PRIMERO.", "Recommendation 1:", "C. Principal subjects of concern and recommendations", "II. Conclusions", "110.1",
     "paragraphs 12, 14 (a)", "within two years", "information", "(Chile)", "委员会建议", "。", "توصي اللجنة", "1-", "*", "\n", "\n\n",
     "A/HRC/58/7", "Concluding observations on Peru", "Agenda item 3", "Summary", "General comment No. 1", "\f", "."]
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=10, max_size=60).map(" ".join)


@given(text=TEXTS)
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_of_such_words_is_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.txt"
    path.write_text(text, encoding="utf-8")
    reading = read_file(path)
    assert reading.refusal is None or reading.refusal.code != "unreadable"
    reading.as_dict(paragraphs=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_of_a_table_is_a_pattern(language: str) -> None:
    table = phrases(language)
    assert table.language == language
    assert all(table[name] for name in table.texts)
    assert set(table.texts) >= set(phrases("en").texts)


@given(st.lists(st.text("klmno ", min_size=3, max_size=20).map(str.strip).filter(bool), min_size=2, max_size=20))
def test_a_lettered_list_has_all_its_parts(parts: list[str]) -> None:
    text = "It asks the State: " + "; ".join(f"({chr(97 + n)}) {part}" for n, part in enumerate(parts)) + "."
    assert [part["text"] for part in sub_items(text)] == parts


@given(st.text(max_size=200))
def test_sentences_lose_nothing_but_blanks(text: str) -> None:
    assert "".join("".join(s for _, s in sentences(text)).split()) == "".join(text.split())


@given(st.lists(st.integers(1, 400), min_size=1, max_size=8, unique=True))
def test_every_paragraph_that_is_named_is_found(numbers: list[int]) -> None:
    listed = ", ".join(map(str, numbers))
    assert named_paragraphs(f"recommendations contained in paragraphs {listed} above", phrases("en")) == tuple(
        map(str, numbers)
    )


@pytest.mark.parametrize(
    ("language", "text", "months"),
    [
        ("en", "within one year", 12), ("en", "within 24 months", 24), ("en", "within a period of two years", 24),
        ("fr", "dans un délai d’un an", 12), ("fr", "dans un délai de dix-huit mois", 18),
        ("es", "en un plazo de dos años", 24), ("es", "dentro del plazo de un año", 12),
        ("ru", "в течение одного года", 12), ("ru", "в течение двух лет", 24),
        ("ar", "في غضون سنة واحدة", 12), ("ar", "في غضون سنتين", 24), ("zh", "在一年内", 12), ("zh", "在两年内", 24),
        ("en", "in time", None),
    ],
)  # fmt: skip
def test_periods_are_counted_in_months(language: str, text: str, months: int | None) -> None:
    assert months_in(text, phrases(language)) == months
