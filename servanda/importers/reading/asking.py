"""What a sentence does: it asks something of a State, it is concerned, or neither. By its verbs, in any language."""

import re
from collections.abc import Iterator

from .phrases import Phrases, phrases
from .reading import CONCERN, RECOMMENDATION

_BETWEEN_SENTENCES = re.compile(
    r"(?P<end>[.!?؟][”’»\"]?)\s+(?=[A-ZÀ-ÝА-ЯЁ«“\"(\u0621-\u064a])|(?P<full>[。！？][”’」]?)\s*(?=\S)"
)
LONGEST = 20_000  # characters of a paragraph in which verbs are sought: far more than any paragraph has
_SHORT = re.compile(r"\b(?:No|Nos|arts?|paras?|Mr|Ms|Mrs|Dr|St|vs?|núm|párrs?|p|рр?|ст|п|пп)\.$", re.IGNORECASE)


def kind_of(text: str, language: str | None = None) -> str | None:
    """recommendation or concern, by the verb; None for a paragraph that is neither."""
    words = phrases(language)
    if asks(text, words):
        return RECOMMENDATION
    return CONCERN if words["verbs.concerned"].search(text[:LONGEST]) else None


def asks(text: str, words: Phrases) -> bool:
    text = text[:LONGEST]
    return bool(words["verbs.asks"].search(text) or words["verbs.should"].search(text))


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence with its place; an abbreviation before a full stop ends none."""
    start = 0
    for gap in _BETWEEN_SENTENCES.finditer(text):
        end = max(gap.end("end"), gap.end("full"))
        if not _SHORT.search(text[max(start, end - 12) : end]):
            yield start, text[start:end]
            start = gap.end()
    yield start, text[start:]


def concern_and_demand(text: str, words: Phrases) -> tuple[str, str] | None:
    """A paragraph that is first concerned and then asks, cut in two; None where it does one thing only."""
    concerned = False
    if len(text) > LONGEST:
        return None
    for place, sentence in sentences(text):
        if asks(sentence, words):
            return (text[:place].strip(), text[place:].strip()) if concerned and place else None
        concerned = concerned or bool(words["verbs.concerned"].search(sentence))
    return None
