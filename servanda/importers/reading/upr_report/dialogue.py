"""Recommendations that the conclusions name only by a paragraph of the dialogue.

Drafting convention of 2008-2009: "The recommendations noted in the report in paragraphs 27 (b), (c), 31 and 38 above
did not enjoy the support of X." The words stand in the account of the dialogue: "27. Y recommended that X: (a) …;
(b) …". The speaker of the paragraph is the recommending State, the lettered part or the sentence with "recommended"
is the recommendation. These readings are less sure than the listed ones, and say so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from servanda.mechanisms import states

from ..paragraphs import Paragraph
from ..reading import ReadRecommendation, RecommendingState

CONFIDENCE = 0.6
SHORTEST = 12  # letters of a recommendation
_REFERS = re.compile(r"\b(?:recommendations?|noted|contained|included|listed)\b", re.IGNORECASE)
_LIST = re.compile(
    r"\bparagraphs?\b(?:numbers?|nos?\b\.?|and|last sentence|\d{1,3}\b|\([^()]{1,120}\)|[\s,;:])*", re.IGNORECASE
)
_REFERENCE = re.compile(r"\b(\d{1,3})\b|\(\s?([a-z])\s?\)")
_LETTERED = re.compile(r"(?<![\w(])\(?([a-z])\)\s+(?=\w)")
_RECOMMENDS = re.compile(
    r"\b(?:recommend(?:ed|s|ing)?|encouraged|urged|suggested|called (?:up)?on|invited|proposed|requested that)\b"
    r"(?:\s+(?:also|further|in particular|inter alia|strongly))?,?(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_ADDRESSEE = re.compile(
    r"^[\s:,]*(?:that\s+)?(?:(?:the\s+)?(?:Government|country|State|authorities)(?:\s+of\s+(?:the\s+)?[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*)?|it\b|"
    r"(?:the\s+)?[A-Z][\w’'-]*(?:\s(?:of|and|the|[A-Z][\w’'-]*))*)?\s*(?:to\s+|should\s+|must\s+)?(?=[a-z])"
)
_SENTENCE = re.compile(r"(?<=[a-z)”’\d])\.\s+(?=[A-Z“])")


@dataclass(frozen=True, slots=True)
class Reference:
    paragraph: int
    letter: str | None


def references(text: str, *, below: int) -> list[Reference]:
    """The paragraphs of the dialogue that a paragraph of the conclusions (numbered `below` or higher) points to."""
    first_mention = _REFERS.search(text)
    if not first_mention:
        return []
    lists = _LIST.findall(text, first_mention.end())
    return list(dict.fromkeys(reference for named in lists for reference in _numbers(named, below)))


def _numbers(text: str, below: int) -> Iterator[Reference]:
    paragraph, lettered = None, True
    for number, letter in _REFERENCE.findall(text):
        if letter and paragraph:
            lettered = True
            yield Reference(paragraph, letter)
            continue
        if paragraph and not lettered:
            yield Reference(paragraph, None)
        paragraph, lettered = (int(number), False) if number and 0 < int(number) < below else (None, True)
    if paragraph and not lettered:
        yield Reference(paragraph, None)


def recommendations_at(
    reference: Reference, dialogue: dict[int, Paragraph], position: str | None, section: str
) -> Iterator[ReadRecommendation]:
    """What the speaker recommends in the paragraph, or in its lettered part."""
    paragraph = dialogue.get(reference.paragraph)
    if paragraph is None:
        return
    text = paragraph.text()
    speaker = speaker_of(text)
    if speaker is None:
        return
    for letter, words in _passages(text, reference.letter):
        label = f"{reference.paragraph} ({letter})" if letter else str(reference.paragraph)
        yield ReadRecommendation(
            number=label,
            text=words,
            recommending_states=(speaker,),
            position=position,
            section=section,
            page=paragraph.page(),
            pages=tuple(sorted({line.page for line in paragraph.lines})),
            confidence=CONFIDENCE,
            doubts=("named_by_a_paragraph_of_the_dialogue",),
            wording=text,
        )


def _passages(text: str, letter: str | None) -> list[tuple[str | None, str]]:
    lettered = _lettered_passages(text)
    if letter:
        return [(letter, lettered[letter])] if letter in lettered else [(letter, s) for s in _sentences(text)[:1]]
    if lettered:
        return list(lettered.items())
    return [(None, sentence) for sentence in _sentences(text)]


def _lettered_passages(text: str) -> dict[str, str]:
    """(a), (b) … in their order; each ends at the next letter or at the end of its sentence."""
    marks, due = [], "a"
    for mark in _LETTERED.finditer(text):
        if mark[1] == due:
            marks.append(mark)
            due = chr(ord(due) + 1)
    ends = [*(mark.start() for mark in marks[1:]), len(text)][: len(marks)]
    return {
        mark[1]: _without_addressee(_SENTENCE.split(text[mark.end() : end])[0])
        for mark, end in zip(marks, ends, strict=True)
    }


def _sentences(text: str) -> list[str]:
    matches = (_RECOMMENDS.search(sentence) for sentence in _SENTENCE.split(text))
    found = [_without_addressee(match["rest"]) for match in matches if match]
    return [words for words in found if len(words) >= SHORTEST]


def _without_addressee(words: str) -> str:
    words = _ADDRESSEE.sub("", words, count=1)
    return re.sub(r"[\s;.,]+(?:and)?[\s;.,]*$", "", words).strip()


def speaker_of(text: str) -> RecommendingState | None:
    """The State whose name opens the paragraph."""
    words = text.split()[:12]
    for length in range(min(len(words), 10), 0, -1):
        name = " ".join(words[:length]).rstrip(",.;:")
        state = states.find(name)
        if state:
            return RecommendingState(name, state.iso3)
    return None
