"""The record of who did what, which cannot be altered unnoticed, and the steps back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Record


class Entry(models.Model):
    """One change. Its digest covers all fields here and the previous digest; `content` is covered by its own salted
    digest only, so that personal data in it can be erased (with the salt) and the chain still verifies."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)  # ISO 8601, UTC, as digested
    person = models.CharField(max_length=36, blank=True)
    role = models.CharField(max_length=40)
    institution = models.CharField(max_length=36, blank=True)
    command = models.CharField(max_length=80)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    content = models.JSONField(null=True)
    salt = models.CharField(max_length=32, blank=True)
    content_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["object_type", "object_id"]), models.Index(fields=["person"])]


class Head(models.Model):
    """The end of the chain: one row, locked while an entry is added, so that two writers can't fork it."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)


class Batch(Record):
    """Several changes that were made, and can be taken back, together."""

    class Kind(models.TextChoices):
        ASSIGNING = "assigning", _("Assigning")
        CLASSIFYING = "classifying", _("Classifying")
        INTAKE = "intake", _("Intake of a document")
        SPREADSHEET = "spreadsheet", _("Import of a spreadsheet")
        DECIDING = "deciding", _("Decisions on what sources say")
        REGISTER = "register", _("Change in the register")

    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=300)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    undo_until = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]


class Step(models.Model):
    """One step back of a batch: the undoing command by name (`assignments.restore`) and what it needs, as JSON."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="steps")
    command = models.CharField(max_length=80)
    arguments = models.JSONField()

    class Meta:
        ordering = ["-id"]
