"""Who holds a seat in an institution: appointing, and ending an appointment."""

from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from servanda.accounts.access import get_visible, requires
from servanda.accounts.models import Person
from servanda.accounts.visibility import Statement, who_will_see
from servanda.core.errors import Refused
from servanda.institutions import commands
from servanda.institutions.forms import AppointForm, EndForm
from servanda.institutions.models import Appointment, Institution
from servanda.institutions.views.institutions import page_of
from servanda.publication.editing import refusal_as_error


@requires("institutions.appoint")
def appoint(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give this person a seat in some institution."""
    person = get_visible(request.user, Person, pk=pk)
    return _appoint(request, AppointForm(request.POST or None, person=person), person)


@requires("institutions.appoint")
def appoint_to(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give somebody a seat in this institution."""
    place = get_visible(request.user, Institution, "institutions.appoint", pk=pk)
    return _appoint(request, AppointForm(request.POST or None, place=place), place)


def _appoint(request: HttpRequest, form: AppointForm, about: Person | Institution) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.appoint(by=request.user, **form.appointment())
        except Refused as refused:
            refusal_as_error(form, refused)
        except IntegrityError:
            refusal_as_error(form, Refused(_("This person holds the seat already. Choose somebody else.")))
        else:
            messages.success(
                request, _("%(person)s was appointed. It counts from her next page on.") % {"person": made.person}
            )
            return page_of(made.institution)
    return render(request, "institutions/appoint.html", {"form": form, "about": about, "seen": _seen(form.place_given)})


def _seen(place: Institution | None) -> list[Statement]:
    return who_will_see("seat", place)


@requires("institutions.appoint")
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which day is the last one."""
    rows = Appointment.objects.select_related("person", "institution")
    appointment = get_visible(request.user, rows, "institutions.appoint", pk=pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.end_appointment(appointment=appointment, ends=form.cleaned_data["ends"], by=request.user)
        messages.success(request, _("The appointment of %(person)s ends.") % {"person": appointment.person})
        return page_of(appointment.institution)
    return render(
        request,
        "institutions/end.html",
        {"form": form, "appointment": appointment, "seen": _seen(appointment.institution)},
    )
