"""The index of the United Nations: the edition in force, its records, what was repaired in them, and taking in the next one."""

import csv
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from servanda.accounts.access import get_visible, requires
from servanda.accounts.policy import may, visible
from servanda.accounts.visibility import who_will_see
from servanda.core import clock
from servanda.core.errors import Refused
from servanda.importers import sentences
from servanda.importers.queries import STALLED_AFTER
from servanda.importers.uhri import commands, log, queries, tasks
from servanda.importers.uhri.forms import ExportForm, RecordsForm, RuleForm
from servanda.importers.uhri.models import Edition, Observation, Term
from servanda.importers.uhri.permissions import READ, TAKE_IN
from servanda.importers.uhri.rules import RULES

A_PAGE = 50
WRONG = 422  # the answers can't be taken as they are
State = Edition.State


@requires(READ)
def index(request: HttpRequest) -> HttpResponse:
    """The edition in force with its counts; the editions before it."""
    newest = queries.edition_in_force()
    context = {
        "edition": newest,
        "counts": queries.counts_of(newest.number) if newest else None,
        "editions": visible(request.user, Edition.objects.select_related("started_by", "run__batch"))[:A_PAGE],
        "may_take_in": may(request.user, TAKE_IN),
    }
    return render(request, "uhri/index.html", context)


@requires(READ)
def records(request: HttpRequest) -> HttpResponse:
    """The records of the edition in force, narrowed by State, body, theme, year, kind and words."""
    form = RecordsForm(request.GET)
    rows = visible(request.user, queries.in_edition(queries.in_force_number()))
    rows = form.narrow(rows) if form.is_valid() else rows.none()
    page = Paginator(rows.order_by("pk").values_list("pk", flat=True), A_PAGE).get_page(request.GET.get("page"))
    is_filtered = any(value for name, value in request.GET.items() if name != "page")
    context = {"form": form, "page": page, "rows": queries.page_of(rows, page), "is_filtered": is_filtered}
    return render(request, "uhri/records.html", context, status=200 if form.is_valid() else WRONG)


@requires(READ)
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One record: its text, its terms, what was repaired, and how earlier editions gave it."""
    rows = Observation.objects.filter(since__lte=queries.in_force_number()).select_related("document", "state", "body")
    row = get_visible(request.user, rows, pk=pk)
    context = {
        "row": row,
        "terms": Term.objects.filter(pk__in=[int(pk) for pk in row.terms.split()]).order_by("kind", "label"),
        "lines": log.lines_of([row]),
        "versions": queries.versions_of(row),
    }
    return render(request, "uhri/record.html", context)


# --- what was repaired ------------------------------------------------------------------------------------------------


def _repaired(request: HttpRequest) -> tuple[RuleForm, str, Any]:
    form = RuleForm(request.GET)
    rule = form.cleaned_data["rule"] if form.is_valid() else ""
    rows = visible(request.user, queries.in_edition(queries.in_force_number()))
    return form, rule, log.repaired(rows, rule)


@requires(TAKE_IN)
def repairs(request: HttpRequest) -> HttpResponse:
    """The cleaning log of the edition in force: what was repaired, in which record, from what to what, and why."""
    form, rule, rows = _repaired(request)
    page = Paginator(rows.order_by("pk").values_list("pk", flat=True), A_PAGE).get_page(request.GET.get("page"))
    counts = queries.counts_by_rule()
    context = {
        "form": form,
        "page": page,
        "lines": log.lines_of(queries.page_of(rows, page), rule),
        "rules": [(rule, counts[rule.code]) for rule in RULES if counts.get(rule.code)],
        "rule": rule,
    }
    return render(request, "uhri/repairs.html", context)


@requires(TAKE_IN)
def repairs_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The log as a table, all of it or one rule's."""
    _form, rule, rows = _repaired(request)
    response = StreamingHttpResponse(_as_csv(log.table_of(rows, rule)), content_type="text/csv; charset=utf-8")
    name = f"uhri-repairs-{rule or 'all'}-{clock.today().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Echo:
    """A file that hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _as_csv(table: Iterator[list[str]]) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    yield "\ufeff"
    for cells in table:
        yield writer.writerow(cells)


# --- taking in --------------------------------------------------------------------------------------------------------


@requires(TAKE_IN)
def upload(request: HttpRequest) -> HttpResponse:
    """Choose an export. It is read in the background."""
    form, status = ExportForm(), 200
    if request.method == "POST":
        form, status = ExportForm(request.POST, request.FILES), WRONG
        if form.is_valid():
            try:
                return _taken_in(request, form)
            except Refused as refused:
                form.add_error("file", str(refused))
                status = refused.status
    running = Edition.objects.filter(state=State.READING).first()
    context = {"form": form, "seen": who_will_see("edition"), "running": running}
    return render(request, "uhri/upload.html", context, status=status)


def _taken_in(request: HttpRequest, form: ExportForm) -> HttpResponse:
    file = form.cleaned_data["file"]
    edition = tasks.take_in(chunks=file.chunks(), name=file.name, whole=form.cleaned_data["whole"], by=request.user)
    return _to(edition)


def _to(edition: Edition) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("uhri:edition", args=[edition.pk]), status=303)


def _opened(request: HttpRequest, pk: UUID) -> Edition:
    rows = Edition.objects.select_related("file", "started_by", "run__batch")
    found: Edition = get_visible(request.user, rows, TAKE_IN, pk=pk)
    return found


@requires(TAKE_IN)
def edition(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the reading is; or what came of it."""
    found = _opened(request, pk)
    failed = sentences.refusal(found.failure["code"], found.failure["message"]) if found.failure else ""
    context = {
        "edition": found,
        "failed": failed,
        "percent": 100 * found.read_bytes // found.total_bytes if found.total_bytes else 0,
        "stalled": found.state == State.READING and found.changed_at < clock.now() - STALLED_AFTER,
        "is_newest": found.state == State.IN_FORCE and found.number == queries.in_force_number(),
        "rules": [(rule, found.repairs[rule.code]) for rule in RULES if found.repairs.get(rule.code)],
    }
    return render(request, "uhri/edition.html", context)


@requires(TAKE_IN)
@require_POST
def go_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Order the reading anew, where a worker was stopped."""
    found = _opened(request, pk)
    if found.file is not None:
        tasks.order_reading(found, request.user)
    else:
        messages.warning(request, _("This export is read from the command line. Give the same command again there."))
    return _to(found)


@requires(TAKE_IN)
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop an edition or take the newest back, after a question."""
    found = _opened(request, pk)
    if request.method != "POST":
        return render(request, "uhri/take_back.html", {"edition": found})
    try:
        commands.take_back(edition=found, by=request.user)
        messages.success(request, _("The edition was taken back. The index is as it was before it."))
    except Refused as refused:
        messages.warning(request, str(refused))
    return _to(found)
