"""Reading documents of human rights mechanisms: a file in, a `Reading` out. No Django, no database.

    from servanda.importers.reading import read_file
    reading = read_file("A_HRC_43_15.pdf")

Start with `reader.py`; the words are in `reading.py`, the rules of each kind of document in its own module.
"""

from .reader import read_file
from .reading import (
    Box,
    DocumentFacts,
    Reading,
    ReadParagraph,
    ReadRecommendation,
    RecommendingState,
    StatedPosition,
    Warning,
)

__all__ = [
    "Box",
    "DocumentFacts",
    "ReadParagraph",
    "ReadRecommendation",
    "Reading",
    "RecommendingState",
    "StatedPosition",
    "Warning",
    "read_file",
]
