"""Steps 2 to 4: where the table is, which field each column is, what each name means."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from servanda.accounts.access import requires
from servanda.importers.spreadsheets import commands, queries
from servanda.importers.spreadsheets.forms import ColumnsForm, NamesForm, ReadForm
from servanda.importers.spreadsheets.models import SheetImport
from servanda.importers.spreadsheets.queries import Choice, NameToDecide
from servanda.importers.spreadsheets.views.steps import (
    HERE,
    IMPORT,
    Step,
    answer,
    elsewhere,
    frame,
    opened,
    page_of,
    refused_to,
    seen_by,
)
from servanda.importers.views.wizard import to

NAMES_A_PAGE = 25
MOST_COLUMNS = 40  # that are shown of the first rows; the next step has them all


@requires(IMPORT)
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Step 2: the first rows as they were understood. What is changed is read anew and shown before it goes on."""
    sheet_import = opened(request, pk)
    if away := elsewhere(sheet_import, Step.READING):
        return away
    found = queries.what_we_read(sheet_import)
    form = ReadForm(request.POST or None, read=found, version=sheet_import.version)

    def save() -> None:
        commands.choose_sheet(sheet_import=sheet_import, version=form.opened_at, by=request.user, **form.layout())

    def then() -> HttpResponse:
        if form.is_another():
            messages.info(request, _("It was read anew. Is it right now?"))
            return to("importers:spreadsheet-read", pk)
        return to("importers:spreadsheet-columns", pk)

    more = max(len(found.letters) - MOST_COLUMNS, 0)
    context = frame(sheet_import, 2, found=found, letters=found.letters[:MOST_COLUMNS], rows=_shown(found), more=more)
    return answer(request, form, save, then, f"{HERE}/read.html", context | {"seen": seen_by(sheet_import.kind)})


def _shown(found: queries.WhatWeRead) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number,
            "cells": row.cells[:MOST_COLUMNS],
            "is_heading": row.is_heading,
            "is_hidden": row.is_hidden,
        }
        for row in found.rows
    ]


@requires(IMPORT)
def columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Step 3: our field for each of their columns."""
    sheet_import = opened(request, pk)
    if away := elsewhere(sheet_import, Step.COLUMNS):
        return away
    found, fields = queries.columns_of(sheet_import), queries.fields_of(sheet_import.kind)
    form = ColumnsForm(request.POST or None, columns=found, fields=fields, version=sheet_import.version)

    def save() -> None:
        commands.set_columns(sheet_import=sheet_import, columns=form.chosen(), version=form.opened_at, by=request.user)

    taken = {column.field for column in found}
    free = [field for field in fields if field.code not in taken]
    missing = queries.missing_fields(sheet_import)
    context = frame(sheet_import, 3, free=free, missing=missing, seen=seen_by(sheet_import.kind))
    return answer(request, form, save, lambda: to("importers:spreadsheet-names", pk), f"{HERE}/columns.html", context)


@requires(IMPORT)
def names(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Step 4: what the names mean that are not exactly ours. `then`: the next page of them, or the preview."""
    sheet_import = opened(request, pk)
    if away := elsewhere(sheet_import, Step.NAMES):
        return away
    found = queries.names_to_reconcile(sheet_import)
    page = Paginator(found, NAMES_A_PAGE).get_page(request.GET.get("page"))
    asked = list(page.object_list)
    lists = _lists(asked)
    form = NamesForm(request.POST or None, names=asked, lists=lists, version=sheet_import.version)

    def save() -> None:
        _save_names(request, sheet_import, form)

    context = frame(sheet_import, 4, page=page, lists=lists, counts=_counts(found), seen=seen_by(sheet_import.kind))
    return answer(request, form, save, lambda: _after_names(request, sheet_import, page), f"{HERE}/names.html", context)


def _lists(names: Sequence[NameToDecide]) -> dict[str, Sequence[Choice]]:
    """The entries of each list that these names are of."""
    return {code: queries.choices_of(code) for code in dict.fromkeys(name.list_code for name in names)}


def _counts(names: Sequence[NameToDecide]) -> dict[str, int]:
    return {
        "all": len(names),
        "open": sum(1 for name in names if not name.decided),
        "near": sum(1 for name in names if name.is_near and not name.decided),
        "remembered": sum(1 for name in names if name.is_remembered),
    }


def _save_names(request: HttpRequest, sheet_import: SheetImport, form: NamesForm) -> None:
    """Keep the decisions; where the person goes on to the preview, compare. Reading the version anew: this is one press."""
    version = form.opened_at
    if form.changed():
        commands.decide_name(sheet_import=sheet_import, decisions=form.changed(), version=version, by=request.user)
        sheet_import.refresh_from_db()
        version = sheet_import.version
    if request.POST.get("then") == "preview":
        commands.go_to_preview(sheet_import=sheet_import, version=version, by=request.user)
        sheet_import.refresh_from_db()


def _after_names(request: HttpRequest, sheet_import: SheetImport, page: Page) -> HttpResponse:
    if request.POST.get("then") == "preview":
        return to(page_of(sheet_import), sheet_import.pk)
    number = page.next_page_number() if request.POST.get("then") == "next" and page.has_next() else page.number
    return to("importers:spreadsheet-names", sheet_import.pk, query=f"page={number}")


@requires(IMPORT)
@require_POST
def near_names(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the best candidate of every undecided name that is near enough."""
    sheet_import = opened(request, pk)
    if away := elsewhere(sheet_import, Step.NAMES):
        return away

    def accept() -> None:
        count = commands.accept_near_names(sheet_import=sheet_import, by=request.user)
        said = ngettext(
            "%(count)d name was accepted. Look at it below.",
            "%(count)d names were accepted. Look at them below.",
            count,
        )
        messages.success(request, said % {"count": count})

    return refused_to(request, accept, to("importers:spreadsheet-names", pk))
