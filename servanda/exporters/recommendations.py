"""The list of recommendations as a table: codes and labels beside each other, from published snapshots only."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from servanda.core.components.pills import LEVELS, POSITIONS
from servanda.core.texts import in_language
from servanda.exporters.registry import Cell, Line
from servanda.publication.models import Snapshot
from servanda.publication.search import KIND, lead_of, level_of, public_id, updates_of

CHUNK = 300
Payload = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """`code`: the heading, the same in every language and release. `meaning`: for the data page."""

    code: str
    meaning: str | Promise
    value: Callable[[Payload], Cell]


def _labels(payload: Payload, scheme: str) -> list[str]:
    return [str(in_language(term["labels"])) for term in payload["terms"] if term["scheme"] == scheme]


def _codes(payload: Payload, scheme: str) -> list[str]:
    return [term["code"] for term in payload["terms"] if term["scheme"] == scheme]


def _mechanism(payload: Payload, name: str) -> Any:
    mechanism = payload["document"]["mechanism"]
    return mechanism[name] if mechanism else None


def _assessed_on(payload: Payload, assessor: str) -> str | None:
    return next((a["as_of"] for a in payload["assessments"] if a["assessor"] == assessor and not a["is_reply"]), None)


def _with(payload: Payload) -> list[dict[str, Any]]:
    return [i for i in payload["institutions"] if i["role"] != "lead"]


def _wording(payload: Payload) -> Any:
    return in_language({w["language"]: w["text"] for w in payload["recommendation"]["wordings"]})


def _last_update(payload: Payload) -> str | None:
    updates = updates_of(payload)
    return updates[0]["published_on"] if updates else None


def _links(payload: Payload, own: str, other: str) -> list[str]:
    """References at the other end of its links: "XAR-UPR-3-18.5 repeats"."""
    reference, links = payload["recommendation"]["reference"], payload.get("lineage", {}).get("links", ())
    return [f"{link[other]} {link['kind']}" for link in links if link[own] == reference]


def _superseded_by(payload: Payload) -> str | None:
    return next(
        (line.partition(" ")[0] for line in _links(payload, "earlier", "later") if line.endswith("supersedes")), None
    )


def _answers(payload: Payload) -> list[str]:
    """The State's answers in time: "2021-03-19 noted"."""
    return [f"{a['on'] or ''} {a['value']}".strip() for a in payload["position"].get("history", ())]


def _of_parts(payload: Payload, name: str) -> list[str]:
    return [str(part.get(name) or "") for part in payload["recommendation"]["parts"]]


def _part_leads(payload: Payload) -> list[str]:
    return [f"{i['part']} {i['code']}" for i in payload.get("part_institutions", ()) if i["role"] == "lead"]


def _part_levels(payload: Payload) -> list[str]:
    return [f"{one['part']} {one['state']}" for one in payload.get("part_levels", ()) if one.get("state")]


COLUMNS = [
    Column("reference", _("Stable reference"), lambda p: p["recommendation"]["reference"]),
    Column("symbol", _("Symbol of the document"), lambda p: p["document"]["symbol"]),
    Column("number", _("Number as printed"), lambda p: p["recommendation"]["number"]),
    Column("page", _("Page of the document"), lambda p: p["recommendation"]["page"]),
    Column("date", _("Date of the document, YYYY-MM-DD"), lambda p: p["document"]["published_on"]),
    Column("cycle", _("Cycle of the UPR"), lambda p: p["document"]["cycle"]),
    Column("mechanism", _("Code of the mechanism"), lambda p: _mechanism(p, "code")),
    Column("mechanism_name", _("Name of the mechanism"), lambda p: str(in_language(_mechanism(p, "names") or {}))),
    Column(
        "kind",
        _("Kind: recommendation, concern, pledge, judgment_point or decision"),
        lambda p: p["recommendation"]["kind"],
    ),
    Column("text", _("Wording of the mechanism"), lambda p: _wording(p).text),
    Column("text_language", _("Language of the wording, BCP 47"), lambda p: _wording(p).language),
    Column(
        "plain_line", _("Short line in plain words"), lambda p: str(in_language(p["recommendation"]["plain_lines"]))
    ),
    Column(
        "recommending_states",
        _("Recommending States, ISO 3166-1 alpha-3"),
        lambda p: [s["iso3"] for s in p["recommendation"]["states"] if s["iso3"]],
    ),
    Column(
        "recommending_state_names",
        _("Recommending States as printed"),
        lambda p: [s["name"] for s in p["recommendation"]["states"]],
    ),
    Column("position", _("Position of the State: code"), lambda p: p["position"]["value"] or None),
    Column(
        "position_label",
        _("Position of the State: label"),
        lambda p: str(POSITIONS[p["position"]["value"]].label) if p["position"]["value"] else None,
    ),
    Column(
        "position_un", _("Position as the UN records it: supported or noted"), lambda p: p["position"].get("un_value")
    ),
    Column("position_source", _("Where the position is written"), lambda p: p["position"]["source"] or None),
    Column("position_history", _("All answers of the State in time: day and code"), _answers),
    Column("standing", _("Standing: confirmed or superseded"), lambda p: p["recommendation"]["standing"]),
    Column("superseded_by", _("Reference of the one that takes its place"), _superseded_by),
    Column("leads_on_from", _("Earlier ones and how it leads on from them"), lambda p: _links(p, "later", "earlier")),
    Column("led_on_to", _("Later ones and how they lead on from it"), lambda p: _links(p, "earlier", "later")),
    Column("parts", _("Parts that are followed up on their own: references"), lambda p: _of_parts(p, "reference")),
    Column("part_texts", _("Words of the parts"), lambda p: _of_parts(p, "text")),
    Column("part_leads", _("Lead institutions of the parts: letter and code"), _part_leads),
    Column("part_statuses", _("Status of the parts as the State sees them: letter and code"), _part_levels),
    Column(
        "concerns", _("Concerns behind it: references"), lambda p: list((p.get("concerns") or {}).get("behind", ()))
    ),
    Column("status_state", _("Status as the State sees it: code"), lambda p: level_of(p, "state")),
    Column(
        "status_state_label", _("Status as the State sees it: label"), lambda p: str(LEVELS[level_of(p, "state")].label)
    ),
    Column("status_state_as_of", _("Day that the State’s assessment speaks of"), lambda p: _assessed_on(p, "state")),
    Column("status_nhri", _("Status as the human rights institution sees it: code"), lambda p: level_of(p, "nhri")),
    Column(
        "status_nhri_label",
        _("Status as the human rights institution sees it: label"),
        lambda p: str(LEVELS[level_of(p, "nhri")].label),
    ),
    Column("status_nhri_as_of", _("Day that its assessment speaks of"), lambda p: _assessed_on(p, "nhri")),
    Column("lead", _("Lead institution: code"), lambda p: (lead_of(p) or {}).get("code")),
    Column("lead_name", _("Lead institution: name"), lambda p: str(in_language((lead_of(p) or {}).get("names") or {}))),
    Column("due_on", _("Day by which the lead is to act"), lambda p: (lead_of(p) or {}).get("due_on")),
    Column("contributing", _("Contributing institutions: codes"), lambda p: [i["code"] for i in _with(p)]),
    Column(
        "contributing_names",
        _("Contributing institutions: names"),
        lambda p: [str(in_language(i["names"])) for i in _with(p)],
    ),
    Column("themes", _("Themes"), lambda p: _labels(p, "themes")),
    Column("persons", _("Persons concerned"), lambda p: _labels(p, "persons")),
    Column("sdgs", _("Sustainable Development Goals and targets: codes"), lambda p: _codes(p, "sdgs")),
    Column("actions", _("Number of published actions"), lambda p: len(p["actions"])),
    Column("updates", _("Number of published updates"), lambda p: len(updates_of(p))),
    Column("last_update_on", _("Day of the last published update"), _last_update),
    Column("challenges", _("Number of published challenges"), lambda p: len(p["challenges"])),
]

HEADINGS = [column.code for column in COLUMNS] + ["version", "published_on", "url"]


def lines(keys: Sequence[str], address_of: Callable[[str], str]) -> Iterator[Line]:
    """One line for each key of a list, in its order. `address_of`: the permanent address of a reference."""
    for chunk in chunks(keys):
        snapshots = {s.public_id: s for s in Snapshot.objects.filter(kind=KIND, public_id__in=chunk).current()}
        for reference in chunk:
            if snapshot := snapshots.get(reference):
                yield [*(column.value(snapshot.payload) for column in COLUMNS), *_standing(snapshot, address_of)]


def _standing(snapshot: Snapshot, address_of: Callable[[str], str]) -> list[Cell]:
    return [snapshot.version, snapshot.published_at.date().isoformat(), address_of(snapshot.public_id)]


def chunks(keys: Iterable[str], *, public: bool = True) -> Iterator[list[str]]:
    """The keys of a list by the hundred; `public`: as the public ids that they hold."""
    left = (public_id(key) if public else key for key in keys)
    while chunk := list(itertools.islice(left, CHUNK)):
        yield chunk
