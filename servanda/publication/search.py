"""The public index: recommendations as their newest snapshot shows them. A draft is in no snapshot, so in no index."""

from collections.abc import Iterable, Sequence
from typing import Any

from servanda.core.search import Definition, Entry, Main, More, register
from servanda.core.search.definition import Labels
from servanda.publication.models import Snapshot
from servanda.publication.outbox import Outbox

KIND = "recommendation"
SCHEMES = {"themes": "theme", "persons": "persons", "sdgs": "sdg", "measures": "measure"}
FINISHED = {"implemented", "no_longer_applicable"}
LAST_DAY = 99_999_999  # a later day comes first where the newest is wanted: days are subtracted from this
FACETS = (
    "state_status", "nhri_status", "mechanism", "mechanism_kind", "year", "cycle", "theme", "persons", "sdg", "measure",
    "lead", "contributing", "position", "kind", "recommending", "document", "indicator", "has", "line",
)  # fmt: skip


def public_id(key: str) -> str:
    return key.partition(":")[2]


def _keys() -> Iterable[str]:
    found = Snapshot.objects.filter(kind=KIND).current().values_list("public_id", flat=True)
    return (f"{KIND}:{public_id}" for public_id in found.iterator())


def _entries(keys: Sequence[str]) -> Iterable[Entry]:
    """A part is found with its whole, so that every recommendation counts once."""
    wanted = [public_id(key) for key in keys if key.startswith(f"{KIND}:")]
    for snapshot in Snapshot.objects.filter(kind=KIND, public_id__in=wanted).current().iterator():
        if not snapshot.payload["recommendation"].get("part_of"):
            yield entry_of(snapshot.public_id, snapshot.payload)


def entry_of(reference: str, payload: dict[str, Any]) -> Entry:
    due = _open_due(payload)
    return Entry(
        key=f"{KIND}:{reference}",
        texts=list(_texts(reference, payload)),
        facts=_facts(payload),
        order=_order(reference, payload),
        numbers={"open_due": due} if due else {},
    )


def level_of(payload: dict[str, Any], assessor: str) -> str:
    """The level in force for a voice: its newest assessment that isn't a reply to somebody else's."""
    levels = [a["level"] for a in payload["assessments"] if a["assessor"] == assessor and not a["is_reply"]]
    return levels[0] if levels else "not_assessed"


def lead_of(payload: dict[str, Any]) -> dict[str, Any] | None:
    return next((i for i in payload["institutions"] if i["role"] == "lead"), None)


def updates_of(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """Updates on the recommendation and on the actions that answer it, newest first."""
    found = [*payload["updates"], *(update for action in payload["actions"] for update in action["updates"])]
    return sorted(found, key=lambda update: update["published_on"] or "", reverse=True)


def _texts(reference: str, payload: dict[str, Any]) -> Iterable[Main | More]:
    said, document = payload["recommendation"], payload["document"]
    yield Main(f"{reference} . {document['symbol']} . {said['number']}", "")
    for wording in said["wordings"]:
        yield Main(wording["text"], wording["language"])
    for language, line in said["plain_lines"].items():
        yield Main(line, language)
    for language, text in payload["position"]["explanations"].items():
        yield More(text, language)
    yield from (More(state["name"], "en") for state in said["states"])
    for named in (document["mechanism"] or {}, *payload["institutions"]):
        yield from (More(name, language) for language, name in named.get("names", {}).items())
    for action in payload["actions"]:
        yield More(f"{action['title']} . {action['description']}", action["language"])
    for update in updates_of(payload):
        answers = (update["what_was_done"], update["what_changed"], update["what_is_missing"])
        yield More(" . ".join(answers), update["language"])
    for told in (*payload["challenges"], *payload["assessments"]):
        yield More(told.get("description") or told.get("reasoning") or "", told["language"])


def _facts(payload: dict[str, Any]) -> dict[str, dict[str, Labels]]:
    said, document = payload["recommendation"], payload["document"]
    mechanism = document["mechanism"]
    facts: dict[str, dict[str, Labels]] = {
        "state_status": {level_of(payload, "state"): {}},
        "nhri_status": {level_of(payload, "nhri"): {}},
        "mechanism": {mechanism["code"]: mechanism["names"]} if mechanism else {},
        "mechanism_kind": {mechanism["kind"]: {}} if mechanism else {},
        "year": {document["published_on"][:4]: {}} if document["published_on"] else {},
        "cycle": {str(document["cycle"]): {}} if document["cycle"] else {},
        "position": {position: {}} if (position := _position(payload)) else {},
        "kind": {said["kind"]: {}},
        "recommending": {state["iso3"] or state["name"]: {"en": state["name"]} for state in said["states"]},
        "document": {document["id"]: {"en": document["symbol"]}},
        "indicator": {one["code"]: one["names"] for one in payload["indicators"]},
        "has": {name: {} for name in ("actions", "challenges", "indicators") if payload[name]},
    }
    facts["line"] = _line(payload)
    if updates_of(payload):
        facts["has"]["updates"] = {}
    return facts | _institutions(payload) | _terms(payload)


def _line(payload: dict[str, Any]) -> dict[str, Labels]:
    """Whether it was asked before or again, and whether it is current or superseded."""
    links, reference = payload.get("lineage", {}).get("links", ()), payload["recommendation"]["reference"]
    standing = "superseded" if payload["recommendation"]["standing"] == "superseded" else "current"
    before = ["asked_before"] * any(link["later"] == reference for link in links)
    again = ["asked_again"] * any(link["earlier"] == reference for link in links)
    return {value: {} for value in (standing, *before, *again)}


def _position(payload: dict[str, Any]) -> str:
    """A recommendation of the UPR waits for an answer; the other mechanisms ask for none."""
    mechanism = payload["document"]["mechanism"]
    waits = mechanism and mechanism["kind"] == "upr" and payload["recommendation"]["kind"] == "recommendation"
    return payload["position"]["value"] or ("pending" if waits else "")


def _institutions(payload: dict[str, Any]) -> dict[str, dict[str, Labels]]:
    """Whoever follows up a part follows up the recommendation."""
    everybody = [*payload["institutions"], *payload.get("part_institutions", ())]
    return {role: {i["code"]: i["names"] for i in everybody if i["role"] == role} for role in ("lead", "contributing")}


def _terms(payload: dict[str, Any]) -> dict[str, dict[str, Labels]]:
    facts: dict[str, dict[str, Labels]] = {facet: {} for facet in SCHEMES.values()}
    for term in payload["terms"]:
        if term["scheme"] == "sdgs":  # a target counts for its goal
            goal = term["code"].partition(".")[0]
            facts["sdg"].setdefault(goal, {}).update(term["labels"] if goal == term["code"] else {})
        elif term["scheme"] in SCHEMES:
            facts[SCHEMES[term["scheme"]]][term["code"]] = term["labels"]
    return facts


def _order(reference: str, payload: dict[str, Any]) -> dict[str, str]:
    """Newest document first and in its own order within; or by symbol; or by the last published update."""
    document, said = payload["document"], payload["recommendation"]
    place = f"{document['symbol']} {said['order']:06d} {reference}"
    updates = updates_of(payload)
    return {
        "newest": f"{_backwards(document['published_on'])} {place}",
        "document": place,
        "updated": f"{_backwards(updates[0]['published_on'] if updates else None)} {place}",
    }


def _backwards(day: str | None) -> str:
    return f"{LAST_DAY - int(day.replace('-', '')):08d}" if day else str(LAST_DAY)


def _open_due(payload: dict[str, Any]) -> int:
    """The lead's due date as 20261124, unless the State finds it implemented or no longer applicable; 0 for none."""
    lead = lead_of(payload)
    if not lead or not lead["due_on"] or level_of(payload, "state") in FINISHED:
        return 0
    return int(lead["due_on"].replace("-", ""))


PUBLIC = register(
    Definition(
        name="public",
        facets=FACETS,
        sorts=("newest", "document", "updated"),
        numbers=("open_due",),
        keys=_keys,
        entries=_entries,
        feed=Outbox("public"),
    )
)
