"""What is published, and the life of what is to be published."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Editable, Record


class SnapshotQuerySet(models.QuerySet):
    def current(self) -> "SnapshotQuerySet":
        """The newest version of each thing, unless it was withdrawn."""
        return self.filter(is_current=True, withdrawn_at=None)

    def as_of(self, moment: Any) -> "SnapshotQuerySet":
        """What a visitor saw at that moment: the newest version published by then and not yet withdrawn."""
        newer = Snapshot.objects.filter(
            kind=models.OuterRef("kind"),
            public_id=models.OuterRef("public_id"),
            version__gt=models.OuterRef("version"),
            published_at__lte=moment,
        )
        standing = self.filter(published_at__lte=moment).filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment))
        return standing.filter(~models.Exists(newer))


class Snapshot(Record):
    """One version of how one thing looks to the public. Written once, never changed; withdrawing only marks it."""

    kind = models.CharField(max_length=30)
    public_id = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    payload = models.JSONField()
    is_current = models.BooleanField(default=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "public_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "public_id", "version"], name="one_snapshot_a_version"),
            models.UniqueConstraint(
                fields=["kind", "public_id"], condition=Q(is_current=True), name="one_current_snapshot"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="withdrawn_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["kind", "is_current"]), models.Index(fields=["published_at"])]

    def __str__(self) -> str:
        return f"{self.public_id} v{self.version}"


class Change(models.Model):
    """The outbox of the search index: written in the transaction of the change, read by whoever feeds the index."""

    id = models.BigAutoField(primary_key=True)
    index = models.CharField(max_length=20)  # "public" or "work"
    key = models.CharField(max_length=160)  # what to read afresh, as kind:public id (public) or kind:id (work)

    class Meta:
        ordering = ["id"]


class State(models.TextChoices):
    """Where something is on its way to the public."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Reviewable(Editable):
    """Something an institution writes and the secretariat publishes: draft → submitted (focal point) → approved
    (validating authority) → accepted or returned with reason (secretariat) → published (a second person) → withdrawn.
    An independent institution's own records skip approval by the State: draft → submitted → published by a
    colleague."""

    State = State

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, db_index=True)
    author = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)  # why it was returned or withdrawn

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("author")), name="%(class)s_approved_by_another"
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("author")), name="%(class)s_published_by_another"
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | Q(accepted_by=None) | ~Q(published_by=F("accepted_by")),
                name="%(class)s_published_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "withdrawn"]) | ~Q(reason=""),
                name="%(class)s_returned_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(published_at__isnull=False) & Q(published_by__isnull=False)),
                name="%(class)s_published_when_and_by_whom",
            ),
        ]

    @property
    def is_independent(self) -> bool:
        """Written by an institution that the State does not approve (the NHRI)."""
        return False

    def shortcomings(self) -> list[Any]:
        """What is missing before it can be sent, each as a translated sentence. Saving a draft is always possible."""
        return []

    def shown_in(self) -> list[tuple[str, Any]]:
        """The published things that show this one, as (kind, object): they get a new snapshot when it is published."""
        return []
