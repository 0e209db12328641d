"""Cells that name things of the register by their keys: recommendations by reference, actions and indicators by code.

A key is right or wrong; it is never reconciled, only a near one is named in the reason.
"""

import re
from collections.abc import Iterator
from typing import Any

from rapidfuzz import fuzz, process

from servanda.implementation.models import Action
from servanda.importers.spreadsheets.cells import Value
from servanda.importers.spreadsheets.fields import BETWEEN_NAMES, Field, Parse, Reading, plain_text
from servanda.importers.spreadsheets.problems import CellProblem
from servanda.indicators.models import Indicator
from servanda.recommendations.models import Recommendation

NEAR = 80  # of 100


def keyed(what: str) -> Parse:
    """The reading of a cell that names one thing, or several where the field takes many."""

    def parse(value: Value, reading: Reading, of: Field) -> Any:
        printed = plain_text(value, reading)
        parts = [part.strip() for part in BETWEEN_NAMES.split(printed) if part.strip()] if of.many else [printed]
        if of.many and len(parts) == 1 and _form(printed) not in reading.names.keys_of(what):
            parts = [part.strip() for part in printed.split(",") if part.strip()]
        found = [_one(reading.names.keys_of(what), part) for part in parts]
        return list(dict.fromkeys(found)) if of.many else found[0]

    return parse


def _one(known: dict[str, str], printed: str) -> str:
    if found := known.get(_form(printed)):
        return found
    near = process.extractOne(_form(printed), known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
    raise (
        CellProblem("unknown_key_near", near=known[near[0]], name=printed)
        if near
        else CellProblem("unknown_key", name=printed)
    )


def load_keys(what: str) -> dict[str, str]:
    """Every way to write a key, in one spelling → the key."""
    return {
        _form(form): key for form, key in {"actions": _actions, "indicators": _indicators}.get(what, _recommendations)()
    }


def _form(text: str) -> str:
    return re.sub(r"[\s_,;]+|§|\bpara(?:graph)?\.?\b", " ", text.casefold()).replace("  ", " ").strip()


def _recommendations() -> Iterator[tuple[str, str]]:
    rows = Recommendation.objects.exclude(standing="withdrawn").values_list("reference", "document__symbol", "number")
    for reference, symbol, number in rows:
        if number:
            yield f"{symbol} {number}", reference
        yield reference, reference


def _actions() -> Iterator[tuple[str, str]]:
    return ((code, code) for code in Action.objects.values_list("code", flat=True))


def _indicators() -> Iterator[tuple[str, str]]:
    for code, names in Indicator.objects.values_list("code", "names"):
        yield from ((name, code) for name in names.values() if name)
        yield code, code
