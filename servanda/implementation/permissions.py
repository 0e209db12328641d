"""Who may record actions, updates, challenges, evidence and assessments, and who sees them before they are published."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from servanda.accounts import roles
from servanda.accounts.policy import declare, scope, visible
from servanda.accounts.roles import holds, institutions_of
from servanda.accounts.visibility import OWN, Stage, declare_stages
from servanda.documents.models import File
from servanda.documents.permissions import grounds_to_download
from servanda.implementation.models import Action, Assessment, Challenge, Evidence, IndicatorLink, Update
from servanda.publication.permissions import SECRETARIAT, independent_own, readable, state_side, states_own

WRITABLE = ("draft", "returned")

declare(
    "implementation.write",
    _("Write actions, updates and challenges of one's institution"),
    states=WRITABLE,
    focal_point="own",
    alternate="own",
)
declare(
    "implementation.write_from_list",
    _("Bring in draft actions from a list, each for its institution"),
    states=WRITABLE,
    focal_point="own",
    alternate="own",
    secretariat_editor=state_side,
    command_line=state_side,
)
declare(
    "implementation.assess",
    _("Write an assessment"),
    states=WRITABLE,
    focal_point=states_own("focal_point"),
    alternate=states_own("alternate"),
    secretariat_editor=state_side,
    nhri=independent_own,
)

declare_stages(
    "evidence-internal",
    Stage(_("While what it belongs to is a draft or waits for approval"), (OWN,)),
    Stage(_("After that, for good"), (OWN, *SECRETARIAT)),
)
declare_stages(
    "evidence-public",
    Stage(_("While what it belongs to is a draft or waits for approval"), (OWN,)),
    Stage(_("Once that is published"), ("public",)),
)

declare_stages("independent-evidence-internal", Stage(_("Always"), (OWN,)))
declare_stages(
    "independent-evidence-public",
    Stage(_("Until a colleague publishes what it belongs to"), (OWN,)),
    Stage(_("Once that is published"), ("public",)),
)

for model in (Action, Update, Challenge):
    scope(model)(readable)


@scope(Assessment)
def assessments(person: Any, rows: QuerySet) -> QuerySet:
    """As every record; but an independent one, while it is not published, only its own institution sees."""
    own = Q(institution__in=institutions_of(person))
    return readable(person, rows).filter(Q(assessor=Assessment.Assessor.STATE) | Q(state="published") | own)


@scope(IndicatorLink)
def indicator_links(person: Any, rows: QuerySet) -> QuerySet:
    """A link to an action is seen with the action."""
    return rows.filter(Q(action=None) | Q(action__in=visible(person, Action.objects.all())))


@grounds_to_download
def as_published_evidence(person: Any, file: File) -> bool:
    """Evidence marked public, of something that is published."""
    public = file.evidence.filter(visibility=Evidence.Visibility.PUBLIC, removed_at=None)
    return any(e.belongs_to is not None and e.belongs_to.state == "published" for e in public)


@grounds_to_download
def as_evidence_of_what_one_may_see(person: Any, file: File) -> bool:
    """Internal evidence goes with what it belongs to: its institution and, once it was approved, the secretariat. What is
    merely published to all does not open it."""
    for evidence in file.evidence.filter(removed_at=None):
        thing = evidence.belongs_to
        if thing is not None and reads_inside(person, thing):
            return True
    return False


def reads_inside(person: Any, thing: Any) -> bool:
    """May the person see what is internal of the record: its own institution, and of the State's side the secretariat
    once it sees the record."""
    if thing.institution_id in institutions_of(person):
        return True
    if thing.is_independent or not holds(person, roles.EDITOR, roles.PUBLISHER):
        return False
    return visible(person, type(thing).objects.filter(pk=thing.pk)).exists()
