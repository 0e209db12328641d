"""From a row of an export to the rows of our tables: everything that repeats is cleaned once and named by a number."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from servanda.importers.reading import symbols
from servanda.importers.reading.uhri_export import labels as values_of
from servanda.importers.uhri import cleaning
from servanda.importers.uhri.cleaning import Fix, Meaning
from servanda.importers.uhri.models import Repair, SourceDocument, Term
from servanda.importers.uhri.rules import BITS

LONGEST_ID = 64
MOST_VALUES = 100  # in one list of a record; the longest real one has fifteen
NOTHING: list[str] = []
_CELL = re.compile(r"\n|(?<=\S)(?=- [A-Z])")


@dataclass(slots=True)
class Known:
    """What a printed value amounts to: the number of its term, and of its repairs as they are written in a row."""

    term: int | None
    repairs: list[str]
    mask: int
    meaning: Meaning | None = None
    name: str = ""  # the number of the term as it is written in a row


@dataclass(frozen=True, slots=True)
class Head:
    """Body and kind of a record."""

    body: int | None
    kind: int
    is_upr: bool
    mask: int
    repairs: list[str]


@dataclass(slots=True)
class Chunk:
    """Rows that are written together."""

    terms: list[tuple] = field(default_factory=list)
    documents: list[tuple] = field(default_factory=list)
    repairs: list[tuple] = field(default_factory=list)
    observations: list[tuple] = field(default_factory=list)
    links: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))  # term → observations
    fixes: list[str] = field(default_factory=list)  # ids of repairs, one for each time


@dataclass(slots=True)
class Shelved:
    """A document that rows were seen of."""

    id: int
    state: int | None
    date: str | None
    told_state: bool


class Collector:
    """Gives numbers to terms, documents and repairs, and turns fields into rows of `Chunk`."""

    def __init__(self, edition: int, next_observation: int) -> None:
        self.edition, self.next_observation = edition, next_observation
        self.chunk = Chunk()
        self.counts: Counter[str] = Counter()
        self.terms = {(t.kind, t.label): t.id for t in Term.objects.all()}
        self.documents = {
            d.symbol: Shelved(d.id, d.state_id, d.date.isoformat() if d.date else None, bool(d.state_id))
            for d in SourceDocument.objects.all()
        }
        fixes = Repair.objects.values_list("id", "rule", "before", "after")
        self.repairs: dict[Fix, str] = {(rule, before, after): str(pk) for pk, rule, before, after in fixes}
        self.rules = {str(pk): rule for pk, rule, _before, _after in fixes}
        self.next = {
            name: max(map(int, ids), default=0) + 1
            for name, ids in (
                ("term", self.terms.values()),
                ("document", (d.id for d in self.documents.values())),
                ("repair", self.repairs.values()),
            )
        }
        self.known: dict[str, dict[str, Known]] = {
            name: {} for name in ("body", "country", "author", "type", "position")
        }
        self.known |= {kind: {} for kind in CLEANERS if kind not in self.known}
        self.lists = [(name, kind, self.known[kind]) for kind, name in FIELDS.items()]
        self.heads: dict[tuple[str, str], Head] = {}

    # --- numbers ---

    def _number(self, name: str) -> int:
        number = self.next[name]
        self.next[name] += 1
        return number

    def term(self, kind: str, meaning: Meaning) -> int:
        key = (kind, meaning.label)
        found = self.terms.get(key)
        if found is None:
            found = self.terms[key] = self._number("term")
            self.chunk.terms.append((found, self.edition, kind, meaning.label, meaning.code))
        return found

    def repair(self, fix: Fix) -> str:
        found = self.repairs.get(fix)
        if found is None:
            number = self._number("repair")
            found = self.repairs[fix] = str(number)
            self.rules[found] = fix[0]
            self.chunk.repairs.append((number, self.edition, fix[0], fix[1][:300], fix[2][:300]))
        return found

    def _known(self, kind: str, meaning: Meaning) -> Known:
        term = self.term(kind, meaning) if meaning.label else None
        return Known(term, [self.repair(f) for f in meaning.fixes], _mask(meaning.fixes), meaning, str(term or ""))

    def _look_up(self, name: str, kind: str, printed: str, clean: Callable[[str], Meaning]) -> Known:
        found = self.known[name].get(printed)
        if found is None:
            found = self.known[name][printed] = self._known(kind, clean(printed))
        return found

    def _code(self, name: str, printed: str, clean: Callable[[str], tuple[int, tuple[Fix, ...]]]) -> Known:
        found = self.known[name].get(printed)
        if found is None:
            code, fixes = clean(printed)
            found = self.known[name][printed] = Known(code, [self.repair(f) for f in fixes], _mask(fixes))
        return found

    # --- a record ---

    def take(self, fields: dict[str, Any], digest: int, row: int, annotation: str) -> tuple:  # noqa: C901
        """Add a record to the chunk; gives its row as `writing.OBSERVATION` names its columns. The one long function of
        this package: it runs 268,000 times, and a call inside it costs a tenth of a second each."""
        get = fields.get
        head = self._head(_one(get("body")), _one(get("type")))
        text, number, heading, own = cleaning.clean_text(str(get("text") or ""), head.is_upr)
        document = self._document(fields, head.body)
        state, mask, repairs = self._state(get("countries"), document, own)
        date = self._date(get("date"), document, own)
        mask |= head.mask
        repairs = head.repairs + repairs
        position = 0
        if printed := get("positions"):
            told = self._code("position", _one(printed), cleaning.position_of)
            position, mask, repairs = told.term or 0, mask | told.mask, repairs + told.repairs
        chunk, pk, terms = self.chunk, self.next_observation, []
        self.next_observation = pk + 1
        for name, kind, remembered in self.lists:
            for one in _values(get(name)):
                known = remembered.get(one) or self._look_up(kind, kind, one, CLEANERS[kind])
                if known.term is not None and known.name not in terms:
                    terms.append(known.name)
                    if kind != "author":
                        chunk.links[known.term].append(pk)
                if known.mask:
                    mask |= known.mask
                    repairs = repairs + known.repairs
        if annotation.startswith("~"):
            own.append(("no_id", "", annotation))
        if own:
            mask |= _mask(own)
            repairs = repairs + [self.repairs.get(f) or self.repair(f) for f in own]
        chunk.fixes += repairs
        taken = (
            pk, annotation, digest, self.edition, None, row, document.id, head.body, state, head.kind, position, date,
            _day(get("online")), number, heading, " ".join(terms), mask, " ".join(repairs), text,
        )  # fmt: skip
        chunk.observations.append(taken)
        return taken

    def forget_last(self) -> None:
        """Take the last record out of the chunk again."""
        chunk = self.chunk
        pk = chunk.observations.pop()[0]
        for linked in chunk.links.values():
            if linked and linked[-1] == pk:
                linked.pop()

    def _head(self, body: str, kind: str) -> "Head":
        """What body and kind amount to: a hundred pairs in all."""
        found = self.heads.get((body, kind))
        if found is None:
            by, what = self._look_up("body", "body", body, cleaning.body_of), self._code("type", kind, cleaning.kind_of)
            is_upr = by.meaning is not None and by.meaning.label == "UPR"
            found = Head(by.term, what.term or 0, is_upr, by.mask | what.mask, by.repairs + what.repairs)
            self.heads[body, kind] = found
        return found

    def _document(self, fields: dict[str, Any], body: int | None) -> Shelved:
        printed = fields.get("symbol") or ""
        symbol = printed if printed in self.documents else symbols.clean(str(printed))[:200]
        found = self.documents.get(symbol)
        if found is None:
            found = self.documents[symbol] = self._new_document(symbol, fields, body)
        return found

    def _new_document(self, symbol: str, fields: dict[str, Any], body: int | None) -> Shelved:
        known = self._values_of_country(fields.get("countries"))
        told = known.term if known and known.meaning and known.meaning.code else None
        if told is None and (meaning := cleaning.state_of_symbol(symbol)):
            told = self.term("state", meaning)
        session = cleaning.session_of(" ".join(values_of(fields.get("session"))))
        cycle = re.search(r"\d+", str(fields.get("cycle") or "")) or re.search(
            r"cycle\s+(\d+)", str(fields.get("session") or ""), re.IGNORECASE
        )
        number = self._number("document")
        date = _day(fields.get("date"))
        self.chunk.documents.append((
            number, self.edition, symbol, str(fields.get("document_id") or "")[:LONGEST_ID], body, told, date, session,
            int(cycle[cycle.re.groups]) if cycle else None,
        ))  # fmt: skip
        return Shelved(number, told, date, told is not None)

    def _state(self, value: Any, document: Shelved, own: list[Fix]) -> tuple[int | None, int, list[str]]:
        """The State a record is about: as it says itself, else as its document does; with what was repaired in it."""
        known = self._values_of_country(value)
        if known is not None:
            if document.state is None and known.meaning and known.meaning.code:
                document.state = known.term
            return known.term, known.mask, known.repairs
        if document.state is not None:
            own.append(("country_found", "", self._label_of(document.state)))
        else:
            own.append(("no_country", "", ""))
        return document.state, 0, []

    def _values_of_country(self, value: Any) -> Known | None:
        if type(value) is list and len(value) == 1 and type(value[0]) is str:
            found = self.known["country"].get(value[0])
            if found is not None:
                return found
        names = [str(one) for one in (value if type(value) is list else _CELL.split(str(value or "")))]
        names = [one for one in names if one.strip()]
        if not names:
            return None
        return self._look_up("country", "state", names[0] if len(names) == 1 else "; ".join(names), cleaning.country_of)

    def _label_of(self, term: int) -> str:
        return next(label for (_kind, label), number in self.terms.items() if number == term)

    def _date(self, value: Any, document: Shelved, own: list[Fix]) -> str | None:
        date = _day(value)
        if date:
            document.date = document.date or date
        elif document.date:
            own.append(("date_found", "", document.date))
        else:
            own.append(("no_date", "", ""))
        return date or document.date

    def count_fixes(self) -> None:
        """Add the repairs of the chunk to the counts by rule."""
        for repair, count in Counter(self.chunk.fixes).items():
            self.counts[self.rules[repair]] += count


FIELDS = {"theme": "themes", "sdg": "sdgs", "persons": "persons", "author": "authors"}
CLEANERS: dict[str, Callable[[str], Meaning]] = dict.fromkeys(("theme", "sdg", "persons"), cleaning.label_of)
CLEANERS["author"] = cleaning.author_of


def _values(value: Any) -> list[str]:
    """The values of a list or of a cell, as printed."""
    if not value:
        return NOTHING
    values = value if type(value) is list else _CELL.split(str(value))
    if len(values) > MOST_VALUES:
        values = values[:MOST_VALUES]
    for one in values:
        if type(one) is not str:
            return [str(each) for each in values if each is not None]
    return values


def _one(value: Any) -> str:
    """The only value of a field that has one; the first of several."""
    if type(value) is str:
        return value
    if type(value) is list:
        return str(value[0]) if value else ""
    return "" if value is None else str(value)


def _day(value: Any) -> str | None:
    if not value:
        return None
    return cleaning.day_of(value[:10] if type(value) is str else value)


def _mask(fixes: Any) -> int:
    mask = 0
    for fix in fixes:
        mask |= BITS[fix[0]]
    return mask
