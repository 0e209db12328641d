"""One record before the person who decides on it: what the public reads now beside what was sent."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from servanda.accounts.access import get_visible, signed_in
from servanda.implementation.content import KINDS, Answer, content_of
from servanda.implementation.models import Action
from servanda.implementation.queries import companions, evidence_of, previous_of
from servanda.implementation.views.items import item_page
from servanda.publication.models import Reviewable


@dataclass(frozen=True)
class Compared:
    """One question with its published answer and the one that was sent."""

    question: str
    old: str
    new: str
    prose: bool


def changed_since(item: Reviewable, read: Mapping[str, str]) -> list[Compared]:
    """The answers that differ from those which the person had before her, as her form sent them back (`read-<name>`)."""
    return [
        Compared(answer.question, before, answer.text, answer.prose)
        for answer in content_of(item)
        if (before := read.get(f"read-{answer.name}")) is not None and _plain(before) != _plain(answer.text)
    ]


def _plain(text: Any) -> str:
    """Browsers send line breaks their own way."""
    return str(text).replace("\r\n", "\n").strip()


def compared(item: Reviewable, previous: Reviewable | None) -> list[Compared]:
    before: dict[str, Answer] = {answer.name: answer for answer in content_of(previous)} if previous else {}
    return [
        Compared(answer.question, before[answer.name].text if answer.name in before else "", answer.text, answer.prose)
        for answer in content_of(item)
    ]


@signed_in
def review(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Side by side, with the buttons that the policy gives this person."""
    if kind not in KINDS:
        raise Http404
    item = get_visible(request.user, KINDS[kind], pk=pk)
    previous = previous_of(item)
    return item_page(
        request,
        item,
        "implementation/review.html",
        previous=previous,
        compared=compared(item, previous),
        companions=[thing for thing in companions(item) if thing.state != "published"],
        older_than_asked=_older_than_asked(item),
        stays_internal=sum(not piece.is_public for piece in evidence_of(item, request.user)),
    )


def _older_than_asked(item: Reviewable) -> list[Any]:
    """Recommendations that were made after the law came: it cannot by itself be progress on them."""
    action = item if isinstance(item, Action) else getattr(item, "action", None)
    if action is None or action.starts_on is None:
        return []
    younger = action.recommendations.filter(document__published_on__gt=action.starts_on)
    return list(younger.select_related("document"))
