"""What was done, what changed and what stands in the way: actions, updates, challenges, evidence, assessments."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Record
from servanda.publication.models import Reviewable


class Action(Reviewable):
    """Something done or planned, written once and linked to every recommendation it answers."""

    class Kind(models.TextChoices):
        LAW = "law", _("Law")
        POLICY = "policy", _("Policy")
        PROGRAMME = "programme", _("Programme")
        BUDGET = "budget", _("Budget")
        TRAINING = "training", _("Training")
        INSTITUTION = "institution", _("Institution set up or strengthened")
        RATIFICATION = "ratification", _("Ratification")
        JUDGMENT = "judgment", _("Judgment")
        PUBLICATION = "publication", _("Publication")
        OTHER = "other", _("Other")

    class Progress(models.TextChoices):
        PLANNED = "planned", _("Planned")
        UNDER_WAY = "under_way", _("Under way")
        COMPLETED = "completed", _("Completed")
        SUSPENDED = "suspended", _("Suspended")

    code = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    language = models.CharField(max_length=10, default="en")
    kind = models.CharField(_("type"), max_length=16, choices=Kind)
    progress = models.CharField(_("progress"), max_length=12, choices=Progress, default=Progress.PLANNED)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    legal_reference = models.CharField(_("number of the law or decision"), max_length=160, blank=True)
    budget = models.DecimalField(_("budget"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    funded_share = models.PositiveSmallIntegerField(_("funded, in per cent"), null=True, blank=True)
    territory = models.ForeignKey("institutions.Territory", models.PROTECT, null=True, blank=True, related_name="+")
    partners = models.CharField(_("partners"), max_length=500, blank=True)
    recommendations = models.ManyToManyField(
        "recommendations.Recommendation", through="ActionLink", related_name="actions"
    )

    class Meta(Reviewable.Meta):
        ordering = ["-starts_on", "title"]
        constraints = [
            *Reviewable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="action_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(funded_share=None) | Q(funded_share__lte=100), name="funded_at_most_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def public_id(self) -> str:
        return self.code

    def shortcomings(self) -> list[Any]:
        missing = []
        if not self.title.strip():
            missing.append(_("Give the action a title."))
        if not self.links.exists():
            missing.append(_("Link the action to at least one recommendation."))
        return missing

    def shown_in(self) -> list[tuple[str, Any]]:
        return [("action", self), *(("recommendation", r) for r in self.recommendations.all())]


class ActionLink(Record):
    """How an action answers a recommendation."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="links")
    recommendation = models.ForeignKey("recommendations.Recommendation", models.PROTECT, related_name="action_links")
    how = models.TextField(_("how it answers"), blank=True)

    class Meta:
        ordering = ["action", "recommendation"]
        constraints = [models.UniqueConstraint(fields=["action", "recommendation"], name="an_action_answers_once")]


class Milestone(Record):
    """A step of an action with the day it is due."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=300)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ["action", "due_on"]


class Update(Reviewable):
    """A report on progress in three answers. Of an action it serves every recommendation the action is linked to."""

    action = models.ForeignKey(Action, models.PROTECT, null=True, related_name="updates")
    recommendation = models.ForeignKey(
        "recommendations.Recommendation", models.PROTECT, null=True, related_name="updates"
    )
    language = models.CharField(max_length=10, default="en")
    what_was_done = models.TextField(_("What did you do?"), blank=True)
    what_changed = models.TextField(_("What changed for people?"), blank=True)
    what_is_missing = models.TextField(_("What is missing or planned?"), blank=True)
    progress = models.CharField(
        _("Where does the action stand now?"), max_length=12, choices=Action.Progress, blank=True
    )
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    class Meta(Reviewable.Meta):
        ordering = ["-created_at"]
        constraints = [
            *Reviewable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(action__isnull=False) | Q(recommendation__isnull=False), name="update_is_about_something"
            ),
        ]

    def shortcomings(self) -> list[Any]:
        return [] if self.what_was_done.strip() else [_("Answer the first question: what did you do?")]

    def shown_in(self) -> list[tuple[str, Any]]:
        shown = [("recommendation", self.recommendation)] if self.recommendation else []
        return [*shown, *([] if self.action is None or self.action.state != "published" else self.action.shown_in())]


class Challenge(Reviewable):
    """What stands in the way, as data: its kind, and who could lift it."""

    class Kind(models.TextChoices):
        MONEY = "money", _("Money")
        PEOPLE = "people", _("People or skills")
        LAW = "law", _("Law or procedure")
        COORDINATION = "coordination", _("Coordination between institutions")
        DATA = "data", _("Data")
        POLITICAL = "political", _("Political agreement")
        SOCIAL = "social", _("Attitudes in society")
        SECURITY = "security", _("Security or emergency")
        OTHER = "other", _("Other")

    recommendation = models.ForeignKey(
        "recommendations.Recommendation", models.PROTECT, null=True, related_name="challenges"
    )
    action = models.ForeignKey(Action, models.PROTECT, null=True, related_name="challenges")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    language = models.CharField(max_length=10, default="en")
    description = models.TextField(_("description"))
    who_can_lift_it = models.CharField(_("who could lift it"), max_length=300, blank=True)

    class Meta(Reviewable.Meta):
        ordering = ["-created_at"]
        constraints = [
            *Reviewable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(action__isnull=False) | Q(recommendation__isnull=False), name="challenge_is_about_something"
            ),
        ]

    def shown_in(self) -> list[tuple[str, Any]]:
        shown = [("recommendation", self.recommendation)] if self.recommendation else []
        return [*shown, *([] if self.action is None or self.action.state != "published" else self.action.shown_in())]


class LevelDefinition(Record):
    """What a level of assessment means, in words, from a day on. A changed definition is a new version."""

    level = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    names = models.JSONField(default=dict)
    definitions = models.JSONField(default=dict)
    in_force_from = models.DateField()

    class Meta:
        ordering = ["level", "-version"]
        constraints = [models.UniqueConstraint(fields=["level", "version"], name="one_definition_a_version")]


class Evidence(Record):
    """A file or a link that shows what is claimed."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Public once what it belongs to is published")
        INTERNAL = "internal", _("Internal: the institution and the secretariat only")

    title = models.CharField(_("title"), max_length=300)
    file = models.ForeignKey("documents.File", models.PROTECT, null=True, related_name="evidence")
    url = models.URLField(_("link"), max_length=500, blank=True)
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.INTERNAL)
    action = models.ForeignKey(Action, models.CASCADE, null=True, related_name="evidence")
    update = models.ForeignKey(Update, models.CASCADE, null=True, related_name="evidence")
    assessment = models.ForeignKey("Assessment", models.CASCADE, null=True, related_name="evidence")
    added_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(file__isnull=False) | ~Q(url=""), name="evidence_is_a_file_or_a_link"),
        ]

    @property
    def belongs_to(self) -> Any:
        return self.action or self.update or self.assessment

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC

    @property
    def short_type(self) -> str:
        """PDF, DOCX …: the ending of the file's name; "" for a link."""
        return self.file.name.rpartition(".")[2].upper()[:5] if self.file else ""


class Assessment(Reviewable):
    """How far a recommendation is implemented, as one voice sees it: assessed by a person, never computed from activity.
    The State's and an independent one stand side by side; nobody's overwrites another's."""

    class Level(models.TextChoices):
        IMPLEMENTED = "implemented", _("Implemented")
        SUBSTANTIAL = "in_progress_substantial", _("In progress, substantial")
        LIMITED = "in_progress_limited", _("In progress, limited")
        NOT_STARTED = "not_started", _("Not started")
        REGRESSED = "regressed", _("Regressed")
        NO_LONGER_APPLICABLE = "no_longer_applicable", _("No longer applicable")
        INSUFFICIENT_INFORMATION = "insufficient_information", _("Insufficient information")
        NOT_ASSESSED = "not_assessed", _("Not assessed")

    class Assessor(models.TextChoices):
        STATE = "state", _("The State")
        NHRI = "nhri", _("National human rights institution")
        CIVIL_SOCIETY = "civil_society", _("Civil society")
        TREATY_BODY = "treaty_body", _("Treaty body")

    class Confidence(models.TextChoices):
        HIGH = "high", _("High")
        MEDIUM = "medium", _("Medium")
        LOW = "low", _("Low")

    WITHOUT_EVIDENCE = ("not_assessed", "insufficient_information")

    recommendation = models.ForeignKey("recommendations.Recommendation", models.PROTECT, related_name="assessments")
    assessor = models.CharField(max_length=16, choices=Assessor)
    level = models.CharField(_("level"), max_length=30, choices=Level)
    definition = models.ForeignKey(LevelDefinition, models.PROTECT, null=True, related_name="assessments")
    language = models.CharField(max_length=10, default="en")
    reasoning = models.TextField(_("reasoning"), blank=True)
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence, default=Confidence.MEDIUM)
    as_of = models.DateField(_("as of"))
    main_evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+")
    reply_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")

    class Meta(Reviewable.Meta):
        ordering = ["-as_of", "-created_at"]
        constraints = [
            *Reviewable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | Q(level__in=["not_assessed", "insufficient_information"])
                | Q(main_evidence__isnull=False),
                name="assessed_on_evidence",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | ~Q(accepted_by=models.F("author")), name="validator_is_not_the_author"
            ),
        ]

    @property
    def is_independent(self) -> bool:
        return self.assessor != self.Assessor.STATE

    def shortcomings(self) -> list[Any]:
        missing = []
        if self.level not in self.WITHOUT_EVIDENCE and not self.main_evidence_id:
            missing.append(_("Add evidence: this level cannot be given without any."))
        if not self.reasoning.strip():
            missing.append(_("Give your reasoning in a sentence or two."))
        return missing

    def shown_in(self) -> list[tuple[str, Any]]:
        return [("recommendation", self.recommendation)]


class IndicatorLink(Record):
    """An indicator that shows whether a recommendation or an action makes a difference."""

    indicator = models.ForeignKey("indicators.Indicator", models.CASCADE, related_name="links")
    recommendation = models.ForeignKey(
        "recommendations.Recommendation", models.CASCADE, null=True, related_name="indicator_links"
    )
    action = models.ForeignKey(Action, models.CASCADE, null=True, related_name="indicator_links")

    class Meta:
        ordering = ["indicator"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recommendation__isnull=False) | Q(action__isnull=False), name="indicator_is_linked"
            ),
            models.UniqueConstraint(
                fields=["indicator", "recommendation"], condition=Q(action=None), name="an_indicator_once"
            ),
        ]
