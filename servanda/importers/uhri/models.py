"""The index of the United Nations beside the register: its editions, and every observation as each edition gave it.

Nothing here is changed once it is in force. A corrected observation is a new row beside the old one: `since` and `until` are
numbers of editions, and an edition holds the rows with since ≤ number < until. An edition that is still being read is
therefore seen by nobody, and taking it back leaves no trace. Rows are written by `writing.py`, many at a time.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Editable


class Edition(Editable):
    """One export that was read as a whole. `holder`: the process that reads it now; another one that takes over stops it."""

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        IN_FORCE = "in_force", _("Read")
        FAILED = "failed", _("Could not be read")
        TAKEN_BACK = "taken_back", _("Taken back")

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    file_name = models.CharField(max_length=255)
    file = models.ForeignKey("documents.File", models.PROTECT, null=True, related_name="editions")
    sha256 = models.CharField(max_length=64)  # of the file: the edition's digest
    whole = models.BooleanField(default=False)  # somebody said that what is not in it is withdrawn
    holder = models.CharField(max_length=36, blank=True)
    done = models.PositiveIntegerField(default=0)  # records read and kept
    read_bytes = models.PositiveBigIntegerField(default=0)
    total_bytes = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)  # records, new, changed, same, withdrawn, not_here, and of the index
    repairs = models.JSONField(default=dict)  # rule → how often, in the rows that this edition brought
    rejected = models.JSONField(default=list)  # [{"address", "reason"}]
    failure = models.JSONField(default=dict)  # {"code", "message"}
    run = models.ForeignKey(
        "importers.ImportRun", models.SET_NULL, null=True, related_name="editions"
    )  # into the register
    started_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="reading"), name="one_edition_is_read_at_a_time"
            )
        ]


class Kept(models.Model):
    """Something that came with an edition and is named by a small number. Numbers are given by the one process that reads."""

    id = models.PositiveIntegerField(primary_key=True)
    since = models.PositiveIntegerField()

    class Meta:
        abstract = True


class Term(Kept):
    """A value of the index, cleaned: a body, a State or what stands for one, a theme, a group of persons, an SDG label."""

    class Kind(models.TextChoices):
        BODY = "body", _("Body")
        STATE = "state", _("State")
        AUTHOR = "author", _("Recommending State")
        THEME = "theme", _("Theme")
        PERSONS = "persons", _("Affected persons")
        SDG = "sdg", _("Sustainable Development Goals")

    kind = models.CharField(max_length=10, choices=Kind)
    label = models.CharField(max_length=300)
    code = models.CharField(
        max_length=60, blank=True
    )  # of a State ISO 3166-1 alpha-3; of a body its code in the register

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "label"], name="one_term_a_label")]


class SourceDocument(Kept):
    """A document of the United Nations as the index describes it, by the first of its records."""

    symbol = models.CharField(max_length=200, unique=True)
    uhri_id = models.CharField(max_length=64, blank=True)
    body = models.ForeignKey(Term, models.PROTECT, null=True, related_name="+")
    state = models.ForeignKey(Term, models.PROTECT, null=True, related_name="+")
    date = models.DateField(null=True)
    session = models.PositiveIntegerField(null=True)
    cycle = models.PositiveSmallIntegerField(null=True)


class Repair(Kept):
    """One way of cleaning: by which rule what became what. `{number}` and `{heading}` stand for the record's own."""

    rule = models.CharField(max_length=20)
    before = models.CharField(max_length=300)
    after = models.CharField(max_length=300)


class Observation(models.Model):
    """One annotation of the index as one or several editions gave it."""

    class Kind(models.IntegerChoices):
        OTHER = 0, _("Other")
        RECOMMENDATION = 1, _("Recommendation")
        CONCERN = 2, _("Concern or observation")

    class Position(models.IntegerChoices):
        NONE = 0, "–"
        SUPPORTED = 1, _("Supported")
        NOTED = 2, _("Noted")
        IN_PART = 3, _("Supported in part")

    id = models.PositiveIntegerField(primary_key=True)
    annotation = models.CharField(max_length=64)
    digest = models.BigIntegerField()  # of the row as delivered: BLAKE2b, 64 bits
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True)
    row = models.PositiveIntegerField()  # its place in the edition that brought it
    document = models.ForeignKey(SourceDocument, models.PROTECT, related_name="observations")
    body = models.ForeignKey(Term, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)
    state = models.ForeignKey(Term, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    position = models.PositiveSmallIntegerField(choices=Position)
    date = models.DateField(null=True)
    online = models.DateField(null=True)
    number = models.CharField(max_length=20, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    terms = models.TextField(blank=True)  # ids of its terms and recommending States, with blanks between
    rules = models.PositiveIntegerField(default=0)  # which rules of cleaning it met: one bit each, see rules.py
    repairs = models.TextField(blank=True)  # ids of its repairs, with blanks between
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["annotation", "since"], name="an_edition_has_each_record_once")]
        indexes = [  # holds all that lists are filtered by, so that counting never reads a text
            models.Index(fields=["state", "body", "date", "kind", "since", "until"], name="uhri_to_filter_and_count")
        ]


class Link(models.Model):
    """An observation and one of its terms, to look up by term; what an observation's terms are stands in its row."""

    pk = models.CompositePrimaryKey("term_id", "observation_id")
    term = models.ForeignKey(Term, models.CASCADE, related_name="links", db_constraint=False, db_index=False)
    observation = models.ForeignKey(Observation, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
