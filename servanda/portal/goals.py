"""The seventeen Sustainable Development Goals by name: what is published names the targets, not always their goal."""

import csv
import functools
from pathlib import Path

import servanda.taxonomy

GOALS = Path(servanda.taxonomy.__path__[0]) / "data" / "sdgs.csv"
LABEL = "label_"


@functools.cache
def goals() -> dict[str, dict[str, str]]:
    """Number of the goal → language → its short label."""
    with GOALS.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _labels(row) for row in csv.DictReader(file) if not row["parent"]}


def _labels(row: dict[str, str]) -> dict[str, str]:
    return {name.removeprefix(LABEL): text for name, text in row.items() if name.startswith(LABEL) and text}
