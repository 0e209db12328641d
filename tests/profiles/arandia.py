"""The files of the invented State, as the tests see them."""

import datetime
import re
from pathlib import Path

from tools.demo_documents.tables import read_rows

PROFILE = Path(__file__).resolve().parents[2] / "profiles" / "xar"
OFFSET = re.compile(r"-?\d{1,4}")
TODAY = datetime.date(2026, 11, 24)
WORKFLOW = {"draft", "submitted", "approved", "accepted", "returned", "published", "withdrawn"}

Row = dict[str, str]
Key = tuple[str, str]


def rows(name: str) -> list[Row]:
    return read_rows(PROFILE / name)


def slugs(name: str) -> set[str]:
    return {row["slug"] for row in rows(name)}


def key(row: Row) -> Key:
    return row["symbol"], row["number"]


def to_follow_up() -> set[Key]:
    """Keys of everything that asks for something; concerns are kept apart."""
    return {key(row) for row in rows("truth/expected.csv") if row["kind"] != "concern"}


def day(cell: str, today: datetime.date = TODAY) -> datetime.date:
    """A date of the files: absolute, or days from today."""
    if OFFSET.fullmatch(cell):
        return today + datetime.timedelta(days=int(cell))
    return datetime.date.fromisoformat(cell)
