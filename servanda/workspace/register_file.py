"""The register, as it is filtered, as a file. Its first four columns are those that "Assign from a list" reads back."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, StreamingHttpResponse

from servanda.accounts.access import requires
from servanda.accounts.policy import visible
from servanda.assignments.models import Assignment
from servanda.core.clock import today
from servanda.exporters.registry import FORMATS, Line
from servanda.recommendations.models import Classification, Recommendation
from servanda.recommendations.queries import with_wordings
from servanda.workspace.register import Found

CHUNK = 300  # recommendations held at a time
COLUMNS = (
    "reference", "institution", "role", "due", "answer", "contributing", "symbol", "number", "page", "date", "mechanism", "kind",
    "standing", "position", "status", "plain_line", "text", "text_language", "recommending_states", "terms",
)  # fmt: skip


@requires("recommendations.read_register")
def download(request: HttpRequest, extension: str) -> StreamingHttpResponse:
    """Everything behind the address, in its order: not only the page that is shown."""
    if extension not in FORMATS:
        raise Http404
    found, form = Found(request.user, request.GET), FORMATS[extension]
    response = StreamingHttpResponse(
        form.write("register", COLUMNS, _lines(request.user, found)), content_type=form.media_type
    )
    name = f"servanda-register-{today().isoformat()}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(person: Any, found: Found) -> Iterator[Line]:
    keys = iter(found.keys)
    while chunk := list(itertools.islice(keys, CHUNK)):
        by_key = {recommendation.pk.hex: recommendation for recommendation in _read(person, chunk)}
        yield from (_line(by_key[key], found.register.levels.get(key)) for key in chunk if key in by_key)


def _read(person: Any, keys: list[str]) -> Iterable[Recommendation]:
    opened = (
        Assignment.objects.filter(state__in=Assignment.OPEN)
        .select_related("institution")
        .order_by("-role", "created_at")
    )
    confirmed = Classification.objects.filter(decision=Classification.Decision.CONFIRMED).select_related("term")
    rows = with_wordings(visible(person, Recommendation.objects.filter(pk__in=keys)))
    return rows.prefetch_related(
        "recommending_states",
        Prefetch("assignments", opened, to_attr="open_ones"),
        Prefetch("classifications", confirmed, to_attr="confirmed"),
    )


def _line(recommendation: Any, level: str | None) -> Line:
    """Codes as the database holds them; the wording in the reader's language, or in one there is."""
    document, wording = recommendation.document, recommendation.wording_in()
    lead = next((a for a in recommendation.open_ones if a.role == Assignment.Role.LEAD), None)
    return [
        recommendation.reference,
        lead.institution.code if lead else "",
        lead.role if lead else "",
        lead.due_on.isoformat() if lead and lead.due_on else "",
        lead.state if lead else "",
        [a.institution.code for a in recommendation.open_ones if a is not lead],
        document.symbol,
        recommendation.number,
        recommendation.page,
        document.published_on.isoformat() if document.published_on else "",
        document.mechanism.code if document.mechanism else "",
        recommendation.kind,
        recommendation.standing,
        recommendation.position,
        level or "not_assessed",
        recommendation.plain_line.text,
        wording.text,
        wording.language,
        [state.name for state in recommendation.recommending_states.all()],
        [classification.term.code for classification in recommendation.confirmed],
    ]
