"""The list of mechanisms that comes with Servanda."""

import csv

from servanda.mechanisms import models
from tests.guards.sources import ROOT


def test_every_code_fits_its_column() -> None:
    """SQLite keeps a text of any length; PostgreSQL refuses what is longer than its column."""
    lines = csv.DictReader((ROOT / "servanda/mechanisms/data/mechanisms.csv").read_text(encoding="utf-8").splitlines())
    room = models.Mechanism._meta.get_field("code").max_length
    codes = [line["code"] for line in lines]
    assert len(codes) > 20
    assert [code for code in codes if len(code) > room] == []
