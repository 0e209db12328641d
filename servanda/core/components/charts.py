"""Charts without a script: drawn as SVG, always with the numbers as text and as a table."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from django.template import Library
from django.utils.translation import get_language_bidi

from servanda.core.components.pills import LEVELS, shape

register = Library()


def _read(item: Any, name: str, otherwise: Any = "") -> Any:
    found = item.get(name) if isinstance(item, dict) else getattr(item, name, None)
    return otherwise if found is None else found


@register.inclusion_tag("components/share_bar.html")
def share_bar(shares: Iterable[Any], *, caption: str, legend: bool = True) -> dict[str, Any]:
    """How a whole is divided among the levels of status, with "not assessed" always drawn.

    `shares`: things with `level` (a key of LEVELS), `count` and if wanted `url` (the list behind the number).
    `caption`: what the whole is ("35 recommendations, as the State sees them"). `legend=False` hides the numbers under
    the bar: only where they stand beside it anyway.
    """
    counted = [(LEVELS[_read(share, "level")], _read(share, "count", 0), _read(share, "url")) for share in shares]
    widths = _visible_widths([count for _, count, _ in counted])
    parts, start = [], 0.0
    for (pill, count, url), width in zip(counted, widths, strict=True):
        parts.append({
            "label": pill.label, "tone": pill.tone, "pattern": pill.shape, "shape": shape(pill.shape), "count": count,
            "url": url, "start": f"{start:.2f}", "width": f"{max(width - GAP, 0):.2f}",
        })  # fmt: skip
        start += width
    return {"parts": parts, "caption": caption, "whole": start, "legend": legend}


GAP, LEAST = 0.35, 1.1  # of 100: between parts, and a part that counts anything at all


def _visible_widths(counts: list[int]) -> list[float]:
    """The widths that fill 100; one regression among hundreds still shows."""
    wide = [max(100 * count / sum(counts), LEAST) if count else 0.0 for count in counts]
    return [100 * width / sum(wide) if width else 0.0 for width in wide]


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(
    caption: str,
    bars: Iterable[Any],
    *,
    unit: str = "",
    label_heading: str = "",
    value_heading: str = "",
    note: str = "",
) -> dict[str, Any]:
    """A table whose numbers are also drawn as bars from zero: the table is the chart.

    `bars`: things with `label`, `value` (a number, or None where it is missing), and if wanted `url`, `target` (drawn
    as a line), `why_missing` (said instead of the bar: a gap is shown as a gap). `unit`: said in the caption.
    """
    read = [_bar(bar) for bar in bars]
    top = max((number for bar in read for number in (bar["value"], bar["target"]) if number is not None), default=0)
    for bar in read:
        bar["width"], bar["mark"] = _percent(bar["value"], top), _percent(bar["target"], top)
    return {
        "caption": caption, "bars": read, "unit": unit, "label_heading": label_heading, "value_heading": value_heading,
        "note": note, "has_targets": any(bar["mark"] for bar in read),
    }  # fmt: skip


def _bar(bar: Any) -> dict[str, Any]:
    return {name: _read(bar, name) for name in ("label", "url", "why_missing")} | {
        name: _read(bar, name, None) for name in ("value", "target")
    }


def _percent(value: float | None, top: float) -> str:
    """The width in the drawing, as SVG reads it; "" where there is nothing to draw."""
    return "" if value is None else f"{100 * value / (top or 1):.2f}"


CHART_WIDTH, CHART_HEIGHT = 640, 220  # as in line_chart.html


@register.inclusion_tag("components/line_chart.html")
def line_chart(
    caption: str,
    points: Sequence[Any],
    *,
    unit: str = "",
    target: float | None = None,
    period_heading: str = "",
    note: str = "",
) -> dict[str, Any]:
    """Values over time from zero, gaps shown as gaps, with the table under it.

    `points`: in order of time, things with `label` (the period), `value` (a number or None) and if wanted
    `why_missing`. `target`: drawn as a dashed line.
    """
    read = [_bar(point) for point in points]
    values = (*(point["value"] for point in read), target)
    top = round_ceiling(max((value for value in values if value is not None), default=0))
    for number, point in enumerate(read):
        point["x"] = _across((number + 0.5) / len(read))
        point["y"] = _up(point["value"], top)
    return {
        "caption": caption, "points": read, "lines": _unbroken(read), "unit": unit, "top": top,
        "target_y": _up(target, top), "period_heading": period_heading, "note": note,
        "start": _across(0), "mirrored": get_language_bidi(),
    }  # fmt: skip


def _across(share: float) -> str:
    """A place on the axis of time, as SVG reads it; it runs as the language does."""
    return f"{CHART_WIDTH * (1 - share if get_language_bidi() else share):.1f}"


def _up(value: float | None, top: float) -> str | None:
    return None if value is None else f"{CHART_HEIGHT * (1 - value / top):.1f}"


def round_ceiling(value: float) -> float:
    """The least of 1, 2, 2.5, 5, 10, 20 … that is not under `value`: the top of an axis."""
    if value <= 0:
        return 1
    power = 10 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value)


def _unbroken(points: list[dict[str, Any]]) -> list[str]:
    """The stretches of line between gaps, as SVG points."""
    stretches: list[list[str]] = [[]]
    for point in points:
        if point["y"] is None:
            stretches.append([])
        else:
            stretches[-1].append(f"{point['x']},{point['y']}")
    return [" ".join(stretch) for stretch in stretches if len(stretch) > 1]
