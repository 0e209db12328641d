"""The file and its document: what is on its way, uploading, reading, the facts of the document, stopping."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from servanda.accounts.access import requires
from servanda.accounts.policy import visible
from servanda.accounts.visibility import who_will_see
from servanda.core.errors import Refused
from servanda.core.profile import profile
from servanda.documents.models import Document
from servanda.importers import commands, sentences, tasks
from servanda.importers.commands import TAKE_IN
from servanda.importers.forms import DocumentForm, UploadForm
from servanda.importers.models import Conflict, ImportRun, Intake
from servanda.importers.queries import (
    LISTS,
    asked_to_hear,
    counts_of_lists,
    documents_in,
    is_stalled,
    recognising,
    step_of,
)
from servanda.importers.reading.recognition import AUTO, languages
from servanda.importers.views.wizard import READ, WRONG, answer, frame, one_of, opened, to
from servanda.jobs.commands import see_work
from servanda.mechanisms.states import by_iso3
from servanda.publication.editing import refusal_as_error

A_PAGE = 50
LANGUAGE_IN_DJANGO = {"zh": "zh-hans"}
State = Intake.State


@requires(TAKE_IN)
def intakes(request: HttpRequest) -> HttpResponse:
    """Documents on their way in; those that arrived; those taken back or discarded."""
    chosen = one_of(LISTS, request.GET.get("list"), "open")
    rows = visible(request.user, Intake.objects.all())
    listed = rows.filter(LISTS[chosen]).select_related("file", "started_by").defer("paragraphs", "warnings")
    context = {
        "runs": visible(request.user, ImportRun.objects.select_related("started_by", "batch"))[:A_PAGE],
        "differences": visible(request.user, Conflict.objects.filter(state=Conflict.State.OPEN)).count(),
        "page": Paginator(listed, A_PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "counts": counts_of_lists(rows),
    }
    return render(request, "importers/list.html", context)


@requires(TAKE_IN)
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The step on which this intake goes on."""
    intake = opened(request, pk)
    see_work("importers.read", {"intake": str(intake.pk)}, by=request.user)
    return to(step_of(intake), intake.pk)


@requires(TAKE_IN)
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file. It is kept as it is and read in the background."""
    form = UploadForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        status = WRONG
        if form.is_valid():
            try:
                return _taken_in(request, form)
            except Refused as refused:
                refusal_as_error(form, refused, "file")
    return render(request, "importers/upload.html", {"form": form, "seen": who_will_see("intake")}, status=status)


def _taken_in(request: HttpRequest, form: UploadForm) -> HttpResponse:
    file, token = form.cleaned_data["file"], form.cleaned_data["token"]
    intake = tasks.take_in(chunks=file.chunks(), name=file.name, by=request.user, token=token)
    if token and intake.pk != token:
        messages.info(request, _("This very file is on its way in already. You go on with it here."))
    return to("importers:intake", intake.pk)


@requires(TAKE_IN)
def reading(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the reading is; or why the file can't be read."""
    intake = opened(request, pk)
    see_work("importers.read", {"intake": str(intake.pk)}, by=request.user)
    if intake.state in READ and intake.state != State.DISCARDED:
        return to(step_of(intake), intake.pk)
    failed = sentences.refusal(intake.failure["code"], intake.failure["message"]) if intake.failure else ""
    context = frame(
        intake, 1, failed=failed, stalled=is_stalled(intake), recognising=recognising(intake), **_recognition(intake)
    )
    return render(request, "importers/reading.html", context)


@requires(TAKE_IN)
@require_POST
def recognise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read the scanned pages by character recognition, in the background."""
    intake = opened(request, pk)
    language = one_of([AUTO, *languages()], request.POST.get("language"), AUTO)
    try:
        commands.recognise(intake=intake, language=language, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return to("importers:intake", intake.pk)
    tasks.order_reading(intake, request.user)
    return to("importers:reading", intake.pk)


def _recognition(intake: Intake) -> dict[str, Any]:
    """What the screens need to offer it: the languages that are installed, where scanned pages still wait."""
    waits = bool(intake.scanned) and not intake.recognise
    known = sorted(languages()) if waits else []
    return {
        "scans_wait": waits,
        "recognisable": [
            (code, get_language_info(LANGUAGE_IN_DJANGO.get(code, code))["name_translated"]) for code in known
        ],
    }


@requires(TAKE_IN)
@require_POST
def go_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Order the reading anew, where a worker was stopped."""
    intake = opened(request, pk)
    tasks.order_reading(intake, request.user)
    return to("importers:reading", intake.pk)


@requires(TAKE_IN)
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was read of the document as a whole."""
    intake = opened(request, pk)
    if intake.state not in READ:
        return to(step_of(intake), intake.pk)
    if several := documents_in(intake):
        return render(request, "importers/documents.html", frame(intake, 2, documents=several))
    form = DocumentForm(request.POST or None, record=intake)

    def save(form: DocumentForm) -> None:
        commands.correct_document(intake=intake, facts=form.facts(), version=form.opened_at, by=request.user)

    context = frame(
        intake,
        2,
        seen=who_will_see("intake"),
        found=_warnings(intake),
        **_about(intake),
        **asked_to_hear(intake),
        **_recognition(intake),
    )
    return answer(
        request,
        form,
        save,
        template="importers/document.html",
        context=context,
        then=lambda: to("importers:items", intake.pk),
    )


def _warnings(intake: Intake) -> list[dict[str, Any]]:
    return [{"text": sentences.warning(found), "page": found.get("page")} for found in intake.warnings]


def _about(intake: Intake) -> dict[str, Any]:
    """What to be warned of: a document that is in the register already, and one about another State."""
    state = intake.facts.get("state")
    other = by_iso3(state) if state and state != profile().code else None
    return {
        "known": Document.objects.filter(symbol=intake.facts.get("symbol") or "").first(),
        "other_state": other.names.get("en") if other else (state if state and state != profile().code else ""),
    }


@requires(TAKE_IN)
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop an intake, after a question: what was checked is lost with it."""
    intake = opened(request, pk)
    if request.method != "POST":
        return render(request, "importers/discard.html", frame(intake, 1))
    commands.discard(intake=intake, by=request.user)
    messages.success(request, _("The intake was discarded. Nothing of it is in the register."))
    return to("importers:list")
