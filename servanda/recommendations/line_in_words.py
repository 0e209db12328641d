"""The line of a recommendation in words. Made from the steps of a snapshot (`public.py`), so that the working page and the
public one say the same. No database here."""

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servanda.core.components.pills import POSITIONS
from servanda.core.texts import in_language

Step = dict[str, Any]


class Given(NamedTuple):
    """An answer of the State and its day, as it is written: 2025-09-15."""

    day: str
    value: str


ANSWERED = ("supported", "noted", "supported_in_part")


def in_one_sentence(steps: list[Step]) -> str:
    """ "Asked 4 times since 2008; the answer changed from noted to supported in 2019." Nothing for fewer than two steps."""
    asked = [step for step in steps if step["standing"] != "withdrawn"]
    if len(asked) < 2:
        return ""
    times = ngettext("Asked %(count)d time", "Asked %(count)d times", len(asked)) % {"count": len(asked)}
    year = next((step["on"][:4] for step in asked if step["on"]), "")
    since = _("%(asked)s since %(year)s") % {"asked": times, "year": year} if year else times
    change = _last_change(asked)
    return _("%(asked)s; %(change)s.") % {"asked": since, "change": change} if change else f"{since}."


def _last_change(steps: list[Step]) -> str:
    """How the State's answer changed last, or that it stayed the same."""
    given = [answer for _symbol, those in itertools.groupby(steps, key=_symbol) for answer in _answers(list(those))]
    known = [answer for answer in given if answer]
    pairs = [(one, other) for one, other in itertools.pairwise(given) if one and other and one.value != other.value]
    if pairs:
        one, other = pairs[-1]
        facts = {"before": _low(one.value), "after": _low(other.value), "year": other.day[:4]}
        return _("the answer changed from “%(before)s” to “%(after)s” in %(year)s") % facts
    stayed = len(known) > 1 and len(known) == len(given)
    return _("the answer stayed “%(same)s”") % {"same": _low(known[0].value)} if stayed else ""


def _symbol(step: Step) -> str:
    return str(step["symbol"])


def _answers(steps: list[Step]) -> list[Given | None]:
    """The answers given to what one document asks. Where it asks for several things that were answered differently, nothing
    is said: that is no change (None)."""
    given = [
        [Given(a["on"] or step["on"] or "", a["value"]) for a in step["answers"] if a["value"] in ANSWERED]
        for step in steps
    ]
    answered = [those for those in given if those]
    if len(answered) == 1:
        return list(answered[0])
    last = {those[-1].value for those in answered}
    return [answered[0][-1] if len(last) == 1 else None] if answered else []


def _low(position: str) -> str:
    return str(POSITIONS[position].label).lower()


def told(steps: list[Step], links: list[Step], own: str, address: Callable[[str], str]) -> list[Step]:
    """The steps, newest first, with what a page says of each: who asked, when, how it belongs to `own`, what was answered.
    `address`: the page of a reference."""
    return [_told(step, links, own, address) for step in reversed(steps)]


def _told(step: Step, links: list[Step], own: str, address: Callable[[str], str]) -> Step:
    mechanism = step["mechanism"]
    link = next((one for one in links if {one["earlier"], one["later"]} == {own, step["reference"]}), None)
    return step | {
        "is_own": step["reference"] == own,
        "name": f"{step['reference']}, {in_language(mechanism['names'])}" if mechanism else step["reference"],
        "url": "" if step["standing"] == "withdrawn" else address(step["reference"]),
        "day": date.fromisoformat(step["on"]) if step["on"] else None,
        "relation": relation(link, own) if link else "",
        "note": link["note"] if link else "",
        "answers": [
            answer | {"day": date.fromisoformat(answer["on"]) if answer["on"] else None} for answer in step["answers"]
        ],
        "is_withdrawn": step["standing"] == "withdrawn",
        "is_superseded": step["standing"] == "superseded",
    }


def relation(link: Step, own: str) -> str:
    """How the other end of the link stands to `own`."""
    earlier = {
        "repeats": _("repeated by this one"),
        "narrows": _("narrowed by this one"),
        "follows_up": _("followed up by this one"),
        "supersedes": _("superseded by this one"),
    }
    later = {
        "repeats": _("repeats this one"),
        "narrows": _("narrows this one"),
        "follows_up": _("follows up this one"),
        "supersedes": _("supersedes this one"),
    }
    return str((earlier if link["later"] == own else later)[link["kind"]])
