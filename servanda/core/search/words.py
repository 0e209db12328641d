"""From text to what is looked up: words, their stems by language, accents folded.

Every word is indexed under each of its forms, at the same place, so that `educacion` finds `educación`, `prison` finds
`prisons`, and سجون finds والسجون. Chinese has no spaces: every character is indexed, and characters side by side are
looked up as a phrase.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import tantivy

STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
LANGUAGES = (*STEMMERS, "zh", "xx")  # xx: any other language, unstemmed

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670"
WORDS = re.compile(rf"[{HAN}]+|(?:[^\W_{HAN}]|[{MARKS}])+")
# What Unicode does not take apart: Latin letters with a stroke, and the shapes one Arabic letter is typed in.
ALIKE = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
    "ى": "ي", "ة": "ه", "ـ": None, "ٱ": "ا",
})  # fmt: skip
LONGEST_WORD = 60
ARABIC_PREFIXES = re.compile("^و?(?:[بكف]?ال|لل)?")
SHORTEST_ARABIC_STEM = 3


class Token(NamedTuple):
    """A word in a text: where it stands, and the forms it is found under."""

    place: int  # counted in words
    start: int  # counted in characters
    end: int
    forms: tuple[str, ...]


def tokens(text: str, language: str) -> Iterator[Token]:
    """The words of a text in order; a Chinese character is a word of its own."""
    place = 0
    for match in WORDS.finditer(text):
        if not is_han(match[0]):
            yield Token(place, match.start(), match.end(), forms(match[0][:LONGEST_WORD], language))
            place += 1
            continue
        for start, character in enumerate(match[0], match.start()):
            yield Token(place, start, start + 1, (character,))
            place += 1


def is_han(text: str) -> bool:
    return "\u3400" <= text[0] <= "\u9fff"


def language_of(code: str) -> str:
    """The language we know a text's words by: zh for zh-Hans, xx for one without a stemmer."""
    language = code.partition("-")[0].lower()
    return language if language in LANGUAGES else "xx"


@functools.lru_cache(maxsize=200_000)
def forms(word: str, language: str) -> tuple[str, ...]:
    """What a word is found under: its stem, the stem of what it is without accents or Arabic prefixes, and itself, for
    stemmers cut unevenly (`mujer` to `muj`, `mujeres` to `mujer`)."""
    lower = word.lower()
    candidates = [stem(lower, language), stem(fold(lower), language), lower]
    if language == "ar":
        candidates.append(stem(_without_prefixes(fold(lower)), language))
    return tuple(dict.fromkeys(fold(candidate) for candidate in candidates))


def _without_prefixes(word: str) -> str:
    """Without the joined "and", preposition and article, where enough of a word is left."""
    bare = ARABIC_PREFIXES.sub("", word)
    return bare if len(bare) >= SHORTEST_ARABIC_STEM else word


def fold(word: str) -> str:
    """Without accents and vowel signs, and letters that are typed in several ways as one."""
    apart = unicodedata.normalize("NFKD", word.translate(ALIKE))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def stem(word: str, language: str) -> str:
    if language not in STEMMERS:
        return word
    found = _stemmer(language).analyze(word)
    return found[0] if found else word


@functools.cache
def _stemmer(language: str) -> tantivy.TextAnalyzer:
    filter_ = tantivy.Filter.stemmer(STEMMERS[language])
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(filter_).build()
