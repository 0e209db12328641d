"""Snapshots by the hundred, of the shape that publishing makes (test_samples.py compares), for lists and counts."""

import random
from datetime import UTC, datetime
from typing import Any

from servanda.publication.models import Change, Snapshot
from tests.factories import operator

LEVELS = [
    "implemented",
    "in_progress_substantial",
    "in_progress_limited",
    "not_started",
    "regressed",
    "insufficient_information",
]
THEMES = [
    "Conditions of detention",
    "Right to health",
    "Right to education",
    "Violence against women",
    "Liberty & security",
]
PERSONS = ["Women & girls", "Children", "Migrants", "Persons deprived of liberty"]
LEADS = [
    ("moj", "Ministry of Justice"),
    ("moh", "Ministry of Health"),
    ("moe", "Ministry of Education"),
    ("moi", "Ministry of the Interior"),
]
MECHANISMS = [
    ("CAT", "treaty_body", "Committee against Torture"),
    ("UPR", "upr", "Universal Periodic Review"),
    ("CRC", "treaty_body", "Committee on the Rights of the Child"),
]
STATES = [("URY", "Uruguay"), ("CHE", "Switzerland"), ("EST", "Estonia"), ("", "Holy See")]
WORDS = [
    "reduce overcrowding in all places of detention",
    "train teachers in every region",
    "publish disaggregated figures",
    "protect women from violence and compensate the victims",
    "build clinics for rural communities",
    "investigate the deaths in prison",
    "allow monitors to visit prisons without notice",
    "raise the minimum age",
]


def assessment(level: str, assessor: str = "state", **fields: Any) -> dict[str, Any]:
    return {
        "assessor": assessor,
        "institution": {"code": "moj", "names": {"en": "Ministry of Justice"}},
        "level": level,
        "definition_version": 1,
        "language": "en",
        "reasoning": "Half of it is done.",
        "confidence": "medium",
        "as_of": "2026-09-30",
        "published_on": "2026-10-14",
        "is_reply": False,
        "pieces_of_evidence": 1,
        "evidence": [],
    } | fields


def update(**fields: Any) -> dict[str, Any]:
    return {
        "language": "en",
        "what_was_done": "We did it.",
        "what_changed": "People are freer.",
        "what_is_missing": "Two regions.",
        "progress": "",
        "institution": {"code": "moj", "names": {"en": "Ministry of Justice"}},
        "published_on": "2026-10-01",
        "evidence": [],
    } | fields


def institution(code: str, name: str, role: str = "lead", due_on: str | None = "2026-06-30") -> dict[str, Any]:
    return {"code": code, "names": {"en": name}, "role": role, "due_on": due_on}


def term(scheme: str, code: str, label: str = "") -> dict[str, Any]:
    return {"scheme": scheme, "code": code, "labels": {"en": label or code}}


def old_payload(
    reference: str = "XAR-CAT-3-21", text: str = "The State party should act.", **sections: Any
) -> dict[str, Any]:
    """A recommendation's payload as it was written until November 2026; `sections` replace whole sections, `recommendation`
    is merged."""
    said = {
        "reference": reference,
        "kind": "recommendation",
        "standing": "confirmed",
        "number": "21",
        "page": 6,
        "order": 1,
        "plain_lines": {},
        "wordings": [{"language": "en", "text": text, "is_official": True}],
        "parts": [],
        "states": [],
        "asks_follow_up_by": None,
    } | sections.pop("recommendation", {})
    document = {
        "id": "11111111-1111-4111-8111-111111111111",
        "symbol": "CAT/C/XAR/CO/3",
        "kind": "concluding_observations",
        "titles": {"en": "Concluding observations"},
        "published_on": "2024-05-14",
        "session": 79,
        "cycle": None,
        "source_url": "",
        "mechanism": {"code": "CAT", "kind": "treaty_body", "names": {"en": "Committee against Torture"}},
    } | sections.pop("document", {})
    return {
        "recommendation": said,
        "position": {"value": "", "explanations": {}, "source": ""},
        "document": document,
        "terms": [],
        "institutions": [],
        "actions": [],
        "updates": [],
        "challenges": [],
        "assessments": [],
        "indicators": [],
    } | sections


def payload(
    reference: str = "XAR-CAT-3-21", text: str = "The State party should act.", **sections: Any
) -> dict[str, Any]:
    """As it is written now: with the line in which it stands, its parts, concerns, and the history of the State's answers."""
    said = {"part_of": None, "letter": ""} | sections.pop("recommendation", {})
    position = {"value": "", "un_value": "", "explanations": {}, "source": "", "answered_on": None, "of_whole": False}
    position |= {"history": []} | sections.pop("position", {})
    new = {
        "position": position,
        "lineage": {"steps": [], "links": []},
        "concerns": {"behind": [], "answered_by": []},
        "part_institutions": [],
        "part_levels": [],
    }
    return old_payload(reference, text, recommendation=said, **(new | sections))


def publish(payloads: list[dict[str, Any]], kind: str = "recommendation", at: datetime | None = None) -> None:
    """Write them as first versions, with their lines in the outbox, as publishing does."""
    by, moment = operator(), at or datetime(2026, 10, 14, 12, tzinfo=UTC)
    rows = [
        Snapshot(
            kind=kind,
            public_id=public_id_of(kind, p),
            version=1,
            payload=p,
            published_at=moment,
            published_by=by,
            digest=f"{n:064}",
        )
        for n, p in enumerate(payloads)
    ]
    Snapshot.objects.bulk_create(rows)
    Change.objects.bulk_create(Change(index="public", key=f"{kind}:{row.public_id}") for row in rows)


def public_id_of(kind: str, content: dict[str, Any]) -> str:
    return (
        content["recommendation"]["reference"]
        if kind == "recommendation"
        else content[kind].get("code") or content[kind]["id"]
    )


def many(count: int, seed: int = 7, start: int = 0) -> list[dict[str, Any]]:
    """`count` recommendations that differ in everything that can be counted; the same for the same seed."""
    dice = random.Random(seed)
    return [one_of_many(dice, number) for number in range(start, start + count)]


def one_of_many(dice: random.Random, number: int) -> dict[str, Any]:
    code, kind, name = dice.choice(MECHANISMS)
    series = dice.randint(1, 4)
    document = {
        "id": f"{MECHANISMS.index((code, kind, name)):08d}-1111-4111-8111-{series:012d}",
        "symbol": f"{code}/C/XAR/CO/{series}",
        "published_on": f"{2010 + 4 * series}-05-14",
        "cycle": series if code == "UPR" else None,
        "mechanism": {"code": code, "kind": kind, "names": {"en": name}},
    }
    lead = dice.choice([*LEADS, None])
    assessments = [assessment(dice.choice(LEVELS))] if dice.random() < 0.6 else []
    assessments += [assessment(dice.choice(LEVELS), "nhri")] if dice.random() < 0.3 else []
    return payload(
        f"XAR-{code}-{series}-{number}",
        f"The State party should {dice.choice(WORDS)} and {dice.choice(WORDS)}. ({number})",
        recommendation={
            "number": str(number),
            "order": number,
            "states": [{"iso3": i, "name": n} for i, n in dice.sample(STATES, dice.randint(0, 2))]
            if code == "UPR"
            else [],
        },
        document=document,
        terms=[term("themes", t) for t in dice.sample(THEMES, dice.randint(0, 3))]
        + [term("persons", p) for p in dice.sample(PERSONS, dice.randint(0, 2))]
        + ([term("sdgs", "16.3"), term("sdgs", "16")] if dice.random() < 0.3 else []),
        institutions=[institution(*lead, due_on=dice.choice(["2026-06-30", "2027-06-30", None]))] if lead else [],
        position={
            "value": dice.choice(["supported", "noted", ""]) if code == "UPR" else "",
            "explanations": {},
            "source": "",
        },
        assessments=assessments,
        updates=[update(published_on=f"2026-{dice.randint(1, 9):02d}-01")] if dice.random() < 0.2 else [],
    )
