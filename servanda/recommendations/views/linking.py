"""The line of a recommendation: its links, what looks like it, and choosing another one by hand."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from servanda.accounts.access import get_visible, requires
from servanda.accounts.policy import visible
from servanda.accounts.visibility import who_will_see
from servanda.core.errors import Refused
from servanda.core.search import Scope, search
from servanda.publication.editing import refusal_as_error
from servanda.recommendations import commands
from servanda.recommendations.commands.lineage import in_time
from servanda.recommendations.forms import LinkForm
from servanda.recommendations.models import Lineage, Recommendation
from servanda.recommendations.queries import with_wordings
from servanda.recommendations.suggesting import suggestions_for

LINK = "recommendations.link"
FOUND_AT_ONCE = 20


def _opened(request: HttpRequest, pk: UUID) -> Recommendation:
    return get_visible(request.user, with_wordings(Recommendation.objects.all()), LINK, pk=pk)


@requires(LINK)
def lineage(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look for another recommendation by its words or reference, choose it, and say how the two belong together."""
    recommendation = _opened(request, pk)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _link(request, recommendation, form)
        except Refused as refused:
            refusal_as_error(form, refused)
        else:
            return _done(request, recommendation, _("Linked. Both pages show it now."), made.taken_back_by)  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()
    page = {
        "recommendation": recommendation,
        "form": form,
        "words": words,
        "found": _found(request.user, recommendation, words),
        "links": links_of(recommendation),
        "suggestions": suggestions_for(request.user, recommendation),
        "seen": who_will_see("register"),
    }
    return render(request, "recommendations/lineage.html", page)


def links_of(recommendation: Recommendation) -> list[Lineage]:
    """Its direct links, the earliest first."""
    rows = [*recommendation.leads_on_from.all(), *recommendation.led_on_to.all()]
    related = Lineage.objects.filter(pk__in=[row.pk for row in rows]).select_related(
        "earlier__document__mechanism", "later__document__mechanism"
    )
    return list(related.order_by("earlier__document__published_on", "later__document__published_on"))


def _found(person: Any, recommendation: Recommendation, words: str) -> list[Recommendation]:
    """What the words find, the best first. Whoever is withdrawn or the recommendation itself is not offered."""
    if not words:
        return []
    found = search(words, language=get_language() or "", scope=Scope("work"), size=FOUND_AT_ONCE, sort="relevance")
    keys = [key.partition(":")[2] for key in found.keys]
    rows = with_wordings(visible(person, Recommendation.objects.filter(pk__in=keys)))
    rows = rows.exclude(pk=recommendation.pk).exclude(standing=Recommendation.Standing.WITHDRAWN)
    return sorted(rows, key=lambda row: keys.index(str(row.pk)))


def _link(request: HttpRequest, recommendation: Recommendation, form: LinkForm) -> Lineage:
    other = get_visible(request.user, Recommendation.objects.select_related("document"), pk=form.cleaned_data["other"])
    earlier, later = in_time(recommendation, other)
    return commands.link(
        earlier=earlier, later=later, kind=form.cleaned_data["kind"], note=form.cleaned_data["note"], by=request.user
    )


@requires(LINK)
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept a suggested one as a repeat, or remember that the two have nothing to do with each other: `accept` or `reject`
    holds its id."""
    recommendation = _opened(request, pk)
    accepted = request.POST.get("accept", "")
    wanted = accepted or request.POST.get("reject", "")
    suggested = {str(s.recommendation.pk): s for s in suggestions_for(request.user, recommendation)}
    if wanted not in suggested:
        messages.info(request, _("This suggestion was decided on already."))
        return _back(recommendation)
    found = suggested[wanted]
    try:
        batch = _accepted(request, recommendation, found) if accepted else _rejected(request, recommendation, found)
    except Refused as refused:
        messages.error(request, str(refused))
        return _back(recommendation)
    return _done(request, recommendation, batch.title, batch)


def _accepted(request: HttpRequest, recommendation: Recommendation, found: Any) -> Any:
    earlier, later = in_time(recommendation, found.recommendation)
    made = commands.link(
        earlier=earlier,
        later=later,
        kind=Lineage.Kind.REPEATS,
        origin=Lineage.Origin.SOFTWARE,
        score=found.score,
        by=request.user,
    )
    return made.taken_back_by  # type: ignore[attr-defined]


def _rejected(request: HttpRequest, recommendation: Recommendation, found: Any) -> Any:
    return commands.tell_apart(
        one=recommendation, other=found.recommendation, score=found.score, reason=found.reason, by=request.user
    )


@requires(LINK)
@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a link away (`link`: its id); it can be taken back."""
    recommendation = _opened(request, pk)
    wanted = request.POST.get("link", "")
    found = next((one for one in links_of(recommendation) if str(one.pk) == wanted), None)
    if found is None:
        messages.info(request, _("This link was taken away already."))
        return _back(recommendation)
    batch = commands.unlink(lineage=found, by=request.user)
    return _done(request, recommendation, batch.title, batch)


def _done(request: HttpRequest, recommendation: Recommendation, text: str, batch: Any) -> HttpResponseRedirect:
    messages.success(request, text, extra_tags=reverse("workspace:undo", args=[batch.pk]))
    return _back(recommendation)


def _back(recommendation: Recommendation) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("recommendations:lineage", args=[recommendation.pk]), status=303)
