"""A scheme of terms as a CSV file: `code`, `parent` (a code, may be empty) and `label_<language>` columns."""

import csv
import io
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servanda.core.errors import Refused

LONGEST_CODE = 160
MOST_TERMS = 5000


def read_terms(text: str) -> list[dict[str, Any]]:
    """The terms in their order, as `load_scheme` wants them. What is wrong is refused with the number of its line."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff").strip()), dialect=_dialect(text))
    names = [name.strip() for name in reader.fieldnames or []]
    reader.fieldnames = names
    languages = [name.removeprefix("label_") for name in names if name.startswith("label_")]
    if "code" not in names or not languages:
        raise Refused(
            _("The first line must name the columns: code, parent, and label_en or another label_ with its language.")
        )
    terms: list[dict[str, Any]] = []
    for row in reader:
        terms.append(_term(row, reader.line_num, languages, {term["code"] for term in terms}))
    _check_size(terms)
    return terms


def _dialect(text: str) -> type[csv.Dialect]:
    """Commas, or the semicolons of a spreadsheet in many countries."""
    first = text.strip().splitlines()[0] if text.strip() else ""
    return _Semicolons if first.count(";") > first.count(",") else csv.excel


class _Semicolons(csv.excel):
    delimiter = ";"


def _term(row: dict[str, Any], line: int, languages: list[str], before: set[str]) -> dict[str, Any]:
    code, parent = (row.get("code") or "").strip(), (row.get("parent") or "").strip()
    labels = {language: (row.get(f"label_{language}") or "").strip() for language in languages}
    if problem := _problem(code, parent, labels, before):
        raise Refused(_("Line %(line)d: %(problem)s") % {"line": line, "problem": problem})
    return {"code": code, "parent": parent or None, "labels": {k: v for k, v in labels.items() if v}}


def _problem(code: str, parent: str, labels: dict[str, str], before: set[str]) -> str:
    if not code or len(code) > LONGEST_CODE:
        return _("give a code of at most 160 characters.")
    if code in before:
        return _("the code %(code)s stands on an earlier line. Each code stands once.") % {"code": code}
    if parent and parent not in before:
        return _("the parent %(parent)s must stand on an earlier line.") % {"parent": parent}
    return "" if any(labels.values()) else _("give a label in at least one language.")


def _check_size(terms: list[dict[str, Any]]) -> None:
    if not terms:
        raise Refused(_("There is no term in the file. Put one on each line under the names of the columns."))
    if len(terms) > MOST_TERMS:
        sentence = ngettext("A scheme holds at most %(n)d term.", "A scheme holds at most %(n)d terms.", MOST_TERMS)
        raise Refused(sentence % {"n": MOST_TERMS})
