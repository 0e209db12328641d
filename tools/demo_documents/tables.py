"""Reads and writes the CSV files of the profile that the documents depend on."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Labels:
    """How a recommendation is classified."""

    themes: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


def read_labels(path: Path) -> dict[tuple[str, str], Labels]:
    return {
        (row["symbol"], row["number"]): Labels(*(_several(row[name]) for name in ("themes", "persons", "sdg_targets")))
        for row in read_rows(path)
    }


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
