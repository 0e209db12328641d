"""Who recommends: treaty bodies, the UPR, special procedures, regional bodies and courts, national bodies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Record
from servanda.core.texts import in_language


class Mechanism(Record):
    """A body or procedure that recommends."""

    class Kind(models.TextChoices):
        TREATY_BODY = "treaty_body", _("Treaty body")
        UPR = "upr", _("Universal Periodic Review")
        SPECIAL_PROCEDURE = "special_procedure", _("Special procedure")
        REGIONAL = "regional", _("Regional body or court")
        NATIONAL = "national", _("National body")
        OTHER = "other", _("Other")

    code = models.SlugField(max_length=80, unique=True)  # CAT, CEDAW, UPR: as in symbols and references
    kind = models.CharField(max_length=20, choices=Kind)
    names = models.JSONField(default=dict)
    short_names = models.JSONField(default=dict)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["kind", "code"]

    def __str__(self) -> str:
        return str(in_language(self.names)) or self.code


class Session(Record):
    """A session of a mechanism; for the UPR also the cycle it belongs to."""

    mechanism = models.ForeignKey(Mechanism, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    cycle = models.PositiveSmallIntegerField(null=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)

    class Meta:
        ordering = ["mechanism", "-number"]
        constraints = [models.UniqueConstraint(fields=["mechanism", "number"], name="one_session_a_number")]

    def __str__(self) -> str:
        return f"{self.mechanism.code} {self.number}"
