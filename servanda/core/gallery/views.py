"""The gallery's page."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.core.components.pills import LEVELS, POSITIONS, STATES
from servanda.core.gallery.forms import SampleForm
from servanda.core.gallery.samples import COUNTS, DAYS, WORDS
from servanda.core.texts import Text, in_language

WRONG_ANSWERS = {"title": "ACT 41", "budget": "much", "type": "law", "themes": ["detention"]}
FRAMES = {"work": "layouts/work.html", "public": "layouts/public.html", "plain": "layouts/plain.html"}


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component at every state, in one of the three frames. Only in a demo or while developing."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    words = {key: in_language(texts) for key, texts in WORDS.items()}
    here = reverse("gallery")
    return render(
        request,
        "gallery/page.html",
        {
            "layout": FRAMES.get(request.GET.get("frame", "work"), FRAMES["work"]),
            "here": here,
            "words": words,
            "days": DAYS,
            "levels": list(LEVELS),
            "states": list(STATES),
            "positions": list(POSITIONS),
            "last_updated": DAYS["published"],
            "empty_form": SampleForm(terms=_terms(words)),
            "wrong_form": SampleForm(WRONG_ANSWERS, terms=_terms(words), auto_id="wrong_%s"),
            "page": Paginator(range(1204), 50).get_page(7),
            **_lists(words, here),
            **_tables(words, here),
        },
    )


gallery.access = "public"  # type: ignore[attr-defined]


def _terms(words: dict[str, Text]) -> list[tuple[str, str]]:
    keys = ("detention", "liberty", "deprived", "institution_theme", "health", "education", "housing")
    return [(key, words[key].text) for key in keys] + [
        (f"goal-{n}", _("Sustainable Development Goal {n}").format(n=n)) for n in range(1, 18)
    ]


def _lists(words: dict[str, Text], here: str) -> dict[str, Any]:
    options = [
        {"label": LEVELS[level].label, "count": count, "url": here, "level": level, "selected": level == "not_started"}
        for level, count in COUNTS.items()
    ]
    bodies = [
        {"label": words[key].text, "count": count, "url": here, "selected": False}
        for key, count in (("committee", 14), ("review", 21), ("human_rights_committee", 7))
    ]
    return {
        "status_options": options,
        "body_options": bodies,
        "theme_options": [
            {"label": label, "count": 40 - n, "url": here, "selected": n == 3}
            for n, (_code, label) in enumerate(_terms(words))
        ],
        "filters": [
            {"label": LEVELS["not_started"].label, "url": here},
            {"label": words["detention"].text, "url": here},
        ],
        "boxes": [
            {"x": 0.12, "y": 0.2, "width": 0.76, "height": 0.09, "label": "129.15"},
            {"x": 0.12, "y": 0.31, "width": 0.76, "height": 0.12, "label": "129.16", "current": True},
        ],
        "shares": [{"level": level, "count": count, "url": here} for level, count in COUNTS.items()],
    }


def _tables(words: dict[str, Text], here: str) -> dict[str, Any]:
    columns = [
        {"label": _("Institution"), "sort_url": here, "sorted": "ascending"},
        {"label": _("Recommendations"), "numeric": True},
        {"label": _("Late"), "numeric": True},
        {"label": _("Last update")},
    ]
    return {
        "columns": columns,
        "lines": [
            [
                {"text": words["ministry"].text, "url": here},
                {"text": 23, "url": here},
                {"text": 4, "url": here, "late": True},
                {"level": "in_progress_limited"},
            ],
            [{"text": words["interior"].text, "url": here}, {"text": 11, "url": here}, 0, {"level": "not_assessed"}],
            [
                {"text": words["judiciary"].text, "url": here},
                {"text": 1204, "url": here},
                None,
                {"level": "implemented"},
            ],
        ],
        "total": [_("All"), 1238, 4, ""],
        "sheet": _sheet(),
        "bars": [
            {"label": "2022", "value": 189, "target": 100},
            {"label": "2023", "value": 184, "target": 100},
            {"label": "2024", "value": None, "target": 100, "why_missing": _("not counted")},
            {"label": "2025", "value": 171, "target": 100, "url": here},
        ],
        "points": [
            {"label": str(2018 + n), "value": v} for n, v in enumerate((158, 163, 171, 180, 189, 184, None, 171))
        ],
    }


def _sheet() -> dict[str, Any]:
    """A few cells of a ministry's file: a heading, a row, a hidden row, letters of another script."""
    cells = [
        (3, "No", "Measure", "Deadline"),
        (4, "MJ-1", "Act 41", "2026-03-31"),
        (5, "MJ-2", "تدريب موظفي السجون", "soon"),
    ]
    rows = [{"number": n, "cells": rest, "is_heading": n == 3, "is_hidden": n == 5} for n, *rest in cells]
    return {"letters": ("A", "B", "C"), "rows": rows}
