"""The register, as it is filtered, in the layout of OHCHR's thematic list: for ministries that work in Word."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, StreamingHttpResponse

from servanda.accounts.access import requires
from servanda.accounts.policy import visible
from servanda.core.clock import today
from servanda.exporters.recommendations import chunks
from servanda.exporters.thematic_list import EXTENSION, MEDIA_TYPE, Comments, Review, Row, written
from servanda.exporters.thematic_rows import goals, labels_of, state_in_english, theme_order
from servanda.recommendations.models import Classification, Recommendation
from servanda.recommendations.queries import with_wordings
from servanda.workspace.register import Found


@requires("recommendations.read_register")
def download(request: HttpRequest) -> StreamingHttpResponse:
    """Everything behind the address that the person may see; with a column to fill in where `?comments=empty` asks for it."""
    question = request.GET.copy()
    comments = Comments.EMPTY if question.pop("comments", []) == [Comments.EMPTY] else Comments.NONE
    found = _read(request.user, Found(request.user, question))
    pieces = written((_row(recommendation) for recommendation in found), _review(found), comments)
    response = StreamingHttpResponse(pieces, content_type=MEDIA_TYPE)
    name = f"servanda-thematic-list-{today().isoformat()}.{EXTENSION}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _read(person: Any, found: Found) -> list[Recommendation]:
    return [one for chunk in chunks(found.keys, public=False) for one in _in_order(person, chunk)]


def _in_order(person: Any, keys: list[str]) -> Iterator[Recommendation]:
    confirmed = Classification.objects.filter(decision=Classification.Decision.CONFIRMED)
    rows = with_wordings(visible(person, Recommendation.objects.filter(pk__in=keys))).prefetch_related(
        "recommending_states",
        Prefetch(
            "classifications",
            confirmed.select_related("term__scheme").order_by("term__scheme__order", "term__order", "term__code"),
            to_attr="confirmed",
        ),
    )
    by_key = {recommendation.pk.hex: recommendation for recommendation in rows}
    return (by_key[key] for key in keys if key in by_key)


def _review(found: list[Recommendation]) -> Review:
    reviews = {(one.document.cycle, one.document.session) for one in found}
    cycle, session = reviews.pop() if len(reviews) == 1 else (None, None)
    return Review(state_in_english(), cycle, session)


def _row(recommendation: Any) -> Row:
    terms = [
        {"scheme": c.term.scheme.code, "code": c.term.code, "labels": c.term.labels} for c in recommendation.confirmed
    ]
    return Row(
        number=recommendation.number,
        text=str(recommendation.wording_in("en")),
        states=tuple(state.name for state in recommendation.recommending_states.all()),
        position=recommendation.position,
        source=recommendation.position_source or recommendation.document.symbol,
        themes=labels_of(terms, "themes"),
        persons=labels_of(terms, "persons"),
        sdgs=goals(terms),
        theme_order=theme_order(terms),
    )
