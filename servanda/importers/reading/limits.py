"""How much of a file the reader is willing to take in, and the refusal it raises beyond that.

The figures are generous for UN documents (the longest Council report has some 200 pages, the whole Universal Human
Rights Index 360 MB) and small enough that a hostile file costs at most seconds and half a gigabyte.
"""

import time
from dataclasses import dataclass, field

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    file_bytes: int = 120 * MB
    export_bytes: int = 1024 * MB  # JSON exports are streamed, so they may be larger
    pages: int = 1_000
    characters: int = 8_000_000
    characters_a_page: int = 60_000
    zip_members: int = 2_000
    unpacked_bytes: int = 160 * MB
    xml_bytes: int = 48 * MB
    xml_depth: int = 200
    cells: int = 2_000_000
    records_in_memory: int = 50_000
    seconds: float = 8.0


STANDARD = Limits()


class Refused(Exception):
    """The file cannot be read: a stable code, and a sentence that says what is wrong and what to do."""

    def __init__(self, code: str, message: str, scanned: tuple[int, ...] = ()):
        super().__init__(message)
        self.code = code
        self.message = message
        self.scanned = scanned  # pages that are pictures, where that is the reason


@dataclass
class Budget:
    """The time one file may take; `check` is called between pages, members and batches of rows."""

    limits: Limits = STANDARD
    started: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        if time.monotonic() - self.started > self.limits.seconds:
            raise Refused(
                "too_slow",
                f"Reading took longer than {self.limits.seconds:g} seconds and was stopped. "
                "Save the file anew with its own program (Word, Acrobat) and try again.",
            )
