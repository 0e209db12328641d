"""Institutions: the list, one of them, adding and changing."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts.access import get_visible, requires, signed_in
from servanda.accounts.last_change import last_changed_by
from servanda.accounts.policy import may, visible
from servanda.accounts.visibility import who_will_see
from servanda.core.clock import today
from servanda.core.errors import Refused, StaleVersion
from servanda.institutions import commands
from servanda.institutions.forms import InstitutionForm
from servanda.institutions.models import Appointment, Institution
from servanda.institutions.queries import named, seats, with_numbers
from servanda.publication.editing import Conflict, refusal_as_error

A_PAGE = 50


def page_of(institution: Institution) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("institutions:institution", args=[institution.pk]), status=303)


@signed_in
def institutions(request: HttpRequest) -> HttpResponse:
    """By name, with what each leads; found by words and by branch of the State."""
    words, branches = request.GET.get("q", "").strip(), request.GET.getlist("branch")
    everything = list(with_numbers(visible(request.user, Institution.objects.select_related("territory"))))
    by_words = [i for i in everything if words.casefold() in _all_names(i)]
    found = [i for i in by_words if not branches or i.branch in branches]
    page = Paginator(sorted(found, key=lambda i: named(i).casefold()), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "institutions/list.html",
        {
            "page": page,
            "rows": _rows(request.user, page.object_list),
            "total": len(found),
            "everything": len(everything),
            "words": words,
            "kept": [("branch", branch) for branch in branches],
            "branches": _branches(request, by_words, branches),
            "chosen": len(branches),
            "may_manage": may(request.user, "institutions.manage"),
            "may_read_register": may(request.user, "recommendations.read_register"),
        },
    )


def _all_names(institution: Institution) -> str:
    return " ".join([institution.code, institution.short_name, *institution.names.values()]).casefold()


def _branches(request: HttpRequest, rows: list[Institution], chosen: list[str]) -> list[dict[str, Any]]:
    """The branches as choices of a facet, each with its number."""
    options = []
    for branch, label in Institution.Branch.choices:
        query = request.GET.copy()
        query.pop("page", None)
        query.setlist("branch", [b for b in chosen if b != branch] if branch in chosen else [*chosen, branch])
        count = sum(i.branch == branch for i in rows)
        if count or branch in chosen:
            options.append(
                {"label": label, "count": count, "selected": branch in chosen, "url": f"?{query.urlencode()}"}
            )
    return options


def _rows(person: Any, institutions: Iterable[Institution]) -> list[dict[str, Any]]:
    """Each institution with the names of today's focal points, for those who may see them."""
    today_s = visible(person, Appointment.objects.today().filter(institution__in=institutions, capacity="focal_point"))
    names: dict[Any, list[str]] = {}
    for seat in today_s.select_related("person"):
        names.setdefault(seat.institution_id, []).append(str(seat.person))
    return [{"institution": i, "name": named(i), "focal_points": names.get(i.pk, [])} for i in institutions]


@signed_in
def institution(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its place in the State, who holds a seat in it, and what it leads."""
    found = get_visible(request.user, with_numbers(Institution.objects.select_related("territory", "parent")), pk=pk)
    all_seats = list(seats(request.user, [found]))
    now = today()
    return render(
        request,
        "institutions/institution.html",
        {
            "institution": found,
            "name": named(found),
            "seats": [s for s in all_seats if s.starts <= now and (s.ends is None or s.ends >= now)],
            "past_seats": [s for s in all_seats if s.ends is not None and s.ends < now],
            "parts": visible(request.user, found.children.all()),
            "may_manage": may(request.user, "institutions.manage", found),
            "may_appoint": may(request.user, "institutions.appoint", found),
            "may_read_register": may(request.user, "recommendations.read_register"),
            "may_see_people": may(request.user, "accounts.manage_people"),
        },
    )


@requires("institutions.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Add one; its name is public at once."""
    form = InstitutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = commands.add_institution(code=form.cleaned_data["code"], by=request.user, **form.facts())
        messages.success(request, _("%(name)s was added.") % {"name": made})
        return page_of(made)
    return render(request, "institutions/edit.html", {"form": form, "seen": who_will_see("register")})


@requires("institutions.manage")
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change names and place, or say that it does not exist any more. It is never deleted."""
    found = get_visible(request.user, Institution, "institutions.manage", pk=pk)
    form = InstitutionForm(request.POST or None, record=found)
    conflicts: list[Conflict] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_institution(institution=found, version=form.opened_at, by=request.user, **form.facts())
        except StaleVersion as stale:
            messages.warning(request, str(stale))
            conflicts, status = form.clash_with(stale), 409
        except Refused as refused:
            refusal_as_error(form, refused)
        else:
            messages.success(request, _("Saved. The public page shows it now."))
            return page_of(found)
    page = {"form": form, "institution": found, "conflicts": conflicts, "seen": who_will_see("register")}
    if conflicts:
        page["colleague"] = last_changed_by(found)
    return render(request, "institutions/edit.html", page, status=status)
