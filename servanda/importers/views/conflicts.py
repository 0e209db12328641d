"""Where sources say otherwise than the register: the list for a person, and her decisions, one or several at once."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from servanda.accounts.access import requires
from servanda.accounts.policy import visible
from servanda.accounts.visibility import who_will_see
from servanda.core.errors import Refused
from servanda.importers.commands.conflicts import DECIDE
from servanda.importers.forms import DecisionForm
from servanda.importers.models import Conflict
from servanda.importers.permissions import may_take
from servanda.importers.queries import CONFLICTS, conflicts_shown, counts_of_conflicts, sides
from servanda.importers.views.wizard import WRONG, one_of
from servanda.jobs.views import carry_out

A_PAGE = 25


@requires(DECIDE)
def conflicts(request: HttpRequest) -> HttpResponse:
    """Both sides of each, with the words that differ marked; take the source's, keep ours with a reason, or decide later."""
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _decided(request, form)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _shown(request, form, WRONG if request.method == "POST" else 200)


def _decided(request: HttpRequest, form: DecisionForm) -> HttpResponse:
    chosen = _chosen(request)
    if not chosen:
        raise Refused(_("Tick at least one, or all of the list, and try again. Nothing was changed."))
    if form.cleaned_data["choice"] == DecisionForm.TAKE and not all(may_take(request.user, one) for one in chosen):
        raise Refused(
            _(
                "You may not take over all of these: only a publisher withdraws, and only an editor changes the rest. "
                "Tick fewer, keep ours, or leave them for later. Nothing was changed."
            )
        )
    return carry_out(
        request,
        "importers.decide",
        size=len(chosen),
        title=_("Decide on %(n)d differences to a source") % {"n": len(chosen)},
        back_url=request.get_full_path(),
        conflicts=[str(one.pk) for one in chosen],
        choice=form.cleaned_data["choice"],
        reason=form.cleaned_data["reason"],
        url=request.get_full_path(),
    )


def _chosen(request: HttpRequest) -> list[Conflict]:
    """The ticked ones that are undecided, or all undecided ones of the list."""
    listed = _listed(request).filter(state__in=Conflict.UNDECIDED)
    if request.POST.get("everything"):
        return list(listed)
    ticked = {key for key in request.POST.getlist("conflict") if len(key) == 36}
    return [one for one in listed if str(one.pk) in ticked]


def _listed(request: HttpRequest) -> Any:
    rows = visible(request.user, Conflict.objects.all()).filter(CONFLICTS[_list_of(request)])
    kind = request.GET.get("kind", "")
    return rows.filter(kind=kind) if kind in Conflict.Kind.values else rows


def _list_of(request: HttpRequest) -> str:
    return one_of(CONFLICTS, request.GET.get("list"), "open")


def _shown(request: HttpRequest, form: DecisionForm, status: int) -> HttpResponse:
    counts = counts_of_conflicts(visible(request.user, Conflict.objects.all()))
    chosen = _list_of(request)
    page = Paginator(conflicts_shown(_listed(request)), A_PAGE).get_page(request.GET.get("page"))
    ticked = set(request.POST.getlist("conflict"))
    for one in page:
        one.sides = sides(one)
        one.is_ticked = str(one.pk) in ticked
        one.not_hers = not may_take(request.user, one)
    context = {
        "page": page, "form": form, "counts": counts, "chosen": chosen, "kind": request.GET.get("kind", ""),
        "kinds": [(kind, label, counts[f"{chosen}_{kind}"]) for kind, label in Conflict.Kind.choices],
        "can_decide": chosen != "decided", "seen": who_will_see("conflict"), "here": request.get_full_path(),
    }  # fmt: skip
    return render(request, "importers/conflicts.html", context, status=status)
