"""The State's answers to a recommendation through time: each stays, with its source, when another takes its place."""

from django.db import models
from django.db.models import Q

from servanda.core.models import Record
from servanda.recommendations.models.recommendation import Position, Recommendation


class Answer(Record):
    """What the State answered, why, and where that is written. `un_position`: what the UN's own document records, where
    our word for it is "in part"; the UN knows supported and noted only."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="answers")
    position = models.CharField(max_length=20, choices=Position)
    un_position = models.CharField(max_length=20, choices=Position, blank=True)
    explanations = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=160, blank=True)  # symbol and paragraph
    answered_on = models.DateField(null=True)  # the day of the source
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)
    was_mistaken = models.BooleanField(default=False)  # recorded wrongly: no answer of the State, and not shown as one

    class Meta:
        ordering = ["recommendation_id", "answered_on", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation"], condition=Q(replaced_at=None), name="one_answer_in_force"
            ),
            models.CheckConstraint(condition=Q(position="pending") | ~Q(source=""), name="an_answer_names_its_source"),
            models.CheckConstraint(
                condition=Q(un_position__in=["", "supported", "noted"]), name="the_un_knows_supported_and_noted"
            ),
            models.CheckConstraint(
                condition=Q(was_mistaken=False) | Q(replaced_at__isnull=False), name="a_mistake_is_replaced"
            ),
        ]
