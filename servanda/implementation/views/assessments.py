"""Saying how far a recommendation is implemented, in one's own voice and on evidence."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts import roles
from servanda.accounts.access import get_visible, requires, signed_in
from servanda.accounts.policy import may, visible
from servanda.accounts.roles import institutions_of
from servanda.accounts.visibility import who_will_see
from servanda.core.errors import StaleVersion
from servanda.implementation.commands import change_assessment, write_assessment
from servanda.implementation.forms.assessments import AssessmentForm
from servanda.implementation.forms.evidence import EvidenceForm
from servanda.implementation.models import Assessment
from servanda.implementation.queries import WRITTEN_BEFORE, assessing_for, with_texts
from servanda.implementation.views.items import item_page
from servanda.implementation.views.report import redirect_303
from servanda.publication.editing import two_texts
from servanda.publication.models import State
from servanda.recommendations.models import Recommendation

Assessor = Assessment.Assessor


@requires("implementation.assess")
def assess(request: HttpRequest) -> HttpResponse:
    """Begin an assessment of the recommendation in the address; one already begun is gone on with."""
    recommendation = _recommendation(request)
    reply_to = _replied(request, recommendation)
    institutions = assessing_for(request.user, recommendation)
    if not institutions:
        return _nobody_follows_up(request, recommendation)
    begun = _begun(request, recommendation, reply_to, institutions)
    if begun:
        return redirect("implementation:assessment-edit", begun)
    form = AssessmentForm(*_posted(request), institutions=institutions)
    evidence = _evidence(request, institutions[0])
    if request.method == "POST" and form.is_valid():
        values = form.values()
        institution = values.pop("institution", None) or institutions[0]
        made = write_assessment(
            recommendation=recommendation,
            institution=institution,
            assessor=_voice(request.user, institution),
            reply_to=reply_to,
            by=request.user,
            **values,
        )
        return _with_evidence(request, made, evidence)
    return _asked(request, form, evidence, recommendation, institution=institutions[0], reply_to=reply_to)


@signed_in
def assessment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_visible(request.user, Assessment, pk=pk)
    others = visible(
        request.user, Assessment.objects.filter(recommendation=found.recommendation, state=State.PUBLISHED)
    )
    return item_page(
        request,
        found,
        "implementation/assessment.html",
        others=others.exclude(pk=found.pk).select_related("institution"),
        may_reply=_may_reply(request.user, found),
        reply_query=f"?recommendation={found.recommendation_id}&reply_to={found.pk}",
        replies=visible(request.user, found.replies.all()).select_related("institution"),
    )


@requires("implementation.assess")
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_visible(request.user, Assessment, action="implementation.assess", pk=pk)
    form = AssessmentForm(
        *_posted(request), record=found, institutions=assessing_for(request.user, found.recommendation)
    )
    evidence = _evidence(request, found.institution, item=found)
    if request.method == "GET" or not form.is_valid():
        return _asked(
            request, form, evidence, found.recommendation, institution=found.institution, reply_to=found.reply_to
        )
    try:
        change_assessment(assessment=found, by=request.user, version=form.opened_at, **form.values())
    except StaleVersion as stale:
        seen = {"institution": found.institution, **two_texts(request, form, stale)}
        return _asked(request, form, evidence, found.recommendation, status=409, **seen)
    return _with_evidence(request, found, evidence)


def _posted(request: HttpRequest, *, files: bool = False) -> tuple[Any, ...]:
    if request.method != "POST":
        return ()
    return (request.POST, request.FILES) if files else (request.POST,)


def _evidence(request: HttpRequest, institution: Any, **more: Any) -> EvidenceForm:
    independent = institution.pk in institutions_of(request.user, roles.NHRI)
    posted = _posted(request, files=True)
    return EvidenceForm(
        *posted, person=request.user, institution=institution, independent=independent, prefix="evidence", **more
    )


def redirect(name: str, pk: Any) -> HttpResponse:
    return redirect_303(reverse(name, args=[pk]))


def _recommendation(request: HttpRequest) -> Recommendation:
    try:
        wanted = uuid.UUID(request.GET.get("recommendation", ""))
    except ValueError:
        raise Http404 from None
    found: Recommendation = get_visible(request.user, with_texts(Recommendation.objects.all()), pk=wanted)
    return found


def _replied(request: HttpRequest, recommendation: Recommendation) -> Assessment | None:
    """The independent assessment that the State answers with its own."""
    if not request.GET.get("reply_to"):
        return None
    try:
        wanted = uuid.UUID(request.GET["reply_to"])
    except ValueError:
        raise Http404 from None
    found: Assessment = get_visible(request.user, recommendation.assessments.filter(state=State.PUBLISHED), pk=wanted)
    if not found.is_independent or institutions_of(request.user, roles.NHRI):
        raise PermissionDenied
    return found


def _may_reply(person: Any, found: Assessment) -> bool:
    """The State may answer an independent voice that is published."""
    state_voice = may(person, "implementation.assess") and not institutions_of(person, roles.NHRI)
    return found.is_independent and found.state == State.PUBLISHED and state_voice


def _begun(request: HttpRequest, recommendation: Recommendation, reply_to: Any, institutions: Any) -> Any:
    """The person's institution has an assessment on its way back or not yet sent: its id."""
    rows = recommendation.assessments.filter(state__in=WRITTEN_BEFORE, institution__in=institutions, reply_to=reply_to)
    mine = [found for found in visible(request.user, rows) if may(request.user, "implementation.assess", found)]
    return mine[0].pk if mine and request.method == "GET" else None


def _voice(person: Any, institution: Any) -> str:
    return Assessor.NHRI if institution.pk in institutions_of(person, roles.NHRI) else Assessor.STATE


def _nobody_follows_up(request: HttpRequest, recommendation: Recommendation) -> HttpResponse:
    messages.info(
        request, _("Assign an institution first: an assessment is made in the name of one that follows it up.")
    )
    return redirect("workspace:recommendation", recommendation.pk)


def _with_evidence(request: HttpRequest, made: Assessment, evidence: EvidenceForm) -> HttpResponse:
    """The assessment is kept; so is its evidence, and what could not be kept is said."""
    if evidence.is_valid():
        evidence.keep(to=made, by=request.user)
    if evidence.errors:
        for error in evidence.errors.values():
            messages.error(request, " ".join(map(str, error)))
        return redirect("implementation:assessment-edit", made.pk)
    messages.success(request, _("Saved. It is a draft until you send it."))
    return redirect("implementation:assessment", made.pk)


def _asked(
    request: HttpRequest,
    form: AssessmentForm,
    evidence: EvidenceForm,
    recommendation: Recommendation,
    *,
    institution: Any,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    independent = institution.pk in institutions_of(request.user, roles.NHRI)
    updates = recommendation.updates.filter(state=State.PUBLISHED).select_related("institution")[:5]
    context = {
        "form": form,
        "evidence": evidence,
        "recommendation": with_texts(Recommendation.objects.filter(pk=recommendation.pk)).get(),
        "others": recommendation.assessments.filter(state=State.PUBLISHED).select_related("institution"),
        "updates": updates,
        "actions": recommendation.actions.filter(state=State.PUBLISHED),
        "who": who_will_see("independent" if independent else "reviewable", institution),
        **more,
    }
    return render(request, "implementation/assess.html", context, status=422 if form.errors else status)
