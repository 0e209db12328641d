"""The file of one recommendation: all that is known about it, panel by panel, as far as this person may see it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from servanda.accounts import roles
from servanda.accounts.access import get_visible, requires
from servanda.accounts.policy import may, visible
from servanda.accounts.roles import institutions_of
from servanda.assignments.models import Assignment
from servanda.assignments.queries import of_recommendation
from servanda.audit.models import Entry
from servanda.core.texts import in_language
from servanda.documents.models import File
from servanda.implementation.content import page_of, title_of
from servanda.implementation.models import Action, Assessment, Challenge, IndicatorLink, Update
from servanda.publication.models import Reviewable, Snapshot, State
from servanda.recommendations.models import Recommendation
from servanda.recommendations.queries import by_scheme, decided_terms, with_wordings
from servanda.workspace.record import in_words

AT_ONCE = 20  # rows of a panel; the newest first
Row = dict[str, Any]


@requires("recommendations.read_register")
def recommendation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page is little more than a list of panels."""
    rows = with_wordings(Recommendation.objects.select_related("paragraph")).prefetch_related(
        "parts", "recommending_states"
    )
    found = get_visible(request.user, rows, pk=pk)
    person = request.user
    page = {
        "recommendation": found,
        **source(found),
        **buttons(person, found),
        **classification(person, found),
        **assignments(person, found),
        **voices(person, found),
        **follow_up(person, found),
        **versions(found),
        "trail": trail(person, found),
    }
    return render(request, "workspace/recommendation.html", page)


def source(recommendation: Recommendation) -> dict[str, Any]:
    """The wording in the reader's language and in the others, and the page of the original it stands on."""
    first = recommendation.wording_in()
    plain = recommendation.plain_line
    return {
        "wording": first,
        "other_wordings": [w for w in recommendation.wordings.all() if w.language != first.language],
        "earlier_wordings": earlier_wordings(recommendation),
        "plain_line": plain,
        "explanation": in_language(recommendation.position_explanations),
        "original_url": original_of(recommendation),
    }


def earlier_wordings(recommendation: Recommendation) -> list[Row]:
    """Each wording that was replaced, newest first, with the one that followed it."""
    rows: list[Row] = []
    follower: dict[str, Any] = {}
    for wording in recommendation.wordings.model.objects.filter(recommendation=recommendation).order_by("-created_at"):
        if wording.replaced_at and (after := follower.get(wording.language)):
            rows.append({"was": wording, "became": after})
        follower[wording.language] = wording
    return rows


def original_of(recommendation: Recommendation) -> str:
    """The page of the kept file, else the address where the document was published, else nothing."""
    file = File.objects.filter(document=recommendation.document_id).order_by("created_at").first()
    if file is None:
        return recommendation.document.source_url
    address = reverse("documents:download", args=[file.pk])
    return f"{address}#page={recommendation.page}" if recommendation.page else address


def buttons(person: Any, recommendation: Recommendation) -> dict[str, bool]:
    """What this person may do here: only that is offered."""
    return {
        "may_find_official": recommendation.standing == Recommendation.Standing.PROVISIONAL
        and may(person, "recommendations.enter"),
        "may_edit": may(person, "recommendations.edit_facts", recommendation),
        "may_classify": may(person, "recommendations.classify", recommendation),
        "may_withdraw": may(person, "recommendations.withdraw", recommendation),
        "may_write": may(person, "implementation.write") and recommendation.stands,
        "may_assess": may(person, "implementation.assess") and recommendation.stands,
        "is_upr": bool(recommendation.document.mechanism and recommendation.document.mechanism.kind == "upr"),
    }


def classification(person: Any, recommendation: Recommendation) -> dict[str, Any]:
    terms = decided_terms(person, recommendation)
    return {"confirmed": by_scheme(terms["confirmed"]), "suggested": terms["suggested"]}


def assignments(person: Any, recommendation: Recommendation) -> dict[str, Any]:
    """Everybody's part in it, with what this person may do about each."""
    found: list[Any] = of_recommendation(person, recommendation)
    own = institutions_of(person, roles.FOCAL_POINT, roles.ALTERNATE)
    may_assign = may(person, "assignments.assign", recommendation) and recommendation.stands
    for assignment in found:
        assignment.may_answer = may(person, "assignments.answer", assignment)
        assignment.may_end = may_assign and assignment.is_open
    return {
        "assignments": found,
        "lead": next((a for a in found if a.is_open and a.role == Assignment.Role.LEAD), None),
        "may_assign": may_assign,
        "may_report": any(a.is_open and a.institution_id in own for a in found) and recommendation.stands,
        "to_answer": next((a for a in found if a.may_answer), None),
        "any_button": any(a.may_answer or a.may_end for a in found),
        "assign_url": f"{reverse('assignments:assign')}?recommendation={recommendation.pk}",
    }


def voices(person: Any, recommendation: Recommendation) -> dict[str, Any]:
    """The newest published assessment of each voice, side by side, and the others this person may read."""
    rows = visible(person, recommendation.assessments.all()).select_related("institution").prefetch_related("evidence")
    newest = list(rows.order_by("-as_of", "-created_at"))
    heard: dict[str, Assessment] = {}
    for assessment in newest:
        if assessment.state == State.PUBLISHED and not assessment.reply_to_id:
            heard.setdefault(assessment.assessor, assessment)
    others = [assessment for assessment in newest if assessment not in heard.values()]
    return {
        "state_voice": heard.pop(Assessment.Assessor.STATE, None),
        "other_voices": [_voice(assessment) for assessment in heard.values()],
        "other_assessments": [_row(a, a.get_assessor_display(), a.get_level_display()) for a in others[:AT_ONCE]],
    }


def _voice(assessment: Assessment) -> dict[str, Any]:
    sides = {Assessment.Assessor.NHRI: "nhri", Assessment.Assessor.CIVIL_SOCIETY: "society"}
    return {"assessment": assessment, "side": sides.get(assessment.assessor, "un"), "url": page_of(assessment)}  # type: ignore[call-overload]


def follow_up(person: Any, recommendation: Recommendation) -> dict[str, list[Row]]:
    """What was done, reported and stands in the way, newest first; and what is measured."""
    linked = Action.objects.filter(links__recommendation=recommendation)
    actions = visible(person, linked).select_related("institution").order_by("-starts_on", "title")
    seen = [action.pk for action in actions]
    updates = visible(
        person, Update.objects.filter(recommendation=recommendation) | Update.objects.filter(action__in=seen)
    )
    challenges = visible(
        person, Challenge.objects.filter(recommendation=recommendation) | Challenge.objects.filter(action__in=seen)
    )
    measured = IndicatorLink.objects.filter(recommendation=recommendation).select_related("indicator")
    return {
        "actions": [_row(a, a.get_kind_display(), str(a.institution), a.get_progress_display()) for a in actions],
        "updates": [_row(u, str(u.institution)) for u in _with_subject(updates)],
        "challenges": [_row(c, str(c.institution), c.description) for c in _with_subject(challenges)],
        "indicators": [
            {
                "title": in_language(link.indicator.names),
                "url": reverse("indicators:indicator", args=[link.indicator_id]),
                "facts": [link.indicator.get_type_display(), link.indicator.unit],
            }
            for link in measured
        ],
    }


def _with_subject(rows: Any) -> Iterable[Any]:
    rows = rows.select_related("institution", "action", "recommendation").prefetch_related("recommendation__wordings")
    return rows.order_by("-created_at").distinct()[:AT_ONCE]


def _row(item: Reviewable, *facts: str) -> Row:
    """One line about a record: what it is, where it is on its way, and where it can be read."""
    return {"title": title_of(item), "url": page_of(item), "facts": facts, "state": item.state, "at": item.created_at}


def versions(recommendation: Recommendation) -> dict[str, Any]:
    """What the public was shown, newest first."""
    shown = Snapshot.objects.filter(kind="recommendation", public_id=recommendation.public_id).defer("payload")
    newest = list(shown.select_related("published_by").order_by("-version")[:AT_ONCE])
    public = reverse("portal:recommendation", args=[recommendation.reference])
    return {
        "versions": [{"snapshot": snapshot, "url": f"{public}versions/{snapshot.version}/"} for snapshot in newest],
        "withdrawn": newest[0] if newest and newest[0].withdrawn_at else None,
    }


def trail(person: Any, recommendation: Recommendation) -> list[Any]:
    """The entries of the record about this recommendation, in words, for those who may read the record."""
    about = Entry.objects.filter(object_type="recommendations.recommendation", object_id=str(recommendation.pk))
    return in_words(visible(person, about).order_by("-number")[:AT_ONCE])
