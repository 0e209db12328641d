"""Adding evidence to a record, and taking it away."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from servanda.accounts.access import get_visible, requires
from servanda.accounts.policy import may, visible
from servanda.implementation.commands import remove_evidence
from servanda.implementation.content import KINDS, page_of, title_of
from servanda.implementation.forms.evidence import EvidenceForm
from servanda.implementation.models import Assessment, Evidence
from servanda.implementation.views.report import redirect_303
from servanda.publication.models import Reviewable

WITH_EVIDENCE = ("action", "update", "assessment")


def writing(item: Reviewable) -> str:
    """The policy's action for whoever writes the record."""
    return "implementation.assess" if isinstance(item, Assessment) else "implementation.write"


@requires("documents.keep_file")
def add(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    if kind not in WITH_EVIDENCE:
        raise Http404
    item = get_visible(request.user, KINDS[kind], pk=pk)
    if not may(request.user, writing(item), item):
        raise PermissionDenied
    shown = {
        "item": item,
        "person": request.user,
        "institution": item.institution,
        "independent": item.is_independent,
    }
    form = EvidenceForm(**shown)
    if request.method == "POST":
        form = EvidenceForm(request.POST, request.FILES, **shown)
        if form.is_valid() and not form.brings_something:
            form.add_error("attachments", _("Choose a file or give a link."))
        elif form.is_valid():
            form.keep(to=item, by=request.user)
        if not form.errors:
            messages.success(request, _("The evidence was added."))
            return redirect_303(page_of(item))
    context = {"item": item, "title": title_of(item), "form": form, "back": page_of(item)}
    return render(request, "implementation/evidence_add.html", context, status=422 if form.errors else 200)


@requires("documents.keep_file")
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, then take the evidence away. It is archived, and can be added again."""
    piece = Evidence.objects.filter(pk=pk, removed_at=None).select_related("action", "update", "assessment").first()
    if piece is None or not _visible_with(request, piece):
        raise Http404
    item = piece.belongs_to
    if not may(request.user, writing(item), item):
        raise PermissionDenied
    if request.method == "POST":
        remove_evidence(evidence=piece, by=request.user)
        messages.success(request, _("The evidence was taken away."))
        return redirect_303(page_of(item))
    return render(
        request, "implementation/evidence_remove.html", {"piece": piece, "title": title_of(item), "back": page_of(item)}
    )


def _visible_with(request: HttpRequest, piece: Evidence) -> bool:
    """Evidence is seen with what it belongs to."""
    thing = piece.belongs_to
    return visible(request.user, type(thing).objects.filter(pk=thing.pk)).exists()
