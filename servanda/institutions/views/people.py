"""People with an account, for administrators: who they are, what they may do, and what they can see."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts import commands
from servanda.accounts.access import get_visible, requires
from servanda.accounts.kinds import name_of_kind
from servanda.accounts.models import Person
from servanda.accounts.policy import RULES, SCOPES, may, visible
from servanda.accounts.roles import COMMAND_LINE, ROLES, roles_of
from servanda.accounts.visibility import who_will_see
from servanda.core.errors import Refused, StaleVersion
from servanda.institutions.forms import PersonForm, RoleForm
from servanda.institutions.models import Appointment
from servanda.publication.editing import refusal_as_error
from servanda.publication.languages import content_languages

A_PAGE = 50


def page_of(person: Person) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("institutions:person", args=[person.pk]), status=303)


@requires("accounts.manage_people")
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, found by name, address or role."""
    words, role = request.GET.get("q", "").replace("\0", "").strip(), request.GET.get("role", "")
    everybody = visible(request.user, Person.objects.exclude(role=COMMAND_LINE.code))
    found = everybody
    for word in words.split():
        found = found.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(email__icontains=word))
    by_words = list(found)
    chosen = [p for p in by_words if not role or p.role == role]
    page = Paginator(chosen, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "institutions/people.html",
        {
            "page": page,
            "rows": _rows(page.object_list),
            "total": len(chosen),
            "words": words,
            "role": role,
            "kept": [("role", role)] if role else [],
            "roles": _role_options(request, by_words, role),
        },
    )


def _rows(people: Iterable[Person]) -> list[dict[str, Any]]:
    """Each person with her role or seats of today in words."""
    seats: dict[Any, list[str]] = {}
    held = Appointment.objects.today().filter(person__in=people).select_related("institution")
    for seat in held:
        seats.setdefault(seat.person_id, []).append(f"{seat.get_capacity_display()}: {seat.institution}")
    return [{"person": person, "seats": seats.get(person.pk, [])} for person in people]


def _role_options(request: HttpRequest, people: list[Person], chosen: str) -> list[dict[str, Any]]:
    options = []
    for code, label in Person.Role.choices:
        count = sum(person.role == code for person in people)
        query = request.GET.copy()
        query.pop("page", None)
        query.pop("role", None)
        if code != chosen:
            query["role"] = code
        if count or code == chosen:
            options.append({"label": label, "count": count, "selected": code == chosen, "url": f"?{query.urlencode()}"})
    return options


@requires("accounts.manage_people")
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person: role and seats, each with the sentence that says what it lets her do."""
    found = get_visible(request.user, Person, "accounts.manage_people", pk=pk)
    seats = found.appointments.select_related("institution").order_by("-starts")
    open_seats = {seat.pk for seat in Appointment.objects.today().filter(person=found)}
    return render(
        request,
        "institutions/person.html",
        {
            "person": found,
            "role": ROLES.get(found.role),
            "language": dict(content_languages()).get(found.language, found.language),
            "seats": [(seat, ROLES[seat.capacity].sentence) for seat in seats if seat.pk in open_seats],
            "other_seats": [seat for seat in seats if seat.pk not in open_seats],
            "may_appoint": may(request.user, "institutions.appoint"),
        },
    )


@requires("accounts.manage_people")
def new(request: HttpRequest) -> HttpResponse:
    """Give somebody an account. She chooses her password herself."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.add_person(by=request.user, **form.cleaned_data)
        except Refused as refused:
            refusal_as_error(form, refused, "email")
        else:
            _send_link(request, made)
            text = _("%(person)s has an account now. A link to choose a password was sent to %(address)s.")
            messages.success(request, text % {"person": made, "address": made.email})
            return page_of(made)
    return render(request, "institutions/person_new.html", {"form": form, "seen": who_will_see("account")})


def _send_link(request: HttpRequest, person: Person) -> None:
    """The mail by which a person sets her password: the one that "forgotten password" sends."""
    form = ResetPasswordForm({"email": person.email})
    if form.is_valid():
        form.save(request)


@requires("accounts.manage_people")
def role(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the person another role, in force on her next page."""
    found = get_visible(request.user, Person, "accounts.manage_people", pk=pk)
    form = RoleForm(request.POST or None, record=found)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_role(person=found, role=form.cleaned_data["role"], version=form.opened_at, by=request.user)
        except StaleVersion as stale:
            status = 409
            form.clash_with(stale)
            now = {"role": stale.current.get_role_display()}
            refusal_as_error(
                form,
                Refused(
                    _(
                        "Somebody else changed this person meanwhile. The role is now: %(role)s. Save again if you still want to change it."
                    )
                    % now
                ),
                "role",
            )
        else:
            messages.success(request, _("The role was changed. It counts from her next page on."))
            return page_of(found)
    return render(
        request,
        "institutions/person_role.html",
        {"form": form, "person": found, "seen": who_will_see("account")},
        status=status,
    )


@requires("accounts.manage_people")
def access(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End the person's access, or give it back."""
    found = get_visible(request.user, Person, "accounts.manage_people", pk=pk)
    if request.method != "POST":
        return render(request, "institutions/person_access.html", {"person": found})
    try:
        if found.is_active:
            commands.end_access(person=found, by=request.user)
            messages.success(
                request,
                _("%(person)s cannot sign in any more. What she wrote stays, under her name.") % {"person": found},
            )
        else:
            commands.give_access_back(person=found, by=request.user)
            messages.success(request, _("%(person)s can sign in again.") % {"person": found})
    except Refused as refused:
        messages.error(request, str(refused))
    return page_of(found)


@requires("accounts.manage_people")
def sees(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What this person may do and how much she can see, asked of the same policy that answers her. No content is shown."""
    found = get_visible(request.user, Person, "accounts.manage_people", pk=pk)
    numbers = [
        (name_of_kind(model._meta.label_lower), visible(found, model._default_manager.all()).count())
        for model in SCOPES
    ]
    return render(
        request,
        "institutions/person_sees.html",
        {
            "person": found,
            "roles": [ROLES[code] for code in ROLES if code in roles_of(found)],
            "actions": [
                rule.sentence for rule in RULES.values() if may(found, rule.action) and "public" not in rule.who
            ],
            "columns": [{"label": _("Kind")}, {"label": _("Can see"), "numeric": True}],
            "numbers": sorted(numbers),
        },
    )
