"""How far long work is: it counts its things with `counted`, and whoever runs it listens. Nobody listens to short work."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

Thing = TypeVar("Thing")


class Listener(Protocol):
    """Told after each thing; may raise, which ends the work."""

    def one_done(self) -> None: ...


_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def counted(things: Iterable[Thing]) -> Iterator[Thing]:
    """The same things; each is counted when the work asks for the next."""
    for thing in things:
        yield thing
        if listener := _listener.get():
            listener.one_done()
