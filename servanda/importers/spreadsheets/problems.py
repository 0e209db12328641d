"""What is wrong with a cell: code, address, value; its sentence is made when it is shown, in the reader's language."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One rejected cell. `address`: as in the program the file came from ("C14"); `heading`: of its column."""

    code: str
    sheet: str
    address: str
    heading: str = ""
    value: str = ""
    words: dict[str, Any] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """What is wrong, in one sentence."""
        raise NotImplementedError

    @property
    def suggestion(self) -> str:
        """What to do, in one sentence; may name the value that was probably meant."""
        raise NotImplementedError
