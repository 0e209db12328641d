"""The first page after signing in: what needs the person, in her own words and with her own numbers."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servanda.accounts import roles
from servanda.accounts.access import signed_in
from servanda.accounts.policy import may
from servanda.accounts.roles import ROLES, holds, institutions_of, seats_of
from servanda.core import clock
from servanda.institutions.models import Appointment, Institution
from servanda.workspace.cockpit import late_by_institution, late_group, secretariat
from servanda.workspace.commission import Commission
from servanda.workspace.house import House
from servanda.workspace.tasks import Group


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """My tasks; for the secretariat the cockpit. With ?group= one group alone, fifty a page."""
    if request.GET.get("group"):
        return _one_group(request)
    groups = groups_for(request.user)
    needed = sum(group.count for group in groups if group.needs)
    context = {
        "greeting": greeting(request.user),
        "needed": needed,
        "need": _need(needed) if groups else "",
        "groups": groups,
        "is_empty": not any(group.count for group in groups),
        "seats": _seats(request.user),
        "role": ROLES.get(getattr(request.user, "role", "")),
        "late": late_by_institution(request.user) if holds(request.user, roles.EDITOR, roles.PUBLISHER) else None,
        "may_write": may(request.user, "implementation.write"),
        "ways": ways_for(request.user) if not groups else [],
    }
    return render(request, "workspace/home.html", context)


def groups_for(person: Any) -> list[Group]:
    """Every group of the person's roles, in the order in which they should be looked at; empty ones too."""
    found: list[Group] = []
    if institutions_of(person, roles.FOCAL_POINT, roles.ALTERNATE, roles.VALIDATING_AUTHORITY):
        found += House(person).groups()
    if holds(person, roles.EDITOR, roles.PUBLISHER):
        found += secretariat(person)
    if institutions_of(person, roles.NHRI):
        found += Commission(person).groups()
    return found


def greeting(person: Any) -> str:
    hour = timezone.localtime(clock.now()).hour
    words = (
        _("Good morning, {name}.")
        if hour < 12
        else _("Good afternoon, {name}.")
        if hour < 18
        else _("Good evening, {name}.")
    )
    return words.format(name=person.given_name or person)


def _need(number: int) -> str:
    if not number:
        return _("Nothing needs you today.")
    return ngettext("%(n)s thing needs you.", "%(n)s things need you.", number) % {"n": number}


def _seats(person: Any) -> list[dict[str, Any]]:
    """Each seat of the person, with who sits beside her."""
    held = {(seat.institution_id, seat.role) for seat in seats_of(person)}
    open_ones = Appointment.objects.today().filter(institution__in={institution for institution, _role in held})
    every = list(open_ones.select_related("person", "institution"))
    mine = [seat for seat in every if seat.person_id == person.pk]
    others = {
        s.institution_id: [o for o in every if o.institution_id == s.institution_id and o.person_id != person.pk]
        for s in mine
    }
    return [{"seat": seat, "colleagues": others[seat.institution_id]} for seat in mine]


def ways_for(person: Any) -> list[dict[str, str]]:
    """Where somebody goes on who has no tasks here."""
    if holds(person, roles.ADMINISTRATOR):
        return [
            {
                "title": _("Manage people"),
                "url": reverse("institutions:people"),
                "note": _("Add people, give them a role, end their access."),
            }
        ]
    return [
        {
            "title": _("Search the recommendations"),
            "url": reverse("portal:search"),
            "note": _("What was recommended, and what was done."),
        },
        {
            "title": _("See the progress"),
            "url": reverse("portal:progress"),
            "note": _("How far it is, by theme, body and institution."),
        },
        {"title": _("Take part"), "url": reverse("portal:take-part"), "note": _("Where your view is asked for.")},
    ]


def _one_group(request: HttpRequest) -> HttpResponse:
    group = _group(request)
    page = Paginator(group.rows, 50).get_page(request.GET.get("page"))
    return render(request, "workspace/home_group.html", {"group": group, "page": page, "tasks": list(page.object_list)})


def _group(request: HttpRequest) -> Group:
    wanted = request.GET["group"]
    if wanted == "late":
        if not holds(request.user, roles.EDITOR, roles.PUBLISHER):
            raise Http404
        return late_group(request.user, get_object_or_404(Institution, code=request.GET.get("institution", "")))
    found = next((group for group in groups_for(request.user) if group.key == wanted), None)
    if found is None:
        raise Http404
    return found
