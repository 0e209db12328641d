"""Source documents, their files and their paragraphs."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Editable, Record
from servanda.core.texts import in_language


class Document(Editable):
    """A document by its symbol. One symbol is one document; a symbol that fits no pattern is accepted all the same."""

    class Kind(models.TextChoices):
        UPR_REPORT = "upr_report", _("Report of the Working Group (UPR)")
        UPR_ADDENDUM = "upr_addendum", _("Addendum: views of the State (UPR)")
        THEMATIC_LIST = "thematic_list", _("Thematic list of recommendations (OHCHR)")
        CONCLUDING_OBSERVATIONS = "concluding_observations", _("Concluding observations")
        VISIT_REPORT = "visit_report", _("Report on a visit")
        JUDGMENT = "judgment", _("Judgment or decision")
        STATE_REPORT = "state_report", _("Report of the State")
        NATIONAL = "national", _("Report of a national body")
        OTHER = "other", _("Other document")

    symbol = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=30, choices=Kind, default=Kind.OTHER)
    titles = models.JSONField(default=dict)
    mechanism = models.ForeignKey("mechanisms.Mechanism", models.PROTECT, null=True, related_name="documents")
    session = models.PositiveSmallIntegerField(null=True)
    cycle = models.PositiveSmallIntegerField(null=True)
    published_on = models.DateField(null=True)
    language = models.CharField(max_length=10, default="en")
    source_url = models.URLField(max_length=500, blank=True)
    is_public = models.BooleanField(default=True)

    class Meta:
        ordering = ["-published_on", "symbol"]

    def __str__(self) -> str:
        return self.symbol

    @property
    def title(self) -> Any:
        return in_language(self.titles)


class File(Record):
    """A file kept byte for byte as it came. Its place on disk is a random name; only one view serves it."""

    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    place = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="files")
    language = models.CharField(max_length=10, blank=True)
    uploaded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Paragraph(Record):
    """A numbered paragraph of a document in one language."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="paragraphs")
    order = models.PositiveIntegerField()
    number = models.CharField(max_length=20, blank=True)
    page = models.PositiveIntegerField(null=True)
    language = models.CharField(max_length=10, default="en")
    text = models.TextField()

    class Meta:
        ordering = ["document", "order"]
        constraints = [
            models.UniqueConstraint(fields=["document", "language", "order"], name="one_paragraph_a_place"),
            models.CheckConstraint(condition=~Q(text=""), name="paragraph_has_text"),
        ]
