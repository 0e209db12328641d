"""Rows that are values of indicators: a number for a period, or the reason why there is none."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import may, visible
from servanda.importers.spreadsheets import fields as read
from servanda.importers.spreadsheets import making
from servanda.importers.spreadsheets.fields import Field
from servanda.importers.spreadsheets.keyed import keyed
from servanda.importers.spreadsheets.kinds.actions import OPEN, number_shown
from servanda.importers.spreadsheets.kinds.base import Fault, Held, RowKind, Values, missing, with_words
from servanda.importers.spreadsheets.names import INSTITUTIONS, MADE, TERRITORIES
from servanda.importers.spreadsheets.problems import CellProblem
from servanda.indicators.commands import change_value_from_list, enter_value_from_list, remove_value_from_list
from servanda.indicators.models import Indicator, Value
from servanda.institutions.models import Institution, Territory

ENTER = "indicators.enter_values_from_list"
GROUPS = ("sex", "age", "disability")


class Values_(RowKind):
    code = "values"
    title = _("Values of indicators")
    meaning = _(
        "Each row is the value of one indicator for one period, and where given for one group or territory. It comes in as a draft."
    )
    visibility = "reviewable"
    action = ENTER
    fields = with_words(
        "values",
        Field(
            "indicator",
            _("Indicator"),
            keyed("indicators"),
            _("Its code or name."),
            True,
            "prison-population",
            can_be_cleared=False,
        ),
        Field("period", _("Period"), read.period, _("Year, quarter or month."), True, "2025-Q3", can_be_cleared=False),
        Field(
            "number",
            _("Value"),
            read.number,
            _("A number; empty where there is none."),
            example="312",
            looks_like=read.looks_like_number,
        ),
        Field("missing_because", _("Missing because"), read.one_line, _("Why there is no number."), most=300),
        Field(
            "institution",
            _("Institution"),
            read.named,
            _("Who reports it."),
            True,
            "ministry-of-justice",
            list_code=INSTITUTIONS,
            can_be_cleared=False,
        ),
        Field("sex", _("Sex"), read.one_line, example="female", most=60, can_be_cleared=False),
        Field("age", _("Age"), read.one_line, example="0-17", most=60, can_be_cleared=False),
        Field("disability", _("Disability"), read.one_line, most=60, can_be_cleared=False),
        Field("territory", _("Territory"), read.named, list_code=TERRITORIES, can_be_cleared=False),
        Field("source", _("Source"), read.one_line, most=300),
    )

    def held(self, by: Any, language: str) -> list[Held]:
        rows = visible(by, Value.objects.all()) if by.role != "command_line" else Value.objects.all()
        rows = (
            rows.filter(corrections=None)
            .exclude(state="withdrawn")
            .select_related("indicator", "institution", "territory")
        )
        return [self._held(row) for row in rows.iterator(chunk_size=2_000)]

    def _held(self, row: Value) -> Held:
        values = {
            "indicator": row.indicator.code, "period": row.period, "number": number_shown(row.number), "source": row.source,
            "missing_because": row.missing_because, "institution": row.institution.code,
            "territory": row.territory.code if row.territory else "",
        } | {group: row.disaggregation.get(group, "") for group in GROUPS}  # fmt: skip
        return Held(str(row.pk), f"{row.indicator.code} {row.period}", values, row.state not in OPEN)

    def keys(self, values: Values) -> list[tuple[Any, ...]]:
        whole = (values.get(code) or "" for code in ("indicator", "period", "institution", "territory", *GROUPS))
        return [tuple(str(part).casefold() for part in whole)]

    def label(self, values: Values) -> str:
        parts = (values.get(code) for code in ("indicator", "period", *GROUPS, "territory"))
        return ", ".join(str(part) for part in parts if part)[:300]

    def faults(self, values: Values, held: Held | None, by: Any) -> Iterable[Fault]:
        if held is None:
            yield from missing(values, "indicator", "period", "institution")
        known = self._settled(values, held)
        if bool(known.get("number")) == bool(known.get("missing_because")):
            yield "number", CellProblem("number_or_reason")
        code = values.get("institution") or ""
        if code and not code.startswith(MADE) and not may(by, ENTER, Institution.objects.filter(code=code).first()):
            yield "institution", CellProblem("not_allowed")

    @staticmethod
    def _settled(values: Values, held: Held | None) -> Values:
        """Number and reason as they are then: a new number takes the place of the reason, and the other way round."""
        known = {**(held.values if held else {}), **values}
        if held and values.get("number") and not values.get("missing_because"):
            known["missing_because"] = ""
        if held and values.get("missing_because") and not values.get("number"):
            known["number"] = ""
        return known

    def changes(self, held: Held, values: Values) -> Values:
        settled = self._settled(values, held)
        return super().changes(held, values | {code: settled[code] for code in ("number", "missing_because")})

    def make(self, values: Values, by: Any) -> str:
        made = enter_value_from_list(
            institution=making.Institutions(by)[values["institution"]], indicator=Indicator.objects.get(code=values["indicator"]),
            period=values["period"], territory=Territory.objects.filter(code=values.get("territory", "")).first(),
            disaggregation={group: values[group] for group in GROUPS if values.get(group)}, by=by, **self._facts(values),
        )  # fmt: skip
        return str(made.pk)

    def change(self, held: Held, changes: Values, values: Values, by: Any) -> None:
        change_value_from_list(value=Value.objects.get(pk=held.id), by=by, **self._facts(changes))

    @staticmethod
    def _facts(values: Values) -> Values:
        facts: Values = {code: values[code] for code in ("missing_because", "source") if code in values}
        if "number" in values:
            facts["number"] = Decimal(values["number"]) if values["number"] else None
        return facts

    def remove(self, thing: str, by: Any) -> bool:
        return remove_value_from_list(value=thing, by=by)


KIND = Values_()
