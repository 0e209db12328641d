"""What changed from one version of a recommendation to the next, field by field, in words."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from servanda.assignments.models import Assignment
from servanda.core.components.days import in_words
from servanda.core.components.pills import LEVELS, POSITIONS
from servanda.core.texts import in_language
from servanda.implementation.models import Action, Assessment, Challenge
from servanda.portal.reading import Payload, links, steps
from servanda.recommendations.line_in_words import relation
from servanda.recommendations.models import Recommendation

Field = tuple[str, str, str]  # section, which one of several, field
Told = dict[tuple[str, ...], tuple[Field, str, str]]  # what it is → its words, its text, the text's language


@dataclass(frozen=True)
class Change:
    """`old` or `new` is empty where it was added or taken out."""

    section: str
    name: str
    field: str
    old: str
    new: str
    language: str


def changes(old: Payload, new: Payload) -> list[Change]:
    """In the order of the page; what is told alike in both is left out."""
    before, after = told(old), told(new)
    keys = [*after, *(key for key in before if key not in after)]
    found = [_change(before.get(key), after.get(key)) for key in keys]
    return [change for change in found if change.old != change.new]


@dataclass(frozen=True)
class Group:
    """The changes of one thing: an action, an update, an assessment."""

    section: str
    name: str
    changes: list[Change]


def grouped(found: Iterable[Change]) -> list[Group]:
    by_thing = itertools.groupby(found, key=lambda change: (change.section, change.name))
    return [Group(section, name, list(those)) for (section, name), those in by_thing]


def sections(found: Iterable[Change]) -> list[str]:
    return list(dict.fromkeys(change.section for change in found))


def _change(before: tuple[Field, str, str] | None, after: tuple[Field, str, str] | None) -> Change:
    words, _text, language = after or before or (("", "", ""), "", "")
    return Change(*words, before[1] if before else "", after[1] if after else "", language)


def told(payload: Payload) -> Told:
    """Everything a visitor reads in a version, each under a key that stays the same while it is the same thing."""
    found: Told = {}
    for part in (
        _said,
        _position,
        _line,
        _terms,
        _institutions,
        _actions,
        _updates,
        _challenges,
        _assessments,
        _indicators,
    ):
        for key, words, text, language in part(payload):
            found[key] = (words, str(text or ""), language)
    return found


Lines = Iterable[tuple[tuple[str, ...], Field, Any, str]]


def _said(payload: Payload) -> Lines:
    said = payload["recommendation"]
    for wording in said["wordings"]:
        yield ("wording", wording["language"]), (_("Wording"), "", ""), wording["text"], wording["language"]
    for language, line in said["plain_lines"].items():
        yield ("plain", language), (_("Plain line"), "", ""), line, language
    yield ("states",), (_("Recommending States"), "", ""), ", ".join(s["name"] for s in said["states"]), ""
    yield ("parts",), (_("Parts"), "", ""), "\n".join(f"({p['letter']}) {p['text']}" for p in said["parts"]), ""
    yield ("standing",), (_("Standing"), "", ""), Recommendation.Standing(said["standing"]).label, ""
    yield ("follow_up",), (_("Asked to report by"), "", ""), _day(said["asks_follow_up_by"]), ""


def _position(payload: Payload) -> Lines:
    position = payload["position"]
    value = position["value"]
    yield ("position",), (_("Position"), "", ""), POSITIONS[value].label if value else "", ""
    for language, text in position["explanations"].items():
        yield ("explanation", language), (_("Position"), "", _("Explanation")), text, language
    yield ("position_source",), (_("Position"), "", _("Source")), position["source"], ""


def _line(payload: Payload) -> Lines:
    """Links with earlier and later ones, and the answers given at each step of the line."""
    own = payload["recommendation"]["reference"]
    for link in links(payload):
        other = link["earlier"] if link["later"] == own else link["later"]
        yield ("link", other), (_("Earlier and later ones"), other, ""), relation(link, own), ""
    for step in steps(payload):
        words = ", ".join(str(POSITIONS[answer["value"]].label) for answer in step["answers"])
        yield ("step", step["reference"]), (_("Earlier and later ones"), step["reference"], _("Position")), words, ""


def _terms(payload: Payload) -> Lines:
    for term in payload["terms"]:
        label = in_language(term["labels"])
        yield ("term", term["scheme"], term["code"]), (_("Classification"), "", ""), label, label.language


def _institutions(payload: Payload) -> Lines:
    for one in payload["institutions"]:
        name, role = in_language(one["names"]), Assignment.Role(one["role"]).label
        text = _("%(role)s, due %(day)s") % {"role": role, "day": _day(one["due_on"])} if one["due_on"] else role
        yield ("institution", one["code"]), (_("Institutions"), str(name), ""), text, ""


def _actions(payload: Payload) -> Lines:
    for action in payload["actions"]:
        title, language = action["title"], action["language"]
        fields = {
            "title": (_("Title"), title),
            "kind": (_("Type"), Action.Kind(action["kind"]).label),
            "progress": (_("Progress"), Action.Progress(action["progress"]).label),
            "description": (_("Description"), action["description"]),
            "how": (_("How it answers"), action["how"]),
            "starts_on": (_("Starts"), _day(action["starts_on"])),
            "ends_on": (_("Ends"), _day(action["ends_on"])),
            "legal": (_("Number of the law or decision"), action["legal_reference"]),
            "evidence": (_("Evidence"), _titles(action["evidence"])),
        }
        for name, (label, text) in fields.items():
            yield ("action", action["code"], name), (_("Actions"), title, label), text, language
        yield from _of_updates(action["updates"])


def _updates(payload: Payload) -> Lines:
    yield from _of_updates(payload["updates"])


def _of_updates(updates: list[dict[str, Any]]) -> Lines:
    """Updates carry no number in public: one is known by its institution, its day and its first answer."""
    for update in updates:
        name = f"{in_language(update['institution']['names'])}, {_day(update['published_on'])}"
        same = (update["institution"]["code"], update["published_on"] or "", update["what_was_done"][:80])
        answers = {
            "what_was_done": _("What was done"),
            "what_changed": _("What changed for people"),
            "what_is_missing": _("What is missing"),
        }
        for field, label in answers.items():
            yield ("update", *same, field), (_("Updates"), name, label), update[field], update["language"]
        yield ("update", *same, "evidence"), (_("Updates"), name, _("Evidence")), _titles(update["evidence"]), ""


def _challenges(payload: Payload) -> Lines:
    for one in payload["challenges"]:
        kind, name = Challenge.Kind(one["kind"]).label, str(in_language(one["institution"]["names"]))
        key = ("challenge", one["institution"]["code"], one["kind"], one["description"][:80])
        yield key, (_("What stands in the way"), name, str(kind)), one["description"], one["language"]


def _assessments(payload: Payload) -> Lines:
    for one in payload["assessments"]:
        name = f"{Assessment.Assessor(one['assessor']).label}, {_day(one['as_of'])}"
        key = ("assessment", one["assessor"], one["as_of"] or "", one["published_on"] or "", str(one["is_reply"]))
        section = _("Assessment")
        yield (*key, "level"), (section, name, _("Level")), LEVELS[one["level"]].label, ""
        yield (*key, "reasoning"), (section, name, _("Reasoning")), one["reasoning"], one["language"]
        yield (*key, "evidence"), (section, name, _("Evidence")), _titles(one["evidence"]), ""


def _indicators(payload: Payload) -> Lines:
    for one in payload["indicators"]:
        name = in_language(one["names"])
        yield ("indicator", one["code"]), (_("Indicators"), "", ""), name, name.language


def _day(text: str | None) -> str:
    return in_words(date.fromisoformat(text)) if text else ""


def _titles(evidence: list[dict[str, Any]]) -> str:
    return "; ".join(piece["title"] for piece in evidence)
