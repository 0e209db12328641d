"""One State in which everything exists in every state, made by the product's commands, with a token in every text that not
everybody may read."""

import io
import itertools
import string
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.test import override_settings
from pypdf import PdfWriter

from servanda.accounts.commands import end_access, undo
from servanda.accounts.models import Person
from servanda.assignments import commands as assigning
from servanda.core.clock import today
from servanda.documents.models import File
from servanda.implementation import commands as implementation
from servanda.implementation.models import Action, Assessment, Challenge, Evidence, Update
from servanda.importers import commands as intake_commands
from servanda.importers.models import Intake
from servanda.importers.spreadsheets import commands as sheet_commands
from servanda.importers.spreadsheets.models import SheetImport
from servanda.importers.uhri import commands as index_commands
from servanda.importers.uhri.run import read_edition
from servanda.indicators.models import Value
from servanda.institutions.commands import change_institution, end_appointment
from servanda.institutions.models import Institution
from servanda.jobs.commands import order as order_work
from servanda.publication import commands as publication
from servanda.recommendations.commands import classify
from servanda.recommendations.commands import withdraw as withdraw_recommendation
from servanda.recommendations.models import Recommendation
from tests import factories
from tests.importers import taking_in
from tests.importers.spreadsheets import sheets
from tests.importers.uhri.samples import records, written
from tests.matrix.principals import Principal, nobody

MODELS = {"action": Action, "update": Update, "challenge": Challenge, "assessment": Assessment, "value": Value}
KIND_OF = {model: kind for kind, model in MODELS.items()}
STATES_WAY = ("draft", "submitted", "approved", "accepted", "published", "withdrawn", "returned", "returned late")
INDEPENDENT_WAY = ("draft", "submitted", "published", "withdrawn", "returned")
AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
BEGIN = "zq"  # with which every token begins
_number = itertools.count(1)


def token() -> str:
    """A word of its own that occurs nowhere else: ten small letters."""
    n, letters = next(_number) * 7919, ""
    for _ in range(8):
        n, rest = divmod(n, 26)
        letters += string.ascii_lowercase[rest]
    return BEGIN + letters


@dataclass(frozen=True)
class Canary:
    """A token, what it stands in, and who may meet it."""

    token: str
    where: str
    seen_by: Callable[[Principal], bool]


class People:
    """The institutions and everybody who asks."""

    def __init__(self) -> None:
        self.canaries: list[Canary] = []
        self.editor, self.publisher = self._person("secretariat_editor"), self._person("secretariat_publisher")
        self.second_editor = self._person("secretariat_editor")
        self.administrator = self._person("administrator")
        self.own, self.other, self.commission = factories.House(), factories.House(), factories.Commission()
        self.former = self._person("member")
        self.disabled = self._person("secretariat_editor")
        self.principals = [nobody(), *self._seated(), *self._by_role()]
        self._name_everybody()

    @staticmethod
    def _person(role: str) -> Any:
        return factories.person(role=role)

    def _name_everybody(self) -> None:
        """Names are for people who work here and the administrator; addresses for the administrator."""
        for one in Person.objects.exclude(role="command_line"):
            name = self.hide("name of a person", lambda p, pk=one.pk: p.works_here or _administers(p, pk))
            one.family_name = f"zz {name}" if one == self.disabled else name  # the factories take the first editor
            one.email = f"{self.hide('address of a person', lambda p, pk=one.pk: _administers(p, pk))}@servanda.example"
            Person.objects.filter(pk=one.pk).update(family_name=one.family_name, email=one.email)

    def _seated(self) -> Iterator[Principal]:
        for label, house in (("own", self.own), ("other", self.other)):
            for seat in ("focal_point", "alternate", "validating_authority"):
                person = getattr(house, seat)
                yield Principal(f"{label} {seat}", person, "member", {house.institution.pk: {seat}})
        for label in ("author", "colleague"):
            person = getattr(self.commission, label)
            yield Principal(f"nhri {label}", person, "nhri", {self.commission.institution.pk: {"nhri"}})

    def _by_role(self) -> Iterator[Principal]:
        yield Principal("editor", self.editor, "secretariat_editor")
        yield Principal("publisher", self.publisher, "secretariat_publisher")
        yield Principal("administrator", self.administrator, "administrator")
        for role in ("cso", "adviser", "parliament"):
            yield Principal(role, self._person(role), role)
        yield Principal("former focal point", self.former, "member")
        yield Principal("disabled editor", self.disabled, "secretariat_editor", signed_in=False)

    def principal(self, label: str) -> Principal:
        return next(p for p in self.principals if p.label == label)

    def end_access_and_seats(self) -> None:
        """Last of all, when those who go have written what they wrote."""
        end_access(person=self.disabled, by=self.administrator)
        for principal in self.principals:
            principal.client.get("/health/")  # signs in now, so that it outlives what tests take back

    def hide(self, where: str, seen_by: Callable[[Principal], bool]) -> str:
        """A new token that only they may meet."""
        made = token()
        self.canaries.append(Canary(made, where, seen_by))
        return made


def _administers(principal: Principal, pk: Any) -> bool:
    """The administrator, and everybody about herself."""
    return "administrator" in principal.all_roles or principal.pk == pk


def reads(principal: Principal, record: Any) -> bool:
    """`readers` of routes.md."""
    if principal.sits_in(record.institution_id):
        return True
    if record.state == "published":
        return principal.works_here
    if record.is_independent:
        return False
    return reads_at_the_secretariat(principal, record)


def reads_at_the_secretariat(principal: Principal, record: Any) -> bool:
    """From its approval on; an editor her own drafts too."""
    with_them = record.state in ("approved", "accepted", "published", "withdrawn") or (
        record.state == "returned" and record.approved_by_id is not None
    )
    mine = record.author_id == principal.pk and "secretariat_editor" in principal.all_roles
    return bool(principal.all_roles & {"secretariat_editor", "secretariat_publisher"}) and (with_them or mine)


def reads_inside(principal: Principal, record: Any) -> bool:
    """Who sees internal evidence: the house, and of the State's side the secretariat, once it sees the record."""
    if principal.sits_in(record.institution_id):
        return True
    return not record.is_independent and reads_at_the_secretariat(principal, record)


def reads_the_register(principal: Principal) -> bool:
    return principal.works_here


class World(People):
    """`records`: each kind of reviewable record in every state, of the own house and of the commission."""

    def __init__(self) -> None:
        super().__init__()
        self.mechanism = factories.mechanism()
        self.document = factories.document(mechanism=self.mechanism)
        self.recommendation = self._recommendation()
        self.indicator = factories.indicator()
        self.treaty = factories.treaty()
        factories.treaty_action(treaty=self.treaty)
        self.records = [*self._of_the_state(), *self._of_the_editor(), *self._independent(), self._of_the_former()]
        self._measure()
        self._register()
        self._files()
        self._intakes()
        self._index()
        self._spreadsheets()
        self.scheme = factories.scheme()
        self.batch = classify(
            recommendations=[self.recommendation], add=list(self.scheme.terms.all()[:1]), by=self.editor
        )
        self.jobs = [self._job(by) for by in (self.editor, self.publisher)]
        self.end_access_and_seats()

    def _job(self, by: Any) -> Any:
        """Long work that waits; its title is for whoever ordered it."""
        title = self.hide("title of long work", lambda p: p.pk == by.pk)
        return order_work(work="audit.undo", title=title, arguments={"batch": str(self.batch.pk), "url": ""}, by=by)

    def _recommendation(self, **fields: Any) -> Recommendation:
        return factories.recommendation(document=self.document, **fields)

    # --- records --------------------------------------------------------------------------------------------------

    def _of_the_state(self) -> Iterator[Any]:
        makers = (self._action, self._update, self._challenge, self._value, self._assessment)
        for make, way in itertools.product(makers, STATES_WAY):
            yield self._brought(make(self.own), way)

    def _of_the_editor(self) -> Iterator[Any]:
        for way in STATES_WAY:
            yield self._brought(self._assessment(self.own, by=self.editor), way)

    def _independent(self) -> Iterator[Any]:
        for way in INDEPENDENT_WAY:
            made = self._assessment(self.commission, by=self.commission.author, assessor="nhri")
            yield self._brought_independently(made, way)

    def _of_the_former(self) -> Any:
        """A draft of somebody whose appointment has ended since."""
        held = factories.seat(self.former, self.own.institution, "alternate")
        made = self._update(self.own, by=self.former)
        end_appointment(appointment=held, ends=today() - timedelta(days=1), by=self.administrator)
        return made

    def _text(self, of: dict[str, Any], where: str) -> str:
        """A sentence with a token for the readers of the record that `of["record"]` will be."""
        made = self.hide(f"{where} of a record", lambda p: reads(p, of["record"]) or self._is_public(of["record"]))
        return f"Text {made} ends."

    @staticmethod
    def _is_public(record: Any) -> bool:
        return record.state == "published"

    def _action(self, house: Any) -> Action:
        of: dict[str, Any] = {}
        made = implementation.record_action(
            institution=house.institution, by=house.focal_point, links={self.recommendation: self._text(of, "how")},
            kind="law", code=f"action-{next(_number)}", title=self._text(of, "title"), description=self._text(of, "description"),
            partners=self._text(of, "partners"), legal_reference=self._text(of, "legal reference"),
        )  # fmt: skip
        of["record"] = made
        steps = [{"title": self._text(of, "milestone"), "due_on": date(2027, 1, 1), "done_on": None}]
        implementation.set_milestones(action=made, milestones=steps, by=house.focal_point)
        return made

    def _update(self, house: Any, by: Any = None) -> Update:
        of: dict[str, Any] = {}
        answers = {name: self._text(of, name) for name in ("what_was_done", "what_changed", "what_is_missing")}
        of["record"] = implementation.write_update(
            institution=house.institution, by=by or house.focal_point, recommendation=self.recommendation, **answers
        )
        return of["record"]

    def _challenge(self, house: Any) -> Challenge:
        of: dict[str, Any] = {}
        fields = {name: self._text(of, name) for name in ("description", "who_can_lift_it")}
        of["record"] = factories.challenge(house, recommendation=self.recommendation, **fields)
        return of["record"]

    def _value(self, house: Any) -> Value:
        of: dict[str, Any] = {}
        fields = {"number": None, "missing_because": self._text(of, "why missing"), "source": self._text(of, "source")}
        of["record"] = factories.value(house, indicator=self.indicator, **fields)
        return of["record"]

    def _assessment(self, house: Any, by: Any = None, assessor: str = "state") -> Assessment:
        of: dict[str, Any] = {}
        of["record"] = implementation.write_assessment(
            recommendation=self.recommendation, institution=house.institution, assessor=assessor, level="not_started",
            reasoning=self._text(of, "reasoning"), as_of=date(2026, 9, 30), by=by or house.focal_point,
        )  # fmt: skip
        return of["record"]

    def _evidence(self, record: Any) -> None:
        if isinstance(record, Challenge | Value):
            return
        """An internal and a public file; of an action also links."""
        kinds = (False, True) if isinstance(record, Action) else (False,)
        for visibility, link in itertools.product(Evidence.Visibility.values, kinds):
            inside = visibility == "internal"
            seen_by = self._who_sees_evidence(record, inside)
            title, name = (self.hide(f"{visibility} evidence", seen_by) for _ in range(2))
            place = (
                {"url": f"https://gazette.example/{name}"}
                if link
                else {"file": self._file(f"{name}.pdf", record.author)}
            )
            implementation.add_evidence(to=record, title=title, visibility=visibility, by=record.author, **place)

    def _who_sees_evidence(self, record: Any, inside: bool) -> Callable[[Principal], bool]:
        if inside:
            return lambda p: reads_inside(p, record)
        return lambda p: reads(p, record) or self._is_public(record)

    def _file(self, name: str, by: Any) -> File:
        return factories.file(by=by, name=name, content=f"%PDF-1.4\n% {token()}".encode())

    def _brought(self, record: Any, way: str) -> Any:
        self._evidence(record)
        record.refresh_from_db()
        accepter = self.second_editor if record.author == self.editor else self.editor
        house = self.own
        steps: list[tuple[str, Any]] = [
            ("submitted", lambda: publication.submit(item=record, by=record.author)),
            ("approved", lambda: publication.approve(item=record, by=house.validating_authority)),
            ("accepted", lambda: publication.accept(item=record, by=accepter)),
            ("published", lambda: publication.publish(item=record, by=self.publisher)),
            ("withdrawn", lambda: publication.withdraw(item=record, reason="It was wrong.", by=self.publisher)),
        ]
        stop = {"draft": 0, "returned": 1, "returned late": 2}.get(way)
        stop = [name for name, _ in steps].index(way) + 1 if stop is None else stop
        for _name, step in steps[:stop]:
            step()
            record.refresh_from_db()
        if way.startswith("returned"):
            self._return(record, house.validating_authority if way == "returned" else accepter)
        return record

    def _return(self, record: Any, by: Any) -> None:
        reason = self.hide("reason of returning", lambda p: reads(p, record))
        publication.return_with_reason(item=record, reason=f"Because {reason}.", by=by)
        record.refresh_from_db()

    def _brought_independently(self, record: Any, way: str) -> Any:
        author, colleague = self.commission.author, self.commission.colleague
        self._evidence(record)
        record.refresh_from_db()
        if way != "draft":
            publication.submit(item=record, by=author)
        if way in ("published", "withdrawn"):
            publication.publish(item=record, by=colleague)
        if way == "withdrawn":
            publication.withdraw(item=record, reason="It was wrong.", by=colleague)
        record.refresh_from_db()
        if way == "returned":
            self._return(record, colleague)
        return record

    def _measure(self) -> None:
        """The indicator is linked to every action, whatever its state."""
        for record in self.records:
            if isinstance(record, Action):
                implementation.link_indicator(indicator=self.indicator, action=record, by=self.editor)

    # --- the register ---------------------------------------------------------------------------------------------

    def _register(self) -> None:
        self.recommendations = {s: self._recommendation(standing=s) for s in ("confirmed", "provisional", "superseded")}
        self.recommendations["withdrawn"] = self._withdrawn()
        self.assignments = {
            state: self._assignment(state) for state in ("proposed", "accepted", "declined", "rerouted", "ended")
        }
        self.assignments["elsewhere"] = factories.assignment(self._recommendation(), self.other.institution)
        self.hidden_document = factories.document(
            mechanism=self.mechanism,
            is_public=False,
            titles={"en": self.hide("title of a hidden document", self._takes_in)},
        )

    def _withdrawn(self) -> Recommendation:
        wording = self.hide("wording of a withdrawn recommendation", reads_the_register)
        made = self._recommendation(wordings={"en": f"The State should {wording}."})
        withdraw_recommendation(recommendation=made, reason="It was no recommendation.", by=self.publisher)
        made.refresh_from_db()
        return made

    def _assignment(self, state: str) -> Any:
        made = factories.assignment(self._recommendation(), self.own.institution)
        answering = {"assignment": made, "by": self.own.focal_point}
        reason = self.hide("reason of an answer", reads_the_register) if state in ("declined", "rerouted") else ""
        if state == "accepted":
            assigning.accept(**answering)
        elif state == "declined":
            assigning.decline(reason=reason, **answering)
        elif state == "rerouted":
            assigning.pass_on(reason=reason, to=self.other.institution, **answering)
        elif state == "ended":
            assigning.end(assignment=made, by=self.editor)
        made.refresh_from_db()
        return made

    @staticmethod
    def _takes_in(principal: Principal) -> bool:
        return "secretariat_editor" in principal.all_roles

    def _files(self) -> None:
        name = self.hide("name of a file of nothing", lambda p: False)
        self.loose_file = self._file(f"{name}.pdf", self.editor)
        self.public_file = self._file("report.pdf", self.editor)
        factories.document(mechanism=self.mechanism, files=[self.public_file])
        name = self.hide("name of a file of a hidden document", self._takes_in)
        self.hidden_file = self._file(f"{name}.pdf", self.editor)
        self.hidden_file.document = self.hidden_document
        File.objects.filter(pk=self.hidden_file.pk).update(document=self.hidden_document)

    # --- the intake -----------------------------------------------------------------------------------------------

    def _intakes(self) -> None:
        factories.mechanism("UPR", kind="upr")
        self.intakes = {state: self._intake(state) for state in Intake.State.values}
        self.items = [intake.items.first() for intake in self.intakes.values() if intake.items.exists()]
        self.paged = taking_in.intake(
            taking_in.item(1, number="131.1"), content=a_pdf(), facts={"symbol": "A/HRC/58/0"}
        )

    def _index(self) -> None:
        """The index of the United Nations: an edition in force, one that is being read, one that could not be read."""
        with tempfile.TemporaryDirectory() as folder:
            path = written(Path(folder) / "export.json", records(2))
            in_force = read_edition(path, by=self.editor).edition
        broken = index_commands.begin(file_name="broken.json", sha256="0" * 64, total_bytes=1, by=self.editor)
        index_commands.give_up(edition=broken, code="damaged_json", message="", by=self.editor)
        reading = index_commands.begin(file_name="full.json", sha256="1" * 64, total_bytes=9, by=self.editor)
        self.editions = [in_force, broken, reading]

    def _intake(self, state: str) -> Intake:
        if state in ("waiting", "reading", "failed"):
            return self._unread(state)
        once_public = {"confirmed": lambda p: True, "undone": reads_the_register}
        text = self.hide(f"item of an intake {state}", once_public.get(state, self._takes_in))
        symbol = f"A/HRC/58/{next(_number)}"
        items = [taking_in.item(1, text=f"Protect {text}"), taking_in.item(2, number=f"130.{next(_number)}")]
        made = taking_in.intake(*items, facts={"symbol": symbol}, content=f"%PDF-1.4\n% {token()}".encode())
        if state in ("confirmed", "undone"):
            taking_in.find_all_right(made)
            intake_commands.confirm(intake=made, by=self.editor)
            made.refresh_from_db()
        if state == "undone":
            undo(batch=made.batch, by=self.editor)
        if state == "discarded":
            intake_commands.discard(intake=made, by=self.editor)
        made.refresh_from_db()
        return made

    # --- spreadsheets ---------------------------------------------------------------------------------------------

    def _spreadsheets(self) -> None:
        """Of the register in every state, by the editor; and drafts of a ministry, which are for who began it."""
        states = ("open", "planning", "committing", "done", "undone", "failed", "discarded")
        with override_settings(TASKS=AT_ONCE):
            self.sheet_imports = {state: self._of_institutions(state) for state in states}
            self.sheet_imports["own"] = self._of_actions()
        self.configuration = sheet_commands.save_configuration(
            sheet_import=self.sheet_imports["done"], name="Yearly list", by=self.editor
        )

    def _of_institutions(self, state: str) -> SheetImport:
        code = f"body-{next(_number)}"
        rows = sheets.xlsx(["Code", "Name", "Branch"], [code, f"Body {code}", "Executive"])
        make = sheets.committed if state in ("done", "undone") else sheets.previewed
        made = make("institutions", rows, by=self.editor)
        if state == "undone":
            change_institution(institution=Institution.objects.get(code=code), short_name="B", by=factories.operator())
            sheet_commands.undo(sheet_import=made, by=self.editor)
        elif state != "done":
            SheetImport.objects.filter(pk=made.pk).update(state=state)
        made.refresh_from_db()
        return made

    def _of_actions(self) -> SheetImport:
        starter = self.own.focal_point
        title = self.hide("title in a spreadsheet of a ministry", lambda p: p.pk == starter.pk)
        rows = sheets.xlsx(["Title", "Institution"], [f"A law on {title}", self.own.institution.code])
        return sheets.previewed("actions", rows, by=starter, name=f"{title}.xlsx")

    def _unread(self, state: str) -> Intake:
        name = self.hide(f"file of an intake {state}", self._takes_in)
        made = Intake.objects.create(file=self._file(f"{name}.pdf", self.editor), started_by=self.editor)
        if state != "waiting":
            intake_commands.begin_reading(intake=made, by=self.editor)
        if state == "failed":
            intake_commands.give_up_reading(intake=made, code="damaged", message="", by=self.editor)
        made.refresh_from_db()
        return made


def a_pdf() -> bytes:
    file, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(file)
    return file.getvalue()
