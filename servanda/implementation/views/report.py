"""Reporting progress: three questions beside the recommendation and the last answer; then a look before it is sent."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts.access import get_visible, requires, signed_in
from servanda.accounts.policy import may, visible
from servanda.accounts.visibility import who_will_see
from servanda.assignments.models import Assignment
from servanda.core.components.days import in_words
from servanda.core.errors import StaleVersion
from servanda.implementation.commands import change_update, record_action, write_update
from servanda.implementation.content import content_of
from servanda.implementation.forms.evidence import EvidenceForm
from servanda.implementation.forms.report import NEW, NONE, ReportForm
from servanda.implementation.models import Action, Update
from servanda.implementation.queries import (
    companions,
    evidence_of,
    last_answer,
    started_report,
    with_texts,
    writing_for,
)
from servanda.implementation.views.items import item_page
from servanda.institutions.models import Institution
from servanda.publication.editing import stand_at, two_texts
from servanda.recommendations.models import Recommendation


class Occasion:
    """What a report is about and for whom it is written, as the address says or as the draft knows."""

    def __init__(
        self, person: Any, *, institution: Institution, recommendation: Any, action: Any, update: Update | None = None
    ) -> None:
        self.person, self.institution, self.recommendation, self.action = person, institution, recommendation, action
        self.update = update
        self.last = last_answer(institution, recommendation, action, before=update.pk if update else None)

    @classmethod
    def of(cls, person: Any, update: Update) -> "Occasion":
        recommendation = with_texts(Recommendation.objects.filter(updates=update)).first()
        return cls(
            person, institution=update.institution, recommendation=recommendation, action=update.action, update=update
        )


@requires("implementation.write")
def report(request: HttpRequest) -> HttpResponse:
    """Begin a report. Nothing is kept before the first words are saved."""
    if not (request.GET.get("recommendation") or request.GET.get("action")):
        return _choose(request)
    begun = _draft_sent(request)
    if begun is not None:
        return update(request, begun.pk)
    occasion = occasion_of(request)
    if request.method == "POST":
        return _answered(request, occasion)
    started = started_report(occasion.institution, occasion.recommendation, occasion.action)
    return redirect("implementation:update", started.pk) if started else _asked(request, occasion)


@signed_in
def update(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A report: to be written on while it is not sent, to be read after."""
    found = get_visible(request.user, Update, pk=pk)
    if may(request.user, "implementation.write", found):
        occasion = Occasion.of(request.user, found)
        return _answered(request, occasion) if request.method == "POST" else _asked(request, occasion)
    return _too_late(request, found) if request.method == "POST" else item_page(request, found)


@requires("implementation.write")
def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything that was answered, once more, before it goes to the validating authority."""
    found = get_visible(request.user, Update, action="implementation.write", pk=pk)
    context = {
        "item": found,
        "answers": content_of(found),
        "evidence": evidence_of(found, request.user),
        "companions": [action for action in companions(found) if may(request.user, "publication.submit", action)],
        "missing": found.shortcomings(),
        "who": who_will_see("reviewable", found.institution),
        "recommendation": found.recommendation,
    }
    return render(request, "implementation/check.html", context)


def _too_late(request: HttpRequest, found: Update) -> HttpResponse:
    """The report went on its way while somebody was still writing on it: her text is shown, so that it is not lost."""
    if not writing_for(request.user).filter(pk=found.institution_id).exists():
        raise PermissionDenied
    if "X-Autosave" in request.headers:
        return JsonResponse({"error": found.state}, status=409)
    form = ReportForm(request.POST, institution=found.institution)
    typed = [(form[name].label, request.POST.get(name, "")) for name in form.texts]
    return render(request, "implementation/too_late.html", {"item": found, "typed": typed}, status=409)


def _choose(request: HttpRequest) -> HttpResponse:
    """Without a subject in the address: what the person's institutions follow up."""
    rows = with_texts(visible(request.user, Recommendation.objects.all()))
    own = rows.filter(assignments__institution__in=writing_for(request.user), assignments__state__in=Assignment.OPEN)
    page = Paginator(own.distinct().order_by("document", "order"), 50).get_page(request.GET.get("page"))
    return render(request, "implementation/report_choose.html", {"page": page})


def _draft_sent(request: HttpRequest) -> Update | None:
    """The draft that the page began and that was saved already; somebody else's answers as if there were none."""
    sent = _as_id(request.POST.get("draft"))
    if sent is None or not Update.objects.filter(pk=sent).exists():
        return None
    found: Update = get_visible(request.user, Update, pk=sent)
    return found


def _as_id(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def occasion_of(request: HttpRequest) -> Occasion:
    recommendation = _named(request, "recommendation", with_texts(Recommendation.objects.all()))
    action = _named(request, "action", Action.objects.all())
    mine = writing_for(request.user)
    if action is not None:
        mine = mine.filter(pk=action.institution_id)
    following = mine.filter(assignments__recommendation=recommendation, assignments__state__in=Assignment.OPEN)
    institution = following.first() or mine.first()
    if institution is None:
        raise PermissionDenied
    return Occasion(request.user, institution=institution, recommendation=recommendation, action=action)


def _named(request: HttpRequest, name: str, rows: Any) -> Any:
    """The thing that the address names, if the person may see it."""
    if not request.GET.get(name):
        return None
    pk = _as_id(request.GET[name])
    if pk is None:
        raise Http404
    return get_visible(request.user, rows, pk=pk)


def _form(occasion: Occasion, data: Any = None) -> ReportForm:
    fresh = {"draft": uuid.uuid4(), "about": str(occasion.action.pk) if occasion.action else ""}
    return ReportForm(
        data,
        record=occasion.update,
        institution=occasion.institution,
        recommendation=occasion.recommendation,
        initial={} if occasion.update else fresh,
    )


def _evidence(occasion: Occasion, *posted: Any) -> EvidenceForm:
    about = {"person": occasion.person, "institution": occasion.institution, "item": occasion.update}
    return EvidenceForm(*posted, prefix="evidence", **about)


def _asked(
    request: HttpRequest,
    occasion: Occasion,
    form: ReportForm | None = None,
    evidence: EvidenceForm | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "occasion": occasion,
        "form": form or _form(occasion),
        "evidence": evidence or _evidence(occasion),
        "who": who_will_see("reviewable", occasion.institution),
        "serves": occasion.action.links.count() if occasion.action else 0,
        "copied": occasion.update.copied_from if occasion.update else None,
        "here": request.get_full_path(),
        **more,
    }
    return render(request, "implementation/report.html", context, status=status)


def _answered(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """Keep what was typed and sent, whatever else is wrong; then go on, or show what is to be mended."""
    form = _form(occasion, request.POST)
    evidence = _evidence(occasion, request.POST, request.FILES)
    form.is_valid()
    evidence.is_valid()
    by_itself = "X-Autosave" in request.headers
    try:
        occasion.update = _save(form, occasion, by_itself=by_itself)
    except StaleVersion as stale:
        return _two_texts(request, occasion, form, evidence, stale)
    if by_itself:
        return JsonResponse({"version": occasion.update.version})
    evidence.keep(to=occasion.update, by=request.user)
    if form.errors or evidence.errors:
        _stand_at(form, occasion.update)
        return _asked(request, occasion, form, evidence, status=422)
    return _go_on(request, occasion)


def _go_on(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    assert occasion.update is not None  # noqa: S101 - it was just saved
    if "check" in request.POST:
        return redirect_303(reverse("implementation:update-check", args=[occasion.update.pk]))
    if "copy" in request.POST and occasion.last:
        day = in_words(occasion.last.submitted_at.date()) if occasion.last.submitted_at else ""
        messages.success(request, _("Copied from your answer of {day}. Change what is new.").format(day=day))
    else:
        messages.success(request, _("Saved. You can go on later: it is under “Started” in your tasks."))
    return redirect_303(reverse("implementation:update", args=[occasion.update.pk]))


def redirect_303(address: str) -> HttpResponse:
    response = redirect(address)
    response.status_code = 303
    return response


def _stand_at(form: ReportForm, update: Update) -> None:
    """The page that is shown again belongs to the version just saved, and to the draft that now exists."""
    update.refresh_from_db()
    stand_at(form, version=update.version, draft=update.pk)


def _two_texts(
    request: HttpRequest, occasion: Occasion, form: ReportForm, evidence: EvidenceForm, stale: StaleVersion
) -> HttpResponse:
    """Somebody else saved first: both texts are shown, the files are kept, and nothing is written over."""
    occasion.update = stale.current
    if "X-Autosave" in request.headers:
        return JsonResponse({"error": str(stale)}, status=409)
    both = two_texts(request, form, stale)
    evidence.keep(to=stale.current, by=request.user)
    _stand_at(form, stale.current)
    return _asked(request, occasion, form, evidence, status=409, **both)


@transaction.atomic
def _save(form: ReportForm, occasion: Occasion, *, by_itself: bool) -> Update:
    values = form.texts_given() | _copied(form, occasion)
    about = form.cleaned_data.get("about")
    if not by_itself and about is not None:
        values["action"] = _action_chosen(about, form, occasion)
    if occasion.update is None:
        return _first(form, occasion, values)
    try:
        return change_update(update=occasion.update, by=occasion.person, version=form.opened_at, **values)
    except StaleVersion as stale:
        if any(values[name] != getattr(stale.current, name) for name in form.texts):
            raise
        return change_update(update=stale.current, by=occasion.person, **values)  # a second click with the same words


def _first(form: ReportForm, occasion: Occasion, values: dict[str, Any]) -> Update:
    """Begin the draft, unless a colleague has begun one on the same meanwhile."""
    theirs = started_report(occasion.institution, occasion.recommendation, occasion.action)
    if theirs is not None:
        raise StaleVersion(_("A colleague has begun a report on this."), current=theirs)
    return write_update(
        id=form.cleaned_data.get("draft") or uuid.uuid4(),
        institution=occasion.institution,
        recommendation=occasion.recommendation,
        by=occasion.person,
        **({"action": occasion.action} | values),
    )


def _copied(form: ReportForm, occasion: Occasion) -> dict[str, Any]:
    """With "copy forward": the last answer wherever nothing was typed, and where it came from."""
    if "copy" not in form.data or occasion.last is None:
        return {}
    empty = [name for name in form.texts if not (form.cleaned_data.get(name) or "").strip()]
    return {name: getattr(occasion.last, name) for name in empty} | {"copied_from": occasion.last}


def _action_chosen(about: str, form: ReportForm, occasion: Occasion) -> Action | None:
    held = occasion.update.action if occasion.update else occasion.action
    if about == NEW:
        return _new_action(form, occasion, held)
    if about == NONE:
        return None if occasion.recommendation else held
    return Action.objects.get(pk=about, institution=occasion.institution)


def _new_action(form: ReportForm, occasion: Occasion, held: Action | None) -> Action | None:
    """The action named on the way. Without a title, or sent a second time, it stays as it was."""
    title = (form.cleaned_data.get("new_title") or "").strip()
    if not title or (held and held.title == title):
        return held
    return record_action(
        institution=occasion.institution,
        by=occasion.person,
        title=title,
        kind=form.cleaned_data.get("new_kind") or Action.Kind.OTHER,
        progress=form.cleaned_data.get("progress") or Action.Progress.UNDER_WAY,
        language=form.cleaned_data.get("language") or "en",
        links={occasion.recommendation: ""} if occasion.recommendation else {},
    )
