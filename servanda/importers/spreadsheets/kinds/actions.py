"""Rows that are actions, with the recommendations they answer and the indicators that measure them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import may, visible
from servanda.implementation.commands import (
    change_action_from_list,
    link_indicator,
    record_action_from_list,
    remove_action_from_list,
    unlink_indicator,
)
from servanda.implementation.models import Action, IndicatorLink
from servanda.importers.spreadsheets import fields as read
from servanda.importers.spreadsheets import making
from servanda.importers.spreadsheets.fields import Field
from servanda.importers.spreadsheets.keyed import keyed
from servanda.importers.spreadsheets.kinds.base import Fault, Held, RowKind, Values, missing, with_words
from servanda.importers.spreadsheets.names import INSTITUTIONS, MADE, key_of
from servanda.importers.spreadsheets.problems import CellProblem
from servanda.indicators.models import Indicator
from servanda.institutions.models import Institution
from servanda.recommendations.models import Recommendation

WRITE = "implementation.write_from_list"
OPEN = ("draft", "returned")
TEXTS = ("title", "description", "kind", "progress", "legal_reference", "currency", "partners")


class Actions(RowKind):
    code = "actions"
    title = _("Actions")
    meaning = _(
        "Each row is one action of one institution, with the recommendations it answers. It comes in as a draft."
    )
    visibility = "reviewable"
    action = WRITE
    text_field = "title"
    fields = with_words(
        "actions",
        Field(
            "code",
            _("Code"),
            read.code,
            _("Empty: made from the title."),
            example="law-on-bail",
            most=80,
            can_be_cleared=False,
        ),
        Field(
            "title",
            _("Title"),
            read.one_line,
            _("What is done, in one line."),
            True,
            "A law on bail",
            300,
            can_be_cleared=False,
        ),
        Field(
            "institution",
            _("Institution"),
            read.named,
            _("Who does it."),
            True,
            "ministry-of-justice",
            list_code=INSTITUTIONS,
            can_be_cleared=False,
        ),
        Field("description", _("Description"), read.text, most=20_000),
        Field(
            "kind",
            _("Type"),
            read.choice,
            _("Law, policy, programme …"),
            values=tuple(Action.Kind.choices),
            can_be_cleared=False,
        ),
        Field(
            "progress",
            _("Progress"),
            read.choice,
            _("Planned, under way, completed or suspended."),
            values=tuple(Action.Progress.choices),
            synonyms={
                "ongoing": "under_way",
                "in progress": "under_way",
                "done": "completed",
                "finished": "completed",
                "en cours": "under_way",
                "achevé": "completed",
                "en curso": "under_way",
                "completada": "completed",
            },
            can_be_cleared=False,
        ),
        Field("starts_on", _("Starts on"), read.day, example="2026-01-01", looks_like=read.looks_like_day),
        Field("ends_on", _("Ends on"), read.day, example="2027-12-31", looks_like=read.looks_like_day),
        Field("legal_reference", _("Number of the law or decision"), read.one_line, most=160),
        Field("budget", _("Budget"), read.number, looks_like=read.looks_like_number),
        Field("currency", _("Currency"), read.one_line, example="EUR", most=3),
        Field("funded_share", _("Funded, in per cent"), read.whole(0, 100), looks_like=read.looks_like_number),
        Field("partners", _("Partners"), read.one_line, most=500),
        Field(
            "recommendations",
            _("Recommendations it answers"),
            keyed("recommendations"),
            _("References, separated by semicolons."),
            example="XAR-CAT-3-21; XAR-UPR-4-130.16",
            many=True,
        ),
        Field("indicators", _("Indicators"), keyed("indicators"), _("Codes, separated by semicolons."), many=True),
    )

    def held(self, by: Any, language: str) -> list[Held]:
        rows = visible(by, Action.objects.all()) if by.role != "command_line" else Action.objects.all()
        links = Prefetch("indicator_links", IndicatorLink.objects.select_related("indicator"))
        rows = rows.select_related("institution").prefetch_related("recommendations", links)
        return [self._held(row) for row in rows.iterator(chunk_size=2_000)]

    def _held(self, row: Action) -> Held:
        values: Values = {code: getattr(row, code) for code in TEXTS}
        values |= {
            "code": row.code, "institution": row.institution.code, "budget": number_shown(row.budget),
            "funded_share": "" if row.funded_share is None else str(row.funded_share),
            "starts_on": row.starts_on.isoformat() if row.starts_on else "",
            "ends_on": row.ends_on.isoformat() if row.ends_on else "",
            "recommendations": [one.reference for one in row.recommendations.all()],
            "indicators": [link.indicator.code for link in row.indicator_links.all()],
        }  # fmt: skip
        return Held(str(row.pk), row.title, values, row.state not in OPEN)

    def keys(self, values: Values) -> list[tuple[Any, ...]]:
        keys: list[tuple[Any, ...]] = [("code", values["code"].casefold())] if values.get("code") else []
        if values.get("title") and values.get("institution"):
            keys.append(("title", values["institution"], key_of(values["title"])))
        return keys

    def group(self, values: Values) -> Any:
        return values.get("institution")

    def changes(self, held: Held, values: Values) -> Values:
        return super().changes(held, {k: v for k, v in values.items() if k not in ("code", "institution")})

    def faults(self, values: Values, held: Held | None, by: Any) -> Iterable[Fault]:
        if held is None:
            yield from missing(values, "title", "institution")
        if held is None and values.get("code") and Action.objects.filter(code=values["code"]).exists():
            yield "code", CellProblem("code_taken")
        code = values.get("institution") or (held.values["institution"] if held else "")
        if code and not code.startswith(MADE) and not may(by, WRITE, Institution.objects.filter(code=code).first()):
            yield "institution", CellProblem("not_allowed")
        if held and values.get("institution") not in (None, held.values["institution"]):
            yield "institution", CellProblem("twice", other=held.label)
        known = {**(held.values if held else {}), **values}
        if known.get("starts_on") and known.get("ends_on") and known["ends_on"] < known["starts_on"]:
            yield "ends_on", CellProblem("ends_before_start")
        if values.get("indicators") and not may(by, "indicators.manage"):
            yield "indicators", CellProblem("not_allowed")

    def make(self, values: Values, by: Any) -> str:
        institution = making.Institutions(by)[values["institution"]]
        facts = self._facts(values) | {"language": values["_language"], "kind": values.get("kind") or Action.Kind.OTHER}
        links = self._links(values.get("recommendations", ()))
        made = record_action_from_list(
            institution=institution, code=values.get("code", ""), links=links, by=by, **facts
        )
        for indicator in Indicator.objects.filter(code__in=values.get("indicators", ())):
            link_indicator(indicator=indicator, action=made, by=by)
        return str(made.pk)

    def change(self, held: Held, changes: Values, values: Values, by: Any) -> None:
        row = Action.objects.get(pk=held.id)
        links = None
        if "recommendations" in changes:
            how = dict(row.links.values_list("recommendation_id", "how"))
            links = {one: how.get(one.pk, "") for one in self._links(changes["recommendations"])}
        change_action_from_list(action=row, links=links, by=by, **self._facts(changes))
        if "indicators" in changes:
            _relink(row, held.values["indicators"], changes["indicators"], by)

    @staticmethod
    def _links(references: Iterable[str]) -> dict[Any, str]:
        return dict.fromkeys(Recommendation.objects.filter(reference__in=list(references)), "")

    @staticmethod
    def _facts(values: Values) -> Values:
        facts: Values = {code: values[code] for code in TEXTS if code in values}
        facts |= {code: _day(values[code]) for code in ("starts_on", "ends_on") if code in values}
        if "budget" in values:
            facts["budget"] = Decimal(values["budget"]) if values["budget"] else None
        if "funded_share" in values:
            facts["funded_share"] = int(values["funded_share"]) if values["funded_share"] else None
        return facts

    def remove(self, thing: str, by: Any) -> bool:
        return remove_action_from_list(action=thing, by=by)


def _relink(row: Action, had: list[str], wanted: list[str], by: Any) -> None:
    for indicator in Indicator.objects.filter(code__in={*had, *wanted}):
        if indicator.code not in wanted:
            unlink_indicator(indicator=str(indicator.pk), action=str(row.pk), by=by)
        elif indicator.code not in had:
            link_indicator(indicator=indicator, action=row, by=by)


def number_shown(value: Any) -> str:
    return "" if value is None else read.canonical_number(value)


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


KIND = Actions()
