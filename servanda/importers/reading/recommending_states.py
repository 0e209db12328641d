"""The brackets behind a recommendation: who made it, and where one numbered item holds several.

Drafting convention of the Working Group: each recommendation ends with the recommending States in brackets, separated
by commas ("(Chile, Norway)"), in later reports each in its own ("(Chile) (Norway)"), closed by a semicolon. Where the
secretariat joined similar recommendations under one number, every one keeps its own bracket:
"Ratify the Convention (France); ratify its protocol (Brazil, Peru);". A bracket that names no State belongs to the
text ("(CEDAW)"), and so do the brackets inside a State's name ("(Iran (Islamic Republic of))").
"""

import re
from functools import lru_cache
from typing import NamedTuple

from servanda.mechanisms import states

from .reading import RecommendingState

LONGEST_BRACKET = 1500
LONGEST_NAME = 10  # words: "United Kingdom of Great Britain and Northern Ireland" has nine
_SEPARATOR = re.compile(r"\s*[,;/،؛、，；]\s*|\s+(?:and|&)\s+")
_FOOTNOTE_MARK = re.compile(r"(?<=[^\W\d])\s?\d{1,3}\b|\*+|(?<=[,;])\s?\d{1,3}\b|\b\d{1,3}(?=\s*$)")
_FILLING = {
    "and", "the", "of", "on", "behalf", "also", "by", "as", "well", "with", "both", "in", "alia", "inter", "others",
    "et", "y", "e", "и", "و", "和", "states", "supported", "endorsed", "joined", "similarly", "paragraph", "para",
}  # fmt: skip
_BETWEEN_BRACKETS = re.compile(r"(?:[\s,;./&*\d]|\b(?:and|et|y|и)\b)*")
_MARKS = ",;/،؛、，；"
_LOOSE_ENDS = " \t;,./&*|؛،；。，、"
_BRACKETS = str.maketrans("（）", "()")  # Chinese documents print wide ones
STANDS_ALONE = 40  # letters: a longer piece is read as a recommendation of its own
_LACKS_A_VERB = re.compile(
    r"(?:as|its|in|including|by|that|which|to|already|all|both|with|for|on|of|from|at|without|particularly|especially|"
    r"through|within|via|the|an?|his|their|thereby|also in|and its|where|when|while|signed|one|two)\b",
    re.IGNORECASE,
)
_JOINING = re.compile(r"^(?:and(?:/or)?|or|as well as to)\s+", re.IGNORECASE)
_LACKS_AN_OBJECT = re.compile(
    r"(?:\b(?:ratify|sign|accede|consider|possibility|become|party|to|of|the|and|or|by|with|process|efforts?|adhere|join|"
    r"withdraw|lift|strengthen|review|continue|complete|accession|ratification|including|particular|implement|enact|"
    r"adopt|establish|improve|ensure|promote|legislation)|ing|ly|,)$",
    re.IGNORECASE,
)


class Bracket(NamedTuple):
    """A bracket that lists States: its span in the text, brackets included, and the States in it."""

    start: int
    end: int
    states: tuple[RecommendingState, ...]
    doubts: tuple[str, ...]


class Part(NamedTuple):
    """One recommendation of an item: its words, and the States that made it."""

    text: str
    states: tuple[RecommendingState, ...]
    doubts: tuple[str, ...]


@lru_cache(maxsize=256)
def split_item(text: str) -> tuple[Part, ...]:
    """The recommendations that one numbered item holds; at least one, with no States where none are named."""
    plain = text.translate(_BRACKETS)
    groups = _grouped(plain, find_brackets(plain))
    if not groups:
        return (_without_readable_bracket(text),)
    return tuple(Sentences(text, groups).parts())


def find_brackets(text: str) -> list[Bracket]:
    """Every bracket of the text that lists States, in order."""
    found, position = [], 0
    while (start := text.find("(", position)) >= 0:
        bracket = _bracket_at(text, start)
        if bracket:
            found.append(bracket)
        position = bracket.end if bracket else start + 1
    return found


def without_last_brackets(text: str) -> str:
    """The words of an item without the States that close it."""
    text = text.rstrip(" ;.,")
    while (brackets := find_brackets(text)) and brackets[-1].end == len(text):
        text = text[: brackets[-1].start].rstrip(" ;.,")
    return text


def _bracket_at(text: str, start: int) -> Bracket | None:
    """The longest bracket from here that reads as States; the closing mark may be missing at the end of the text."""
    best, end = None, start
    while (end := text.find(")", end + 1)) >= 0 and end - start < LONGEST_BRACKET:
        content = text[start + 1 : end]
        listed = read_state_list(content)
        if listed:
            best = Bracket(start, end + 1, *listed)
        if content.count("(") <= content.count(")"):
            return best
    if best is None and end < 0:
        listed = read_state_list(text[start + 1 :].rstrip(" ;.,"))
        if listed:
            return Bracket(start, len(text), listed[0], (*listed[1], "bracket_not_closed"))
    return best


@lru_cache(maxsize=4096)
def read_state_list(content: str) -> tuple[tuple[RecommendingState, ...], tuple[str, ...]] | None:
    """States and doubts of a bracket's content; None where it is no list of States."""
    content = " ".join(_FOOTNOTE_MARK.sub(" ", content).split())
    if not content or not _may_name_a_state(content):
        return None
    whole = states.find(content)
    if whole:
        return (RecommendingState(content, whole.iso3),), ()
    names = [name for name in _SEPARATOR.split(content) if name]
    found = [states.find(name) for name in names]
    if all(found):
        return tuple(RecommendingState(n, s.iso3) for n, s in zip(names, found, strict=True) if s), ()
    return _read_word_by_word(content)


def _may_name_a_state(content: str) -> bool:
    letter = next((c for c in content if c.isalpha()), "")
    return letter.isupper() or letter.lower() == letter.upper() or content.startswith(("the ", "former ", "l'", "l’"))


def _read_word_by_word(content: str) -> tuple[tuple[RecommendingState, ...], tuple[str, ...]] | None:
    """Known names, longest first, where separators are missing or names contain "and"."""
    words = re.findall(r"[^\s,;/،؛、，；]+|[,;/،؛、，；]", content)
    found, unknown, i = [], [], 0
    while i < len(words):
        name, length = _longest_name(words, i)
        if name:
            found.append(name)
        elif words[i].lower().strip("().") not in _FILLING and words[i] not in _MARKS:
            unknown.append(words[i])
        i += length
    if found and not unknown:
        return tuple(found), ()
    return _read_misspelt(content)


def _longest_name(words: list[str], start: int) -> tuple[RecommendingState | None, int]:
    for length in range(min(LONGEST_NAME, len(words) - start), 0, -1):
        run = words[start : start + length]
        if run[0] in _MARKS or run[-1] in _MARKS:
            continue
        name = " ".join(run).replace(" ,", "")
        state = states.find(name)
        if state:
            return RecommendingState(name, state.iso3), length
    return None, 1


def _read_misspelt(content: str) -> tuple[tuple[RecommendingState, ...], tuple[str, ...]] | None:
    """A list in which every name is a State's or nearly so ("Lichtenstain", "United Sates of America")."""
    names = [name for name in re.split(r"\s*[,;/]\s*", content) if name]
    found = [states.find(name) or _nearly(name) for name in names]
    if not names or not all(found):
        return None
    return tuple(RecommendingState(n, s.iso3) for n, s in zip(names, found, strict=True) if s), ("state_name_misspelt",)


def _nearly(name: str) -> states.State | None:
    return states.find_misspelt(name) if name[:1].isupper() and name.upper() != name else None


def _grouped(text: str, brackets: list[Bracket]) -> list[Bracket]:
    """Brackets with nothing but punctuation between them name the authors of one recommendation."""
    groups: list[Bracket] = []
    for bracket in brackets:
        if groups and _BETWEEN_BRACKETS.fullmatch(text, groups[-1].end, bracket.start):
            last = groups[-1]
            groups[-1] = Bracket(last.start, bracket.end, last.states + bracket.states, last.doubts + bracket.doubts)
        else:
            groups.append(bracket)
    return groups


class Sentences:
    """Cuts the words of an item at its brackets, and completes what cannot stand alone.

    Where the secretariat wrote several States into one sentence, a piece may lack its object ("Sign (Chile) and ratify
    (Peru) the Convention") or its verb ("Ratify the Convention (Chile) as soon as possible (Peru)"). Such a short piece
    takes the words it needs from its neighbours in the same sentence, as UPR Info's editors do, and says so in a doubt.
    """

    def __init__(self, text: str, groups: list[Bracket]):
        self.text, self.groups = text, groups
        starts = [0, *(group.end for group in groups)]
        ends = [*(group.start for group in groups), len(text)]
        self.joined = [_trim(text[start:end]) for start, end in zip(starts, ends, strict=True)]
        self.pieces = [_JOINING.sub("", piece) for piece in self.joined]
        self.stems: list[str] = []

    def parts(self) -> list[Part]:
        found: list[Part] = []
        for i, group in enumerate(self.groups):
            words = self.completed(i)
            if words:
                shared = ("words_shared_with_others",) if words != self.pieces[i] else ()
                found.append(Part(words, group.states, group.doubts + shared))
        return self.with_rest(found)

    def completed(self, i: int) -> str:
        """Piece i with the words it needs from before (its stem) and behind (its object)."""
        piece = self.own_words(i)
        stem = piece
        if i and len(piece) < STANDS_ALONE and self.same_sentence(i - 1) and _LACKS_A_VERB.match(piece):
            stem = f"{self.stems[-1]} {piece}"
        self.stems.append(stem)
        if piece and len(piece) < STANDS_ALONE and self.same_sentence(i) and self.lacks_an_object(i):
            return f"{stem} {self.object_behind(i)}".strip()
        return stem

    def own_words(self, i: int) -> str:
        """Without the object that it lends to the piece before: "(A) the treaty; withdraw its reservations (B)"."""
        piece = self.pieces[i]
        if i and ";" in piece and self.same_sentence(i - 1) and self.lacks_an_object(i - 1):
            return _JOINING.sub("", piece.partition(";")[2].strip()) or piece
        return piece

    def same_sentence(self, i: int) -> bool:
        """Whether the sentence goes on behind bracket i: neither a semicolon nor a capital letter follows."""
        rest = self.text[self.groups[i].end :].lstrip(" \t*0123456789")
        return bool(rest) and (rest[0].islower() or rest[0] in ",/" or rest[:4].isupper())

    def lacks_an_object(self, i: int) -> bool:
        return bool(_LACKS_AN_OBJECT.search(self.pieces[i]) or self.pieces[i + 1].startswith("of "))

    def object_behind(self, i: int) -> str:
        """The next piece of the sentence that has an object."""
        for j in range(i + 1, len(self.pieces)):
            last = j == len(self.groups)
            if last or not self.same_sentence(j) or not self.lacks_an_object(j):
                piece = self.joined[j] if j == i + 1 else self.pieces[j]
                return piece.partition(";")[0].strip()
        return ""

    def with_rest(self, parts: list[Part]) -> list[Part]:
        """Words behind the last bracket belong to the last recommendation, unless they completed it already."""
        rest = self.pieces[-1]
        if not any(c.isalpha() for c in rest):
            return parts
        if not parts:
            return [Part(rest, (), ("no_recommending_state",))]
        if parts[-1].text.endswith(rest):
            return parts
        last = parts.pop()
        return [*parts, Part(f"{last.text} {rest}", last.states, (*last.doubts, "words_behind_states"))]


def _trim(words: str) -> str:
    """Without the punctuation and the "and" that join pieces, and without footnote marks at either end."""
    words = re.sub(r"^[\s;,./&*]*(?:\d{1,3}\b(?!\s*(?:per|%))\s*)?", "", words)
    return re.sub(r"(?<=[a-z])\d{1,2}$", "", words.strip(_LOOSE_ENDS))


def _without_readable_bracket(text: str) -> Part:
    """An item whose States could not be read: an unknown name in brackets at its end is given as it stands."""
    match = re.search(r"\(([^()]{3,120})\)[\s;.,*\d]*$", text)
    if match and all(re.match(r"\s*[A-Z]", name) for name in match[1].split(",")) and not match[1].isupper():
        unknown = tuple(RecommendingState(name.strip(), None) for name in match[1].split(",") if name.strip())
        return Part(text[: match.start()].strip(_LOOSE_ENDS), unknown, ("unknown_state",))
    return Part(text.strip(_LOOSE_ENDS), (), ("no_recommending_state",))
