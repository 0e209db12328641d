"""What an import would do to the register: one plan, computed here, shown as the preview, and carried out by `commit`.

The plan depends on the file, on what the person decided and on the register, and on nothing else; its digest says whether two
plans are the same.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from servanda.audit.chain import canonical
from servanda.importers.matching import normal
from servanda.importers.spreadsheets import fields as read
from servanda.importers.spreadsheets.cells.book import address as address_of
from servanda.importers.spreadsheets.cells.book import number_of
from servanda.importers.spreadsheets.columns import IGNORED, NOTE
from servanda.importers.spreadsheets.fields import Field, Reading, as_shown, plain_text
from servanda.importers.spreadsheets.kinds import Held, RowKind, Values
from servanda.importers.spreadsheets.models import SheetRow
from servanda.importers.spreadsheets.names import REJECT, Names
from servanda.importers.spreadsheets.problems import CellProblem, Problem
from servanda.importers.spreadsheets.table import Row, Table

Outcome = SheetRow.Outcome
LOOKS_LIKE = 85  # of 100, of the characters
SHOWN_LIKE = 3
EVERY = 200  # rows between two signs of progress
STRONG = ("code", "reference")  # keys that name one thing and no other
Key = tuple[Any, ...]
FOUND = {"new": 0, "changed": 0, "same": 0, "rejected": 0, "looks_like": 0}


@dataclass(frozen=True)
class Cell:
    """One cell of a planned row: what the register says now, and what the row says, as JSON."""

    field: str
    address: str
    was: Any
    becomes: Any


@dataclass
class Line:
    """What becomes of one row. `values`: everything the row says; `changes`: what of it is otherwise in the register."""

    number: int
    outcome: str
    label: str = ""
    values: Values = field(default_factory=dict)
    changes: Values = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    held: Held | None = None
    looks_like: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """What is kept and digested."""
        return {
            "number": self.number,
            "outcome": self.outcome,
            "label": self.label,
            "cells": [dict(vars(cell)) for cell in self.cells],
            "problems": [problem.as_dict() for problem in self.problems],
            "notes": self.notes,
            "looks_like": self.looks_like,
            "thing": self.held.id if self.held else "",
            "before": dict(self.held.values) if self.held and self.changes else {},
        }


@dataclass
class Plan:
    kind: RowKind
    lines: list[Line]
    names: Names

    def counts(self) -> dict[str, int]:
        counts = Counter(str(line.outcome) for line in self.lines)
        undecided = sum(1 for line in self.lines if line.looks_like and line.outcome == Outcome.NEW)
        return FOUND | dict(counts) | {"looks_like": undecided}

    def digest(self) -> str:
        return hashlib.sha256(canonical([line.as_dict() for line in self.lines])).hexdigest()


@dataclass
class Asked:
    """What a plan is made of. `rows_decided`: row number (as text) → id, "new" or "reject"."""

    kind: RowKind
    table: Table
    columns: dict[str, str]
    names: Names
    by: Any
    rows_decided: dict[str, str] = field(default_factory=dict)


def make_plan(asked: Asked, tell: Callable[[int, int], None] | None = None) -> Plan:
    """Compare every row with the register. `tell` hears how many of how many rows are done."""
    register = Register(asked.kind, asked.kind.held(asked.by, asked.table.layout.language))
    reader = RowReader(asked)
    planner = Planner(asked, register)
    lines = []
    total = len(asked.table.rows)
    for done, row in enumerate(asked.table.rows, 1):
        lines.append(planner.line(row, *reader.values_of(row)))
        if tell and (done % EVERY == 0 or done == total):
            tell(done, total)
    return Plan(asked.kind, lines, asked.names)


class RowReader:
    """Reads the cells of rows into the fields of the kind, column by column."""

    def __init__(self, asked: Asked):
        self.asked = asked
        self.sheet = asked.table.sheet.name
        fields = {one.code: one for one in asked.kind.fields}
        self.columns = {letter: fields[code] for letter, code in asked.columns.items() if code in fields}
        self.notes = [letter for letter in asked.table.headings if asked.columns.get(letter, NOTE) == NOTE]
        self.readings = {letter: self._reading(letter, of) for letter, of in self.columns.items()}

    def _reading(self, letter: str, of: Field) -> Reading:
        layout, values = self.asked.table.layout, self.asked.table.column(letter)
        return Reading(
            language=layout.language,
            month_first=of.parse is read.day and read.writes_month_first(values),
            decimal=read.decimal_of_column(values) if of.parse is read.number else "",
            is_delimited=bool(layout.delimiter),
            names=self.asked.names,
        )

    def values_of(self, row: Row) -> tuple[Values, list[Problem], dict[str, str]]:
        """What the row says, what is wrong with its cells, and what is kept as notes."""
        values: Values = {}
        problems = []
        for letter, of in self.columns.items():
            if letter not in row.cells:
                continue
            value = row.cells[letter]
            self.asked.names.place = row.number, self.address(letter, row)
            try:
                values[of.code] = of.read(value, self.readings[letter])
            except CellProblem as wrong:
                problems.append(self.problem(row, letter, of, wrong, plain_text(value)))
        return values, problems, self._notes_of(row)

    def _notes_of(self, row: Row) -> dict[str, str]:
        headings = self.asked.table.headings
        found = {
            headings[letter] or letter: plain_text(row.cells[letter]) for letter in self.notes if letter in row.cells
        }
        return {heading: text for heading, text in found.items() if text}

    @staticmethod
    def address(letter: str, row: Row) -> str:
        return address_of(row.number - 1, number_of(letter))

    def letter_of(self, code: str) -> str:
        return next((letter for letter, of in self.columns.items() if of.code == code), "")

    def problem(self, row: Row, letter: str, of: Field, wrong: CellProblem, value: str) -> Problem:
        words = wrong.words | {"title": str(of.title)}
        if "values" not in words and of.values:
            words["values"] = ", ".join(str(label) for _code, label in of.values)
        heading = self.asked.table.headings.get(letter) or str(of.title)
        address = self.address(letter, row) if letter else str(row.number)
        return Problem(wrong.code, self.sheet, address, heading, str(words.pop("name", value)), words)


class Register:
    """The things of the register by their keys, and by likeness of their text."""

    def __init__(self, kind: RowKind, held: Sequence[Held]):
        self.kind = kind
        self.by_id = {one.id: one for one in held}
        self.by_key: dict[Key, list[Held]] = {}
        self.texts: dict[Any, list[tuple[str, Held]]] = {}
        for one in held:
            for key in dict.fromkeys(kind.keys(one.values)):
                self.by_key.setdefault(key, []).append(one)
            if kind.text_field:
                group = self.texts.setdefault(kind.group(one.values), [])
                group.append((normal(str(one.values.get(kind.text_field, ""))), one))

    def find(self, values: Values) -> Held | None:
        """The thing that a row is about. A code or reference decides alone; without one the names do, and where several
        things have a name, none is taken (CellProblem)."""
        for key in deciding(self.kind.keys(values)):
            found = self.by_key.get(key, [])
            if len(found) > 1:
                raise CellProblem("several", name=str(key[-1]))
            if found:
                return found[0]
        return None

    def alike(self, values: Values) -> list[dict[str, Any]]:
        """Things that have the row's name under another code, or nearly its text, in the same group."""
        found = {one.id: _like(one, 1.0) for key in self.kind.keys(values) for one in self.by_key.get(key, ())}
        text = normal(str(values.get(self.kind.text_field) or ""))
        group = self.texts.get(self.kind.group(values), [])
        if text and group:
            lines = [line for line, _held in group]
            near = process.extract(text, lines, scorer=fuzz.ratio, limit=SHOWN_LIKE, score_cutoff=LOOKS_LIKE)
            for _line, score, at in near:
                found.setdefault(group[at][1].id, _like(group[at][1], score / 100))
        return list(found.values())[:SHOWN_LIKE]


def _like(one: Held, score: float) -> dict[str, Any]:
    return {"id": one.id, "label": one.label, "score": round(score, 2)}


def deciding(keys: list[Key]) -> list[Key]:
    """The keys that say which thing a row is about: a code or reference alone, else all."""
    return keys[:1] if is_strong(keys) else keys


def is_strong(keys: list[Key]) -> bool:
    return bool(keys) and keys[0][0] in STRONG


class Planner:
    """Decides what becomes of each row."""

    def __init__(self, asked: Asked, register: Register):
        self.asked, self.kind, self.register = asked, asked.kind, register
        self.reader = RowReader(asked)
        self.seen: dict[Any, int] = {}  # id or deciding key of a row's thing → row
        self.named: dict[Any, int] = {}  # every key of a row → row

    def line(self, row: Row, values: Values, problems: list[Problem], notes: dict[str, str]) -> Line:
        values["_language"] = self.asked.table.layout.language
        line = Line(row.number, Outcome.REJECTED, self.kind.label(values), values, problems=problems, notes=notes)
        if problems:
            return line
        decided = self.asked.rows_decided.get(str(row.number), "")
        try:
            line.held = self.register.by_id.get(decided) or self.register.find(values)
            wrong = list(self._faults(line, row, decided))
        except CellProblem as several:
            wrong = [("", several)]
        line.problems = [self._problem(row, code, fault, values) for code, fault in wrong]
        if not wrong:
            self._settle(line, row, decided)
        return line

    def _faults(self, line: Line, row: Row, decided: str) -> Iterator[tuple[str, CellProblem]]:
        if decided == REJECT:
            yield "", CellProblem("rejected_row")
        elif (other := self._other_row(line)) and other != row.number:
            yield "", CellProblem("twice", other=other)
        else:
            yield from self.kind.faults(line.values, line.held, self.asked.by)

    def _other_row(self, line: Line) -> int | None:
        """The row before this one that is about the same thing. Rows with a code are so where they share it; a row without one
        is so for every row that has its name."""
        keys: list[Any] = list(self.kind.keys(line.values))
        thing = [line.held.id] if line.held else []
        strong = is_strong(keys)
        before = [self.seen.get(key) for key in thing + (keys if strong else [])]
        before += [] if strong else [self.named.get(key) for key in keys]
        for key in thing + deciding(keys):
            self.seen.setdefault(key, line.number)
        for key in keys:
            self.named.setdefault(key, line.number)
        return next((number for number in before if number), None)

    def _settle(self, line: Line, row: Row, decided: str) -> None:
        if line.held is None:
            line.outcome = Outcome.NEW
            line.looks_like = [] if decided else self.register.alike(line.values)
            line.cells = [
                self._cell(row, code, "", new) for code, new in line.values.items() if not code.startswith("_")
            ]
            return
        line.changes = self.kind.changes(line.held, {k: v for k, v in line.values.items() if not k.startswith("_")})
        line.label = line.held.label
        line.outcome = Outcome.CHANGED if line.changes else Outcome.SAME
        if line.changes and line.held.is_locked:
            line.outcome = Outcome.REJECTED
            line.problems = [
                self._problem(
                    row, next(iter(line.changes)), CellProblem("not_changeable", name=line.label), line.values
                )
            ]
            line.changes = {}
        line.cells = [self._cell(row, code, line.held.values.get(code, ""), new) for code, new in line.changes.items()]

    def _cell(self, row: Row, code: str, was: Any, becomes: Any) -> Cell:
        letter = self.reader.letter_of(code)
        return Cell(code, self.reader.address(letter, row) if letter else "", was, becomes)

    def _problem(self, row: Row, code: str, fault: CellProblem, values: Values) -> Problem:
        """A fault of the row, at the cell of the field that it is about; without one, at the first cell of the row."""
        letter = self.reader.letter_of(code) or ("" if code else next(iter(row.cells)))
        known = {one.code: one for one in self.kind.fields}
        of = known.get(code) or self.reader.columns.get(letter) or self.kind.fields[0]
        return self.reader.problem(row, letter, of, fault, as_shown(values.get(code, "")))


__all__ = ["IGNORED", "NOTE", "Asked", "Line", "Outcome", "Plan", "make_plan"]
