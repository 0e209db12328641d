"""A recommendation: as it stands, as it stood, and what changed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.core import clock
from servanda.core.components.days import in_words
from servanda.core.profile import profile
from servanda.core.texts import in_language
from servanda.implementation.models import Action, Challenge
from servanda.portal import reading
from servanda.portal.asking import list_url
from servanda.portal.caching import page, render_unless_known
from servanda.portal.changes import changes, grouped, sections
from servanda.portal.facets import state_name
from servanda.portal.history import History
from servanda.portal.views.things import Seen, gone, of_history, progress_pill, seen, standing
from servanda.publication.models import Snapshot
from servanda.publication.search import FINISHED, KIND, SCHEMES, level_of, updates_of
from servanda.recommendations.line_in_words import in_one_sentence, told

VERSIONS_IN_THE_MARGIN = 4


@page
@of_history(KIND)
def recommendation(request: HttpRequest, history: History) -> HttpResponse:
    """The newest version, or the one of a day."""
    shown = seen(request, history)
    return shown if isinstance(shown, HttpResponse) else _shown(request, history, shown)


@page
@of_history(KIND)
def version(request: HttpRequest, history: History, number: int) -> HttpResponse:
    """One version, at an address that stays, with what it changed."""
    snapshot = history.number(number)
    if snapshot is None:
        raise Http404
    return (
        gone(request, history, snapshot)
        if snapshot.withdrawn_at
        else _shown(request, history, Seen(snapshot), is_version=True)
    )


@page
@of_history(KIND)
def versions(request: HttpRequest, history: History) -> HttpResponse:
    """Every version with what it changed from the one before, newest first."""
    newest = history.newest
    context = {"reference": newest.public_id, "title": reading.title(newest.payload), "timeline": timeline(history)}
    return render(request, "portal/versions.html", context)


def timeline(history: History) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    before: Snapshot | None = None
    for snapshot in history.versions:
        found = changes(before.payload, snapshot.payload) if before and not snapshot.withdrawn_at else []
        rows.append({"snapshot": snapshot, "groups": grouped(found), "sections": sections(found)})
        before = before if snapshot.withdrawn_at else snapshot
    return rows[::-1]


def _shown(request: HttpRequest, history: History, shown: Seen, *, is_version: bool = False) -> HttpResponse:
    snapshot = shown.snapshot

    def context() -> dict[str, Any]:
        payload = snapshot.payload
        before = history.before(snapshot) if is_version else None
        return {
            **content(payload),
            **standing(request, history, shown),
            **_cited(request, payload, snapshot),
            "newest_url": reverse("portal:recommendation", args=[snapshot.public_id]),
            "is_version": is_version,
            "groups": grouped(changes(before.payload, payload)) if before else [],
            "timeline": timeline(history)[:VERSIONS_IN_THE_MARGIN],
            "versions": len(history.versions),
            "today": clock.today(),
        }

    digests = [snapshot.digest, history.newest.digest]
    return render_unless_known(request, "portal/recommendation.html", context, *digests)


def content(payload: reading.Payload) -> dict[str, Any]:
    """What the page says, part by part."""
    institutions = payload["institutions"]
    return {
        "payload": payload,
        "reference": payload["recommendation"]["reference"],
        "title": reading.title(payload),
        "kind": reading.kind(payload),
        "is_ours": bool(reading.plain_line(payload).text),
        "asks": payload["recommendation"]["kind"] != "concern",
        "speaker": _speaker(payload),
        "parts": reading.parts(payload),
        "whole": payload["recommendation"].get("part_of"),
        "answers": reading.answers(payload),
        **_line(payload),
        "concerns": reading.concerns(payload),
        "wordings": reading.wordings(payload),
        "mechanism": reading.mechanism(payload),
        "voices": _voices(payload),
        "replies": [a for a in payload["assessments"] if a["is_reply"]],
        "actions": [_action(action) for action in payload["actions"]],
        "updates": updates_of(payload),
        "challenges": [one | {"words": Challenge.Kind(one["kind"]).label} for one in payload["challenges"]],
        "lead": next((i for i in institutions if i["role"] == "lead"), None),
        "others": [i for i in institutions if i["role"] != "lead"],
        "terms": _terms(payload),
        "states": [
            {"name": state_name(s["iso3"], s["name"]), "url": list_url({"recommending": s["iso3"] or s["name"]})}
            for s in payload["recommendation"]["states"]
        ],
        "document_url": reading.address("document", payload["document"]["id"]),
        "is_finished": level_of(payload, "state") in FINISHED,
        "mechanism_url": list_url({"mechanism": payload["document"]["mechanism"]["code"]})
        if payload["document"]["mechanism"]
        else "",
    }


def _address(reference: str) -> str:
    return reverse("portal:recommendation", args=[reference])


def _speaker(payload: reading.Payload) -> str:
    """Who says it: of a pledge the State itself, else the mechanism."""
    own = payload["recommendation"]["kind"] == "pledge"
    return profile().name.text if own else reading.mechanism(payload).text


def _line(payload: reading.Payload) -> dict[str, Any]:
    """The same demand in time, with a sentence that sums it up, and what takes its place."""
    steps, own = reading.steps(payload), payload["recommendation"]["reference"]
    taking_over = [link for link in reading.links(payload) if link["kind"] == "supersedes" and link["earlier"] == own]
    return {
        "steps": told(steps, reading.links(payload), own, _address),
        "line_in_words": in_one_sentence(steps),
        "superseded_by": taking_over[0]["later"] if taking_over else "",
    }


SIDES = {"state": "state", "nhri": "nhri", "civil_society": "society", "treaty_body": "un"}


def _voices(payload: reading.Payload) -> list[dict[str, Any]]:
    """The State and the national institution always, and others who chose to publish."""
    titles = {
        "state": _("The State"),
        "nhri": _("Human rights institution"),
        "civil_society": _("Civil society"),
        "treaty_body": _("The committee"),
    }
    found = []
    for assessor, side in SIDES.items():
        now, earlier = reading.voice(payload, assessor)
        if now or assessor in ("state", "nhri"):
            meaning = f"{reverse('portal:about')}#{now['level']}" if now else ""
            found.append(
                {"title": titles[assessor], "side": side, "now": now, "earlier": earlier, "meaning_url": meaning}
            )
    return found


def _action(action: dict[str, Any]) -> dict[str, Any]:
    kind, pill = Action.Kind(action["kind"]).label, progress_pill(action["progress"])
    return action | {"kind_words": kind, "pill": pill, "when": _when(action["starts_on"], action["ends_on"])}


def _when(starts: str | None, ends: str | None) -> str:
    first, last = reading.day(starts), reading.day(ends)
    if first and last:
        return _("%(first)s to %(last)s") % {"first": in_words(first), "last": in_words(last)}
    if first:
        return _("since %(day)s") % {"day": in_words(first)}
    return _("until %(day)s") % {"day": in_words(last)} if last else ""


def _terms(payload: reading.Payload) -> list[dict[str, Any]]:
    """Each a link to what else is about it; a target leads to its goal."""
    found = []
    for term in payload["terms"]:
        if facet := SCHEMES.get(term["scheme"]):
            code, label = term["code"], in_language(term["labels"])
            goal = code.partition(".")[0] if facet == "sdg" else code
            words = _("SDG %(code)s") % {"code": code} if facet == "sdg" else label.text
            found.append({"label": words, "url": list_url({facet: goal})})
    return found


def _cited(request: HttpRequest, payload: reading.Payload, snapshot: Snapshot) -> dict[str, Any]:
    reference = payload["recommendation"]["reference"]
    own = reverse("portal:recommendation", args=[reference])
    fixed = reverse("portal:version", args=[reference, snapshot.version])
    facts = {
        "state": profile().name.text,
        "mechanism": reading.mechanism(payload).text,
        "symbol": payload["document"]["symbol"],
        "reference": reference,
        "version": snapshot.version,
        "day": in_words(snapshot.published_at.date()),
    }
    return {
        "canonical": own,
        "permanent": request.build_absolute_uri(fixed),
        "citation": _(
            "%(state)s, follow-up of %(reference)s (%(mechanism)s, %(symbol)s), version %(version)s of %(day)s."
        )
        % facts,
        "facts_for_machines": _for_machines(request.build_absolute_uri(own), payload, snapshot),
    }


def _for_machines(address: str, payload: reading.Payload, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "@type": "CreativeWork",
        "@id": address,
        "identifier": payload["recommendation"]["reference"],
        "name": reading.title(payload).text,
        "text": reading.wording(payload).text,
        "inLanguage": reading.wording(payload).language,
        "isPartOf": {"@type": "Report", "identifier": payload["document"]["symbol"]},
        "creator": {"@type": "Organization", "name": reading.mechanism(payload).text},
        "dateModified": snapshot.published_at.date().isoformat(),
        "version": snapshot.version,
        "about": [str(in_language(term["labels"])) for term in payload["terms"]],
    }
