"""From the payload of a snapshot to what a page says. Nothing here asks the database for anything but snapshots."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from servanda.core.texts import Text, in_language
from servanda.publication.models import Snapshot
from servanda.publication.search import KIND, public_id
from servanda.recommendations.models import Recommendation

Payload = dict[str, Any]
OPENING = 240  # characters of a wording in a list
TITLE = 160


def current(kind: str) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(kind=kind).current()


def payloads(keys: Iterable[str]) -> list[Payload]:
    """The recommendations behind the keys of a list, in its order. One query."""
    references = [public_id(key) for key in keys]
    rows = current(KIND).filter(public_id__in=references).values_list("public_id", "payload")
    by_reference = dict(rows)
    return [by_reference[reference] for reference in references if reference in by_reference]


def wording(payload: Payload) -> Text:
    return in_language({w["language"]: w["text"] for w in payload["recommendation"]["wordings"]})


def wordings(payload: Payload) -> list[dict[str, Any]]:
    """The one in the reader's language first, then the official ones."""
    first = wording(payload).language
    rows = payload["recommendation"]["wordings"]
    return sorted(rows, key=lambda w: (w["language"] != first, not w["is_official"], w["language"]))


def plain_line(payload: Payload) -> Text:
    return in_language(payload["recommendation"]["plain_lines"])


def mechanism(payload: Payload) -> Text:
    found = payload["document"]["mechanism"]
    return in_language(found["names"]) if found else Text("", "")


def year(payload: Payload) -> str:
    return (payload["document"]["published_on"] or "")[:4]


def kind(payload: Payload) -> str:
    return str(Recommendation.Kind(payload["recommendation"]["kind"]).label)


def title(payload: Payload) -> Text:
    """The plain line; where nobody has written one, what it is and where it stands: no words are cut."""
    if (line := plain_line(payload)).text:
        return line
    said = payload["recommendation"]
    place = {"kind": kind(payload), "number": said["number"], "symbol": payload["document"]["symbol"]}
    words = _("%(kind)s %(number)s of %(symbol)s") if said["number"] else _("%(kind)s in %(symbol)s")
    return Text(words % place, "")


def short_title(payload: Payload) -> tuple[Text, bool]:
    """For lists: the plain line, or the opening of the mechanism's words and True."""
    line = plain_line(payload)
    if line.text:
        return line, False
    return opening(payload), True


def opening(payload: Payload) -> Text:
    """How the mechanism's words begin."""
    said = wording(payload)
    return Text(Truncator(said.text).chars(OPENING), said.language)


# --- what snapshots before December 2026 do not hold ------------------------------------------------------------------


def steps(payload: Payload) -> list[Payload]:
    return payload.get("lineage", {}).get("steps", [])


def links(payload: Payload) -> list[Payload]:
    return payload.get("lineage", {}).get("links", [])


def answers(payload: Payload) -> list[Payload]:
    """The State's answers through time, the newest first; none where only one is known."""
    found = payload["position"].get("history", [])
    return found[::-1] if len(found) > 1 else []


def parts(payload: Payload) -> list[Payload]:
    """Each part with who follows it up and how the two voices see it, where it is followed up on its own."""
    levels = {one["part"]: one for one in payload.get("part_levels", ())}
    found = []
    for part in payload["recommendation"]["parts"]:
        own = [i for i in payload.get("part_institutions", ()) if i["part"] == part["letter"]]
        lead = next((i for i in own if i["role"] == "lead"), None)
        level = levels.get(part["letter"], {})
        extra = {
            "reference": part.get("reference"),
            "lead": lead,
            "level": level.get("state"),
            "nhri": level.get("nhri"),
        }
        found.append(part | extra)
    return found


def concerns(payload: Payload) -> Payload:
    """References of the concerns behind it, and of what answers to it."""
    return payload.get("concerns") or {"behind": [], "answered_by": []}


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def voice(payload: Payload, assessor: str) -> tuple[Payload | None, list[Payload]]:
    """The assessment in force of a voice, and its earlier ones."""
    own = [a for a in payload["assessments"] if a["assessor"] == assessor and not a["is_reply"]]
    return (own[0], own[1:]) if own else (None, [])


def address(kind: str, public_id: str) -> str:
    """The public address of a published thing."""
    return reverse(f"portal:{kind}", kwargs={"public_id": public_id})
