"""Each kind of document, as PDF and as plain text, from sources of our own in the form of the drafting conventions.

`documents/*.md` hold the sources, and in their heads what a reader must find: items as "number kind", the day and the
paragraphs of the follow-up, the next report, the concerns that a recommendation answers.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from servanda.importers.reading import Reading, read_file
from tools.demo_documents.pdf import write_pdf
from tools.demo_documents.source import Source, read_source

FOLDER = Path(__file__).with_name("documents")
STEMS = sorted(path.stem for path in FOLDER.glob("*.md"))
PRINTED = [stem for stem in STEMS if read_source(FOLDER / f"{stem}.md").head.get("printed", True)]


@cache
def source_of(stem: str) -> Source:
    return read_source(FOLDER / f"{stem}.md")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("documents")


@cache
def printed(folder: Path, stem: str) -> Reading:
    path = folder / f"{stem}.pdf"
    write_pdf(source_of(stem), path)
    return read_file(path)


def as_text(source: Source) -> str:
    """The document as a harvester keeps it: no type, no indents; the note of the title comes last."""
    head = source.head
    front = [head.get("nations", "United Nations"), source.symbol, head["organ"], "Distr.: General"]
    front += [head.get("printed_date", source.printed_date), "Original: " + head["original"], *head["council"], ""]
    front += [head["title"] + "*", *filter(None, [head.get("state")]), *head.get("subtitle", []), ""]
    return "\n".join([*front, *(f"{block.as_printed}\n" for block in source.blocks), "* " + head["footnote"]])


def check(reading: Reading, expected: dict[str, Any]) -> None:
    facts = reading.document
    assert [f"{item.number} {item.kind}" for item in reading.recommendations] == expected["items"]
    assert list(dict.fromkeys(number for r in facts.follow_up for number in r.numbers)) == expected.get("follow_up", [])
    for request in facts.follow_up:
        assert request.by == str(expected["follow_up_by"])
    assert facts.next_report_due == (str(expected["next_report_due"]) if "next_report_due" in expected else None)
    by_number = {item.number: item for item in reading.recommendations}
    for number, concerns in expected.get("answers", {}).items():
        assert by_number[number].extra["answers"] == concerns
    for number, position in expected.get("positions", {}).items():
        assert by_number[number].position == position
    for number, codes in expected.get("states", {}).items():
        assert [state.iso3 for state in by_number[number].recommending_states] == codes
    for number, addressee in expected.get("addressees", {}).items():
        assert by_number[number].extra["addressee"] == addressee


@pytest.mark.parametrize("stem", PRINTED)
def test_a_printed_document_is_read_whole(folder: Path, stem: str) -> None:
    """Feature 5: documents of every kind give their items, follow-up marks and next report."""
    source, reading = source_of(stem), printed(folder, stem)
    expected = source.head["expected"]
    check(reading, expected)
    facts = reading.document
    assert facts.kind == expected.get("reads", source.kind)
    assert facts.symbol == source.symbol
    if source.kind == "concluding_observations":
        assert facts.title == source.head["title"]
    assert facts.date == str(source.date)
    assert facts.language == expected.get("language", "en")
    for name in ("mechanism", "session"):
        assert getattr(facts, name) == expected.get(name), name
    assert all(item.page for item in reading.recommendations)


@pytest.mark.parametrize("stem", STEMS)
def test_the_same_document_as_plain_text(tmp_path: Path, stem: str) -> None:
    source = source_of(stem)
    path = tmp_path / "document.txt"
    path.write_text(as_text(source), encoding="utf-8")
    reading = read_file(path)
    expected = source.head["expected"]
    check(reading, expected)
    assert reading.document.symbol == source.symbol
    assert reading.document.language == expected.get("language", "en")


@pytest.mark.parametrize(
    "stem", [stem for stem in PRINTED if not stem.startswith(("national", "judgment", "commission"))]
)
def test_no_heading_sticks_to_a_wording(folder: Path, stem: str) -> None:
    """What is read of an item is what the source says under its number, no more and no less."""
    source, reading = source_of(stem), printed(folder, stem)
    whole = {letters(text) for text in texts_of(source)}
    for item in reading.recommendations:
        if item.part is None and item.kind in ("recommendation", "concern"):
            assert letters(item.wording) in whole, item.wording[-80:]


def texts_of(source: Source) -> list[str]:
    """The words of each numbered paragraph with what stands under it, up to the next number or heading."""
    texts: list[str] = []
    for block in source.blocks:
        if block.kind in ("numbered", "recommendation"):
            texts.append(block.text)
        elif block.kind == "heading":
            texts.append("")
        elif texts:
            texts[-1] += " " + block.as_printed
    return texts


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text)
