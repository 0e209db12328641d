"""Rows that link what is in the register: an action to a recommendation, an indicator to either."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import may, visible
from servanda.implementation.commands import (
    link_from_list,
    link_indicator,
    unlink_from_list,
    unlink_indicator,
)
from servanda.implementation.models import Action, ActionLink, IndicatorLink
from servanda.importers.spreadsheets import fields as read
from servanda.importers.spreadsheets.fields import Field
from servanda.importers.spreadsheets.keyed import keyed
from servanda.importers.spreadsheets.kinds.actions import OPEN, WRITE
from servanda.importers.spreadsheets.kinds.base import Fault, Held, RowKind, Values, with_words
from servanda.importers.spreadsheets.problems import CellProblem
from servanda.indicators.models import Indicator
from servanda.recommendations.models import Recommendation


class Links(RowKind):
    code = "links"
    title = _("Links between actions, recommendations and indicators")
    meaning = _("Each row links an action to a recommendation, or an indicator to one of them, by their codes.")
    visibility = "reviewable"
    action = WRITE
    fields = with_words(
        "links",
        Field(
            "action",
            _("Action"),
            keyed("actions"),
            _("Code of the action."),
            example="law-on-bail",
            can_be_cleared=False,
        ),
        Field(
            "recommendation",
            _("Recommendation"),
            keyed("recommendations"),
            _("Reference of the recommendation."),
            example="XAR-CAT-3-21",
            can_be_cleared=False,
        ),
        Field(
            "indicator",
            _("Indicator"),
            keyed("indicators"),
            _("Code of the indicator."),
            example="prison-population",
            can_be_cleared=False,
        ),
        Field(
            "how", _("How it answers"), read.one_line, _("One sentence, for an action and a recommendation."), most=500
        ),
    )

    def held(self, by: Any, language: str) -> list[Held]:
        actions = Action.objects.all() if by.role == "command_line" else visible(by, Action.objects.all())
        found = [
            _held(
                f"a/{link.pk}",
                link.action.code,
                link.recommendation.reference,
                "",
                link.how,
                link.action.state not in OPEN,
            )
            for link in ActionLink.objects.filter(action__in=actions).select_related("action", "recommendation")
        ]
        for link in IndicatorLink.objects.select_related("action", "recommendation", "indicator"):
            action, about = (
                link.action.code if link.action else "",
                link.recommendation.reference if link.recommendation else "",
            )
            found.append(_held(f"i/{link.pk}", action, about, link.indicator.code, "", False))
        return found

    def keys(self, values: Values) -> list[tuple[Any, ...]]:
        return [tuple(values.get(code) or "" for code in ("action", "recommendation", "indicator"))]

    def label(self, values: Values) -> str:
        return " – ".join(values[code] for code in ("action", "recommendation", "indicator") if values.get(code))[:300]

    def faults(self, values: Values, held: Held | None, by: Any) -> Iterable[Fault]:
        given = [code for code in ("action", "recommendation", "indicator") if values.get(code)]
        if len(given) < 2:
            yield next(c for c in ("recommendation", "action", "indicator") if c not in given), CellProblem("missing")
        elif held is not None:
            return
        elif "indicator" in given and not may(by, "indicators.manage"):
            yield "indicator", CellProblem("not_allowed")
        elif "indicator" not in given:
            action = Action.objects.filter(code=values["action"]).first()
            if action is not None and not may(by, WRITE, action):
                yield "action", CellProblem("not_changeable" if action.state not in OPEN else "not_allowed")

    def make(self, values: Values, by: Any) -> str:
        action = Action.objects.filter(code=values.get("action", "")).first()
        about = Recommendation.objects.filter(reference=values.get("recommendation", "")).first()
        if values.get("indicator"):
            indicator = Indicator.objects.get(code=values["indicator"])
            return f"i/{link_indicator(indicator=indicator, action=action, recommendation=about, by=by).pk}"
        return f"a/{link_from_list(action=action, recommendation=about, how=values.get('how', ''), by=by).pk}"

    def change(self, held: Held, changes: Values, values: Values, by: Any) -> None:
        link = ActionLink.objects.select_related("action", "recommendation").get(pk=held.id.partition("/")[2])
        link_from_list(action=link.action, recommendation=link.recommendation, how=changes["how"], by=by)

    def changes(self, held: Held, values: Values) -> Values:
        return super().changes(held, {"how": values["how"]} if "how" in values and held.id.startswith("a/") else {})

    def remove(self, thing: str, by: Any) -> bool:
        sort, _slash, key = thing.partition("/")
        return unlink_from_list(link=key, by=by) if sort == "a" else unlink_indicator(link=key, by=by)


def _held(key: str, action: str, recommendation: str, indicator: str, how: str, is_locked: bool) -> Held:
    values = {"action": action, "recommendation": recommendation, "indicator": indicator, "how": how}
    label = " – ".join(filter(None, (action, recommendation, indicator)))
    return Held(key, label, values, is_locked)


KIND = Links()
