"""The audit of numbers: every gap, repeat and disorder becomes a warning, so that nothing is lost silently.

A reader cannot know what it did not see; the numbers of the document can. A number left out is either the document's
own slip or a recommendation that was not recognised: a person looks at the page.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from .reading import ReadParagraph, ReadRecommendation, Warning

FURTHEST = 40  # more missing numbers than this in one place are named as a range


def audit(recommendations: Iterable[ReadRecommendation], *, in_order: bool = True) -> Iterator[Warning]:
    """Warnings about the numbers of one document; a list sorted by theme (`in_order` false) has no order of numbers."""
    series: dict[str, list[tuple[int, ReadRecommendation]]] = {}
    for item in recommendations:
        place = split_number(item.number)
        if place and (item.part or 1) == 1 and "named_by_a_paragraph_of_the_dialogue" not in item.doubts:
            series.setdefault(place[0], []).append((place[1], item))
    for stem, numbered in series.items():
        yield from _audit_series(stem, numbered if in_order else sorted(numbered, key=lambda pair: pair[0]))


def audit_paragraphs(paragraphs: Iterable[ReadParagraph]) -> Iterator[Warning]:
    """Warnings about numbers that the paragraphs of a document leave out: what it asks may stand in one of them."""
    last = 0
    for paragraph in paragraphs:
        if not (paragraph.number or "").isdecimal():
            continue
        number = int(paragraph.number or "")
        if last and number > last + 1:
            place = str(last + 1) if number == last + 2 else f"{last + 1}–{number - 1}"
            yield Warning(
                "number_missing",
                f"No paragraph was found with the number {place}. Look at page {paragraph.page or '?'}: "
                "the document may leave it out, or the reader may have missed it.",
                place, paragraph.page,
            )  # fmt: skip
        last = number


def split_number(number: str | None) -> tuple[str, int] | None:
    """("136.", 4) for "136.4"; ("23 (", 2) for "23 (b)"; None for anything that doesn't count on."""
    match = re.fullmatch(r"(\d+\.)(\d+)", number or "") or re.fullmatch(r"()(\d+)", number or "")
    if match:
        return match[1], int(match[2])
    lettered = re.fullmatch(r"(\d+ \()([a-z])\)", number or "")
    return (lettered[1], ord(lettered[2]) - 96) if lettered else None


def _audit_series(stem: str, numbered: list[tuple[int, ReadRecommendation]]) -> Iterator[Warning]:
    if stem and numbered[0][0] > 1:
        yield _missing(stem, 1, numbered[0][0] - 1, numbered[0][1])
    seen: set[int] = set()
    for (last, _), (number, item) in pairwise([(0, numbered[0][1]), *numbered]):
        if number in seen:
            yield Warning(
                "number_repeated",
                f"The number {item.number} occurs twice. Compare both with the page and correct the number of one.",
                item.number or "", item.page,
            )  # fmt: skip
        elif number < last:
            yield Warning(
                "number_out_of_order",
                f"The number {item.number} stands behind {stem}{last}. Check on the page that both numbers are right.",
                item.number or "", item.page,
            )  # fmt: skip
        elif last and number > last + 1 and stem:
            yield _missing(stem, last + 1, number - 1, item)
        seen.add(number)


def _missing(stem: str, first: int, last: int, item: ReadRecommendation) -> Warning:
    end = ")" if stem.endswith("(") else ""
    label = [f"{stem}{chr(96 + n) if end else n}{end}" for n in (first, last)]
    place = label[0] if first == last else f"{label[0]}–{label[1]}"
    return Warning(
        "number_missing",
        f"No recommendation was found with the number {place}. Look at page {item.page or '?'}: "
        "the document may leave it out, or the reader may have missed it.",
        place, item.page,
    )  # fmt: skip
