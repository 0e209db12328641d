"""Saying that an indicator shows whether a recommendation or an action makes a difference."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts.access import get_visible, requires
from servanda.core.errors import NotPossibleNow
from servanda.implementation.commands import link_indicator
from servanda.implementation.content import in_short, marked
from servanda.implementation.forms.indicators import IndicatorLinkForm
from servanda.implementation.models import Action
from servanda.implementation.queries import with_texts
from servanda.implementation.views.report import redirect_303
from servanda.recommendations.models import Recommendation


@requires("indicators.manage")
def link(request: HttpRequest) -> HttpResponse:
    """Link an indicator to the recommendation or the action of the address."""
    to, thing = _thing(request)
    form = IndicatorLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            link_indicator(indicator=form.cleaned_data["indicator"], by=request.user, **{to: thing})
        except NotPossibleNow as refused:
            form.add_error("indicator", str(refused))
        else:
            messages.success(request, _("The indicator is linked."))
            return redirect_303(_page(to, thing))
    name = marked(in_short(thing)) if to == "recommendation" else marked(thing.title, thing.language)
    context = {"form": form, "name": name, "back": _page(to, thing)}
    return render(request, "implementation/indicator_link.html", context, status=422 if form.errors else 200)


def _thing(request: HttpRequest) -> tuple[str, Any]:
    rows = {"recommendation": with_texts(Recommendation.objects.all()), "action": Action.objects.all()}
    for name, found in rows.items():
        if request.GET.get(name):
            try:
                return name, get_visible(request.user, found, pk=uuid.UUID(request.GET[name]))
            except ValueError:
                raise Http404 from None
    raise Http404


def _page(to: str, thing: Any) -> str:
    return reverse("workspace:recommendation" if to == "recommendation" else "implementation:action", args=[thing.pk])
