"""Which recommendation leads on from which, which two were found to have nothing to do with each other, and which concern
stands before which recommendation."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Record
from servanda.recommendations.models.recommendation import Recommendation


class Lineage(Record):
    """The later recommendation leads on from the earlier one. The links make no circle: `commands.lineage` walks them
    before it adds one."""

    class Kind(models.TextChoices):
        REPEATS = "repeats", _("Repeats")
        NARROWS = "narrows", _("Narrows")
        FOLLOWS_UP = "follows_up", _("Follows up")
        SUPERSEDES = "supersedes", _("Supersedes")

    class Origin(models.TextChoices):
        PERSON = "person", _("Chosen by a person")
        SOFTWARE = "software", _("Suggested by software, accepted by a person")

    earlier = models.ForeignKey(Recommendation, models.PROTECT, related_name="led_on_to")
    later = models.ForeignKey(Recommendation, models.PROTECT, related_name="leads_on_from")
    kind = models.CharField(max_length=12, choices=Kind)
    note = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.PERSON)
    score = models.FloatField(null=True)  # of the suggestion that was accepted, 0 to 1
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="two_are_linked_once"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="nothing_leads_on_from_itself"),
        ]


class Unrelated(Record):
    """Two recommendations that a person looked at and found to have nothing to do with each other: not suggested again.
    `one` has the lower id."""

    one = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")
    other = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")
    score = models.FloatField(null=True)
    reason = models.CharField(max_length=300, blank=True)  # why they were suggested
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="two_are_told_apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="the_lower_id_stands_first"),
        ]


class ConcernLink(Record):
    """The concern that a recommendation of the same document answers to."""

    concern = models.ForeignKey(Recommendation, models.CASCADE, related_name="answered_by")
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="concerns")
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "recommendation"], name="a_concern_once_a_recommendation"),
            models.CheckConstraint(condition=~Q(concern=F("recommendation")), name="no_concern_about_itself"),
        ]
