"""The words to classify with: schemes (themes, persons, SDG goals and targets, types of measure) and their terms."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Record
from servanda.core.texts import in_language


class Scheme(Record):
    """A list of terms of one kind, with its source and edition. Administrators add whole schemes without code."""

    code = models.SlugField(unique=True)
    titles = models.JSONField(default=dict)
    source = models.CharField(max_length=300, blank=True)
    edition = models.CharField(max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(in_language(self.titles))


class Term(Record):
    """One word of a scheme. A term that an import brought and the scheme doesn't know is kept and marked."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="terms")
    code = models.CharField(max_length=160)
    labels = models.JSONField(default=dict)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    order = models.PositiveIntegerField(default=0)
    unknown = models.BooleanField(_("came with an import, not in the official list"), default=False)
    in_use = models.BooleanField(_("offered for new classifications"), default=True)

    class Meta:
        ordering = ["scheme", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="one_term_a_code")]

    def __str__(self) -> str:
        return str(in_language(self.labels)) or self.code
