"""The register of mechanisms: who recommends, with their documents, cycles and sessions."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servanda.accounts.access import requires, signed_in
from servanda.accounts.policy import may, visible
from servanda.accounts.visibility import who_will_see
from servanda.core.texts import in_language
from servanda.core.widgets import DayInput
from servanda.documents.models import Document
from servanda.mechanisms import commands
from servanda.mechanisms.models import Mechanism, Session
from servanda.mechanisms.queries import reviews
from servanda.publication.languages import TextsForm
from servanda.recommendations.models import Recommendation


class MechanismForm(TextsForm):
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=80,
        help_text=gettext_lazy(
            "As in symbols and references: CAT, CEDAW, UPR. A code that is known already changes that mechanism."
        ),
        error_messages={
            "required": gettext_lazy("Give the mechanism a code, for example CAT."),
            "invalid": gettext_lazy("Use letters, digits and hyphens only, for example IACtHR."),
        },
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Mechanism.Kind.choices)
    by_language = {"names": (gettext_lazy("Name in %(language)s"), forms.TextInput(attrs={"dir": "auto"}))}

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return self.bound_in_languages("names")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.texts_of("names"):
            self.add_error(
                self.name_fields[0].name, gettext_lazy("Give the mechanism a name in at least one language.")
            )
        return cleaned


class SessionForm(forms.Form):
    mechanism = forms.ModelChoiceField(
        Mechanism.objects.all(),
        label=gettext_lazy("Mechanism"),
        error_messages={"required": gettext_lazy("Choose the mechanism.")},
    )
    number = forms.IntegerField(
        label=gettext_lazy("Session"),
        min_value=1,
        max_value=999,
        error_messages={"required": gettext_lazy("Enter the number of the session.")},
    )
    cycle = forms.IntegerField(label=gettext_lazy("Cycle (UPR)"), min_value=1, max_value=20, required=False)
    starts = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput)
    ends = forms.DateField(label=gettext_lazy("To"), required=False, widget=DayInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] < cleaned["starts"]:
            self.add_error("ends", gettext_lazy("The session cannot end before it starts. Choose a later day."))
        return cleaned


@signed_in
def mechanisms(request: HttpRequest) -> HttpResponse:
    """All of them by kind, with what came from each; and for the secretariat, adding one or a session."""
    mechanism_form = MechanismForm(_posted(request, "mechanism"), prefix="m")
    session_form = SessionForm(_posted(request, "session"), prefix="s")
    if request.method == "POST":
        return _added(request, mechanism_form, session_form)
    return _shown(request, mechanism_form, session_form)


def _posted(request: HttpRequest, which: str) -> Any:
    return request.POST if request.POST.get("add") == which else None


@requires("mechanisms.manage")
def _added(request: HttpRequest, mechanism_form: MechanismForm, session_form: SessionForm) -> HttpResponse:
    if mechanism_form.is_bound and mechanism_form.is_valid():
        given = mechanism_form.cleaned_data
        commands.add_mechanism(
            code=given["code"], kind=given["kind"], names=mechanism_form.texts_of("names"), by=request.user
        )
        messages.success(request, _("%(code)s is in the register.") % {"code": given["code"]})
    elif session_form.is_bound and session_form.is_valid():
        commands.add_session(by=request.user, **session_form.cleaned_data)
        messages.success(request, _("The session is in the register."))
    else:
        return _shown(request, mechanism_form, session_form)
    return HttpResponseRedirect(reverse("workspace:mechanisms"), status=303)


def _shown(request: HttpRequest, mechanism_form: MechanismForm, session_form: SessionForm) -> HttpResponse:
    page = {
        "groups": _by_kind(request.user),
        "reviews": visible(request.user, reviews()),
        "sessions": visible(request.user, Session.objects.select_related("mechanism")).order_by(
            "mechanism__code", "-number"
        ),
        "may_manage": may(request.user, "mechanisms.manage"),
        "may_read_register": may(request.user, "recommendations.read_register"),
        "mechanism_form": mechanism_form,
        "session_form": session_form,
        "seen": who_will_see("register"),
    }
    return render(request, "workspace/mechanisms.html", page)


def _by_kind(person: Any) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Kinds that have a mechanism, each with its mechanisms and what came from them."""
    documents = _numbers(visible(person, Document.objects.order_by()), "mechanism")
    asked = _numbers(visible(person, Recommendation.objects.filter(as_part=None).order_by()), "document__mechanism")
    groups: dict[str, list[dict[str, Any]]] = {}
    for mechanism in visible(person, Mechanism.objects.all()):
        row = {
            "mechanism": mechanism,
            "name": in_language(mechanism.names),
            "documents": documents.get(mechanism.pk, 0),
            "recommendations": asked.get(mechanism.pk, 0),
        }
        groups.setdefault(mechanism.kind, []).append(row)
    return [(label, groups[kind]) for kind, label in Mechanism.Kind.choices if kind in groups]


def _numbers(rows: Any, by: str) -> dict[Any, int]:
    return dict(rows.values_list(by).annotate(n=Count("pk")))
