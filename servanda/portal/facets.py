"""The filters of the public list: their names in the address, their words on the page, the order of their options."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servanda.core.components.pills import LEVELS, POSITIONS
from servanda.core.search import Option
from servanda.core.search.definition import Labels
from servanda.core.texts import in_language
from servanda.mechanisms.models import Mechanism
from servanda.mechanisms.states import by_iso3
from servanda.portal.goals import goals
from servanda.recommendations.models import Recommendation

Words = Callable[[str, Labels], str]


def _own_label(code: str, labels: Labels) -> str:
    """The label that came with the published text, in the reader's language where there is one."""
    return str(in_language(labels)) or code


def _in_words(words: dict[str, str | Promise], code: str, labels: Labels) -> str:
    return str(words.get(code, code))


def _cycle(code: str, labels: Labels) -> str:
    return _("Cycle %(number)s") % {"number": code}


def _goal(code: str, labels: Labels) -> str:
    """Goals are known by their numbers."""
    name = in_language(goals().get(code, labels))
    return _("Goal %(number)s: %(name)s") % {"number": code, "name": name} if name.text else code


def state_name(code: str, name: str = "") -> str:
    """A State in the reader's language by its ISO code, else as it was printed."""
    state = by_iso3(code)
    return str(in_language(state.names)) if state else name or code


def _state(code: str, labels: Labels) -> str:
    return state_name(code, labels.get("en", ""))


_levels = partial(_in_words, {level: pill.label for level, pill in LEVELS.items()})
_positions = partial(_in_words, {value: pill.label for value, pill in POSITIONS.items()})
_kinds = partial(_in_words, dict(Recommendation.Kind.choices))
_HAS: dict[str, str | Promise] = {
    "actions": gettext_lazy("With actions"),
    "updates": gettext_lazy("With updates"),
    "challenges": gettext_lazy("With challenges"),
    "indicators": gettext_lazy("With indicators"),
}
_LINE: dict[str, str | Promise] = {
    "current": gettext_lazy("Current"),
    "superseded": gettext_lazy("Superseded by a later one"),
    "asked_before": gettext_lazy("Was asked before"),
    "asked_again": gettext_lazy("Was asked again later"),
}


def most_first(option: Option) -> tuple:
    return (-option.count, option.code)


def by_level(option: Option) -> int:
    return list(LEVELS).index(option.code) if option.code in LEVELS else len(LEVELS)


def newest_first(option: Option) -> str:
    return "".join(chr(0x10FFFF - ord(letter)) for letter in option.code)


def by_number(option: Option) -> tuple:
    return (len(option.code), option.code)


@dataclass(frozen=True)
class Facet:
    """`name`: in the index. `parameter`: in the address, for ever. `legend` "": only links lead to it."""

    name: str
    parameter: str
    legend: str | Promise = ""
    words: Words = _own_label
    order: Callable[[Option], object] = most_first

    @property
    def is_status(self) -> bool:
        return self.name in ("state_status", "nhri_status")


FACETS = [
    Facet("state_status", "status", gettext_lazy("Status, as the State sees it"), _levels, by_level),
    Facet("nhri_status", "nhri", gettext_lazy("Status, as the human rights institution sees it"), _levels, by_level),
    Facet("mechanism", "mechanism", gettext_lazy("Asked by")),
    Facet("mechanism_kind", "body", gettext_lazy("Kind of body"), partial(_in_words, dict(Mechanism.Kind.choices))),
    Facet("theme", "theme", gettext_lazy("Theme")),
    Facet("persons", "persons", gettext_lazy("Persons concerned")),
    Facet("lead", "lead", gettext_lazy("Lead institution")),
    Facet("position", "position", gettext_lazy("Position of the State"), _positions),
    Facet("year", "year", gettext_lazy("Year"), order=newest_first),
    Facet("cycle", "cycle", gettext_lazy("Cycle of the UPR"), _cycle, by_number),
    Facet("sdg", "sdg", gettext_lazy("Sustainable Development Goal"), _goal, by_number),
    Facet("recommending", "state", gettext_lazy("Recommending State"), _state),
    Facet("kind", "kind", gettext_lazy("Kind"), _kinds),
    Facet("line", "line", gettext_lazy("Before and after"), partial(_in_words, _LINE)),
    Facet("contributing", "with"),
    Facet("document", "document"),
    Facet("indicator", "indicator"),
    Facet("measure", "measure"),
    Facet("has", "has", words=partial(_in_words, _HAS)),
]
SHOWN = [facet for facet in FACETS if facet.legend]
BY_NAME = {facet.name: facet for facet in FACETS}


def sorted_options(facet: Facet, options: Iterable[Option]) -> list[Option]:
    return sorted(options, key=facet.order)  # type: ignore[arg-type]
