"""Taking documents in: the file, what was read of it, what a person decides about each item, and the one step into the
register, with the steps back.

Nothing before `confirm` touches the register. Whatever is interrupted stands where it stood after its last command.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.audit.batches import add_step, open_batch
from servanda.audit.models import Batch
from servanda.core import clock
from servanda.core.at_once import at_once
from servanda.core.counting import counted
from servanda.core.errors import NotPossibleNow, Refused
from servanda.documents import store
from servanda.documents.commands import change_facts, keep_file, keep_paragraphs, register_document
from servanda.documents.models import Document, File, Paragraph
from servanda.importers.commands.conflicts import remember
from servanda.importers.commands.provisional import become_official
from servanda.importers.drafts import (
    ANSWER,
    KINDS,
    UHRI,
    Draft,
    ReadDocument,
    ReadItems,
    ReadPage,
    Source,
    draft_of_document,
    draft_of_item,
)
from servanda.importers.labels import Label, Vocabulary
from servanda.importers.models import ImportRun, Intake, IntakeItem, RecognisedPage
from servanda.importers.plan import Line, Outcome, Plan, Register, make_plan
from servanda.publication.commands import withdraw_snapshots
from servanda.recommendations.commands import (
    edit_facts,
    enter,
    enter_again,
    replace_wording,
    set_position,
    show,
    suggest_from_source,
    take_answer_back,
)
from servanda.recommendations.models import Classification, Position, Recommendation
from servanda.taxonomy.commands import add_unknown_term
from servanda.taxonomy.models import Scheme, Term

State, Decision = Intake.State, IntakeItem.Decision
CHUNK = 1024 * 1024  # bytes
OPEN = (State.WAITING, State.READING, State.READ)
TAKE_IN = "importers.take_in"


# --- the file, and what is read of it ---------------------------------------------------------------------------------


@command(TAKE_IN)
def take_in(*, chunks: Iterable[bytes], name: str, by: Any, token: uuid.UUID | None = None) -> Intake:
    """Keep a file as an intake that waits to be read. The same form sent twice (`token`) makes one intake; a file that
    is on its way in already is continued there."""
    sent = Intake.objects.filter(pk=token).first() if token else None
    if sent:
        return sent
    file = keep_file(chunks=chunks, name=name, by=by, purpose="intake")
    under_way = Intake.objects.filter(file__sha256=file.sha256, state__in=OPEN).first()
    if under_way:
        store.path_of(file.place).unlink()
        file.delete()
        return under_way
    return Intake.objects.create(pk=token or uuid.uuid4(), file=file, started_by=by)


@command("importers.begin_reading", on="intake", action=TAKE_IN)
def begin_reading(*, intake: Intake, by: Any) -> Intake:
    """Start to read, or go on after an interruption."""
    if intake.state not in (State.WAITING, State.READING):
        raise NotPossibleNow(_("This file is read already."))
    intake.state = State.READING
    intake.save()
    return intake


@command("importers.keep_reading", on="intake", action=TAKE_IN)
def keep_reading(*, intake: Intake, read: ReadDocument, by: Any) -> Intake:
    """Keep what was read of the document as a whole. Items of an interrupted reading stay where the count is the same."""
    if intake.total != read.total:
        intake.items.all().delete()
        intake.done = 0
    intake.facts, intake.warnings, intake.paragraphs = read.facts, read.warnings, read.paragraphs
    intake.pages, intake.total, intake.scanned = read.pages, read.total, read.scanned
    intake.save()
    return intake


@command("importers.keep_items", on="intake", action=TAKE_IN)
def keep_items(*, intake: Intake, read: ReadItems, by: Any) -> bool:
    """Keep some of the items as read, each once; false where the intake was stopped meanwhile."""
    if intake.state != State.READING:
        return False
    held = set(intake.items.values_list("order", flat=True))
    IntakeItem.objects.bulk_create(
        IntakeItem(intake=intake, **item) for item in read.items if item["order"] not in held
    )
    intake.done = intake.items.count()
    intake.save()
    return True


@command("importers.finish_reading", on="intake", action=TAKE_IN)
def finish_reading(*, intake: Intake, by: Any) -> Intake:
    if intake.state == State.READING:
        intake.state = State.READ
        intake.save()
    return intake


@command("importers.give_up_reading", on="intake", action=TAKE_IN)
def give_up_reading(*, intake: Intake, code: str, message: str, by: Any, scanned: Sequence[int] = ()) -> Intake:
    """The file can't be read: keep the reason. Nothing of it is in the register. `scanned`: pages that are pictures."""
    if intake.state in OPEN:
        intake.state, intake.failure = State.FAILED, {"code": code, "message": message}
        intake.scanned = list(scanned)
        intake.save()
    return intake


@command("importers.recognise", on="intake", action=TAKE_IN)
def recognise(*, intake: Intake, language: str, by: Any) -> Intake:
    """Ask that its scanned pages be read by character recognition, and everything anew with them. `language`: BCP 47, or
    "auto". What was decided about an item would be lost, so nothing may be decided yet."""
    if intake.state not in (State.FAILED, State.READ) or not intake.scanned:
        raise NotPossibleNow(_("This file has no scanned pages that wait to be recognised."))
    if intake.items.exclude(decision=Decision.TO_CHECK).exists():
        raise NotPossibleNow(
            _("Some items are decided already and would be lost. Discard this intake and take the file in again.")
        )
    intake.items.all().delete()
    intake.recognised_pages.all().delete()
    intake.state, intake.failure, intake.recognise = State.WAITING, {}, language
    intake.done, intake.total = 0, 0
    intake.save()
    return intake


@command("importers.keep_recognised", on="intake", action=TAKE_IN)
def keep_recognised(*, intake: Intake, page: ReadPage, by: Any) -> bool:
    """Keep one recognised page; false where the intake was stopped meanwhile."""
    if intake.state != State.READING:
        return False
    RecognisedPage.objects.get_or_create(intake=intake, number=page.number, defaults={"content": page.content})
    intake.save()  # it moves: the screen sees that the reading is not stalled
    return True


@command("importers.keep_drawn", on="intake", action=TAKE_IN)
def keep_drawn(*, intake: Intake, chunks: Iterable[bytes], by: Any) -> File:
    """Keep the pages of a Word file as PDF, beside the original, to show where an item stands."""
    drawn = keep_file(chunks=chunks, name=f"{Path(intake.file.name).stem}.pdf", by=by, purpose="intake")
    intake.drawn = drawn
    intake.save()
    return drawn


@command("importers.discard", on="intake", action=TAKE_IN)
def discard(*, intake: Intake, by: Any) -> Intake:
    """Stop an intake, also while it is being read. What was confirmed is not discarded but taken back."""
    if intake.state in (State.CONFIRMED, State.UNDONE):
        raise NotPossibleNow(_("This intake is in the register already. Undo it instead."))
    intake.state = State.DISCARDED
    intake.save()
    return intake


# --- what a person decides --------------------------------------------------------------------------------------------


@command("importers.correct_document", on="intake", action=TAKE_IN)
def correct_document(*, intake: Intake, facts: dict[str, Any], by: Any) -> Intake:
    """Correct the facts of the document. `facts`: symbol, kind, title, date, language, mechanism, session, cycle."""
    _must_be_read(intake)
    intake.facts = intake.facts | facts
    intake.save()
    return intake


def _must_be_read(intake: Intake) -> None:
    if intake.state != State.READ:
        raise NotPossibleNow(_("This intake is not open any more: it was confirmed, discarded or is still being read."))


def _open(item: IntakeItem) -> Intake:
    """The intake of an item, locked, so that nobody decides on an item while the intake goes into the register."""
    intake = Intake.objects.select_for_update().defer("paragraphs").get(pk=item.intake_id)
    _must_be_read(intake)
    return intake


@command("importers.find_right", on="item", action=TAKE_IN)
def find_right(*, item: IntakeItem, by: Any) -> IntakeItem:
    """The person has compared the item with the original: it is right."""
    _open(item)
    if item.kind not in (*KINDS, ANSWER):
        raise Refused(_("The register takes recommendations and concerns. Correct its kind, or leave it out."))
    item.decision, item.reason = Decision.RIGHT, ""
    item.save()
    return item


@command("importers.find_all_right", on="intake", action=TAKE_IN)
def find_all_right(*, intake: Intake, by: Any) -> int:
    """Every item that waits and about which the reader had no doubt is right."""
    _must_be_read(intake)
    return intake.items.filter(decision=Decision.TO_CHECK, doubts=[]).update(decision=Decision.RIGHT)


@command("importers.correct_item", on="item", action=TAKE_IN)
def correct_item(
    *, item: IntakeItem, number: str, kind: str, position: str, states: list[dict[str, str]], by: Any
) -> IntakeItem:
    """Correct what the reader made of the item: its number, kind, States and position, never its wording."""
    _open(item)
    item.number, item.kind, item.position, item.states = number.strip(), kind, position, states
    item.save()
    return item


@command("importers.split_item", on="item", action=TAKE_IN)
def split_item(*, item: IntakeItem, parts: Sequence[str], by: Any) -> IntakeItem:
    """Name the separate demands of an item; none takes the split back. The wording stays whole."""
    _open(item)
    if len(parts) == 1 or len(parts) > 26:
        raise Refused(_("Give two demands or more (at most 26), or none to undo the split."))
    item.parts = [part.strip() for part in parts]
    item.save()
    return item


@command("importers.discard_item", on="item", action=TAKE_IN)
def discard_item(*, item: IntakeItem, reason: str, by: Any) -> IntakeItem:
    """It is not a recommendation: leave it out, and say why."""
    _open(item)
    if not reason.strip():
        raise Refused(_("Say why this is not a recommendation, for example: a comment of the State."))
    item.decision, item.reason = Decision.DISCARDED, reason.strip()
    item.save()
    return item


@command("importers.reopen_item", on="item", action=TAKE_IN)
def reopen_item(*, item: IntakeItem, by: Any) -> IntakeItem:
    _open(item)
    item.decision, item.reason = Decision.TO_CHECK, ""
    item.save()
    return item


@command("importers.add_item", on="intake", action=TAKE_IN)
def add_item(*, intake: Intake, number: str, text: str, page: int | None, by: Any) -> IntakeItem:
    """Add a recommendation that the reader did not find, word by word as the document prints it."""
    _must_be_read(intake)
    if not text.strip():
        raise Refused(_("Enter the wording, exactly as the document prints it."))
    last = intake.items.order_by("-order").first()
    return IntakeItem.objects.create(
        intake=intake,
        order=last.order + 1 if last else 1,
        number=number.strip(),
        text=text.strip(),
        page=page,
        language=intake.facts.get("language") or "en",
        decision=Decision.RIGHT,
    )


# --- into the register ------------------------------------------------------------------------------------------------


def sources_of(intake: Intake) -> list[Source]:
    """What the intake brings, one source for each document; a file of several documents says in each item which."""
    is_dry = "paragraphs" in intake.get_deferred_fields()  # the plan needs no text, and leaves it in the database
    groups: dict[str, list[IntakeItem]] = {}
    facts = {"": intake.facts}
    for item in intake.items.filter(decision=Decision.RIGHT):
        symbol = item.source.get("symbol") or ""
        groups.setdefault(symbol, []).append(item)
        facts.setdefault(symbol, item.source)
    return [
        Source(
            draft_of_document(facts[symbol]),
            tuple(map(draft_of_item, items)),
            origin=UHRI if symbol else intake.file.name,
            corrects=bool(symbol),
            paragraphs=() if symbol or is_dry else intake.paragraphs,
        )
        for symbol, items in (groups or {"": []}).items()
    ]


def plans_of(intake: Intake) -> list[Plan]:
    """The dry run: what confirming would do now."""
    register = Register()
    return [make_plan(source, register) for source in sources_of(intake)]


@command("importers.confirm", on="intake", action=TAKE_IN)
def confirm(*, intake: Intake, by: Any) -> Intake:
    """Put the document and everything found right into the register, all of it or nothing. Can be undone for 30 days."""
    must_be_ready(intake)
    plans = plans_of(intake)
    batch = open_batch(kind=Batch.Kind.INTAKE, title=f"{plans[0].source.document.symbol} ({intake.file.name})", by=by)
    add_step(batch, "importers.reopen", intake=str(intake.pk))
    with at_once():
        for plan in plans:
            document, entered = carry_out(plan, batch, by, file=intake.file)
            _remember(intake, entered)
    intake.document, intake.batch, intake.state = document, batch, State.CONFIRMED
    intake.save()
    return intake


def must_be_ready(intake: Intake) -> None:
    """`Refused` where something has to be decided or said before it can be confirmed."""
    _must_be_read(intake)
    if not intake.items.exclude(source={}).exists() and not (intake.facts.get("symbol") or "").strip():
        raise Refused(_("The document has no symbol yet. Enter it among the facts of the document."))
    if intake.items.filter(decision=Decision.TO_CHECK).exists():
        raise Refused(_("Some items still wait for your decision. Check them, or find all without doubts right."))


def _remember(intake: Intake, entered: dict[str, Recommendation]) -> None:
    items = list(intake.items.filter(pk__in=entered))
    IntakeItem.objects.filter(recommendation__in=entered.values()).update(recommendation=None)
    for item in items:
        item.recommendation = entered[str(item.pk)]
    IntakeItem.objects.bulk_update(items, ["recommendation"], batch_size=200)


@command("importers.begin_run", action=TAKE_IN)
def begin_run(*, source: str, file_name: str, sha256: str, by: Any) -> ImportRun:
    """Open a run of a bulk import, with the batch by which it can be undone."""
    batch = open_batch(kind=Batch.Kind.INTAKE, title=file_name, by=by)
    return ImportRun.objects.create(source=source, file_name=file_name, sha256=sha256, started_by=by, batch=batch)


@command("importers.import_document", on="run", action=TAKE_IN)
def import_document(
    *, run: ImportRun, source: Source, by: Any, path: Path | None = None, vocabulary: Vocabulary | None = None
) -> Plan:
    """Take one document of a bulk import into the register, and count what became of it. `path`: the document's own
    file, to be kept with it; `vocabulary`: the terms, read once for a run. Gives the plan that was carried out."""
    plan = make_plan(source, Register(vocabulary) if vocabulary else None)
    if run.batch:
        file = _kept(path, plan, by) if path and plan.changes_anything else None
        with at_once():
            carry_out(plan, run.batch, by, file=file)
    run.counts = dict(Counter(run.counts) + plan.counts())
    run.save()
    return plan


def _kept(path: Path, plan: Plan, by: Any) -> File:
    """The file of a document on the server's disk, kept as an uploaded one is."""
    with path.open("rb") as file:
        return keep_file(chunks=iter(partial(file.read, CHUNK), b""), name=path.name, by=by, purpose="intake")


@command("importers.finish_run", on="run", action=TAKE_IN)
def finish_run(*, run: ImportRun, by: Any) -> ImportRun:
    run.finished_at = clock.now()
    run.save()
    return run


def carry_out(
    plan: Plan, batch: Batch, by: Any, *, file: File | None = None
) -> tuple[Document, dict[str, Recommendation]]:
    """Do what the plan says, each thing with its step back. Part of a command. Gives the document, and the
    recommendations that came in, by the key of their draft."""
    if plan.found and not plan.changes_anything:
        remember(plan, plan.found, {}, batch)
        return plan.found, {}
    document = _document_of(plan, batch, by, file)
    if plan.source.paragraphs:  # handed on one by one: the record of changes does not hold whole documents
        keep_paragraphs(document=document, paragraphs=iter(plan.source.paragraphs), by=by)
    numbered = {p.number: p for p in document.paragraphs.filter(language=plan.source.document.language) if p.number}
    hand = _Hand(plan.source, batch, by, numbered)
    entered = {line.draft.key: hand.bring_in(line, document) for line in counted(plan.of(Outcome.NEW, Outcome.BACK))}
    entered |= {line.draft.key: hand.make_official(line, document) for line in counted(plan.of(Outcome.ENTRY))}
    for line in counted(plan.of(Outcome.CHANGED)):
        hand.complete(line, document)
    remember(plan, document, entered, batch)
    return document, entered


def _document_of(plan: Plan, batch: Batch, by: Any, file: File | None) -> Document:
    found, facts = plan.found, plan.facts
    comes_in = found is None or not found.is_public
    kept = [file] if file and not (found and found.files.filter(sha256=file.sha256).exists()) else []
    document = register_document(symbol=plan.source.document.symbol, files=kept, by=by, **({} if found else facts))
    for one in kept:
        add_step(batch, "importers.detach_file", file=str(one.pk), came_with_document=comes_in)
    if comes_in:
        add_step(batch, "importers.take_back_document", document=str(document.pk))
    if found is not None and (facts or comes_in):
        document = change_facts(document=document, by=by, is_public=True, **facts)
    return document


class _Hand:
    """Carries out the lines of one plan."""

    def __init__(self, source: Source, batch: Batch, by: Any, paragraphs: dict[str, Paragraph]) -> None:
        self.origin, self.batch, self.by, self.paragraphs = source.origin, batch, by, paragraphs
        self.words_from = source.origin if source.corrects else source.document.symbol
        self.unknown: dict[tuple[str, str], Term] = {}

    def bring_in(self, line: Line, document: Document) -> Recommendation:
        draft = line.draft
        content: dict[str, Any] = {
            "wordings": {draft.language: draft.text}, "states": draft.states, "parts": draft.parts, "kind": draft.kind,
            "order": draft.order, "page": draft.page, "position": draft.position, "source": self.words_from,
            "asks_follow_up_by": draft.asks_follow_up_by,
            "position_source": document.symbol if draft.position else "",
        }  # fmt: skip
        if line.outcome is Outcome.BACK:
            recommendation = enter_again(recommendation=line.recommendation, by=self.by, **content)
        else:
            paragraph = self.paragraph_of(draft)
            recommendation = enter(document=document, number=draft.number, paragraph=paragraph, by=self.by, **content)
        add_step(self.batch, "recommendations.remove_from_intake", recommendation=str(recommendation.pk))
        self.label(recommendation, line.labels)
        return recommendation

    def make_official(self, line: Line, document: Document) -> Recommendation:
        """A provisional entry becomes what its document says; everything that was worked on stays with it."""
        draft = line.draft
        entry = become_official(
            entry=cast(Recommendation, line.recommendation), document=document, wordings={draft.language: draft.text},
            source=self.words_from, states=draft.states, batch=self.batch, by=self.by, number=draft.number, kind=draft.kind,
            order=draft.order, page=draft.page, paragraph=self.paragraph_of(draft), position=draft.position,
            position_source=document.symbol if draft.position else "",
        )  # fmt: skip
        self.label(entry, line.labels)
        return entry

    def paragraph_of(self, draft: Draft) -> Paragraph | None:
        return self.paragraphs.get(draft.number) or self.paragraphs.get(draft.number.split(".")[0].split(" ")[0])

    def label(self, recommendation: Recommendation, labels: Iterable[Label]) -> list[Term]:
        terms = [label.term or self.term_of(label) for label in labels]
        if terms:
            suggest_from_source(recommendation=recommendation, terms=terms, source=self.origin, by=self.by)
        return terms

    def term_of(self, label: Label) -> Term:
        """The marked term for a label that the scheme doesn't know."""
        key = (label.scheme, label.text)
        if key not in self.unknown:
            scheme = Scheme.objects.get(code=label.scheme)
            self.unknown[key] = add_unknown_term(scheme=scheme, label=label.text, by=self.by)
        return self.unknown[key]

    def complete(self, line: Line, document: Document) -> None:
        """Add to a recommendation of the register what it lacks, and remember how to take exactly that back."""
        recommendation, draft, by = cast(Recommendation, line.recommendation), line.draft, self.by
        undo: dict[str, Any] = {"recommendation": str(recommendation.pk)}
        if line.adds_wording:
            undo["wording"] = {
                "language": draft.language,
                "became": draft.text,
                **_wording_before(recommendation, draft.language),
            }
            replace_wording(
                recommendation=recommendation, language=draft.language, text=draft.text, source=self.words_from, by=by
            )
        if line.adds_states:
            undo["states"] = True
            edit_facts(
                recommendation=recommendation,
                states=draft.states,
                asks_follow_up_by=recommendation.asks_follow_up_by,
                by=by,
            )
        if line.position:
            undo["position"] = {"became": line.position, **_position(recommendation)}
            set_position(
                recommendation=recommendation,
                position=line.position,
                explanations=self.explanations(line, document),
                source=document.symbol,
                by=by,
            )
        undo["terms"] = [str(term.pk) for term in self.label(recommendation, line.labels)]
        add_step(self.batch, "importers.take_back_changes", **undo)

    def explanations(self, line: Line, document: Document) -> dict[str, str]:
        """Why the State answered so: the reason of an addendum; for a part, at least where it is written."""
        draft = line.draft
        reason = draft.text if draft.is_answer else ""
        if line.position == Position.IN_PART and not reason:
            reason = draft.section or _("See %(symbol)s.") % {"symbol": document.symbol}
        held = line.recommendation.position_explanations if line.recommendation else {}
        return held or ({draft.language: reason} if reason else {})


def _wording(recommendation: Recommendation, language: str) -> str:
    return str(
        recommendation.wordings.filter(language=language, replaced_at=None).values_list("text", flat=True).first() or ""
    )


def _wording_before(recommendation: Recommendation, language: str) -> dict[str, str]:
    current = recommendation.wordings.filter(language=language, replaced_at=None).first()
    return {"was": current.text, "source": current.source} if current else {"was": "", "source": ""}


def _position(recommendation: Recommendation) -> dict[str, Any]:
    return {
        "was": recommendation.position,
        "explanations": recommendation.position_explanations,
        "source": recommendation.position_source,
    }


# --- and back ---------------------------------------------------------------------------------------------------------


@command("importers.reopen", action=TAKE_IN)
def reopen(*, intake: str, by: Any) -> bool:
    """Last step back of an intake: it is marked as taken back."""
    found = Intake.objects.select_for_update().filter(pk=intake, state=State.CONFIRMED).first()
    if found is None:
        return False
    found.state = State.UNDONE
    found.save()
    found.items.update(recommendation=None)
    return True


@command("importers.detach_file", action=TAKE_IN)
def detach_file(*, file: str, came_with_document: bool, by: Any) -> bool:
    """Step back of an intake: its file leaves the document, unless that came with it and stays."""
    found = File.objects.select_related("document").filter(pk=file, document__isnull=False).first()
    if found is None or found.document is None or (came_with_document and found.document.is_public):
        return False
    document = found.document
    found.document = None
    found.save(update_fields=["document"])
    if document.is_public:
        change_facts(document=document, by=by)
    return True


@command("importers.take_back_document", action=TAKE_IN)
def take_back_document(*, document: str, by: Any) -> bool:
    """Step back of an intake: a document that came with it leaves the public side, unless something of it stays."""
    found = Document.objects.select_for_update().filter(pk=document, is_public=True).first()
    if found is None or found.recommendations.exclude(standing=Recommendation.Standing.WITHDRAWN).exists():
        return False
    found.is_public = False
    found.save()
    withdraw_snapshots(
        kind="document", public_id=str(found.pk), reason=_("The intake of this document was taken back.")
    )
    return True


@command("importers.take_back_changes", action=TAKE_IN)
def take_back_changes(
    *,
    recommendation: str,
    by: Any,
    wording: dict[str, str] | None = None,
    position: dict[str, Any] | None = None,
    states: bool = False,
    terms: Sequence[str] = (),
) -> bool:
    """Step back of an intake: take from a recommendation what the intake added. What was changed or decided since stays."""
    found = Recommendation.objects.select_for_update().filter(pk=recommendation).first()
    if found is None:
        return False
    _suggested(found, terms).delete()
    if wording:
        _take_wording_back(found, by=by, **wording)
    if states:
        found.recommending_states.all().delete()
    stays = position is not None and found.position != position["became"]
    if position and not stays:
        before = {name: position[name] for name in ("was", "explanations", "source")}
        take_answer_back(found, **before)
    show(found, by)
    return not stays


def _suggested(recommendation: Recommendation, terms: Sequence[Any]) -> Any:
    undecided = {"origin": Classification.Origin.IMPORTED, "decision": Classification.Decision.SUGGESTED}
    return recommendation.classifications.filter(term__in=terms, **undecided)


def _take_wording_back(
    recommendation: Recommendation, *, language: str, became: str, was: str, by: Any, source: str = ""
) -> None:
    if _wording(recommendation, language) != became:
        return
    if was:
        replace_wording(recommendation=recommendation, language=language, text=was, source=source, by=by)
    else:
        recommendation.wordings.filter(language=language, replaced_at=None).update(replaced_at=clock.now())
