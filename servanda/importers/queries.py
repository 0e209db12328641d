"""What the screens of the intake ask: which items to show, how many of each, which comes next."""

from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, Prefetch, Q, QuerySet, Value, When

from servanda.core import clock
from servanda.core.components.pills import POSITIONS
from servanda.documents.models import Document
from servanda.importers.likeness import Candidate, ranked
from servanda.importers.models import Conflict, Intake, IntakeItem
from servanda.importers.plan import known_of
from servanda.recommendations.models import Recommendation, Wording

Decision, State = IntakeItem.Decision, Intake.State
DOUBTFUL = ~Q(doubts=[])
SHOWN = {
    "to-check": Q(decision=Decision.TO_CHECK),
    "doubts": Q(decision=Decision.TO_CHECK) & DOUBTFUL,
    "right": Q(decision=Decision.RIGHT),
    "discarded": Q(decision=Decision.DISCARDED),
    "all": Q(),
}
LISTS = {
    "open": Q(state__in=(State.WAITING, State.READING, State.READ, State.FAILED)),
    "confirmed": Q(state=State.CONFIRMED),
    "ended": Q(state__in=(State.UNDONE, State.DISCARDED)),
}
STALLED_AFTER = timedelta(seconds=60)  # without a new item; a step takes a second


def counts_of(intake: Intake) -> dict[str, int]:
    """How many items each list of the intake holds."""
    counted = {name.replace("-", "_"): Count("pk", filter=shown) for name, shown in SHOWN.items() if shown}
    return IntakeItem.objects.filter(intake=intake).aggregate(all=Count("pk"), **counted)


def counts_of_lists(intakes: QuerySet) -> dict[str, int]:
    return intakes.order_by().aggregate(**{name: Count("pk", filter=which) for name, which in LISTS.items()})


def in_queue(intake: Intake) -> QuerySet:
    """All items: those with doubts first, each part in the order of the document."""
    doubtful = Case(When(DOUBTFUL, then=Value(True)), default=Value(False), output_field=BooleanField())
    return intake.items.annotate(doubtful=doubtful).order_by("-doubtful", "order")


def next_to_check(item: IntakeItem) -> IntakeItem | None:
    """The next item that waits, after this one in the queue; from its start where nothing waits behind it."""
    waiting = list(
        in_queue(item.intake).filter(SHOWN["to-check"]).exclude(pk=item.pk).only("order", "doubts", "intake")
    )
    here = (not item.doubts, item.order)
    behind = [one for one in waiting if (not one.doubts, one.order) > here]
    return (behind or waiting or [None])[0]


def neighbours(item: IntakeItem) -> dict[str, IntakeItem | None]:
    """The items before and after this one in the document, for their words."""
    near = {one.order: one for one in item.intake.items.filter(order__in=(item.order - 1, item.order + 1))}
    return {"before": near.get(item.order - 1), "after": near.get(item.order + 1)}


def items_on_page(intake: Intake, page: int) -> list[IntakeItem]:
    """The items that have a box on this page; one that begins on the page before may reach into it."""
    near = intake.items.filter(page__in=(page - 2, page - 1, page)).only("order", "number", "boxes", "intake")
    return [one for one in near if any(box["page"] == page for box in one.boxes)]


def documents_in(intake: Intake) -> list[dict[str, Any]]:
    """The documents of an export that holds several: symbol and number of items; empty for a file that is one document."""
    told = intake.items.exclude(source={}).order_by("source__symbol").values("source__symbol")
    return [{"symbol": row["source__symbol"], "count": row["count"]} for row in told.annotate(count=Count("pk"))]


def is_stalled(intake: Intake) -> bool:
    """Nothing has moved for a while: the worker was stopped, or there is none."""
    return intake.state in (State.WAITING, State.READING) and intake.changed_at < clock.now() - STALLED_AFTER


def step_of(intake: Intake) -> str:
    """The page on which this intake goes on: the name of its route."""
    if intake.state in (State.CONFIRMED, State.UNDONE):
        return "importers:done"
    if intake.state != State.READ:
        return "importers:reading"
    checking = intake.items.exclude(decision=Decision.TO_CHECK).exists()
    return "importers:items" if checking else "importers:document"


def facts_shown(intake: Intake) -> dict[str, Any]:
    """Symbol and title for headings; the file's name while there is no symbol."""
    return {"symbol": intake.facts.get("symbol") or intake.file.name, "title": intake.facts.get("title") or ""}


# --- where sources say otherwise --------------------------------------------------------------------------------------

CONFLICTS = {
    "open": Q(state=Conflict.State.OPEN),
    "later": Q(state=Conflict.State.LATER),
    "decided": Q(state__in=(Conflict.State.TAKEN, Conflict.State.KEPT, Conflict.State.SETTLED)),
}


def counts_of_conflicts(rows: QuerySet) -> dict[str, int]:
    """How many each list holds, and of each kind: "open", "open_wording" …"""
    counted = {name: Count("pk", filter=which) for name, which in CONFLICTS.items()}
    counted |= {
        f"{name}_{kind}": Count("pk", filter=which & Q(kind=kind))
        for name, which in CONFLICTS.items()
        for kind in Conflict.Kind.values
    }
    return rows.order_by().aggregate(**counted)


def conflicts_shown(rows: QuerySet) -> QuerySet:
    """With all that a line shows."""
    current = Prefetch("official__wordings", Wording.objects.filter(replaced_at=None))
    own = Prefetch("recommendation__wordings", Wording.objects.filter(replaced_at=None))
    return rows.select_related("document", "recommendation", "official", "decided_by").prefetch_related(current, own)


def sides(conflict: Conflict) -> dict[str, Any]:
    """What each side says, in words: `ours`, `theirs`, and the `language` of a text."""
    if conflict.kind == Conflict.Kind.WORDING:
        return {"ours": conflict.ours or "", "theirs": conflict.theirs, "language": conflict.field}
    if conflict.kind == Conflict.Kind.MATCH and conflict.recommendation and conflict.official:
        ours = conflict.recommendation.wording_in()
        return {
            "ours": ours.text,
            "theirs": conflict.official.wording_in(ours.language).text,
            "language": ours.language,
        }
    if conflict.kind == Conflict.Kind.WITHDRAWN and conflict.recommendation:
        ours = conflict.recommendation.wording_in()
        return {"ours": ours.text, "theirs": "", "language": ours.language}
    return {"ours": _in_words(conflict, conflict.ours), "theirs": _in_words(conflict, conflict.theirs), "language": ""}


def _in_words(conflict: Conflict, value: Any) -> str:
    if conflict.kind == Conflict.Kind.POSITION:
        return str(POSITIONS[value or "pending"].label)
    if conflict.field == "kind":
        return str(dict(Document.Kind.choices).get(value, value))
    return str(value if value is not None else "")


# --- provisional entries ----------------------------------------------------------------------------------------------


def official_candidates(entry: Recommendation) -> list[Candidate]:
    """The official records of the register that this provisional entry may be, best first: of its own document and of its
    mechanism, where it has one; of all mechanisms where it has none."""
    rows = Recommendation.objects.filter(standing=Recommendation.Standing.CONFIRMED)
    if entry.document.mechanism_id:
        rows = rows.filter(Q(document=entry.document_id) | Q(document__mechanism=entry.document.mechanism_id))
    rows = rows.select_related("document").prefetch_related("wordings", "recommending_states")
    return ranked(known_of(entry), map(known_of, rows), most=5)
