"""The rows of a thematic list, from published snapshots: nothing that is not public can stand in them."""

from collections.abc import Iterator, Sequence
from typing import Any

from servanda.core.components.pills import LEVELS
from servanda.core.profile import profile
from servanda.core.texts import in_language
from servanda.exporters.recommendations import chunks
from servanda.exporters.thematic_list import Review, Row
from servanda.publication.models import Snapshot
from servanda.publication.search import KIND, level_of, updates_of

Payload = dict[str, Any]
ENGLISH = "en"


def published(keys: Sequence[str]) -> list[Payload]:
    """What the snapshots of these keys say, in their order."""
    found: list[Payload] = []
    for chunk in chunks(keys):
        current = Snapshot.objects.filter(kind=KIND, public_id__in=chunk).current()
        payloads = {snapshot.public_id: snapshot.payload for snapshot in current}
        found += [payloads[reference] for reference in chunk if reference in payloads]
    return found


def rows_of(payloads: Sequence[Payload]) -> Iterator[Row]:
    for payload in payloads:
        said = payload["recommendation"]
        yield Row(
            number=said["number"],
            text=str(in_language({w["language"]: w["text"] for w in said["wordings"]}, ENGLISH)),
            states=tuple(state["name"] for state in said["states"]),
            position=payload["position"]["value"] or "",
            source=payload["position"]["source"] or payload["document"]["symbol"],
            themes=labels_of(payload["terms"], "themes"),
            persons=labels_of(payload["terms"], "persons"),
            sdgs=goals(payload["terms"]),
            comments=_comments(payload),
            theme_order=theme_order(payload["terms"]),
        )


def review_of(payloads: Sequence[Payload]) -> Review:
    """State, and cycle and session where all are of one review."""
    reviews = {(p["document"]["cycle"], p["document"]["session"]) for p in payloads}
    cycle, session = reviews.pop() if len(reviews) == 1 else (None, None)
    return Review(state_in_english(), cycle, session)


def state_in_english() -> str:
    return str(profile().data.get("name", {}).get(ENGLISH) or profile().code)


def labels_of(terms: Sequence[dict[str, Any]], scheme: str) -> tuple[str, ...]:
    return tuple(_english(term["labels"]) for term in terms if term["scheme"] == scheme)


def goals(terms: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Goals and targets as OHCHR prints them: "16 - Peace, justice and strong institutions"."""
    told = ((term["code"], _english(term["labels"])) for term in terms if term["scheme"] == "sdgs")
    return tuple(label if label.startswith(code) else f"{code} - {label}" for code, label in told)


def _english(labels: dict[str, str]) -> str:
    return str(in_language(labels, ENGLISH))


def theme_order(terms: Sequence[dict[str, Any]]) -> tuple[int, str]:
    """Where the first theme stands among the others; what has none comes last."""
    return next(((0, term["code"]) for term in terms if term["scheme"] == "themes"), (1, ""))


def _comments(payload: Payload) -> str:
    """How it stands in the State's own assessment, and what was done last."""
    level = LEVELS[level_of(payload, "state")].label
    updates = updates_of(payload)
    told = [str(level), *(updates[0][name] for name in ("what_was_done", "what_changed", "what_is_missing") if updates)]
    return "\n".join(line for line in told if line)
