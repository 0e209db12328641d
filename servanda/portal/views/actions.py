"""An action: what it is, how far it is, and every recommendation that it answers."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from servanda.core.texts import in_language
from servanda.implementation.models import Action
from servanda.portal.caching import page, render_unless_known
from servanda.portal.history import History
from servanda.portal.views.things import of_history, progress_pill, seen, standing


@page
@of_history("action")
def action(request: HttpRequest, history: History) -> HttpResponse:
    shown = seen(request, history)
    if isinstance(shown, HttpResponse):
        return shown
    payload = shown.snapshot.payload

    def context() -> dict:
        return {
            "action": payload["action"],
            "kind": Action.Kind(payload["action"]["kind"]).label,
            "pill": progress_pill(payload["action"]["progress"]),
            "updates": payload["updates"],
            "recommendations": [_answered(one) for one in payload["recommendations"]],
            **standing(request, history, shown),
        }

    return render_unless_known(request, "portal/action.html", context, shown.snapshot.digest, history.newest.digest)


def _answered(one: dict) -> dict:
    line, wording = in_language(one["plain_lines"]), in_language(one["wordings"])
    return {
        "title": line if line.text else wording,
        "voice": not line.text,
        "reference": one["reference"],
        "how": one["how"],
        "url": reverse("portal:recommendation", args=[one["reference"]]),
    }
