"""What was asked: the recommendation, its wording, who asked, the State's position, and its classification."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Editable, Record
from servanda.core.texts import Text, in_language


class Position(models.TextChoices):
    """The State's answer to a UPR recommendation. The UN knows only supported and noted; the others are explained in
    docs/glossary.md."""

    SUPPORTED = "supported", _("Supported")
    NOTED = "noted", _("Noted")
    IN_PART = "supported_in_part", _("Supported in part")
    PENDING = "pending", _("Pending")


class Recommendation(Editable):
    """One thing that a mechanism asked of the State, at one place of one document."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", _("Recommendation")
        CONCERN = "concern", _("Concern")
        PLEDGE = "pledge", _("Voluntary pledge")
        JUDGMENT_POINT = "judgment_point", _("Point of a judgment")
        DECISION = "decision", _("Decision")

    class Standing(models.TextChoices):
        PROVISIONAL = "provisional", _("Provisional")
        CONFIRMED = "confirmed", _("Confirmed")
        SUPERSEDED = "superseded", _("Superseded")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    reference = models.CharField(max_length=80, unique=True)  # XAR-CAT-3-21: stable for ever
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="recommendations")
    paragraph = models.ForeignKey("documents.Paragraph", models.SET_NULL, null=True, related_name="recommendations")
    number = models.CharField(max_length=20, blank=True)  # as printed: 130.16, 21 (a)
    order = models.PositiveIntegerField(default=0)  # place in the document
    page = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.RECOMMENDATION)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.CONFIRMED)
    plain_lines = models.JSONField(default=dict, blank=True)  # a short title in the reader's words, by language
    position = models.CharField(max_length=20, choices=Position, blank=True)
    position_explanations = models.JSONField(default=dict, blank=True)
    position_source = models.CharField(max_length=160, blank=True)  # symbol and paragraph
    asks_follow_up_by = models.DateField(null=True)

    class Meta:
        ordering = ["document", "order", "number"]
        indexes = [models.Index(fields=["kind", "standing"])]

    def __str__(self) -> str:
        return self.reference

    @property
    def public_id(self) -> str:
        return self.reference

    @property
    def state(self) -> str:
        return self.standing

    @property
    def whole(self) -> "Recommendation | None":
        """The recommendation of which this is a part."""
        part = getattr(self, "as_part", None)
        return part.recommendation if part else None

    @property
    def has_position(self) -> bool:
        """Whether a State answers such a thing: it does to recommendations, and to them only."""
        return self.kind == self.Kind.RECOMMENDATION

    @property
    def stands(self) -> bool:
        """Neither withdrawn nor superseded: it can be worked on."""
        return self.standing in (self.Standing.PROVISIONAL, self.Standing.CONFIRMED)

    def wording_in(self, language: str | None = None) -> Text:
        """The current wording in that language, else in one there is. Uses what was prefetched."""
        return in_language({w.language: w.text for w in self.wordings.all() if w.replaced_at is None}, language)

    @property
    def plain_line(self) -> Text:
        return in_language(self.plain_lines)


class Wording(Record):
    """The words of the mechanism in one language. Never edited: a corrected text is a new wording, the old one stays."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=10)
    text = models.TextField()
    is_official = models.BooleanField(default=True)
    source = models.CharField(max_length=160, blank=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        # By id: ordering by the relation would join the recommendations and their documents into every fetch.
        ordering = ["recommendation_id", "language", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "language"],
                condition=Q(replaced_at=None),
                name="one_current_wording_a_language",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="wording_has_text"),
        ]


class Part(Record):
    """One demand of a compound recommendation, in words cut from its wording. `tracked`: the register's own line of it,
    which is classified, assigned, answered and assessed as any other; a part without one is only named. A part that was
    joined again keeps its letter, so that no reference ever means another text."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="parts")
    letter = models.CharField(max_length=3)
    text = models.TextField()
    language = models.CharField(max_length=10, blank=True)
    spans = models.JSONField(default=list, blank=True)  # [[from, to], …] in the wording of that language
    tracked = models.OneToOneField(Recommendation, models.PROTECT, null=True, related_name="as_part")
    joined_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["recommendation_id", "letter"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "letter"], name="one_part_a_letter"),
            models.CheckConstraint(condition=~Q(tracked=models.F("recommendation")), name="no_part_of_itself"),
        ]


class RecommendingState(Record):
    """A State (or observer) that made the recommendation; several may have."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="recommending_states")
    iso3 = models.CharField(max_length=3, blank=True)
    name = models.CharField(max_length=120)  # as printed
    source = models.CharField(max_length=160, blank=True)  # symbol and paragraph; "" is the document itself
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["recommendation_id", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "iso3"], condition=~Q(iso3=""), name="a_state_recommends_once"
            )
        ]


class Classification(Record):
    """A term given to a recommendation: by a person, or suggested by an import or by software until a person decides."""

    class Origin(models.TextChoices):
        PERSON = "person", _("Chosen by a person")
        IMPORTED = "imported", _("Came with the source")
        SOFTWARE = "software", _("Suggested by software")

    class Decision(models.TextChoices):
        SUGGESTED = "suggested", _("Suggested")
        CONFIRMED = "confirmed", _("Confirmed")
        REJECTED = "rejected", _("Rejected")

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="classifications")
    term = models.ForeignKey("taxonomy.Term", models.PROTECT, related_name="classifications")
    origin = models.CharField(max_length=10, choices=Origin)
    decision = models.CharField(max_length=10, choices=Decision)
    source = models.CharField(max_length=160, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["recommendation_id", "term"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "term"], name="a_term_once_a_recommendation"),
            models.CheckConstraint(
                condition=(Q(decided_by=None) & Q(decided_at=None))
                | (Q(decided_by__isnull=False) & Q(decided_at__isnull=False)),
                name="decided_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(decision="suggested") | Q(decided_by__isnull=False), name="only_a_person_confirms"
            ),
        ]


def suggested_first(classifications: Any) -> list[Classification]:
    return sorted(classifications, key=lambda c: (c.decision != Classification.Decision.SUGGESTED, str(c.term)))
