"""The words to classify with: schemes, their terms, and adding a scheme from a CSV file without code."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servanda.accounts.access import get_visible, requires, signed_in
from servanda.accounts.policy import may, visible
from servanda.accounts.visibility import who_will_see
from servanda.core.errors import Refused
from servanda.core.texts import in_language
from servanda.publication.editing import refusal_as_error
from servanda.publication.languages import TextsForm
from servanda.taxonomy.commands import load_scheme
from servanda.taxonomy.models import Scheme
from servanda.taxonomy.queries import schemes_with_counts
from servanda.taxonomy.scheme_file import read_terms
from servanda.workspace.facets import Register


class SchemeForm(TextsForm):
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy(
            "For addresses: small letters and hyphens. A code that is known already brings that scheme up to date."
        ),
        error_messages={
            "required": gettext_lazy("Give the scheme a code, for example regions-of-life."),
            "invalid": gettext_lazy("Use letters, digits and hyphens only, for example regions-of-life."),
        },
    )
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=300)
    edition = forms.CharField(label=gettext_lazy("Edition"), required=False, max_length=60)
    rows = forms.CharField(
        label=gettext_lazy("Terms as CSV"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "dir": "ltr"}),
        help_text=gettext_lazy(
            "First line: code,parent,label_en,label_es … Then one term a line; a parent stands before its children."
        ),
        error_messages={
            "required": gettext_lazy("Paste the terms: one a line, under a line with the names of the columns.")
        },
    )
    by_language = {"titles": (gettext_lazy("Name in %(language)s"), forms.TextInput(attrs={"dir": "auto"}))}

    @property
    def title_fields(self) -> list[forms.BoundField]:
        return self.bound_in_languages("titles")

    def clean_rows(self) -> list[dict[str, Any]]:
        try:
            return read_terms(self.cleaned_data["rows"])
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.texts_of("titles"):
            self.add_error(self.title_fields[0].name, gettext_lazy("Give the scheme a name in at least one language."))
        return cleaned


@signed_in
def schemes(request: HttpRequest) -> HttpResponse:
    """Every scheme with its source, edition and number of terms."""
    rows = schemes_with_counts()
    return render(
        request, "workspace/schemes.html", {"schemes": rows, "may_manage": may(request.user, "taxonomy.manage")}
    )


@signed_in
def scheme(request: HttpRequest, code: str) -> HttpResponse:
    """The terms of one scheme in their order, with how often each is given."""
    found = get_visible(request.user, Scheme, code=code)
    terms = visible(request.user, found.terms.select_related("parent"))
    facet = Register(request.user).facets.get(code)
    return render(
        request,
        "workspace/scheme.html",
        {
            "scheme": found,
            "terms": [
                {
                    "term": term,
                    "label": in_language(term.labels),
                    "given": facet.of([term.code]).bit_count() if facet else 0,
                }
                for term in terms
            ],
            "may_read_register": may(request.user, "recommendations.read_register"),
        },
    )


@requires("taxonomy.manage")
def load(request: HttpRequest) -> HttpResponse:
    """Check the file, show what it holds, then load it. Terms that are no longer in it stay for old classifications."""
    form = SchemeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        return render(request, "workspace/scheme_load.html", {"form": form, "seen": who_will_see("register")})
    given = form.cleaned_data
    known = Scheme.objects.filter(code=given["code"]).first()
    if "do" not in request.POST:
        return render(request, "workspace/scheme_check.html", _checked(request, form, known))
    order = known.order if known else Scheme.objects.count() + 1
    try:
        made = load_scheme(
            code=given["code"],
            titles=form.texts_of("titles"),
            source=given["source"],
            edition=given["edition"],
            order=order,
            terms=given["rows"],
            by=request.user,
        )
    except Refused as refused:
        refusal_as_error(form, refused)
        return render(request, "workspace/scheme_load.html", {"form": form, "seen": who_will_see("register")})
    messages.success(request, _("%(scheme)s can be used for classifying now.") % {"scheme": made})
    return HttpResponseRedirect(reverse("workspace:scheme", args=[made.code]), status=303)


def _checked(request: HttpRequest, form: SchemeForm, known: Scheme | None) -> dict[str, Any]:
    """What loading would add and retire."""
    codes = {term["code"] for term in form.cleaned_data["rows"]}
    held = set(known.terms.filter(in_use=True).values_list("code", flat=True)) if known else set()
    return {
        "form": form,
        "known": known,
        "titles": in_language(form.texts_of("titles")),
        "added": len(codes - held),
        "kept": len(codes & held),
        "retired": len(held - codes),
        "answers": [
            (name, request.POST[name])
            for name in request.POST
            if name not in {"csrfmiddlewaretoken", "rows", "change", "do"}
        ],
        "rows": request.POST["rows"],
        "seen": who_will_see("register"),
    }
