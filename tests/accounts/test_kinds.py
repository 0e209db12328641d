"""Names of kinds of things, as a line of the record and the page "what she sees" say them."""

from servanda.accounts.kinds import KINDS, name_of_kind
from servanda.accounts.policy import SCOPES


def test_everything_that_the_policy_shows_has_a_name() -> None:
    assert {model._meta.label_lower for model in SCOPES} - set(KINDS) == set()


def test_what_has_no_name_is_called_by_its_label() -> None:
    assert name_of_kind("nowhere.thing") == "nowhere.thing"
