"""The page of a record that is read: what it says, where it is on its way, and the steps this person may take."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from servanda.accounts.policy import may
from servanda.accounts.visibility import who_will_see
from servanda.implementation.content import content_of, kind_of, name_of_kind, title_of
from servanda.implementation.models import Assessment
from servanda.implementation.queries import action_behind, evidence_of, recommendations_shown_by
from servanda.publication.lifecycle import possible
from servanda.publication.models import Reviewable


def item_page(
    request: HttpRequest, item: Reviewable, template: str = "implementation/item.html", **more: Any
) -> HttpResponse:
    return render(request, template, context_of(item, request.user) | more)


def context_of(item: Reviewable, person: Any) -> dict[str, Any]:
    """What every page about one record shows."""
    kind = kind_of(item)
    writing = "implementation.assess" if isinstance(item, Assessment) else "implementation.write"
    return {
        "item": item,
        "action": action_behind(item, person),
        "kind": kind,
        "kind_name": name_of_kind(kind),
        "title": title_of(item),
        "answers": content_of(item),
        "evidence": evidence_of(item, person),
        "steps": possible(person, item),
        "may_write": kind != "value" and may(person, writing, item),
        "life": life_of(item),
        "shown_in": list(recommendations_shown_by(item)),
        "who": who_will_see("independent" if item.is_independent else "reviewable", item.institution),
    }


def life_of(item: Reviewable) -> list[dict[str, Any]]:
    """What became of the record so far, newest first."""
    stations = [
        (_("Begun"), item.created_at, item.author, ""),
        (_("Sent"), item.submitted_at, item.submitted_by, ""),
        (_("Approved in the institution"), item.approved_at, item.approved_by, ""),
        (_("Accepted by the secretariat"), item.accepted_at, item.accepted_by, ""),
        (_("Returned"), item.returned_at, item.returned_by, item.reason if item.state == "returned" else ""),
        (_("Published"), item.published_at, item.published_by, ""),
        (_("Withdrawn"), item.changed_at if item.state == "withdrawn" else None, "", item.reason),
    ]
    known = [{"title": title, "at": at, "by": str(by or ""), "note": note} for title, at, by, note in stations if at]
    return sorted(known, key=lambda station: station["at"], reverse=True)
