"""The intake: what was read from a file and waits for a person's decision. Nothing here is in the register yet."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Editable, Record
from servanda.core.texts import in_language
from servanda.importers.spreadsheets.models import NameDecision, SavedConfiguration, SheetImport, SheetRow
from servanda.mechanisms.states import by_iso3

__all__ = [
    "Conflict",
    "ImportRun",
    "Intake",
    "IntakeItem",
    "NameDecision",
    "RecognisedPage",
    "SavedConfiguration",
    "SheetImport",
    "SheetRow",
]


class Intake(Editable):
    """One file on its way into the register, step by step, resumable."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READING = "reading", _("Being read")
        READ = "read", _("Read, to be checked")
        FAILED = "failed", _("Could not be read")
        CONFIRMED = "confirmed", _("In the register")
        UNDONE = "undone", _("Taken back")
        DISCARDED = "discarded", _("Discarded")

    file = models.ForeignKey("documents.File", models.PROTECT, related_name="intakes")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    started_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    facts = models.JSONField(
        default=dict
    )  # symbol, kind, title, date, language, state, mechanism, session …: `facts_as_read`
    warnings = models.JSONField(default=list)
    failure = models.JSONField(default=dict)  # code, message
    done = models.PositiveIntegerField(default=0)  # progress of the present step
    total = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    paragraphs = models.JSONField(
        default=list
    )  # of the whole document, in order: {"number", "page", "text", "language"}
    scanned = models.JSONField(default=list)  # numbers of the pages that are pictures without text
    recognise = models.CharField(max_length=10, blank=True)  # asked for: "auto" or a language (BCP 47)
    drawn = models.ForeignKey(
        "documents.File", models.PROTECT, null=True, related_name="+"
    )  # a Word file's pages as PDF
    document = models.ForeignKey("documents.Document", models.SET_NULL, null=True, related_name="intakes")
    batch = models.ForeignKey("audit.Batch", models.SET_NULL, null=True, related_name="intakes")

    class Meta:
        ordering = ["-created_at"]


class RecognisedPage(Record):
    """A scanned page as character recognition read it, kept so that an interrupted reading goes on behind it."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="recognised_pages")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # `reading.recognition.Recognised` as plain values

    class Meta:
        ordering = ["intake", "number"]
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="a_page_is_recognised_once")]


class IntakeItem(Editable):
    """One recommendation as read, with its place in the original, until a person confirms or discards it."""

    class Decision(models.TextChoices):
        TO_CHECK = "to_check", _("To check")
        RIGHT = "right", _("Right")
        DISCARDED = "discarded", _("Not a recommendation")

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="items")
    order = models.PositiveIntegerField()
    number = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=10, default="en")
    kind = models.CharField(max_length=20, default="recommendation")
    section = models.CharField(max_length=300, blank=True)
    position = models.CharField(max_length=20, blank=True)
    states = models.JSONField(default=list)  # [{"name", "iso3"}]
    labels = models.JSONField(default=dict)  # {"themes": […], "persons": […], "sdgs": […]} as printed
    page = models.PositiveIntegerField(null=True)
    boxes = models.JSONField(default=list)  # [{"page", "x", "y", "width", "height"}] in fractions of the page
    asks_follow_up_by = models.DateField(null=True)  # the committee wants to hear about it by this day
    answers = models.JSONField(default=list)  # numbers of the concerns that it answers
    source = models.JSONField(default=dict)  # facts of its own document, where the file is an export of several
    confidence = models.FloatField(default=1.0)
    doubts = models.JSONField(default=list)
    parts = models.JSONField(default=list)  # texts of the demands it was split into
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.TO_CHECK)
    reason = models.CharField(max_length=300, blank=True)  # why discarded
    recommendation = models.OneToOneField(
        "recommendations.Recommendation", models.SET_NULL, null=True, related_name="intake_item"
    )
    entry = models.ForeignKey(  # the provisional entry that a person has found to be this
        "recommendations.Recommendation", models.SET_NULL, null=True, related_name="intake_items"
    )
    not_entries = models.JSONField(default=list)  # ids of provisional entries that a person has found to be others

    class Meta:
        ordering = ["intake", "order"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "order"], name="one_item_a_place"),
            models.CheckConstraint(condition=~Q(decision="discarded") | ~Q(reason=""), name="discarded_with_a_reason"),
        ]

    @property
    def states_in_words(self) -> list[str]:
        """The recommending States in the reader's language; one that is not known as it was printed."""
        known = [(by_iso3(state.get("iso3")), state["name"]) for state in self.states]
        return [str(in_language(state.names)) if state else printed for state, printed in known]


class Conflict(Editable):
    """A place where a source says otherwise than the register. It waits for a person, and her decision is remembered: what
    the same source says again does not come back."""

    class Kind(models.TextChoices):
        WORDING = "wording", _("Other words")
        POSITION = "position", _("Another position of the State")
        WITHDRAWN = "withdrawn", _("The source does not have it any more")
        FACT = "fact", _("Another fact of the document")
        NUMBER = "number", _("Another number")
        MATCH = "match", _("May be an entry made before")

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        LATER = "later", _("To be decided later")
        TAKEN = "taken", _("The source's was taken")
        KEPT = "kept", _("Ours was kept")
        SETTLED = "settled", _("The source says otherwise now")

    UNDECIDED = (State.OPEN, State.LATER)

    kind = models.CharField(max_length=10, choices=Kind)
    document = models.ForeignKey("documents.Document", models.CASCADE, related_name="conflicts")
    recommendation = models.ForeignKey(
        "recommendations.Recommendation", models.CASCADE, null=True, related_name="conflicts"
    )
    official = models.ForeignKey(  # of a match: the official record that the entry may be
        "recommendations.Recommendation", models.CASCADE, null=True, related_name="matches"
    )
    field = models.CharField(max_length=20, blank=True)  # of a wording its language, of a fact its name
    ours = models.JSONField(null=True)
    theirs = models.JSONField(null=True)
    source = models.CharField(max_length=255)  # what says so: the index, or a file's name
    mark = models.CharField(max_length=64, unique=True)  # the same for the same statement about the same thing
    score = models.FloatField(null=True)  # of a match, 0 to 100
    why = models.JSONField(default=list)  # of a match: the codes of its reasons
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=500, blank=True)  # why ours is kept
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["document", "recommendation", "kind", "created_at"]
        indexes = [models.Index(fields=["state", "kind"]), models.Index(fields=["document", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "kept"]) | (Q(decided_by__isnull=False) & Q(decided_at__isnull=False)),
                name="conflict_decided_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="kept") | ~Q(reason=""), name="ours_kept_with_a_reason"),
        ]

    @property
    def is_undecided(self) -> bool:
        return self.state in self.UNDECIDED


class ImportRun(Record):
    """One run of a bulk import (UHRI export, matrix): what the plan was and what became of it."""

    source = models.CharField(max_length=30)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    started_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    batch = models.ForeignKey("audit.Batch", models.SET_NULL, null=True, related_name="import_runs")

    class Meta:
        ordering = ["-created_at"]
