"""Reads our plain source texts (profiles/xar/documents/source/*.md): a TOML head and blocks between empty lines."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

HEADING, NUMBERED, RECOMMENDATION, SUB, BULLET, PLAIN = (
    "heading",
    "numbered",
    "recommendation",
    "sub",
    "bullet",
    "plain",
)
_FORMS = (
    (HEADING, re.compile(r"(?P<number>#+) (?P<text>.+)")),
    (RECOMMENDATION, re.compile(r"(?P<number>\d+\.\d+) (?P<text>.+)")),
    (NUMBERED, re.compile(r"(?P<number>\d+)\. (?P<text>.+)")),
    (SUB, re.compile(r"\((?P<number>[a-z])\) (?P<text>.+)")),
    (BULLET, re.compile(r"(?P<number>•) (?P<text>.+)")),
)


@dataclass(frozen=True)
class Block:
    """One paragraph: its kind, its number ("12", "20.4", "a", "##" for a heading of level 2) and its text."""

    kind: str
    number: str
    text: str

    @property
    def as_printed(self) -> str:
        """The words as they stand in the document, with the number where one is printed."""
        prefix = {
            NUMBERED: f"{self.number}. ",
            RECOMMENDATION: f"{self.number} ",
            SUB: f"({self.number}) ",
            BULLET: "• ",
        }
        return prefix.get(self.kind, "") + self.text


@dataclass(frozen=True)
class Source:
    """A document as we wrote it."""

    path: Path
    head: dict[str, Any]
    blocks: tuple[Block, ...] = field(default_factory=tuple)

    @property
    def symbol(self) -> str:
        return str(self.head["symbol"])

    @property
    def kind(self) -> str:
        return str(self.head["kind"])

    @property
    def date(self) -> date:
        return self.head["date"]

    @property
    def printed_date(self) -> str:
        return f"{self.date.day} {self.date:%B %Y}"


def read_source(path: Path) -> Source:
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return Source(path, tomllib.loads(head), tuple(_blocks(body)))


def _blocks(body: str) -> Iterator[Block]:
    for text in filter(None, (" ".join(part.split()) for part in re.split(r"\n\s*\n", body))):
        yield _block(text)


def _block(text: str) -> Block:
    for kind, form in _FORMS:
        if match := form.fullmatch(text):
            return Block(kind, match["number"], match["text"])
    return Block(PLAIN, "", text)
