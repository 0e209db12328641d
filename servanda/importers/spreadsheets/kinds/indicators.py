"""Rows that are indicators, with a baseline and a target."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from servanda.core.texts import in_language
from servanda.importers.spreadsheets import fields as read
from servanda.importers.spreadsheets import making
from servanda.importers.spreadsheets.fields import Field
from servanda.importers.spreadsheets.kinds.actions import number_shown
from servanda.importers.spreadsheets.kinds.base import Fault, Held, RowKind, Values, missing, with_words
from servanda.importers.spreadsheets.names import INSTITUTIONS, key_of
from servanda.importers.spreadsheets.problems import CellProblem
from servanda.indicators.commands import describe, remove_goalpost, remove_indicator, set_goalpost
from servanda.indicators.models import Indicator

CARD = ("type", "unit", "right", "attribute", "sdg_code", "definition", "source", "method")
GOALPOSTS = ("baseline", "target")


class Indicators(RowKind):
    code = "indicators"
    title = _("Indicators")
    meaning = _("Each row is one indicator with its metadata, and its baseline and target. It is public at once.")
    visibility = "register"
    action = "indicators.manage"
    text_field = "name"
    fields = with_words(
        "indicators",
        Field(
            "code",
            _("Code"),
            read.code,
            _("Letters, digits and hyphens."),
            True,
            "prison-population",
            60,
            can_be_cleared=False,
        ),
        Field(
            "name",
            _("Name"),
            read.one_line,
            _("In the language of the file."),
            True,
            "People in pre-trial detention",
            300,
            can_be_cleared=False,
        ),
        Field(
            "type",
            _("Type"),
            read.choice,
            _("Structural, process or outcome."),
            True,
            "outcome",
            values=tuple(Indicator.Type.choices),
            can_be_cleared=False,
        ),
        Field("unit", _("Unit"), read.one_line, _("What is counted."), True, "persons", 80, can_be_cleared=False),
        Field("right", _("Right"), read.one_line, most=160),
        Field("attribute", _("Attribute"), read.one_line, most=160),
        Field("sdg_code", _("SDG indicator"), read.one_line, example="16.3.2", most=20),
        Field("definition", _("Definition"), read.text, most=20_000),
        Field("source", _("Source"), read.one_line, most=300),
        Field("method", _("Method"), read.text, most=20_000),
        Field("institution", _("Institution"), read.named, _("Who is responsible for it."), list_code=INSTITUTIONS),
        Field("baseline", _("Baseline"), read.number, looks_like=read.looks_like_number),
        Field("baseline_period", _("Period of the baseline"), read.period, example="2020", can_be_cleared=False),
        Field("target", _("Target"), read.number, looks_like=read.looks_like_number),
        Field("target_period", _("Period of the target"), read.period, example="2030", can_be_cleared=False),
    )

    def held(self, by: Any, language: str) -> list[Held]:
        rows = Indicator.objects.select_related("institution").prefetch_related("goalposts")
        return [self._held(row, language) for row in rows]

    def _held(self, row: Indicator, language: str) -> Held:
        values: Values = {code: getattr(row, code) for code in CARD}
        values |= {
            "code": row.code,
            "name": str(in_language(row.names, language)),
            "institution": row.institution.code if row.institution else "",
        }
        for one in GOALPOSTS:
            post = next((post for post in reversed(row.goalposts.all()) if post.kind == one), None)
            values |= {one: number_shown(post.number) if post else "", f"{one}_period": post.period if post else ""}
        return Held(
            str(row.pk),
            str(row),
            values,
            extra={
                "names": row.names,
                "posts": {(p.kind, p.period): number_shown(p.number) for p in row.goalposts.all()},
            },
        )

    def keys(self, values: Values) -> list[tuple[Any, ...]]:
        keys: list[tuple[Any, ...]] = [("code", values["code"].casefold())] if values.get("code") else []
        return [*keys, ("name", key_of(values["name"]))] if values.get("name") else keys

    def changes(self, held: Held, values: Values) -> Values:
        found = super().changes(held, {k: v for k, v in values.items() if k != "code"})
        for one in GOALPOSTS:
            key = one, values.get(f"{one}_period") or held.values[f"{one}_period"]
            if one in values and held.extra["posts"].get(key, "") == values[one]:
                found.pop(one, None)
                found.pop(f"{one}_period", None)
        return found

    def faults(self, values: Values, held: Held | None, by: Any) -> Iterable[Fault]:
        if held is None:
            yield from missing(values, "code", "name", "type", "unit")
        known = {**(held.values if held else {}), **values}
        for one in GOALPOSTS:
            for this, that in ((one, f"{one}_period"), (f"{one}_period", one)):
                if values.get(that) and not known.get(this):
                    yield this, CellProblem("needs_together", other=str(self.field(that).title))

    def make(self, values: Values, by: Any) -> str:
        made = describe(
            code=values["code"], names={values["_language"]: values["name"]}, by=by, **self._card(values, by)
        )
        self._set_goalposts(made, values, values, by)
        return str(made.pk)

    def change(self, held: Held, changes: Values, values: Values, by: Any) -> None:
        row = Indicator.objects.get(pk=held.id)
        card = self._card(changes, by)
        if "name" in changes:
            card["names"] = row.names | {values["_language"]: changes["name"]}
        if card:
            describe(code=row.code, by=by, **card)
        self._set_goalposts(row, changes, {**held.values, **values}, by)

    @staticmethod
    def _card(values: Values, by: Any) -> Values:
        card = {code: values[code] for code in CARD if code in values}
        if "institution" in values:
            card["institution"] = making.Institutions(by)[values["institution"]] if values["institution"] else None
        return card

    @staticmethod
    def _set_goalposts(row: Indicator, changes: Values, known: Values, by: Any) -> None:
        for one in GOALPOSTS:
            period = known.get(f"{one}_period")
            if not period or (one not in changes and f"{one}_period" not in changes):
                continue
            if known.get(one):
                set_goalpost(indicator=row, kind=one, period=period, number=known[one], by=by)
            else:
                remove_goalpost(indicator=row, kind=one, period=period, by=by)

    def remove(self, thing: str, by: Any) -> bool:
        return remove_indicator(indicator=thing, by=by)


KIND = Indicators()
