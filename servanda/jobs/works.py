"""The works that can be ordered, by name."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """What came of a work, in the words of whoever ordered it. `url`: where she goes on; `undo_url`: where it can be taken
    back; `warning`: what was left undone."""

    said: str
    url: str = ""
    undo_url: str = ""
    warning: str = ""


Run = Callable[..., Outcome]


@dataclass(frozen=True)
class Work:
    """`is_whole`: it runs in one transaction. Otherwise it keeps its own steps, and goes on from the last."""

    run: Run
    is_whole: bool


WORKS: dict[str, Work] = {}


def work(name: str, *, is_whole: bool = True) -> Callable[[Run], Run]:
    """Decorator: this function is a work. It takes plain JSON as keyword arguments, and `by`."""

    def register(function: Run) -> Run:
        WORKS[name] = Work(function, is_whole)
        return function

    return register
