"""Who follows up what, as lead or contributing institution, by when."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Editable


class Assignment(Editable):
    """An institution's part in following up a recommendation."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        CONTRIBUTING = "contributing", _("Contributing")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        REROUTED = "rerouted", _("Passed on")
        ENDED = "ended", _("Ended")

    OPEN = ("proposed", "accepted")

    recommendation = models.ForeignKey("recommendations.Recommendation", models.PROTECT, related_name="assignments")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=12, choices=Role)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    due_on = models.DateField(null=True)
    reason = models.TextField(blank=True)  # why declined or passed on
    assigned_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["recommendation_id", "-role", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation"],
                condition=Q(role="lead", state__in=["proposed", "accepted"]),
                name="one_lead_a_recommendation",
            ),
            models.UniqueConstraint(
                fields=["recommendation", "institution"],
                condition=Q(state__in=["proposed", "accepted"]),
                name="one_open_assignment_an_institution",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "rerouted"]) | ~Q(reason=""), name="declined_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["institution", "state", "due_on"])]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def snapshot_of_fields(self) -> dict[str, Any]:
        """What undo needs to put it back as it was."""
        due_on = self.due_on.isoformat() if self.due_on else None
        return {"id": str(self.pk), "role": self.role, "state": self.state, "due_on": due_on, "reason": self.reason}
