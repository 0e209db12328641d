"""The record of changes, for administrators: who did what, when, in words. It never shows the content of what was written.

An administrator has no right to content, so neither the page nor its export holds any: the digests prove the content, and
the whole record with content is made on the server by `servanda export-record`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servanda.accounts.access import requires
from servanda.accounts.kinds import name_of_kind
from servanda.accounts.models import Person
from servanda.accounts.policy import visible
from servanda.accounts.roles import ROLES
from servanda.audit import export
from servanda.audit.models import Entry, Head
from servanda.audit.verification import verify
from servanda.core.clock import today
from servanda.core.widgets import DayInput
from servanda.documents.models import Document
from servanda.institutions.models import Institution
from servanda.recommendations.models import Recommendation
from servanda.workspace.record_words import command_choices, words_of

A_PAGE = 50
MOST_FINDINGS = 20


@dataclass(frozen=True)
class Told:
    """One entry in words."""

    number: int
    at: datetime
    who: str
    capacity: str
    what: str
    command: str
    about: str


class FilterForm(forms.Form):
    """What the record is filtered by; everything may be left open."""

    person = forms.ModelChoiceField(Person.objects.all(), label=gettext_lazy("Person"), required=False)
    command = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    about = forms.CharField(
        label=gettext_lazy("About"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("A reference or the id of a record."),
    )
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput)
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["command"].choices = [("", gettext_lazy("Anything")), *command_choices()]  # type: ignore[attr-defined]

    def narrow(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        if not self.is_valid():
            return entries
        wanted = self.cleaned_data
        if wanted["person"]:
            entries = entries.filter(person=str(wanted["person"].pk))
        if wanted["command"]:
            entries = entries.filter(command=wanted["command"])
        if wanted["about"]:
            entries = entries.filter(object_id=_id_of(wanted["about"].strip()))
        if wanted["since"]:
            entries = entries.filter(at__gte=_start_of(wanted["since"]))
        if wanted["until"]:
            entries = entries.filter(at__lt=_start_of(wanted["until"] + timedelta(days=1)))
        return entries


def _start_of(day: Any) -> str:
    """The beginning of the day as the record writes moments."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC).isoformat(timespec="microseconds")


def _id_of(text: str) -> str:
    """A reference as the id behind it; anything else as it is."""
    found = Recommendation.objects.filter(reference__iexact=text).values_list("pk", flat=True).first()
    return str(found or text)


@requires("audit.read")
def record(request: HttpRequest) -> HttpResponse:
    """The newest entries first, fifty a page; `?check=1` verifies the whole chain now."""
    form = FilterForm(request.GET)
    entries = form.narrow(visible(request.user, Entry.objects.order_by("-number")))
    page = Paginator(entries, A_PAGE).get_page(request.GET.get("page"))
    head = Head.objects.first()
    return render(
        request,
        "workspace/record.html",
        {
            "form": form,
            "page": page,
            "entries": in_words(page.object_list),
            "head": head,
            "seal": _in_groups(head.digest) if head else "",
            "findings": list(_findings()) if "check" in request.GET else None,
            "is_filtered": any(value for name, value in request.GET.items() if name not in {"page", "check"}),
        },
    )


def _in_groups(digest: str) -> str:
    """In groups of eight, as it is read aloud or compared with a printed one."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _findings() -> Iterator[Any]:
    for number, finding in enumerate(verify(export.lines())):
        if number == MOST_FINDINGS:
            return
        yield finding


@requires("audit.read")
def export_record(request: HttpRequest) -> StreamingHttpResponse:
    """The whole chain as JSON Lines without content; `servanda verify` checks it without a database."""
    response = StreamingHttpResponse(_without_content(export.lines()), content_type="application/jsonl")
    response["Content-Disposition"] = f'attachment; filename="servanda-record-{today().isoformat()}.jsonl"'
    return response


def _without_content(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        entry = json.loads(line)
        if "content" in entry:
            entry |= {"content": None, "salt": ""}
        yield json.dumps(entry, ensure_ascii=False) + "\n"


def in_words(entries: Iterable[Entry]) -> list[Told]:
    """The entries with the names of people, institutions and objects, each kind read in one query."""
    rows = list(entries)
    people = _names(Person, {row.person for row in rows})
    seats = _names(Institution, {row.institution for row in rows})
    objects = _objects(rows)
    return [
        Told(
            number=row.number,
            at=datetime.fromisoformat(row.at),
            who=people.get(row.person, _("Somebody whose account is gone")),
            capacity=_capacity(row, seats),
            what=words_of(row.command),
            command=row.command,
            about=objects.get(row.object_id) or _kind_and_id(row),
        )
        for row in rows
    ]


def _names(model: Any, ids: set[str]) -> dict[str, str]:
    return {str(pk): str(found) for pk, found in model._default_manager.in_bulk(ids - {""}).items()}


# Objects whose name is no content: it is public, or an administrator's own business.
NAMED = {
    "recommendations.recommendation": Recommendation,
    "documents.document": Document,
    "institutions.institution": Institution,
    "accounts.person": Person,
}


def _objects(rows: list[Entry]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, model in NAMED.items():
        found |= _names(model, {row.object_id for row in rows if row.object_type == kind})
    return found


def _capacity(row: Entry, seats: dict[str, str]) -> str:
    role = str(ROLES[row.role].name) if row.role in ROLES else row.role
    return f"{role}, {seats[row.institution]}" if row.institution in seats else role


def _kind_and_id(row: Entry) -> str:
    """Of an object whose name is content: what it is, and the beginning of its id."""
    if not row.object_type:
        return ""
    return f"{name_of_kind(row.object_type)} {row.object_id[:8]}"
