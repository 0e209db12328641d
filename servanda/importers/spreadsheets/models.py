"""An import of a spreadsheet on its way through its six steps, its rows as planned, and what is remembered for the next."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Editable, Record


class Kind(models.TextChoices):
    """What the rows of a file are."""

    RECOMMENDATIONS = "recommendations", _("Recommendations")
    INSTITUTIONS = "institutions", _("Institutions")
    PEOPLE = "people", _("People and their seats")
    ACTIONS = "actions", _("Actions")
    INDICATORS = "indicators", _("Indicators")
    VALUES = "values", _("Values of indicators")
    LINKS = "links", _("Links between actions, recommendations and indicators")


class SavedConfiguration(Editable):
    """How a file of one source is read: its sheet, heading rows and columns, under a name, for the next time."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    source = models.CharField(max_length=120)  # under which decisions on names are remembered
    layout = models.JSONField(default=dict)  # as SheetImport.layout
    columns = models.JSONField(default=dict)  # {heading as compared: field}; places change, headings stay
    saved_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="one_configuration_a_name")]

    def __str__(self) -> str:
        return self.name


class SheetImport(Editable):
    """One file or paste on its way, resumable for thirty days; its file is kept byte for byte."""

    class Step(models.TextChoices):
        READING = "reading", _("What we read")
        COLUMNS = "columns", _("Columns")
        NAMES = "names", _("Names")
        PREVIEW = "preview", _("Preview")
        DONE = "done", _("Done")

    class State(models.TextChoices):
        OPEN = "open", _("On its way")
        PLANNING = "planning", _("Being compared with the register")
        COMMITTING = "committing", _("Being written")
        DONE = "done", _("In the register")
        UNDONE = "undone", _("Taken back")
        FAILED = "failed", _("Could not be read")
        DISCARDED = "discarded", _("Discarded")

    kind = models.CharField(max_length=20, choices=Kind)
    file = models.ForeignKey("documents.File", models.PROTECT, related_name="sheet_imports")
    is_pasted = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)  # a name for where such files come from
    configuration = models.ForeignKey(SavedConfiguration, models.SET_NULL, null=True, related_name="imports")
    step = models.CharField(max_length=10, choices=Step, default=Step.READING)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    layout = models.JSONField(
        default=dict
    )  # {"sheet", "first_row", "heading_rows", "encoding", "delimiter", "language"}
    columns = models.JSONField(default=dict)  # {column letters: field, "note" or "ignored"}
    names = models.JSONField(default=dict)  # {key of a name: target, "new" or "reject"}: decided in this import
    rows_decided = models.JSONField(default=dict)  # {row number: id of the thing it is, or "new", "reject"}
    counts = models.JSONField(default=dict)  # {"new", "changed", "same", "rejected", "looks_like"}
    digest = models.CharField(max_length=64, blank=True)  # of the plan that was shown
    failure = models.JSONField(default=dict)  # code, message
    done = models.PositiveIntegerField(default=0)  # progress of the present work, in rows
    total = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    batch = models.ForeignKey("audit.Batch", models.SET_NULL, null=True, related_name="sheet_imports")

    class Meta:
        ordering = ["-created_at"]


class SheetRow(Record):
    """What becomes of one row of the file, as planned and, after the import, as carried out."""

    class Outcome(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        SAME = "same", _("Same")
        REJECTED = "rejected", _("Rejected")

    class Undo(models.TextChoices):
        NOTHING = "", _("Not taken back")
        DONE = "done", _("Taken back")
        LEFT = "left", _("Left: somebody changed it since")
        KEPT = "kept", _("Kept as it is now")

    sheet_import = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # of the row in its sheet, from 1
    outcome = models.CharField(max_length=8, choices=Outcome)
    label = models.CharField(max_length=300, blank=True)  # what the row is about, in a few words
    cells = models.JSONField(default=list)  # [{"field", "address", "was", "becomes"}]
    problems = models.JSONField(default=list)  # as problems.Problem
    notes = models.JSONField(default=dict)  # {heading: text} of columns kept as notes
    looks_like = models.JSONField(default=list)  # [{"id", "label", "score"}], best first
    thing = models.CharField(max_length=80, blank=True)  # id of what it is in the register; of a seat, with its person
    before = models.JSONField(default=dict)  # the fields as they stood before the import, for the step back
    after = models.JSONField(default=dict)  # and as the import left them
    undo = models.CharField(max_length=5, choices=Undo, blank=True, default=Undo.NOTHING)

    class Meta:
        ordering = ["sheet_import", "number"]
        constraints = [models.UniqueConstraint(fields=["sheet_import", "number"], name="one_plan_a_row")]
        indexes = [models.Index(fields=["sheet_import", "outcome", "number"])]


class NameDecision(Record):
    """What a person decided that a name means, for one source: asked once, remembered."""

    source = models.CharField(max_length=120)
    list_code = models.CharField(max_length=40)  # institutions, mechanisms, states, or the code of a scheme
    name = models.CharField(max_length=400)  # as compared
    printed = models.CharField(max_length=400)  # as the file wrote it
    target = models.CharField(max_length=160)  # code of the institution, mechanism, State, term
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["list_code", "name"]
        constraints = [models.UniqueConstraint(fields=["source", "list_code", "name"], name="a_name_decided_once")]
