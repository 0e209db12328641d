"""Step 1: what is on its way, what kind of rows, the file or the cells; templates, saved configurations, giving up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from servanda.accounts.access import get_visible, requires
from servanda.core.errors import Refused
from servanda.importers.spreadsheets import commands, queries
from servanda.importers.spreadsheets.forms import SourceForm
from servanda.importers.spreadsheets.models import SavedConfiguration, SheetImport
from servanda.importers.spreadsheets.queries import KindChoice
from servanda.importers.spreadsheets.views.steps import (
    AT_WORK,
    HERE,
    IMPORT,
    State,
    frame,
    name_of,
    opened,
    page_of,
    seen_by,
    steps_of,
)
from servanda.importers.views.wizard import WRONG, one_of, to

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTS = {
    "open": Q(state__in=(State.OPEN, *AT_WORK, State.FAILED)),
    "done": Q(state=State.DONE),
    "ended": Q(state__in=(State.UNDONE, State.DISCARDED)),
}


@requires(IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    """Imports on their way; those that are in the register; those taken back or discarded."""
    rows = queries.imports_of(request.user)
    chosen = one_of(LISTS, request.GET.get("list"), "open")
    counts = rows.order_by().aggregate(**{name: Count("pk", filter=which) for name, which in LISTS.items()})
    page = Paginator(rows.filter(LISTS[chosen]), A_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.name = name_of(one)  # type: ignore[attr-defined]
    context = {
        "page": page,
        "chosen": chosen,
        "counts": counts,
        "configurations": queries.configurations_for(request.user),
    }
    return render(request, f"{HERE}/list.html", context)


@requires(IMPORT)
def kinds(request: HttpRequest) -> HttpResponse:
    """What kind of rows: the first question."""
    return render(request, f"{HERE}/kinds.html", {"kinds": queries.kinds_for(request.user), "steps": steps_of(None)})


def _kind(request: HttpRequest, code: str) -> KindChoice:
    found = next((one for one in queries.kinds_for(request.user) if one.code == code), None)
    if found is None:
        raise Http404
    return found


@requires(IMPORT)
def source(request: HttpRequest, kind: str) -> HttpResponse:
    """The file, or the cells pasted."""
    chosen = _kind(request, kind)
    saved = [one for one in queries.configurations_for(request.user) if one.kind == kind]
    given = {"configuration": request.GET.get("configuration")}
    form = SourceForm(request.POST or None, request.FILES or None, configurations=saved, initial=given)
    status = 200
    if request.method == "POST":
        form = SourceForm(request.POST, request.FILES, configurations=saved)
        status = WRONG
        if form.is_valid():
            try:
                return _begun(request, kind, form)
            except Refused as refused:
                form.add_error("pasted" if form.cleaned_data["pasted"] else "file", str(refused))
    context = {
        "kind": chosen,
        "fields": queries.fields_of(kind),
        "form": form,
        "seen": seen_by(kind),
        "steps": steps_of(None),
    }
    return render(request, f"{HERE}/source.html", context, status=status)


def _begun(request: HttpRequest, kind: str, form: SourceForm) -> HttpResponse:
    answers = form.cleaned_data
    shared = {name: answers[name] for name in ("configuration", "source", "token")} | {"kind": kind, "by": request.user}
    if answers["file"]:
        begun = commands.begin(chunks=answers["file"].chunks(), name=answers["file"].name, **shared)
    else:
        begun = commands.begin_with_paste(text=answers["pasted"], **shared)
    return to("importers:spreadsheet-import", begun.pk)


@requires(IMPORT)
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The step on which this import goes on."""
    sheet_import = opened(request, pk)
    return to(page_of(sheet_import), sheet_import.pk)


@requires(IMPORT)
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the work in the background is; or why it ended without a result."""
    sheet_import = opened(request, pk)
    if page_of(sheet_import) != "importers:spreadsheet-progress":
        return to(page_of(sheet_import), sheet_import.pk)
    step = 6 if sheet_import.state == State.COMMITTING else 5
    return render(
        request, f"{HERE}/progress.html", frame(sheet_import, step, writing=sheet_import.state == State.COMMITTING)
    )


@requires(IMPORT)
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give an import up, after a question."""
    sheet_import = opened(request, pk)
    if request.method != "POST":
        return render(request, f"{HERE}/discard.html", frame(sheet_import, 1))
    try:
        commands.discard(sheet_import=sheet_import, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return to(page_of(sheet_import), sheet_import.pk)
    messages.success(request, _("The import was discarded. Nothing of it is in the register."))
    return to("importers:spreadsheet-list")


# --- files to start from ----------------------------------------------------------------------------------------------


@requires(IMPORT)
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty workbook of the kind, with explanations, in the language of the page."""
    _kind(request, kind)
    return workbook(queries.template_workbook(kind, get_language() or "en"), f"servanda-{kind}-template")


@requires(IMPORT)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """What the register holds of the kind, in the columns of the template."""
    _kind(request, kind)
    return workbook(queries.export_workbook(kind, request.user), f"servanda-{kind}")


def workbook(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    )


# --- saved configurations ---------------------------------------------------------------------------------------------


@requires(IMPORT)
@require_POST
def forget(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete a saved configuration; imports made with it stay."""
    configuration: Any = get_visible(request.user, SavedConfiguration, pk=pk)
    try:
        commands.forget_configuration(configuration=configuration, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The configuration “%(name)s” was deleted.") % {"name": configuration.name})
    return to("importers:spreadsheet-list")


@requires(IMPORT)
@require_POST
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Save how this file is read, for the next time."""
    sheet_import: SheetImport = opened(request, pk)
    name = " ".join(request.POST.get("name", "").split())[:120]
    if not name:
        messages.error(request, _("Give the configuration a name, for example “Ministry of Justice, yearly plan”."))
        return to(page_of(sheet_import), sheet_import.pk)
    try:
        saved = commands.save_configuration(sheet_import=sheet_import, name=name, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Saved as “%(name)s”. Choose it in step 1 the next time.") % {"name": saved.name})
    return to(page_of(sheet_import), sheet_import.pk)
