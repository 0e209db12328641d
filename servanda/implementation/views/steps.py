"""One view for every step of every reviewable record: send, approve, return, accept, publish, withdraw."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from servanda.accounts.access import get_visible, signed_in
from servanda.accounts.policy import may
from servanda.core.errors import Refused, StaleVersion
from servanda.implementation.content import KINDS, page_of
from servanda.implementation.forms.steps import StepForm
from servanda.implementation.models import Evidence
from servanda.implementation.queries import companions
from servanda.implementation.views.items import context_of
from servanda.implementation.views.report import redirect_303
from servanda.implementation.views.review import changed_since
from servanda.institutions.models import Appointment
from servanda.publication.editing import stand_at
from servanda.publication.lifecycle import STEPS, AlreadyDone, Step, take, why_not
from servanda.publication.models import Reviewable

FORWARD = ("submit", "approve", "accept", "publish")


@signed_in
def step(request: HttpRequest, kind: str, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Ask before a step that publishes, withdraws or returns; take the step when it is posted."""
    if kind not in KINDS or verb not in STEPS:
        raise Http404
    item: Reviewable = get_visible(request.user, KINDS[kind], pk=pk)
    wanted = STEPS[verb]
    if request.method == "POST":
        return _taken(request, item, wanted)
    if not may(request.user, wanted.action, item):
        return _not_possible(request, item, why_not(wanted, item, request.user))
    return _asked(request, item, wanted, StepForm(step=wanted, initial={"version": item.version}))


def _taken(request: HttpRequest, item: Reviewable, wanted: Step) -> HttpResponse:
    form = StepForm(request.POST, step=wanted)
    if may(request.user, wanted.action, item) and not form.is_valid():
        return _asked(request, item, wanted, form, status=422)
    form.is_valid()
    try:
        with transaction.atomic():
            _take_with_companions(item, wanted, request.user, form)
    except AlreadyDone as done:
        if not _would_be_lost(form, item):
            return _not_possible(request, item, done)
        return _refused(request, item, wanted, form, done)
    except Refused as refused:
        return _refused(request, item, wanted, form, refused)
    messages.success(request, _said(wanted, item))
    return redirect_303(_next(request, item, wanted))


def _would_be_lost(form: StepForm, item: Reviewable) -> bool:
    """Whether she typed a reason that is not the one on record: then somebody else was first."""
    return form.cleaned_data.get("reason", "") not in ("", item.reason)


def _refused(request: HttpRequest, item: Reviewable, wanted: Step, form: StepForm, why: Refused) -> HttpResponse:
    """The same page again, with what she typed, and with what she had read beside what it is now."""
    item.refresh_from_db()
    changed = _("This was changed since you opened it. Read it again below before you decide.")
    form.add_error(None, changed if isinstance(why, StaleVersion) else str(why))
    return _asked(request, item, wanted, form, status=why.status)


def _take_with_companions(item: Reviewable, wanted: Step, by: Any, form: StepForm) -> None:
    """The step, and first the same step of what was recorded on the way of it."""
    for companion in _going_along(item, wanted, by):
        take(wanted, item=companion, by=by)
    take(wanted, item=item, by=by, reason=form.cleaned_data.get("reason", ""), version=form.cleaned_data.get("version"))


def _going_along(item: Reviewable, wanted: Step, by: Any) -> list[Reviewable]:
    if wanted.verb not in FORWARD or not may(by, wanted.action, item):
        return []
    return [companion for companion in companions(item) if may(by, wanted.action, companion)]


def _asked(request: HttpRequest, item: Reviewable, wanted: Step, form: StepForm, *, status: int = 200) -> HttpResponse:
    if form.is_bound:
        stand_at(form, version=item.version)
    context = context_of(item, request.user)
    public = [piece for piece in context["evidence"] if piece.visibility == Evidence.Visibility.PUBLIC]
    context |= {
        "step": wanted,
        "form": form,
        "public_evidence": public,
        "internal_evidence": [piece for piece in context["evidence"] if piece not in public],
        "changed": changed_since(item, request.POST),
        "going_along": _going_along(item, wanted, request.user),
        "next": request.POST.get("next", request.GET.get("next", "")),
        "back": page_of(item),
    }
    return render(request, "implementation/step.html", context, status=status)


def _not_possible(request: HttpRequest, item: Reviewable, why: Exception) -> HttpResponse:
    """A second click is answered with where the record is now; what was never hers to take stays forbidden."""
    if not isinstance(why, AlreadyDone):
        raise why
    messages.info(request, str(why))
    return redirect_303(page_of(item))


def _next(request: HttpRequest, item: Reviewable, wanted: Step) -> str:
    """Back to where the person came from; a reviewer to the queue, an author to what she sent."""
    wished = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wished, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wished
    return page_of(item) if wanted.verb in ("submit", "withdraw") else reverse("workspace:review")


def _said(wanted: Step, item: Reviewable) -> str:
    """What was done, and who has it now."""
    if wanted.verb == "submit":
        return _sent_to(item)
    return {
        "approve": _("Approved. The secretariat looks at it next."),
        "accept": _("Accepted. A second person of the secretariat publishes it."),
        "return": _("Returned to {author} with your reason.").format(author=item.author),
        "publish": _("Published. Everyone can read it now."),
        "withdraw": _("Withdrawn. The public side says so, with your reason."),
    }[wanted.verb]


def _sent_to(item: Reviewable) -> str:
    if item.is_independent:
        return _("Sent. A colleague of your institution publishes it.")
    seats = Appointment.objects.today().filter(institution=item.institution, capacity="validating_authority")
    names = ", ".join(str(seat.person) for seat in seats.select_related("person"))
    if not names:
        return _(
            "Sent. Nobody is appointed to approve for your institution yet: ask the secretariat to appoint somebody."
        )
    return _("Sent to {names} for approval.").format(names=names)
