"""The formats that lists are downloaded in. A format is one class: its title, the end of the file name, the media type,
and how rows become bytes. The portal's downloads and the data page list what is registered here."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

Cell = str | int | float | bool | None | list[str]
Line = Sequence[Cell]


class Format(Protocol):
    """`write` gives the file piece by piece, so that a long list is never whole in memory."""

    title: Any
    extension: str
    media_type: str

    def write(self, name: str, columns: Sequence[str], lines: Iterable[Line]) -> Iterator[bytes]: ...


FORMATS: dict[str, Format] = {}


def register(format_: type[Format]) -> type[Format]:
    FORMATS[format_.extension] = format_()
    return format_
