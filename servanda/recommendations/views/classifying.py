"""Giving terms to recommendations, many at a time, and deciding on suggested ones."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from servanda.accounts.access import get_visible, requires
from servanda.accounts.visibility import who_will_see
from servanda.audit.models import Batch
from servanda.jobs.views import carry_out
from servanda.recommendations import commands
from servanda.recommendations.forms import ClassifyForm
from servanda.recommendations.models import Classification, Recommendation
from servanda.recommendations.queries import suggestions_for, terms_held_by
from servanda.recommendations.selection import Selection
from servanda.recommendations.views.editing import file_of


def back_to_list(request: HttpRequest, selection: Selection) -> HttpResponseRedirect:
    return HttpResponseRedirect(list_url(request, selection), status=303)


def list_url(request: HttpRequest, selection: Selection) -> str:
    """The list that the form was sent from, as it was filtered; the file where it was about one recommendation."""
    if "recommendation" in request.GET and len(selection.chosen) == 1:
        return file_of(selection.chosen[0]).url
    return f"{reverse('workspace:register')}?{request.GET.urlencode()}"


def nothing_chosen(request: HttpRequest, selection: Selection) -> HttpResponse | None:
    """A way back with a sentence, where no recommendation was ticked or none of them can be worked on."""
    if selection.possible:
        return None
    if selection.chosen:
        messages.error(request, _("Nothing was changed: the recommendations you chose are withdrawn or superseded."))
    else:
        messages.error(request, _("Tick at least one recommendation, or all of the list, and try again."))
    return back_to_list(request, selection)


def say_done(request: HttpRequest, batch: Batch) -> None:
    """What was done, with its Undo."""
    messages.success(request, batch.title, extra_tags=reverse("workspace:undo", args=[batch.pk]))


@requires("recommendations.classify")
def classify(request: HttpRequest) -> HttpResponse:
    """Choose terms, see what will happen, do it. Can be taken back as a whole."""
    selection = Selection(request, "recommendations.classify")
    if turned_back := nothing_chosen(request, selection):
        return turned_back
    answers = request.POST if "selection" in request.POST else None
    form = ClassifyForm(
        answers,
        held=terms_held_by(selection.possible),
        suggestions=suggestions_for(selection.possible),
        initial={"selection": selection.keys},
    )
    page: dict[str, Any] = {
        "form": form,
        "selection": selection,
        "here": request.get_full_path(),
        "seen": who_will_see("register"),
    }
    if answers is None or not form.is_valid() or "change" in answers:
        return render(request, "recommendations/classify.html", page)
    add, remove = form.terms("add"), form.terms("remove")
    if "do" not in answers:
        page |= {"changes": [*_changes(selection, add, giving=True), *_changes(selection, remove, giving=False)]}
        return render(request, "recommendations/classify_check.html", page)
    return _done_or_ordered(request, selection, form, add, remove)


def _done_or_ordered(
    request: HttpRequest, selection: Selection, form: ClassifyForm, add: list[Any], remove: list[Any]
) -> HttpResponse:
    back = list_url(request, selection)
    return carry_out(
        request,
        "recommendations.classify",
        size=len(selection.possible),
        title=_("Classify %(n)d recommendations") % {"n": len(selection.possible)},
        back_url=back,
        recommendations=selection.keys.split(),
        add=[str(term.pk) for term in add],
        remove=[str(term.pk) for term in remove],
        reason=form.cleaned_data["reason"],
        accept_suggested=bool(form.cleaned_data.get("accept_suggested", False)),
        url=back,
    )


def _changes(selection: Selection, terms: list[Any], giving: bool) -> list[dict[str, Any]]:
    """For each term, how many recommendations will get or lose it; the others have, or lack, it already."""
    held = Classification.objects.filter(recommendation__in=selection.possible, term__in=terms)
    counted = held.filter(decision="confirmed") if giving else held.exclude(decision="rejected")
    having: dict[Any, int] = {}
    for term_id in counted.values_list("term_id", flat=True):
        having[term_id] = having.get(term_id, 0) + 1
    total = len(selection.possible)
    return [
        {"term": t, "giving": giving, "count": total - having.get(t.pk, 0) if giving else having.get(t.pk, 0)}
        for t in terms
    ]


@requires("recommendations.classify")
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept or reject suggested terms of one recommendation: `accept` or `reject` holds the id of one, or "all"."""
    recommendation = get_visible(request.user, Recommendation, "recommendations.classify", pk=pk)
    suggested = recommendation.classifications.filter(decision=Classification.Decision.SUGGESTED).select_related(
        "term__scheme"
    )
    accepted, rejected = (_named(suggested, request.POST.get(word, "")) for word in ("accept", "reject"))
    if not accepted and not rejected:
        messages.info(request, _("This suggestion was decided on already."))
        return file_of(recommendation, "terms")
    batch = commands.classify(recommendations=[recommendation], add=accepted, remove=rejected, by=request.user)
    text = ngettext("%(n)d suggestion decided on.", "%(n)d suggestions decided on.", len(accepted) + len(rejected))
    messages.success(
        request, text % {"n": len(accepted) + len(rejected)}, extra_tags=reverse("workspace:undo", args=[batch.pk])
    )
    return file_of(recommendation, "terms")


def _named(suggested: Any, name: str) -> list[Any]:
    return [c.term for c in suggested if name == "all" or str(c.term_id) == name]
