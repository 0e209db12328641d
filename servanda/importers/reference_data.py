"""Loading what every deployment starts with (schemes, mechanisms, UPR sessions, treaties, levels of assessment) and what the
State's profile adds (territory, institutions, reviews, treaty actions). Loading again brings everything up to date and doubles nothing."""

import csv
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

import servanda.implementation
import servanda.mechanisms
import servanda.taxonomy
from servanda.core.errors import Refused
from servanda.core.profile import Profile
from servanda.implementation.commands import define_level
from servanda.importers.state_facts import ActionDraft, record_actions, schedule
from servanda.institutions.commands import add_institution, add_territory, change_institution
from servanda.institutions.models import Institution, Territory
from servanda.mechanisms.commands import add_mechanism, add_session, describe_treaty
from servanda.mechanisms.models import Mechanism, Treaty
from servanda.taxonomy.commands import load_scheme

LANGUAGES = {"en": "en", "es": "es", "fr": "fr", "ar": "ar", "ru": "ru", "zh": "zh-hans", "zh-hans": "zh-hans"}


def folder_of(package: Any) -> Path:
    return Path(package.__path__[0]) / "data"


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def texts(row: dict[str, Any], prefix: str) -> dict[str, str]:
    """The cells `name_en`, `name_es` … as a mapping of language to text, empty ones left out."""
    return {
        LANGUAGES[key.removeprefix(prefix)]: value
        for key, value in row.items()
        if key.startswith(prefix) and value and key.removeprefix(prefix) in LANGUAGES
    }


@transaction.atomic
def load_reference_data(*, by: Any) -> dict[str, int]:
    """Schemes, mechanisms, sessions, treaties and levels. Returns how many of each there are."""
    return {
        "schemes": load_schemes(by=by),
        "mechanisms": load_mechanisms(by=by),
        "sessions": load_sessions(by=by),
        "treaties": load_treaties(by=by),
        "levels": load_levels(by=by),
    }


def load_schemes(*, by: Any) -> int:
    folder = folder_of(servanda.taxonomy)
    schemes = tomllib.loads((folder / "schemes.toml").read_text(encoding="utf-8"))["scheme"]
    for scheme in schemes:
        rows = rows_of(folder / scheme.pop("file"))
        terms = [{"code": r["code"], "labels": texts(r, "label_"), "parent": r["parent"] or None} for r in rows]
        load_scheme(terms=terms, by=by, **scheme)
    return len(schemes)


def load_mechanisms(*, by: Any) -> int:
    count = 0
    for row in rows_of(folder_of(servanda.mechanisms) / "mechanisms.csv"):
        add_mechanism(code=row["code"], kind=row["kind"], names=texts(row, "name_"), source="OHCHR", by=by)
        count += 1
    return count


def load_sessions(*, by: Any) -> int:
    upr = Mechanism.objects.get(code="UPR")
    count = 0
    for row in rows_of(folder_of(servanda.mechanisms) / "upr_sessions.csv"):
        starts = date.fromisoformat(f"{row['month']}-01")
        add_session(mechanism=upr, number=int(row["number"]), cycle=int(row["cycle"]), starts=starts, by=by)
        count += 1
    return count


def load_treaties(*, by: Any) -> int:
    """The core treaties and their protocols; a protocol stands after its treaty in the file."""
    mechanisms = {mechanism.code: mechanism for mechanism in Mechanism.objects.all()}
    made: dict[str, Treaty] = {}
    for order, row in enumerate(rows_of(folder_of(servanda.mechanisms) / "treaties.csv"), 1):
        made[row["code"]] = describe_treaty(
            code=row["code"],
            kind=row["kind"],
            names=texts(row, "name_"),
            protocol_to=made.get(row["protocol_to"]),
            mechanism=mechanisms.get(row["mechanism"]),
            adopted=date.fromisoformat(row["adopted"]),
            in_force=date.fromisoformat(row["in_force"]),
            reporting_article=row["reporting_article"],
            collection_number=row["collection_number"],
            source="UN Treaty Collection",
            order=order,
            by=by,
        )
    return len(made)


def load_levels(*, by: Any) -> int:
    data = tomllib.loads((folder_of(servanda.implementation) / "levels.toml").read_text(encoding="utf-8"))
    for level, texts_of_level in data["level"].items():
        define_level(level=level, edition=data["edition"], in_force_from=data["in_force_from"], by=by, **texts_of_level)
    return len(data["level"])


@transaction.atomic
def load_profile(profile: Profile, *, by: Any) -> dict[str, int]:
    """The State's territory, its own mechanisms and its institutions. Returns how many of each the profile names."""
    for unit in profile.data.get("territory", []):
        add_territory(code=unit["code"].lower(), names=texts(unit, "name_") or unit["names"], by=by)
    for mechanism in profile.data.get("mechanism", []):
        _add_own_mechanism(mechanism, by)
    institutions = list(rows_of(profile.folder / "institutions.csv"))
    for row in institutions:
        _load_institution(row, profile, by)
    return {
        "territories": len(profile.data.get("territory", [])),
        "institutions": len(institutions),
        "reviews": _load_reviews(profile, by),
        "treaty actions": _load_treaty_actions(profile, by),
    }


def _load_reviews(profile: Profile, by: Any) -> int:
    numbers = profile.data.get("upr", {}).get("reviewed_in", [])
    for number in numbers:
        schedule(Mechanism.objects.get(code="UPR"), number, profile.code, by=by)
    return len(numbers)


def _load_treaty_actions(profile: Profile, by: Any) -> int:
    """Where the profile has them: most States take them from an official list (`servanda import treaties`)."""
    path = profile.folder / "treaty_actions.csv"
    drafts = [_treaty_action(row) for row in rows_of(path)] if path.exists() else []
    outcome = record_actions(drafts, by=by)
    if outcome.rejected:
        raise Refused(str(outcome.rejected))
    return len(drafts)


def _treaty_action(row: dict[str, str]) -> ActionDraft:
    return ActionDraft(
        treaty=row["treaty"],
        kind=row["kind"],
        on=date.fromisoformat(row["on"]) if row["on"] else None,
        year=int(row["year"]) if row["year"] else None,
        articles=row["articles"],
        withdraws=row["withdraws"],
        texts=texts(row, "text_"),
        source=row["source"],
        address=f"{row['treaty']} {row['kind']}",
    )


def _add_own_mechanism(mechanism: dict[str, Any], by: Any) -> None:
    """A mechanism that only this State has: the profile gives its name."""
    names = texts(mechanism, "name_")
    if names:
        kind = {"regional_court": Mechanism.Kind.REGIONAL}.get(mechanism["kind"], mechanism["kind"])
        add_mechanism(code=mechanism["code"], kind=kind, names=names, by=by)


def _load_institution(row: dict[str, str], profile: Profile, by: Any) -> None:
    is_nhri = row["slug"] == profile.data.get("nhri", {}).get("institution")
    facts: dict[str, Any] = {
        "names": texts(row, "name_"),
        "short_name": row["short_name"],
        "branch": Institution.Branch.INDEPENDENT if is_nhri else row["branch"],
        "level": row["level"],
        "territory": Territory.objects.filter(code=row["territory"].lower()).first(),
        "parent": Institution.objects.filter(code=row["parent"]).first(),
    }
    known = Institution.objects.filter(code=row["slug"]).first()
    if known:
        change_institution(institution=known, by=by, **facts)
    else:
        add_institution(code=row["slug"], by=by, **facts)
