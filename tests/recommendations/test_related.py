"""How alike two demands are: words that tell weigh more, and another treaty is another demand."""

import csv
import gzip
import time
from pathlib import Path

import pytest

from servanda.recommendations.related import OTHER_TREATY, Said, related, treaties_in

TEXTS = {
    "a": "Ratify the Optional Protocol to the Convention against Torture",
    "b": "Ratify the Optional Protocol to the Convention on the Rights of Persons with Disabilities",
    "c": "Accede to OPCAT without delay",
    "d": "Take measures to reduce overcrowding in prisons",
    "e": "Take further measures to reduce the overcrowding of its prisons",
    "f": "Take measures to ensure access to clean water in rural areas",
    "g": "Take measures to train teachers",
    "h": "Strengthen measures against corruption in public procurement",
}
SAID = [Said(key, text, "en") for key, text in TEXTS.items()]


def of(key: str) -> Said:
    return next(said for said in SAID if said.key == key)


def test_the_same_demand_in_other_words_is_found() -> None:
    """Feature 10: a near-duplicate, with the words that made it one."""
    best = related(of("e"), SAID)[0]
    assert (best.key, best.reason) == ("d", "words")
    assert {"overcrowding", "prisons"} <= set(best.shared)


def test_the_same_sentence_about_another_treaty_says_so_and_stays_below() -> None:
    found = {c.key: c for c in related(of("a"), SAID)}
    assert found["b"].reason == "other_treaty"
    assert found["b"].score <= OTHER_TREATY
    assert (found["b"].here, found["b"].there) == (("OP-CAT",), ("OP-CRPD",))


def test_words_that_all_use_make_nothing_alike() -> None:
    assert related(of("g"), SAID) == []


def test_another_language_is_not_compared() -> None:
    spanish = Said("s", TEXTS["d"], "es")
    assert all(c.key != "s" for c in related(of("d"), [*SAID, spanish]))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ratify OP-CAT and the Optional Protocol to ICESCR", {"OP-CAT", "OP-ICESCR"}),
        ("the Convention against Torture", {"CAT"}),
        ("ILO Convention No. 169 and the Rome Statute", {"ILO 169", "Rome Statute"}),
        ("Reduce overcrowding", set()),
    ],
)
def test_treaties_are_known_by_name_and_letters(text: str, names: set[str]) -> None:
    assert treaties_in(text) == names


@pytest.mark.data
def test_real_repeats_are_found_in_time(data: Path) -> None:
    """Every repeat that the source marks is the best candidate but the same State's; one question of 3,000 takes under a second."""
    with gzip.open(data / "upr_info" / "recommendations.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    said = {row["rec_id"]: Said(row["rec_id"], row["text"], "en") for row in rows}
    repeats = [row for row in rows if row["duplicate_of"] in said]
    for row in repeats:
        same_state = [said[r["rec_id"]] for r in rows if r["state_iso3"] == row["state_iso3"]]
        assert row["duplicate_of"] in {c.key for c in related(said[row["rec_id"]], same_state)}
    assert repeats
    begin = time.process_time()
    related(said[rows[0]["rec_id"]], [said[row["rec_id"]] for row in rows[:3000]])
    assert time.process_time() - begin < 1
