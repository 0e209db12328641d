"""How far it is, as tables first: by mechanism, cycle, lead institution and theme; and what is late."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from servanda.core.components.pills import LEVELS
from servanda.core.search import Range, labels, search, table
from servanda.portal import levels
from servanda.portal.asking import late_range, list_url
from servanda.portal.caching import page
from servanda.portal.facets import BY_NAME
from servanda.portal.standing import shares
from servanda.portal.views.home import last_published

BY = ("mechanism", "cycle", "lead", "theme")
Counts = dict[str, int]


@page
def progress(request: HttpRequest) -> HttpResponse:
    found = search("", {}, ["state_status", "nhri_status"], size=1)
    crossed = table(BY, "state_status")
    return render(
        request,
        "portal/progress.html",
        {
            "count": found.count,
            "shares": shares(found.facets["state_status"]),
            "nhri_shares": _nhri(found.facets["nhri_status"]),
            "tables": [_table(facet, crossed[facet]) for facet in BY if crossed[facet]],
            "bars": _bars(crossed["mechanism"], "mechanism"),
            "late": late(),
            "levels": levels.current(),
            "last_updated": last_published(),
        },
    )


def _nhri(options: list) -> list[dict[str, Any]]:
    counts = {option.code: option.count for option in options}
    return [
        {"level": level, "count": counts.get(level, 0), "url": list_url({"nhri_status": level})} for level in LEVELS
    ]


def groups() -> list[tuple[str, list[str]]]:
    """The columns: the two levels of "in progress" as one, every other by itself; their list is behind the number."""
    progressing = ["in_progress_substantial", "in_progress_limited"]
    single = [(str(pill.label), [level]) for level, pill in LEVELS.items() if level not in progressing]
    return [single[0], (_("In progress"), progressing), *single[1:]]


def columns(heading: str) -> list[dict[str, Any]]:
    return [
        {"label": heading},
        {"label": _("All"), "numeric": True},
        *({"label": label, "numeric": True} for label, _levels in groups()),
    ]


def _table(facet: str, counted: dict[str, Counts]) -> dict[str, Any]:
    known, shown = labels().get(facet, {}), BY_NAME[facet]
    ordered = sorted(counted.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    rows = [_row(facet, code, shown.words(code, known.get(code, {})), counts) for code, counts in ordered]
    captions = {
        "mechanism": _("By mechanism"),
        "cycle": _("By cycle of the UPR"),
        "lead": _("By lead institution"),
        "theme": _("By theme"),
    }
    heading = columns(str(shown.legend))
    return {
        "caption": captions[facet],
        "columns": heading,
        "rows": rows,
        "id": f"by-{facet}",
        "several": facet == "theme",
    }


def _row(facet: str, code: str, label: str, counts: Counts) -> list[Any]:
    whole = {"text": sum(counts.values()), "url": list_url({facet: code})}
    cells = [_number(sum(counts.get(level, 0) for level in those), facet, code, those) for _label, those in groups()]
    return [{"text": label, "url": list_url({facet: code})}, whole, *cells]


def _number(count: int, facet: str, code: str, levels_: list[str]) -> Any:
    return {"text": count, "url": list_url({facet: code, "state_status": levels_})} if count else 0


def _bars(counted: dict[str, Counts], facet: str) -> list[dict[str, Any]]:
    """The same numbers drawn: how each mechanism's recommendations are divided among the levels."""
    known, words = labels().get(facet, {}), BY_NAME[facet].words
    return [
        {
            "caption": words(code, known.get(code, {})),
            "count": sum(counts.values()),
            "shares": [{"level": level, "count": counts.get(level, 0)} for level in LEVELS],
        }
        for code, counts in sorted(counted.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    ]


def late() -> dict[str, Any]:
    """What is due and not finished, by lead institution."""
    overdue: dict[str, list[str] | Range] = {"open_due": late_range()}
    found = search("", overdue, ["lead"], size=1)
    words = BY_NAME["lead"].words
    rows = [
        [words(o.code, o.labels), {"text": o.count, "url": list_url({"lead": o.code}, late=True), "late": True}]
        for o in found.facets["lead"]
    ]
    return {
        "count": found.count,
        "url": list_url({}, late=True),
        "rows": rows,
        "columns": [{"label": _("Lead institution")}, {"label": _("Late"), "numeric": True}],
    }
