"""What a kind of rows is: its fields, how a row is found in the register, and by which commands it goes in and out."""

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from servanda.accounts.policy import may
from servanda.importers.spreadsheets.fields import Field
from servanda.importers.spreadsheets.problems import CellProblem

Values = dict[str, Any]
Fault = tuple[str, CellProblem]  # code of the field, and what is wrong with its cell


@dataclass
class Held:
    """A thing of the register in the fields of its kind. `is_locked`: sent or published, so that a file can't change it;
    `extra`: what only its kind looks at."""

    id: str
    label: str
    values: Values
    is_locked: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


class RowKind:
    """One kind. Subclasses say what they are in class attributes and override what differs."""

    code: str
    title: Any
    meaning: Any
    visibility: str  # of `who_will_see`
    action: str  # the right without which nobody may import rows of this kind
    fields: tuple[Field, ...]
    text_field = ""  # whose likeness makes a new row "look like" something of the register

    def field(self, code: str) -> Field:
        return next(one for one in self.fields if one.code == code)

    def is_open_to(self, person: Any) -> bool:
        return may(person, self.action)

    def held(self, by: Any, language: str) -> list[Held]:
        """Everything of the kind that the person may see and change."""
        raise NotImplementedError

    def keys(self, values: Values) -> list[tuple[Any, ...]]:
        """What identifies a row, strongest first; a row is the thing that shares its first key, else the next."""
        raise NotImplementedError

    def label(self, values: Values) -> str:
        return str(next((values[code] for code in ("title", "name", "text", *values) if values.get(code)), ""))[:300]

    def group(self, values: Values) -> Any:
        """Likeness is looked for within the group only (the document of a recommendation)."""
        return None

    def changes(self, held: Held, values: Values) -> Values:
        """The fields that the row says otherwise than the register."""
        return {code: new for code, new in values.items() if not same(new, held.values.get(code))}

    def faults(self, values: Values, held: Held | None, by: Any) -> Iterable[Fault]:
        """What is wrong with a row as a whole."""
        return ()

    def make(self, values: Values, by: Any) -> str:
        """Write a new thing; its id."""
        raise NotImplementedError

    def make_all(self, rows: Sequence[Values], by: Any) -> Iterator[str]:
        """Write many new things, in their order; a kind that has a command for many uses that."""
        for values in rows:
            yield self.make(values, by)

    def change(self, held: Held, changes: Values, values: Values, by: Any) -> None:
        raise NotImplementedError

    def remove(self, thing: str, by: Any) -> bool:
        """Step back of `make`, where nothing hangs on the thing."""
        raise NotImplementedError

    def finish(self, rows: Sequence[tuple[str, Values]], by: Any) -> Any:
        """What is written for all rows together, after them: (id, what was written). Returns a batch of its own, or None."""
        return None


def with_words(kind: str, *fields: Field) -> tuple[Field, ...]:
    """The fields of a kind with the words that headings have for them."""
    words = heading_words()[kind]
    return tuple(replace(one, words=tuple(words.get(one.code, one.words))) for one in fields)


@cache
def heading_words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("heading_words.toml").read_text(encoding="utf-8"))


def same(new: Any, old: Any) -> bool:
    """Whether two values are the same: nothing is nothing, lists are compared without order."""
    if isinstance(new, list) or isinstance(old, list):
        return sorted(new or []) == sorted(old or [])
    if isinstance(new, bool) or isinstance(old, bool):
        return bool(new) is bool(old)
    return _bare(new) == _bare(old)


def _bare(value: Any) -> str:
    """Blanks and line ends at other places make no other text."""
    return " ".join(unicodedata.normalize("NFC", str(value or "")).split())


def wording(values: Values, code: str, default: Any = "") -> Any:
    """A value, or the default where the row doesn't say."""
    found = values.get(code)
    return default if found in (None, "") else found


def missing(values: Values, *codes: str) -> Iterable[Fault]:
    """The fields that a new row needs and doesn't have."""
    return [(code, CellProblem("missing")) for code in codes if values.get(code) in (None, "", [])]
