"""Taking a batch of changes back: asked about on one page, done from there or from the banner."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts.access import get_visible, requires
from servanda.audit.models import Batch
from servanda.core.errors import NotPossibleNow
from servanda.jobs.undoing import title_of
from servanda.jobs.views import carry_out


@requires("audit.undo")
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What others changed since stays as they left it; how much that is, is said."""
    batch = get_visible(request.user, Batch.objects.select_related("by"), pk=pk)
    if request.method != "POST":
        return render(request, "workspace/undo.html", {"batch": batch, "steps": batch.steps.count()})
    if batch.undone_at:
        messages.info(request, _("This was taken back already."))
        return _to(_onward(batch))
    try:
        return carry_out(
            request,
            "audit.undo",
            size=batch.steps.count(),
            title=title_of(batch),
            back_url=_onward(batch),
            batch=str(batch.pk),
            url=_onward(batch),
        )
    except NotPossibleNow as refused:
        messages.error(request, str(refused))
        return _to(_onward(batch))


def _onward(batch: Batch) -> str:
    return reverse("importers:list" if batch.kind == Batch.Kind.INTAKE else "workspace:register")


def _to(address: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(address, status=303)
