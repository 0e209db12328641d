"""Search: one interface over an index that is derived data. Start with README.md."""

from servanda.core.search.definition import Definition, Entry, Facts, Main, More, register
from servanda.core.search.questions import Found, Option, Range, Scope, keys, labels, one_moment, search, table
from servanda.core.search.store import Busy

__all__ = [
    "Busy",
    "Definition",
    "Entry",
    "Facts",
    "Found",
    "Main",
    "More",
    "Option",
    "Range",
    "Scope",
    "keys",
    "labels",
    "one_moment",
    "register",
    "search",
    "table",
]
