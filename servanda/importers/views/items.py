"""Checking what was read, item by item, beside the page it comes from."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from servanda.accounts.access import requires
from servanda.core.errors import Refused
from servanda.importers import commands, sentences
from servanda.importers.commands import TAKE_IN
from servanda.importers.forms import DiscardItemForm, ItemForm, MissingForm, SplitForm
from servanda.importers.models import Intake, IntakeItem
from servanda.importers.pages import shown_pages
from servanda.importers.pictures import CannotDraw, picture_of
from servanda.importers.queries import SHOWN, concerns_of, counts_of, in_queue, items_on_page, neighbours, next_to_check
from servanda.importers.views.wizard import WRONG, answer, frame, one_of, opened, opened_item, to

A_PAGE = 50
AIR = 0.006  # of the page's width


@requires(TAKE_IN)
def items(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All items: gaps and doubts first, then the others."""
    intake = opened(request, pk)
    chosen = one_of(SHOWN, request.GET.get("show"), "all")
    listed = in_queue(intake).filter(SHOWN[chosen])
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    for item in page:
        item.sentences = [sentences.doubt(code) for code in item.doubts]
    counts = counts_of(intake)
    first = in_queue(intake).filter(SHOWN["to-check"]).first() if counts["to_check"] else None
    context = frame(
        intake, 3, page=page, chosen=chosen, counts=counts, first=first, gaps=_gaps(intake),
        without_doubts=counts["to_check"] - counts["doubts"],
    )  # fmt: skip
    return render(request, "importers/items.html", context)


def _gaps(intake: Intake) -> list[dict[str, Any]]:
    """What the reader warns of, each with its place in the original."""
    return [
        {"text": sentences.warning(found), "page": found.get("page"), "number": found.get("place") or ""}
        for found in intake.warnings
    ]


@requires(TAKE_IN)
def item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One item beside the picture of its page, or beside its neighbours where the file has no pages."""
    found = opened_item(request, pk)
    return render(request, "importers/item.html", _beside(request, found))


def _beside(request: HttpRequest, found: IntakeItem) -> dict[str, Any]:
    intake = found.intake
    shown = _page_shown(request, found) if intake.pages else 0
    return frame(
        intake, 3, item=found, counts=counts_of(intake), doubts=[sentences.doubt(code) for code in found.doubts],
        page=shown, boxes=_boxes(found, shown) if shown else [], near=neighbours(found),
        concerns=concerns_of(found),
        gaps=[gap for gap in _gaps(intake) if gap["page"]],
    )  # fmt: skip


def _page_shown(request: HttpRequest, found: IntakeItem) -> int:
    wanted = request.GET.get("page", "")
    page = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else found.page or 1
    return min(max(page, 1), found.intake.pages)


def _boxes(found: IntakeItem, page: int) -> list[dict[str, Any]]:
    """Where this item and the others stand on the page; the others lead to theirs. Items of one paragraph share a place,
    which is drawn once, this item's last."""
    places: dict[tuple[float, float], dict[str, Any]] = {}
    for one in sorted(items_on_page(found.intake, page), key=lambda one: one.pk == found.pk):
        current = one.pk == found.pk
        address = {} if current else {"url": reverse("importers:item", args=[one.pk])}
        name = _("Item %(number)s") % {"number": one.number or one.order}
        for box in (_wider(box) for box in one.boxes if box["page"] == page):
            places.pop((box["x"], box["y"]), None)
            places[box["x"], box["y"]] = box | {"current": current, "label": name, **address}
    return list(places.values())


def _wider(box: dict[str, Any]) -> dict[str, Any]:
    """A little air around the words, so that the frame does not touch them."""
    x, y = max(box["x"] - AIR, 0), max(box["y"] - AIR / 2, 0)
    return box | {"x": x, "y": y, "width": box["width"] + 2 * AIR, "height": box["height"] + AIR}


@requires(TAKE_IN)
def page_picture(request: HttpRequest, pk: UUID, page: int) -> HttpResponse:
    """The picture of one page of the file, drawn on demand."""
    intake = opened(request, pk)
    if not 1 <= page <= intake.pages:
        raise Http404
    try:
        return HttpResponse(picture_of(shown_pages(intake), page), content_type="image/png")
    except CannotDraw:
        raise Http404 from None


# --- decisions --------------------------------------------------------------------------------------------------------


def _go_on(found: IntakeItem) -> HttpResponse:
    """To the next item that waits, or to the list when none is left."""
    following = next_to_check(found)
    return to("importers:item", following.pk) if following else to("importers:items", found.intake_id)


def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


@requires(TAKE_IN)
@require_POST
def right(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Right, next."""
    found = opened_item(request, pk)
    try:
        commands.find_right(item=found, version=_version(request), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return to("importers:item", found.pk)
    return _go_on(found)


@requires(TAKE_IN)
@require_POST
def all_right(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that wait and raise no doubt are right."""
    intake = opened(request, pk)
    count = commands.find_all_right(intake=intake, by=request.user)
    said = ngettext(
        "%(count)d item without doubts was found right.", "%(count)d items without doubts were found right.", count
    )
    messages.success(request, said % {"count": count})
    return to("importers:items", intake.pk)


@requires(TAKE_IN)
@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a decision back."""
    found = opened_item(request, pk)
    commands.reopen_item(item=found, by=request.user)
    return to("importers:item", found.pk)


@requires(TAKE_IN)
def facts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct number, States, position and kind."""
    found = opened_item(request, pk)
    form = ItemForm(request.POST or None, record=found)

    def save(form: ItemForm) -> None:
        answers = {name: form.cleaned_data[name] for name in ("number", "kind", "position")}
        commands.correct_item(
            item=found, states=form.recommending_states(), version=form.opened_at, by=request.user, **answers
        )

    return _ask(request, found, form, save, "importers/item_facts.html", lambda: to("importers:item", found.pk))


@requires(TAKE_IN)
def split(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name the separate demands."""
    found = opened_item(request, pk)
    form = SplitForm(request.POST or None, record=found)

    def save(form: SplitForm) -> None:
        commands.split_item(item=found, parts=form.cleaned_data["demands"], version=form.opened_at, by=request.user)

    return _ask(request, found, form, save, "importers/item_split.html", lambda: to("importers:item", found.pk))


@requires(TAKE_IN)
def discard_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Not a recommendation."""
    found = opened_item(request, pk)
    form = DiscardItemForm(request.POST or None, record=found)

    def save(form: DiscardItemForm) -> None:
        commands.discard_item(item=found, reason=form.reason(), version=form.opened_at, by=request.user)
        text = _("Item %(number)s was left out.") % {"number": found.number or found.order}
        messages.success(request, text, extra_tags=reverse("importers:item-reopen", args=[found.pk]))

    return _ask(request, found, form, save, "importers/item_discard.html", lambda: _go_on(found))


def _ask(request: HttpRequest, found: IntakeItem, form: Any, save: Any, template: str, then: Any) -> HttpResponse:
    return answer(request, form, save, template=template, context=frame(found.intake, 3, item=found), then=then)


@requires(TAKE_IN)
def missing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add what the reader did not find."""
    intake = opened(request, pk)
    given = {name: request.GET.get(name, "") for name in ("number", "page")}
    form = MissingForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        added = commands.add_item(intake=intake, by=request.user, **form.cleaned_data)
        messages.success(request, _("Item %(number)s was added.") % {"number": added.number})
        return to("importers:items", intake.pk)
    page = given["page"] if given["page"].isascii() and given["page"].isdigit() else ""
    shown = min(max(int(page or 1), 1), intake.pages) if intake.pages and len(page) < 5 else 0
    context = frame(intake, 3, form=form, page=shown)
    return render(request, "importers/missing.html", context, status=WRONG if form.errors else 200)
