"""What a reader should find in each source text: recommendations, concerns and operative points with their facts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools.demo_documents.source import HEADING, NUMBERED, PLAIN, RECOMMENDATION, SUB, Block, Source

CONCERNS_BEGIN = re.compile(
    r"(?:main|principal) (?:matters|areas|subjects) of concern and recommendations", re.IGNORECASE
)
VISIT_BEGIN = re.compile(r"\brecommendations\b", re.IGNORECASE)
ASKS = re.compile(
    r"\b(?:recommends?|urges?|calls? upon|encourages?|invites?|requests?|reiterates its recommendations?) "
    r"|\bState party (?:should|is requested)\b|\bRapporteur (?:recommends|calls)"
)
WORRIES = re.compile(r"\bis (?:deeply |seriously )?(?:concerned|alarmed)\b|\bregrets\b|\bnotes with concern\b")
DISPOSES = re.compile(r"^Y DISPONE|^DISPONE", re.IGNORECASE)
POSITIONS = (("enjoy the support", "supported"), ("will be examined", "pending"), ("noted by", "noted"))


@dataclass(frozen=True)
class Finding:
    """One thing to follow up: where it is, its words and its sub-paragraphs as blocks."""

    symbol: str
    number: str
    kind: str
    text: str
    position: str = ""
    blocks: tuple[Block, ...] = ()


def findings(source: Source) -> list[Finding]:
    readers = {"upr_report": _of_review, "concluding_observations": _of_committee, "judgment": _of_court}
    return list(readers.get(source.kind, _of_visit)(source)) if source.kind != "upr_addendum" else []


def bold_blocks(source: Source) -> set[Block]:
    """Committees and rapporteurs print what they ask for in bold."""
    return {block for found in findings(source) if found.kind == "recommendation" for block in found.blocks}


def _of_review(source: Source) -> Iterator[Finding]:
    position = ""
    for block in source.blocks:
        if block.kind == NUMBERED:
            position = next((name for words, name in POSITIONS if words in block.text), position)
        if block.kind == RECOMMENDATION:
            yield Finding(source.symbol, block.number, "recommendation", block.text, position, (block,))


def _of_committee(source: Source) -> Iterator[Finding]:
    for block, group in _paragraphs_after(source, CONCERNS_BEGIN):
        if kind := _kind_of(block.text):
            yield Finding(source.symbol, block.number, kind, _joined(group), blocks=group)


def _kind_of(text: str) -> str:
    if ASKS.search(text):
        return "recommendation"
    return "concern" if WORRIES.search(text) else ""


def _of_visit(source: Source) -> Iterator[Finding]:
    for block, group in _paragraphs_after(source, VISIT_BEGIN):
        if ASKS.search(block.text):
            yield Finding(source.symbol, block.number, "recommendation", _joined(group), blocks=group)


def _of_court(source: Source) -> Iterator[Finding]:
    orders = False
    for block in source.blocks:
        orders = orders or (block.kind == PLAIN and bool(DISPOSES.match(block.text)))
        if orders and block.kind == NUMBERED:
            yield Finding(source.symbol, block.number, "judgment_point", block.text, blocks=(block,))


def _paragraphs_after(source: Source, beginning: re.Pattern[str]) -> Iterator[tuple[Block, tuple[Block, ...]]]:
    """Numbered paragraphs after the heading that matches, each with the sub-paragraphs under it."""
    begun, group = False, []
    for block in source.blocks:
        if block.kind == SUB and group:
            group.append(block)
            continue
        if group:
            yield group[0], tuple(group)
            group = []
        begun = begun or (block.kind == HEADING and bool(beginning.search(block.text)))
        if begun and block.kind == NUMBERED:
            group = [block]
    if group:
        yield group[0], tuple(group)


def _joined(group: tuple[Block, ...]) -> str:
    first, *others = group
    return " ".join([first.text, *(block.as_printed for block in others)])
