"""What people do to recommendations. The mechanism's wording is never edited in place."""

from servanda.recommendations.commands.concerns import restore_concerns, set_concerns
from servanda.recommendations.commands.lineage import link, tell_apart, unlink
from servanda.recommendations.commands.parts import restore_parts, split
from servanda.recommendations.commands.positions import restore_position, set_position, take_answer_back
from servanda.recommendations.commands.register import (
    classify,
    edit_facts,
    enter,
    enter_again,
    remove_from_intake,
    replace_wording,
    restore_terms,
    set_states,
    suggest_from_source,
    withdraw,
)
from servanda.recommendations.commands.showing import note, show

__all__ = [
    "classify",
    "edit_facts",
    "enter",
    "enter_again",
    "link",
    "note",
    "remove_from_intake",
    "replace_wording",
    "restore_concerns",
    "restore_parts",
    "restore_position",
    "restore_terms",
    "set_concerns",
    "set_position",
    "set_states",
    "show",
    "split",
    "suggest_from_source",
    "take_answer_back",
    "tell_apart",
    "unlink",
    "withdraw",
]
