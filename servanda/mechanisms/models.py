"""Who recommends (treaty bodies, the UPR, special procedures, regional bodies and courts, national bodies), when this State is
reviewed, and the treaties it is bound by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Editable, Record
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


class Review(Record):
    """A review of this State in the Universal Periodic Review: the session in which it is, or was, heard."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="review")
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["session__number"]

    def __str__(self) -> str:
        return str(self.session)


class Treaty(Editable):
    """A human rights treaty or protocol, and through its treaty actions where this State stands with it."""

    class Kind(models.TextChoices):
        CONVENTION = "convention", _("Treaty")
        PROTOCOL = "protocol", _("Protocol")

    class Status(models.TextChoices):
        PARTY = "party", _("State party")
        SIGNATORY = "signatory", _("Signed, not ratified")
        LEFT = "left", _("Not a party any more")
        NONE = "none", _("Neither signed nor ratified")

    code = models.SlugField(max_length=40, unique=True)  # ICCPR, OP-CAT: as the Treaty Collection's users call it
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CONVENTION)
    names = models.JSONField(default=dict)
    protocol_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="protocols")
    mechanism = models.ForeignKey(Mechanism, models.PROTECT, null=True, blank=True, related_name="treaties")
    adopted = models.DateField(null=True)
    in_force = models.DateField(null=True)  # for the world; for the State it follows from its own treaty action
    reporting_article = models.CharField(max_length=20, blank=True)
    collection_number = models.CharField(max_length=20, blank=True)  # chapter and number in the UN Treaty Collection
    source = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(in_language(self.names)) or self.code

    @property
    def public_id(self) -> str:
        return self.code

    @property
    def status(self) -> "Treaty.Status":
        """Follows from the treaty actions, and is kept nowhere. Uses what was prefetched."""
        kinds = {action.kind for action in self.actions.all()}
        if TreatyAction.Kind.DENUNCIATION in kinds:
            return self.Status.LEFT
        if kinds & set(TreatyAction.BINDING):
            return self.Status.PARTY
        return self.Status.SIGNATORY if TreatyAction.Kind.SIGNATURE in kinds else self.Status.NONE


class TreatyAction(Editable):
    """What this State did to a treaty: the words and kinds are those of the UN Treaty Collection's glossary. Some sources
    know only the year: then `on` is empty."""

    class Kind(models.TextChoices):
        SIGNATURE = "signature", _("Signature")
        RATIFICATION = "ratification", _("Ratification")
        ACCESSION = "accession", _("Accession")
        SUCCESSION = "succession", _("Succession")
        BOUND = "bound", _("Ratification or accession")  # where the source doesn't say which
        INDIVIDUAL_COMMUNICATIONS = "individual_communications", _("Individual communications accepted")
        INQUIRY = "inquiry", _("Inquiry procedure accepted")
        INQUIRY_EXCLUDED = "inquiry_excluded", _("Inquiry procedure excluded")
        RESERVATION = "reservation", _("Reservation")
        DECLARATION = "declaration", _("Interpretative declaration")
        WITHDRAWAL = "withdrawal", _("Withdrawal of a reservation or declaration")
        DENUNCIATION = "denunciation", _("Denunciation")

    BINDING = (Kind.RATIFICATION, Kind.ACCESSION, Kind.SUCCESSION, Kind.BOUND)
    WORDED = (Kind.RESERVATION, Kind.DECLARATION)

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="actions")
    kind = models.CharField(max_length=30, choices=Kind)
    year = models.PositiveSmallIntegerField(null=True, blank=True)  # some sources know not even that
    on = models.DateField(null=True, blank=True)
    articles = models.CharField(
        max_length=120, blank=True
    )  # that a reservation, declaration or its withdrawal is about
    texts = models.JSONField(default=dict, blank=True)  # of a reservation or declaration, by language
    source = models.CharField(max_length=300)
    withdraws = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="withdrawn_by")

    class Meta:
        ordering = ["treaty", "year", "on", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["treaty"],
                condition=models.Q(kind__in=["ratification", "accession", "succession", "bound"]),
                name="a_treaty_binds_once",
            ),
            models.UniqueConstraint(
                fields=["treaty", "kind"],
                condition=models.Q(
                    kind__in=[
                        "signature", "individual_communications", "inquiry", "inquiry_excluded", "denunciation",
                    ]
                ),
                name="one_treaty_action_of_its_kind",
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="treaty_action_has_a_source"),
            models.CheckConstraint(
                condition=models.Q(kind="withdrawal", withdraws__isnull=False)
                | (~models.Q(kind="withdrawal") & models.Q(withdraws=None)),
                name="a_withdrawal_withdraws_something",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.articles or self.year or self.treaty.code}"
