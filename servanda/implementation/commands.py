"""Recording what was done, what changed and what stands in the way. Sending, approving, accepting and publishing are the
same for all of them: servanda/publication/commands.py."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.accounts.policy import require
from servanda.core import clock
from servanda.core.errors import NotPossibleNow, Refused
from servanda.documents.models import File
from servanda.implementation.models import (
    Action,
    ActionLink,
    Assessment,
    Challenge,
    Evidence,
    IndicatorLink,
    LevelDefinition,
    Milestone,
    Update,
)
from servanda.publication.commands import take_snapshot
from servanda.publication.models import Reviewable
from servanda.publication.registry import effect


@command("implementation.record_action", within="institution", action="implementation.write")
def record_action(
    *, institution: Any, by: Any, links: dict[Any, str] | None = None, code: str = "", **fields: Any
) -> Action:
    """Write an action once, with the recommendations it answers: `links` maps each to how (a sentence, may be empty)."""
    return _new_action(institution, by, links, code, fields)


def _new_action(institution: Any, by: Any, links: dict[Any, str] | None, code: str, fields: dict[str, Any]) -> Action:
    action = Action.objects.create(
        institution=institution, author=by, code=code or _free_code(fields.get("title", "")), **fields
    )
    _link(action, links or {})
    return action


def _free_code(title: str) -> str:
    stem = slugify(title)[:60].strip("-") or "action"
    taken = set(Action.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for n in range(len(taken) + 2) if (code := stem if n == 0 else f"{stem}-{n + 1}") not in taken)


def _link(action: Action, links: dict[Any, str]) -> None:
    action.links.exclude(recommendation__in=links).delete()
    for recommendation, how in links.items():
        ActionLink.objects.update_or_create(action=action, recommendation=recommendation, defaults={"how": how})


@command("implementation.change_action", on="action", action="implementation.write")
def change_action(*, action: Action, by: Any, links: dict[Any, str] | None = None, **fields: Any) -> Action:
    """Change an action that is not with others. `links`, where given, replaces the recommendations it answers."""
    return _change_action(action, links, fields)


def _change_action(action: Action, links: dict[Any, str] | None, fields: dict[str, Any]) -> Action:
    for name, value in fields.items():
        setattr(action, name, value)
    action.save()
    if links is not None:
        _link(action, links)
    return action


@command("implementation.record_from_list", within="institution", action="implementation.write_from_list")
def record_action_from_list(
    *, institution: Any, by: Any, links: dict[Any, str] | None = None, code: str = "", **fields: Any
) -> Action:
    """As `record_action`, from a list of actions of several institutions: a draft of the institution that is named."""
    return _new_action(institution, by, links, code, fields)


@command("implementation.change_from_list", on="action", action="implementation.write_from_list")
def change_action_from_list(*, action: Action, by: Any, links: dict[Any, str] | None = None, **fields: Any) -> Action:
    """As `change_action`, from a list."""
    return _change_action(action, links, fields)


@command("implementation.remove_from_list", action="implementation.write_from_list")
def remove_action_from_list(*, action: str, by: Any) -> bool:
    """Step back of a list: take away an action that is still a draft and that nobody has written on. Else it stays."""
    found = Action.objects.filter(pk=action, state="draft").first()
    if found is None or found.milestones.exists() or found.evidence.exists():
        return False
    require(by, "implementation.write_from_list", found)
    try:
        with transaction.atomic():
            found.delete()
    except ProtectedError:
        return False
    return True


@command("implementation.link_from_list", on="action", action="implementation.write_from_list")
def link_from_list(*, action: Action, recommendation: Any, by: Any, how: str = "") -> ActionLink:
    """Say that an action answers a recommendation, and how; beside what it answers already."""
    link, _created = ActionLink.objects.update_or_create(
        action=action, recommendation=recommendation, defaults={"how": how}
    )
    return link


@command("implementation.unlink_from_list", action="implementation.write_from_list")
def unlink_from_list(*, link: str, by: Any) -> bool:
    """Step back of `link_from_list`, while the action is still a draft."""
    found = ActionLink.objects.select_related("action").filter(pk=link, action__state__in=("draft", "returned")).first()
    if found is None:
        return False
    require(by, "implementation.write_from_list", found.action)
    found.delete()
    return True


@command("implementation.set_milestones", on="action", action="implementation.write")
def set_milestones(*, action: Action, milestones: Iterable[dict[str, Any]], by: Any) -> Action:
    """The steps of an action, as {"title", "due_on", "done_on"}, replacing those there were."""
    action.milestones.all().delete()
    Milestone.objects.bulk_create(Milestone(action=action, **milestone) for milestone in milestones)
    return action


@command("implementation.write_update", within="institution", action="implementation.write")
def write_update(
    *, institution: Any, by: Any, action: Action | None = None, recommendation: Any = None, **answers: Any
) -> Update:
    """Begin a report on progress. `answers`: what_was_done, what_changed, what_is_missing, language, copied_from."""
    return Update.objects.create(
        institution=institution, author=by, action=action, recommendation=recommendation, **answers
    )


@command("implementation.change_update", on="update", action="implementation.write")
def change_update(*, update: Update, by: Any, **answers: Any) -> Update:
    """Change a report that is not sent, or that came back. Autosave calls this too."""
    for name, value in answers.items():
        setattr(update, name, value)
    update.save()
    return update


@effect(Update)
def _the_action_stands_where_the_update_says(update: Update, by: Any) -> None:
    """A published update moves its action on, and ties it to the recommendation that the update answers."""
    if update.action is None:
        return
    if update.progress:
        update.action.progress = update.progress
        update.action.save(update_fields=["progress", "changed_at"])
    if update.recommendation_id:
        ActionLink.objects.get_or_create(action=update.action, recommendation_id=update.recommendation_id)


@command("implementation.record_challenge", within="institution", action="implementation.write")
def record_challenge(
    *, institution: Any, by: Any, action: Action | None = None, recommendation: Any = None, **fields: Any
) -> Challenge:
    """Record what stands in the way. `fields`: kind, description, who_can_lift_it, language."""
    return Challenge.objects.create(
        institution=institution, author=by, action=action, recommendation=recommendation, **fields
    )


@command("implementation.change_challenge", on="challenge", action="implementation.write")
def change_challenge(*, challenge: Challenge, by: Any, **fields: Any) -> Challenge:
    for name, value in fields.items():
        setattr(challenge, name, value)
    challenge.save()
    return challenge


@command("implementation.write_assessment", action="implementation.assess")
def write_assessment(
    *, recommendation: Any, institution: Any, assessor: str, level: str, by: Any, **fields: Any
) -> Assessment:
    """Begin an assessment in one's own voice. `fields`: reasoning, confidence, as_of, language, reply_to."""
    assessment = Assessment(
        recommendation=recommendation,
        institution=institution,
        assessor=assessor,
        level=level,
        author=by,
        definition=definition_of(level),
        **fields,
    )
    require(by, "implementation.assess", assessment)
    assessment.save()
    return assessment


@command("implementation.change_assessment", on="assessment", action="implementation.assess")
def change_assessment(*, assessment: Assessment, by: Any, **fields: Any) -> Assessment:
    for name, value in fields.items():
        setattr(assessment, name, value)
    assessment.definition = definition_of(assessment.level)
    assessment.save()
    return assessment


def definition_of(level: str) -> LevelDefinition | None:
    """The definition of a level that is in force today."""
    return LevelDefinition.objects.filter(level=level, in_force_from__lte=clock.today()).order_by("-version").first()


@command("implementation.define_level", action="taxonomy.manage")
def define_level(
    *, level: str, edition: int, names: dict[str, str], definitions: dict[str, str], in_force_from: Any, by: Any
) -> LevelDefinition:
    """Publish what a level means from a day on; a changed meaning is a new edition."""
    definition, _created = LevelDefinition.objects.update_or_create(
        level=level,
        version=edition,
        defaults={"names": names, "definitions": definitions, "in_force_from": in_force_from},
    )
    take_snapshot(kind="level", thing=definition, public_id=level, by=by)
    return definition


@command("implementation.add_evidence", on="to", action="documents.keep_file")
def add_evidence(
    *, to: Reviewable, title: str, visibility: str, by: Any, file: File | None = None, url: str = "", main: bool = False
) -> Evidence:
    """Add a file or a link that shows what is claimed. `main`: the piece an assessment rests on."""
    require(by, "implementation.assess" if isinstance(to, Assessment) else "implementation.write", to)
    if file is None and not url:
        raise Refused(_("Choose a file or give a link."))
    field = {Action: "action", Update: "update", Assessment: "assessment"}[type(to)]
    evidence = Evidence.objects.create(
        title=title or (file.name if file else url),
        file=file,
        url=url,
        visibility=visibility,
        added_by=by,
        **{field: to},
    )
    if isinstance(to, Assessment) and (main or to.main_evidence_id is None):
        to.main_evidence = evidence
        to.save(update_fields=["main_evidence"])
    return evidence


@command("implementation.change_evidence", action="documents.keep_file")
def change_evidence(*, evidence: Evidence, by: Any, visibility: str) -> Evidence:
    """Say anew who may see a piece of evidence, while what it belongs to is still being written."""
    thing = evidence.belongs_to
    require(by, "implementation.assess" if isinstance(thing, Assessment) else "implementation.write", thing)
    evidence.visibility = visibility
    evidence.save(update_fields=["visibility"])
    return evidence


@command("implementation.remove_evidence", action="documents.keep_file")
def remove_evidence(*, evidence: Evidence, by: Any) -> Evidence:
    """Take evidence away; it is archived, not deleted."""
    thing = evidence.belongs_to
    require(by, "implementation.assess" if isinstance(thing, Assessment) else "implementation.write", thing)
    if isinstance(thing, Assessment) and thing.main_evidence_id == evidence.pk:
        thing.main_evidence = thing.evidence.filter(removed_at=None).exclude(pk=evidence.pk).first()
        thing.save(update_fields=["main_evidence"])
    evidence.removed_at = clock.now()
    evidence.save(update_fields=["removed_at"])
    return evidence


@command("implementation.link_indicator", action="indicators.manage")
def link_indicator(
    *, indicator: Any, by: Any, recommendation: Any = None, action: Action | None = None
) -> IndicatorLink:
    """Say that an indicator shows whether a recommendation or an action makes a difference."""
    try:
        with transaction.atomic():
            return IndicatorLink.objects.create(indicator=indicator, recommendation=recommendation, action=action)
    except IntegrityError:
        raise NotPossibleNow(_("This indicator is linked already.")) from None


@command("implementation.unlink_indicator", action="indicators.manage")
def unlink_indicator(*, by: Any, link: str = "", indicator: str = "", action: str = "") -> bool:
    """Take a link of an indicator away: by its id, or that of an indicator with an action."""
    named = {"pk": link} if link else {"indicator_id": indicator, "action_id": action}
    found = IndicatorLink.objects.filter(**named)
    if not found.exists():
        return False
    found.delete()
    return True
