"""The kinds of rows: one declarative module each."""

from functools import cache
from importlib import import_module

from servanda.importers.spreadsheets.kinds.base import Held, RowKind, Values, same
from servanda.importers.spreadsheets.models import Kind

__all__ = ["Held", "RowKind", "Values", "kind_of", "same"]


@cache
def kind_of(code: str) -> RowKind:
    """The kind of this code (`models.Kind`)."""
    return import_module(f"{__name__}.{Kind(code).value}").KIND
