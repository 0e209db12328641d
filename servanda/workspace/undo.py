"""Taking a batch of changes back: asked about on one page, done from there or from the banner."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servanda.accounts.access import get_visible, requires
from servanda.accounts.commands import undo as take_back
from servanda.audit.models import Batch
from servanda.core.errors import NotPossibleNow


@requires("audit.undo")
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What others changed since stays as they left it; how much that is, is said."""
    batch = get_visible(request.user, Batch.objects.select_related("by"), pk=pk)
    if request.method != "POST":
        return render(request, "workspace/undo.html", {"batch": batch, "steps": batch.steps.count()})
    if batch.undone_at:
        messages.info(request, _("This was taken back already."))
        return _onward(batch)
    try:
        result = take_back(batch=batch, by=request.user)
    except NotPossibleNow as refused:
        messages.error(request, str(refused))
    else:
        _say(request, result)
    return _onward(batch)


def _say(request: HttpRequest, result: dict[str, Any]) -> None:
    done, left = result["undone"], result["left"]
    messages.success(
        request, ngettext("%(n)d change was taken back.", "%(n)d changes were taken back.", done) % {"n": done}
    )
    if left:
        text = ngettext(
            "%(n)d change was left as it is, because somebody worked on it since.",
            "%(n)d changes were left as they are, because somebody worked on them since.",
            left,
        )
        messages.warning(request, text % {"n": left})


def _onward(batch: Batch) -> HttpResponseRedirect:
    name = "importers:list" if batch.kind == Batch.Kind.INTAKE else "workspace:register"
    return HttpResponseRedirect(reverse(name), status=303)
