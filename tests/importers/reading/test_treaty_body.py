"""Concluding observations: numbered paragraphs, their verbs, lettered parts, follow-up marks."""

from pathlib import Path

import pytest

from servanda.importers.reading import Reading, read_file
from servanda.importers.reading.asking import kind_of
from servanda.importers.reading.follow_up import named_paragraphs
from servanda.importers.reading.judgment import read_operative_part
from servanda.importers.reading.paragraphs import paragraphs
from servanda.importers.reading.phrases import phrases
from servanda.importers.reading.reading import ReadRecommendation
from servanda.importers.reading.recommendation_lists import read_lists
from servanda.importers.reading.sub_items import sub_items
from servanda.importers.reading.treaty_body import read_observations
from tests.importers.reading.samples import lines_of, pdf_of, word_file, word_paragraphs

OBSERVATIONS = """
A. Introduction
1. The Committee considered the sixth report of Peru and recommends itself to all.
B. Positive aspects
2. The Committee welcomes the new lighthouse and invites others to see it.
C. Principal areas of concern and recommendations
Keepers of lighthouses
3. The Committee is concerned that keepers work alone for weeks, and that resolution
62. of the port authority is not applied.
4. The Committee urges the State party:
(a) To send a second keeper to
each lighthouse;
(b) To pay both.
5. The State party should, in line with article 7, publish its figures.
6. The Committee will decide on the date of the next report.
"""


def items(text: str) -> tuple[ReadRecommendation, ...]:
    return read_observations(paragraphs(lines_of(text)), "en").items


def found(text: str) -> list[tuple[str | None, str]]:
    return [(r.number, r.kind) for r in items(text)]


def test_concerns_and_recommendations_are_told_apart() -> None:
    """Feature 5: a treaty body's paragraphs give concerns and recommendations, by their verbs."""
    assert found(OBSERVATIONS) == [("3", "concern"), ("4", "recommendation"), ("5", "recommendation")]


def test_a_number_that_is_not_due_opens_no_paragraph() -> None:
    concern = next(r for r in items(OBSERVATIONS) if r.number == "3")
    assert concern.text.endswith("resolution 62. of the port authority is not applied.")


def test_lettered_parts_stand_beside_the_paragraph() -> None:
    item = next(r for r in items(OBSERVATIONS) if r.number == "4")
    assert item.extra["sub_items"] == [
        {"label": "(a)", "text": "To send a second keeper to each lighthouse"},
        {"label": "(b)", "text": "To pay both"},
    ]
    assert sub_items("Nothing here") == []


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("The State party should: (a) Act; (b) Wait.", ["(a)", "(b)"]),
        ("L’État partie devrait : a) Agir ; b) Attendre.", ["a)", "b)"]),
        ("See paragraphs 14 (a) and (b) above.", []),
        ("Act: (a) One: (i) Here; (ii) There; (b) Two; (c) Three.", ["(a)", "(b)", "(c)"]),
        ("Recommends: (a) One; (c) Three.", []),
        ("توصي اللجنة بما يلي: (أ) أن تعمل؛ (ب) أن تنتظر.", ["(أ)", "(ب)"]),
    ],
)
def test_letters_open_parts_only_where_they_are_due(text: str, labels: list[str]) -> None:
    assert [part["label"] for part in sub_items(text)] == labels


def test_parts_within_a_part_stay_in_it() -> None:
    first = sub_items("Act: (a) One: (i) Here; (ii) There; (b) Two.")[0]
    assert [part["text"] for part in first["items"]] == ["Here", "There"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("recommendations contained in paragraphs 12, 14 (a) and (d) and 21 above", ("12", "14 (a)", "14 (d)", "21")),
        ("recommendations contained in paragraph 8 (a)–(c) above.", ("8 (a)", "8 (b)", "8 (c)")),
        ("in paragraphs 5 (domestic application) and 7 (b) (business) above", ("5", "7 (b)")),
        ("in the report of 2019", ()),
    ],
)
def test_paragraphs_named_for_follow_up(text: str, numbers: tuple[str, ...]) -> None:
    assert named_paragraphs(text, phrases("en")) == numbers


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Committee recommends that the State party act.", "recommendation"),
        ("Recalling its comment No. 4 (2016), the Committee calls upon the State party to act.", "recommendation"),
        ("The Special Rapporteur urges the Government to act.", "recommendation"),
        ("The State party should act.", "recommendation"),
        ("The State Party should act.", "recommendation"),
        ("The State party is requested to report within a year.", "recommendation"),
        ("The Committee remains concerned at the delay. It recommends that the State party act.", "recommendation"),
        ("The Committee notes with concern that nothing was done.", "concern"),
        ("The Committee regrets the delay.", "concern"),
        ("The Committee draws the State party’s attention to the dates, which must be kept.", None),
        ("El Comité recomienda que el Estado parte actúe.", "recommendation"),
        ("Le Comité est préoccupé par le retard.", "concern"),
    ],
)  # fmt: skip
def test_the_verb_tells_the_kind(text: str, kind: str | None) -> None:
    language = "es" if "El Comité" in text else "fr" if "Le Comité" in text else "en"
    assert kind_of(text, language) == kind


def test_operative_paragraphs_of_a_judgment_begin_behind_the_order() -> None:
    text = """
III. Puntos resolutivos
La Corte DECLARA que:
5. El Estado es responsable.
Y DISPONE, por unanimidad, que:
6. El Estado pagará.
"""
    assert [(r.number, r.kind) for r in read_operative_part(lines_of(text), "es")] == [("6", "judgment_point")]


def test_a_recommendation_answers_the_concerns_before_it_under_its_heading() -> None:
    """Feature 5: concerns are kept with the recommendations that answer them."""
    text = """
C. Concerns and recommendations
8. The Committee notes with concern that data are missing. It recommends that the State party collect them.
9. The Committee encourages the State party to accede to the treaty.
10. The Committee regrets the delay. The rest is well.
11. The Committee is concerned about the fees.
12. The Committee urges the State party to abolish them.
13. The Committee also urges the State party to be on time.
"""
    answered = [(r.number, r.extra.get("answers")) for r in items(text) if r.kind == "recommendation"]
    assert answered == [("8", ["8"]), ("9", None), ("12", ["10", "11"]), ("13", ["10", "11"])]


def test_lists_under_addressees_and_behind_a_sentence_that_recommends() -> None:
    """Feature 5: reports of national institutions in the two forms that number their own lists."""
    sentence = "Chapter 6: Recommendations\nThe Commission recommends that:\n1. The police keep a\nregister.\n2. The State pay."
    assert [(r.number, r.text) for r in read_lists(lines_of(sentence), "en")] == [
        ("1", "The police keep a register."), ("2", "The State pay."),
    ]  # fmt: skip
    addressed = "VIII. RECOMENDACIONES\nAl Ministerio:\n1. CONTRATAR personal.\nA la Asamblea:\n2. MODIFICAR la Ley."
    assert [(r.number, r.section) for r in read_lists(lines_of(addressed), "es")] == [
        ("1", "Al Ministerio:"), ("2", "A la Asamblea:"),
    ]  # fmt: skip


def check_observations(reading: Reading) -> None:
    facts = reading.document
    assert (facts.symbol, facts.kind, facts.mechanism) == ("CAT/C/PER/CO/9", "concluding_observations", "CAT")
    assert (facts.state, facts.date, facts.session) == ("PER", "2018-12-24", 65)
    assert [(r.number, r.kind) for r in reading.recommendations] == [("2", "concern"), ("3", "recommendation")]


FRONT = ["CAT/C/PER/CO/9", "Distr.: General", "24 December 2018", "Committee against Torture"]
TEXT = [
    "1. The Committee considered the report.",
    "2. The Committee is concerned about the lamps.",
    "3. The Committee recommends that the State party light them.",
]


def test_the_same_observations_as_pdf(tmp_path: Path) -> None:
    front = [(line, 56, 10) for line in FRONT] + [("Concluding observations on the seventh report of Peru*", 85, 14)]
    body = [(TEXT[0], 113, 10), ("B. Concerns and recommendations", 85, 12), (TEXT[1], 113, 10), (TEXT[2], 113, 10)]
    note = [("* Adopted by the Committee at its sixty-fifth session (12 November-7 December 2018).", 98, 8)]
    path = tmp_path / "observations.pdf"
    path.write_bytes(pdf_of([[*front, *note], body], symbol="CAT/C/PER/CO/9"))
    reading = read_file(path)
    check_observations(reading)
    assert reading.recommendations[0].page == 2


def test_the_same_observations_as_word_file_with_numbers_counted_by_word(tmp_path: Path) -> None:
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    numbering = (
        f'<w:numbering {namespace}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    note = f"<w:footnotes {namespace}>{word_paragraphs('Adopted at its 65th session.')}</w:footnotes>"
    counting = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    counted = [f"<w:p>{counting}<w:r><w:t>{text[3:]}</w:t></w:r></w:p>" for text in TEXT]
    body = word_paragraphs(*FRONT) + word_paragraphs(
        "Concluding observations on the seventh report of Peru", style="HChG"
    )
    body += counted[0] + word_paragraphs("B. Concerns and recommendations", style="H1G") + counted[1] + counted[2]
    parts = {"word__numbering": numbering.encode(), "word__footnotes": note.encode()}
    check_observations(read_file(word_file(tmp_path, body, **parts)))
