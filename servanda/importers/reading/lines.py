"""The common ground of PDF and Word: a document as pages of lines, each with its place and size of type."""

from typing import NamedTuple

FIRST_OF_EAST_ASIA = "\u2e80"
SOFT_HYPHEN = "\u00ad"  # at the end of a line: the word goes on, and has no hyphen


class Line(NamedTuple):
    """One printed line, or one whole paragraph of a Word document (then `x`, `top` and `size` are what is known).

    `x` and `top` are PDF points from the lower left corner of the page; `size` is the size of type in points.
    """

    text: str
    page: int
    x: float = 0.0
    top: float = 0.0
    size: float = 10.0


class Page(NamedTuple):
    number: int
    height: float
    lines: list[Line]


def join_lines(texts: list[str]) -> str:
    """The text of wrapped lines: one blank between them, none behind a hyphen that ends a line or between Chinese
    characters."""
    joined = ""
    for text in (" ".join(printed.split()) for printed in texts):
        if (
            not joined
            or not text
            or (_ends_in_hyphen(joined) and text[0].isalnum())
            or (joined[-1] >= FIRST_OF_EAST_ASIA and (is_unspaced(joined[-1]) and is_unspaced(text[0])))
        ):
            joined += text
        elif joined[-1] == SOFT_HYPHEN:
            joined = joined[:-1] + text
        else:
            joined += " " + text
    return joined


def _ends_in_hyphen(text: str) -> bool:
    return len(text) > 1 and text[-1] in "-\u2010\u2011" and text[-2].isalnum()


def is_unspaced(character: str) -> bool:
    """A Chinese or Japanese character or punctuation mark: nothing stands between two of them."""
    return (
        FIRST_OF_EAST_ASIA <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\uff00" <= character <= "\uff65"
    )
