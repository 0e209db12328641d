"""Actions: the list with its filters, the page of one, and writing one."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts.access import get_visible, requires, signed_in
from servanda.accounts.policy import may, visible
from servanda.accounts.visibility import who_will_see
from servanda.core.errors import StaleVersion
from servanda.implementation.commands import change_action, record_action, set_milestones
from servanda.implementation.forms.actions import ActionForm, Milestones
from servanda.implementation.listing import Listing
from servanda.implementation.models import Action
from servanda.implementation.queries import readable_rows, writing_for
from servanda.implementation.views.items import item_page
from servanda.implementation.views.report import redirect_303
from servanda.publication.editing import two_texts
from servanda.recommendations.models import Recommendation


@signed_in
def actions(request: HttpRequest) -> HttpResponse:
    """All actions that the person may see, fifty a page; the filters are in the address."""
    listing = Listing(request.GET, readable_rows(request.user, Action))
    context = {
        "listing": listing,
        "page": Paginator(listing.rows, 50).get_page(request.GET.get("page")),
        "may_write": may(request.user, "implementation.write"),
    }
    return render(request, "implementation/actions.html", context)


@signed_in
def action(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One action with everything that hangs on it, as far as the person may see it."""
    found = get_visible(request.user, readable_rows(request.user, Action).select_related("territory"), pk=pk)
    links = found.links.select_related("recommendation__document").prefetch_related("recommendation__wordings")
    seen = visible(request.user, Recommendation.objects.filter(pk__in=[link.recommendation_id for link in links]))
    return item_page(
        request,
        found,
        "implementation/action.html",
        links=links,
        may_open=set(seen.values_list("pk", flat=True)),
        updates=visible(request.user, found.updates.all()).select_related("author"),
        challenges=visible(request.user, found.challenges.all()),
        milestones=found.milestones.all(),
        indicators=found.indicator_links.select_related("indicator"),
        may_report=writing_for(request.user).filter(pk=found.institution_id).exists() and found.state != "withdrawn",
        may_link_indicator=may(request.user, "indicators.manage"),
    )


@requires("implementation.write")
def new(request: HttpRequest) -> HttpResponse:
    institutions = writing_for(request.user)
    institution = institutions.filter(code=request.GET.get("institution", "")).first() or institutions.first()
    if institution is None:
        raise PermissionDenied
    form, steps = _forms(request, institutions, chosen=_named(request))
    if request.method == "POST" and "find" not in request.POST and form.is_valid() and steps.is_valid():
        with transaction.atomic():
            made = record_action(institution=institution, by=request.user, links=form.links(), **form.values())
            set_milestones(action=made, milestones=steps.kept(), by=request.user)
        return _saved(request, made)
    return _asked(request, form, steps, institution)


@requires("implementation.write")
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_visible(request.user, Action, action="implementation.write", pk=pk)
    form, steps = _forms(request, writing_for(request.user), record=found)
    if request.method == "GET" or "find" in request.POST or not (form.is_valid() and steps.is_valid()):
        return _asked(request, form, steps, found.institution)
    try:
        with transaction.atomic():
            change_action(action=found, by=request.user, version=form.opened_at, links=form.links(), **form.values())
            set_milestones(action=found, milestones=steps.kept(), by=request.user)
    except StaleVersion as stale:
        return _asked(request, form, steps, found.institution, status=409, **two_texts(request, form, stale))
    return _saved(request, found)


def _named(request: HttpRequest) -> tuple[str, ...]:
    """The recommendation of the address, if the person came from one."""
    try:
        wanted = uuid.UUID(request.GET.get("recommendation", ""))
    except ValueError:
        return ()
    return tuple(
        str(pk) for pk in visible(request.user, Recommendation.objects.filter(pk=wanted)).values_list("pk", flat=True)
    )


def _forms(
    request: HttpRequest, institutions: Any, *, record: Action | None = None, chosen: tuple[str, ...] = ()
) -> Any:
    posted = request.POST if request.method == "POST" else None
    asking: dict[str, Any] = {"record": record, "person": request.user, "institutions": institutions}
    if posted is not None and "find" in posted:  # nothing is judged yet: what was typed comes back as it is
        typed = {name: value for name, value in posted.items() if name != "recommendations"}
        chosen = tuple(posted.getlist("recommendations"))
        form = ActionForm(initial=typed, words=posted.get("words", ""), chosen=chosen, **asking)
    else:
        form = ActionForm(posted, chosen=chosen, **asking)
    rows = list(record.milestones.values("title", "due_on", "done_on")) if record else []
    return form, Milestones(posted, initial=rows, prefix="milestones")


def _asked(
    request: HttpRequest, form: ActionForm, steps: Any, institution: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    finding = "find" in request.POST
    context = {
        "form": form,
        "milestones": steps,
        "institution": institution,
        "words": request.POST.get("words", ""),
        "finding": finding,
        "who": who_will_see("reviewable", institution),
        **more,
    }
    wrong = not finding and (form.errors or (steps.is_bound and not steps.is_valid()))
    return render(request, "implementation/action_form.html", context, status=422 if wrong else status)


def _saved(request: HttpRequest, action: Action) -> HttpResponse:
    messages.success(request, _("Saved. It is a draft until you send it for approval."))
    return redirect_303(reverse("implementation:action", args=[action.pk]))
