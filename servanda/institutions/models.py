"""Who answers: institutions of the State, its territory, and who holds a seat in them."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from servanda.accounts import roles
from servanda.core import clock
from servanda.core.models import Editable, Record
from servanda.core.texts import in_language


class Territory(Record):
    """A region, province or district, by the State's own code."""

    code = models.SlugField(unique=True)
    names = models.JSONField(default=dict)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "territories"

    def __str__(self) -> str:
        return str(in_language(self.names))


class Institution(Editable):
    """A ministry, court, parliament, agency, local government or independent body."""

    class Branch(models.TextChoices):
        EXECUTIVE = "executive", _("Executive")
        LEGISLATURE = "legislature", _("Legislature")
        JUDICIARY = "judiciary", _("Judiciary")
        PROSECUTOR = "prosecutor", _("Prosecution service")
        AUTONOMOUS = "autonomous", _("Autonomous body")
        INDEPENDENT = "independent", _("Independent human rights institution")
        CIVIL_SOCIETY = "civil_society", _("Civil society organisation")

    class Level(models.TextChoices):
        NATIONAL = "national", _("National")
        REGIONAL = "regional", _("Regional")
        LOCAL = "local", _("Local")

    code = models.SlugField(unique=True)
    names = models.JSONField(default=dict)
    short_name = models.CharField(max_length=60, blank=True)
    branch = models.CharField(max_length=20, choices=Branch)
    level = models.CharField(max_length=12, choices=Level, default=Level.NATIONAL)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, related_name="institutions")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return str(in_language(self.names)) or self.code

    @property
    def public_id(self) -> str:
        return self.code

    @property
    def institution_id(self) -> Any:
        return self.pk

    @property
    def is_independent(self) -> bool:
        """Its records are not the State's."""
        return self.branch == self.Branch.INDEPENDENT


class AppointmentQuerySet(models.QuerySet):
    def today(self) -> "AppointmentQuerySet":
        now = clock.today()
        return self.filter(starts__lte=now).filter(Q(ends=None) | Q(ends__gte=now))


class Appointment(Record):
    """A person's seat in an institution, from one day to another."""

    class Capacity(models.TextChoices):
        FOCAL_POINT = roles.FOCAL_POINT.code, roles.FOCAL_POINT.name
        ALTERNATE = roles.ALTERNATE.code, roles.ALTERNATE.name
        VALIDATING_AUTHORITY = roles.VALIDATING_AUTHORITY.code, roles.VALIDATING_AUTHORITY.name
        NHRI = roles.NHRI.code, roles.NHRI.name

    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="appointments")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="appointments")
    capacity = models.CharField(max_length=24, choices=Capacity)
    starts = models.DateField()
    ends = models.DateField(null=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "capacity", "-starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution"],
                condition=Q(capacity="focal_point", ends=None),
                name="one_active_focal_point_a_seat",
            ),
            models.UniqueConstraint(
                fields=["person", "institution", "capacity"],
                condition=Q(ends=None),
                name="one_open_appointment_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="appointment_ends_after_it_starts"
            ),
        ]
