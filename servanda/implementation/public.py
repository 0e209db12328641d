"""What the public sees of follow-up: published actions, updates, challenges, assessments and evidence marked public."""

from collections.abc import Iterable
from typing import Any

from servanda.implementation.models import Action, Assessment, Challenge, Evidence, LevelDefinition, Update
from servanda.publication.registry import section
from servanda.recommendations.models import Recommendation

PUBLISHED = {"state": "published"}


def _day(value: Any) -> str | None:
    return value.isoformat()[:10] if value else None


def _institution(thing: Any) -> dict[str, Any]:
    return {"code": thing.institution.code, "names": thing.institution.names}


def _evidence(pieces: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [
        {
            "title": e.title,
            "url": e.url,
            "file": str(e.file_id) if e.file_id else None,
            "size": e.file.size if e.file else None,
        }
        for e in pieces
        if e.visibility == Evidence.Visibility.PUBLIC and e.removed_at is None
    ]


def _update(update: Update) -> dict[str, Any]:
    return {
        "language": update.language,
        "what_was_done": update.what_was_done,
        "what_changed": update.what_changed,
        "what_is_missing": update.what_is_missing,
        "progress": update.progress,
        "institution": _institution(update),
        "published_on": _day(update.published_at),
        "evidence": _evidence(update.evidence.all()),
    }


def _updates(of: Any) -> list[dict[str, Any]]:
    rows = of.updates.filter(**PUBLISHED).select_related("institution").prefetch_related("evidence__file")
    return [_update(update) for update in rows.order_by("-published_at")]


def _action(action: Action) -> dict[str, Any]:
    return {
        "code": action.code,
        "title": action.title,
        "description": action.description,
        "language": action.language,
        "kind": action.kind,
        "progress": action.progress,
        "starts_on": _day(action.starts_on),
        "ends_on": _day(action.ends_on),
        "legal_reference": action.legal_reference,
        "budget": str(action.budget) if action.budget is not None else None,
        "currency": action.currency,
        "funded_share": action.funded_share,
        "territory": action.territory.names if action.territory else None,
        "partners": action.partners,
        "institution": _institution(action),
        "milestones": [
            {"title": m.title, "due_on": _day(m.due_on), "done_on": _day(m.done_on)} for m in action.milestones.all()
        ],
        "evidence": _evidence(action.evidence.all()),
    }


def _published_actions(rows: Any) -> Any:
    return (
        rows.filter(**PUBLISHED)
        .select_related("institution", "territory")
        .prefetch_related("milestones", "evidence__file")
    )


def _challenge(challenge: Challenge) -> dict[str, Any]:
    return {
        "kind": challenge.kind,
        "language": challenge.language,
        "description": challenge.description,
        "who_can_lift_it": challenge.who_can_lift_it,
        "institution": _institution(challenge),
    }


@section("recommendation", "actions", reads=("action_links",))
def actions(thing: Recommendation) -> list[dict[str, Any]]:
    how = {link.action_id: link.how for link in thing.action_links.all()}
    if not how:
        return []
    return [
        _action(action) | {"how": how[action.pk], "updates": _updates(action), "answers": action.links.count()}
        for action in _published_actions(thing.actions)
    ]


@section("recommendation", "updates", reads=("updates",))
def updates(thing: Recommendation) -> list[dict[str, Any]]:
    return _updates(thing) if thing.updates.all() else []


@section("recommendation", "challenges", reads=("challenges", "action_links"))
def challenges(thing: Recommendation) -> list[dict[str, Any]]:
    if not thing.challenges.all() and not thing.action_links.all():
        return []
    of_actions = Challenge.objects.filter(action__in=thing.actions.filter(**PUBLISHED), **PUBLISHED)
    rows = (thing.challenges.filter(**PUBLISHED) | of_actions).distinct()
    return [_challenge(challenge) for challenge in rows.select_related("institution")]


@section("recommendation", "assessments", reads=("assessments",))
def assessments(thing: Recommendation) -> list[dict[str, Any]]:
    """Every published assessment, newest first within each voice; the first of a voice is the one in force."""
    if not thing.assessments.all():
        return []
    rows = thing.assessments.filter(**PUBLISHED).select_related("institution", "definition", "main_evidence__file")
    order = {assessor: place for place, assessor in enumerate(Assessment.Assessor.values)}
    newest_first = sorted(
        rows.prefetch_related("evidence__file"), key=lambda a: (a.as_of, a.published_at), reverse=True
    )
    return [_assessment(a) for a in sorted(newest_first, key=lambda a: order[a.assessor])]


@section("recommendation", "part_levels")
def part_levels(thing: Recommendation) -> list[dict[str, Any]]:
    """How each voice sees each part, as far as it has said so: no level of the whole is made from these."""
    parts = [part for part in thing.parts.all() if part.joined_at is None and part.tracked]
    return [{"part": part.letter} | _levels(part.tracked) for part in parts]


def _levels(thing: Any) -> dict[str, str]:
    rows = thing.assessments.filter(**PUBLISHED, reply_to=None).order_by("as_of", "published_at")
    return dict(rows.values_list("assessor", "level"))


def _assessment(a: Assessment) -> dict[str, Any]:
    return {
        "assessor": a.assessor,
        "institution": _institution(a),
        "level": a.level,
        "definition_version": a.definition.version if a.definition else None,
        "language": a.language,
        "reasoning": a.reasoning,
        "confidence": a.confidence,
        "as_of": _day(a.as_of),
        "published_on": _day(a.published_at),
        "is_reply": a.reply_to_id is not None,
        "pieces_of_evidence": sum(e.removed_at is None for e in a.evidence.all()),
        "evidence": _evidence(a.evidence.all()),
    }


@section("recommendation", "indicators", reads=("indicator_links__indicator",))
def indicators(thing: Recommendation) -> list[dict[str, Any]]:
    return [{"code": link.indicator.code, "names": link.indicator.names} for link in thing.indicator_links.all()]


@section("action", "action")
def action(thing: Action) -> dict[str, Any]:
    return _action(thing)


@section("action", "updates")
def updates_of_action(thing: Action) -> list[dict[str, Any]]:
    return _updates(thing)


@section("action", "recommendations")
def recommendations_of_action(thing: Action) -> list[dict[str, Any]]:
    links = thing.links.select_related("recommendation").prefetch_related("recommendation__wordings")
    return [
        {
            "reference": link.recommendation.reference,
            "how": link.how,
            "plain_lines": link.recommendation.plain_lines,
            "wordings": {w.language: w.text for w in link.recommendation.wordings.all() if w.replaced_at is None},
        }
        for link in links
    ]


@section("level", "level")
def level(thing: LevelDefinition) -> dict[str, Any]:
    """A level of assessment as defined now; earlier definitions are its earlier snapshots."""
    return {
        "level": thing.level,
        "version": thing.version,
        "names": thing.names,
        "definitions": thing.definitions,
        "in_force_from": str(thing.in_force_from),
    }
