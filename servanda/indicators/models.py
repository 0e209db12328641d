"""What is measured: indicators, their values over time, baselines and targets."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Editable, Record
from servanda.core.texts import in_language
from servanda.publication.models import Reviewable


class Indicator(Editable):
    """A measure with its metadata card. Types are OHCHR's: structural (commitment), process (effort), outcome
    (enjoyment); Human Rights Indicators: A Guide (HR/PUB/12/5)."""

    class Type(models.TextChoices):
        STRUCTURAL = "structural", _("Structural")
        PROCESS = "process", _("Process")
        OUTCOME = "outcome", _("Outcome")

    code = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(default=dict)
    type = models.CharField(max_length=12, choices=Type)
    unit = models.CharField(max_length=80)
    right = models.CharField(max_length=160, blank=True)
    attribute = models.CharField(max_length=160, blank=True)
    sdg_code = models.CharField(max_length=20, blank=True)
    definition = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    method = models.TextField(blank=True)
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, null=True, related_name="indicators")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return str(in_language(self.names)) or self.code

    @property
    def public_id(self) -> str:
        return self.code


class Value(Reviewable):
    """A number, or the reason why there is none: a missing value is not a zero. A correction points to what it corrects."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    period = models.CharField(max_length=20)  # 2025, 2025-Q3, 2025-06
    territory = models.ForeignKey("institutions.Territory", models.PROTECT, null=True, related_name="+")
    disaggregation = models.JSONField(default=dict, blank=True)  # {"sex": "female", "age": "0-17"}
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    missing_because = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")

    class Meta(Reviewable.Meta):
        ordering = ["indicator", "period", "created_at"]
        constraints = [
            *Reviewable.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(number=None) & ~Q(missing_because="")) | (Q(number__isnull=False) & Q(missing_because="")),
                name="a_number_or_the_reason_why_not",
            ),
        ]

    def shown_in(self) -> list:
        return [("indicator", self.indicator)]


class Goalpost(Record):
    """A baseline or a target. A target never changes a status."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("Baseline")
        TARGET = "target", _("Target")

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="goalposts")
    kind = models.CharField(max_length=10, choices=Kind)
    period = models.CharField(max_length=20)
    number = models.DecimalField(max_digits=18, decimal_places=4)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["indicator", "kind", "period"]
        constraints = [models.UniqueConstraint(fields=["indicator", "kind", "period"], name="one_goalpost_a_period")]
