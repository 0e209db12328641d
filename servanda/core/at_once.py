"""Writing many rows of one kind together: what a big piece of work would write one by one is held back and written as one.

Inside `with at_once():` a writer hands its rows to `hold`; at the end of the block each writer gets all of its rows. Outside
of a block nothing is held, and the writer writes at once. The block stands inside the transaction of the work: what failed
wrote nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Writer = Callable[[list[Any]], Any]
_last: set[Writer] = set()
_held: ContextVar[dict[Writer, list[Any]] | None] = ContextVar("held", default=None)


@contextmanager
def at_once() -> Iterator[None]:
    """A block inside another belongs to the outer one."""
    if _held.get() is not None:
        yield
        return
    token = _held.set({})
    try:
        yield
        _write_all()
    finally:
        _held.reset(token)


def at_the_end(writer: Writer) -> Writer:
    """Decorator: this writer reads what the others write, so it comes after them."""
    _last.add(writer)
    return writer


def _write_all() -> None:
    """Until nothing is left: a writer may hand rows to another."""
    held = _held.get()
    while held:
        writer = min(held, key=_last.__contains__)
        writer(held.pop(writer))


def hold(writer: Writer, *rows: Any) -> None:
    """Rows for this writer, which are written at the end of the block, or now where there is none."""
    held = _held.get()
    if held is None:
        writer(list(rows))
    else:
        held.setdefault(writer, []).extend(rows)


def held_by(writer: Writer) -> list[Any]:
    """What the writer has not written yet."""
    return (_held.get() or {}).get(writer, [])
