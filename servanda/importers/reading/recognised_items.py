"""What was read from scanned pages: marked as such, with the places of its words on the page."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from .reading import Box, Reading, ReadRecommendation, Warning
from .recognition import BADLY, DOUBT, SURE_AT_MOST, WARNING, Recognised, Word
from .text_on_page import span_of

Pages = Mapping[int, Recognised]


def marked(reading: Reading, pages: Pages) -> Reading:
    """The reading with its warning, and with each item of a scanned page doubted, less sure, and in its place."""
    numbers = tuple(sorted(pages))
    return replace(
        reading,
        recognised=numbers,
        recommendations=tuple(_marked_item(item, pages) for item in reading.recommendations),
        warnings=(*_warnings(pages), *reading.warnings),
    )


def _warnings(pages: Pages) -> Iterator[Warning]:
    from .reader import as_ranges

    listed = as_ranges(tuple(pages))
    yield Warning(
        WARNING,
        f"Page(s) {listed} were read by character recognition. Compare every word, number and State with the page.",
        listed, min(pages),
    )  # fmt: skip
    bad = tuple(number for number, page in sorted(pages.items()) if page.confidence < BADLY)
    if bad:
        yield Warning(
            "badly_recognised",
            f"Page(s) {as_ranges(bad)} could hardly be recognised. Read them yourself, and add what is missing.",
            as_ranges(bad), bad[0],
        )  # fmt: skip


def _marked_item(item: ReadRecommendation, pages: Pages) -> ReadRecommendation:
    on = [pages[number] for number in item.pages if number in pages]
    if not on:
        return item
    boxes = tuple(box for page in on if (box := _box(item, page)))
    sure = min(item.confidence, SURE_AT_MOST)
    return replace(item, confidence=sure, doubts=(*item.doubts, DOUBT), boxes=boxes)


def _box(item: ReadRecommendation, page: Recognised) -> Box | None:
    letters = [(c, word) for word in page.words for c in word.text if c.isalnum()]
    span = span_of("".join(c for c, _ in letters), item.wording or item.text)
    if span is None:
        return None
    words: list[Word] = [word for _, word in letters[span[0] : span[1]]]
    return Box(
        page.number, min(w.left for w in words), min(w.bottom for w in words),
        max(w.right for w in words), max(w.top for w in words), page.width, page.height,
    )  # fmt: skip
