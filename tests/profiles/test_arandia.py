"""The invented State holds together: every reference leads somewhere, every state and corner of the demo is there."""

import datetime
import tomllib
from collections import Counter

import pytest

from tests.profiles.arandia import PROFILE, WORKFLOW, Row, day, key, rows, slugs, to_follow_up

FILES = sorted(path.relative_to(PROFILE).as_posix() for path in PROFILE.rglob("*.csv"))
DAY_COLUMNS = """from to date proposed_on decided_on due start end done_on drafted_on submitted_on approved_on
published_on withdrawn_on recorded_on added_on as_of replied_on""".split()
# column of a file -> the file whose slugs it holds
REFERENCES = [
    ("institutions.csv", "parent", "institutions.csv"),
    ("appointments.csv", "person", "people.csv"),
    ("appointments.csv", "institution", "institutions.csv"),
    ("assignments.csv", "institution", "institutions.csv"),
    ("actions.csv", "institution", "institutions.csv"),
    ("actions.csv", "author", "people.csv"),
    ("action_links.csv", "action", "actions.csv"),
    ("milestones.csv", "action", "actions.csv"),
    *[("updates.csv", column, "people.csv") for column in ("author", "approved_by", "decided_by", "published_by")],
    ("updates.csv", "institution", "institutions.csv"),
    ("updates.csv", "action", "actions.csv"),
    ("challenges.csv", "action", "actions.csv"),
    ("challenges.csv", "author", "people.csv"),
    ("indicators.csv", "institution", "institutions.csv"),
    ("indicator_links.csv", "indicator", "indicators.csv"),
    ("indicator_links.csv", "action", "actions.csv"),
    ("indicator_targets.csv", "indicator", "indicators.csv"),
    ("indicator_values.csv", "indicator", "indicators.csv"),
    ("indicator_values.csv", "author", "people.csv"),
    ("indicator_values.csv", "corrects", "indicator_values.csv"),
    ("evidence.csv", "added_by", "people.csv"),
    ("assessments.csv", "institution", "institutions.csv"),
    ("assessments.csv", "author", "people.csv"),
    ("assessments.csv", "validator", "people.csv"),
    ("assessments.csv", "evidence", "evidence.csv"),
    ("assessment_replies.csv", "assessment", "assessments.csv"),
    ("assessment_replies.csv", "author", "people.csv"),
]
NAMING_RECOMMENDATIONS = (
    "classification assignments action_links updates challenges indicator_links assessments parts answers".split()
)
AT_LEAST = {
    "institutions.csv": 40,
    "people.csv": 60,
    "actions.csv": 85,
    "updates.csv": 70,
    "challenges.csv": 20,
    "indicators.csv": 12,
    "evidence.csv": 15,
}


@pytest.mark.parametrize("name", FILES)
def test_rows_are_whole_and_keys_are_unique(name: str) -> None:
    table = rows(name)
    assert all(None not in row and None not in row.values() for row in table)
    if "slug" in table[0] and name != "documents.csv":
        assert [slug for slug, times in Counter(row["slug"] for row in table).items() if times > 1] == []


@pytest.mark.parametrize("name", FILES)
def test_days_are_dates_or_offsets(name: str) -> None:
    for row in rows(name):
        for column in set(DAY_COLUMNS) & set(row):
            if row[column]:
                day(row[column])


@pytest.mark.parametrize(("name", "column", "target"), REFERENCES)
def test_references_lead_somewhere(name: str, column: str, target: str) -> None:
    known = slugs(target)
    named = {value for row in rows(name) for value in row[column].split("|") if value}
    assert named - known == set()
    assert named


@pytest.mark.parametrize("name", NAMING_RECOMMENDATIONS)
def test_named_recommendations_exist(name: str) -> None:
    known = to_follow_up()
    assert {key(row) for row in rows(f"{name}.csv") if row["symbol"]} - known == set()


def test_lineage_goes_from_newer_to_older_recommendations() -> None:
    dates = {row["symbol"]: row["date"] for row in rows("documents.csv")}
    for row in rows("lineage.csv"):
        assert {(row[f"{end}_symbol"], row[f"{end}_number"]) for end in ("from", "to")} <= to_follow_up()
        assert dates[row["from_symbol"]] >= dates[row["to_symbol"]]


@pytest.mark.parametrize(("name", "least"), AT_LEAST.items())
def test_there_is_enough_to_see(name: str, least: int) -> None:
    assert len(rows(name)) >= least


def test_numbers_of_recommendations_assignments_and_assessments() -> None:
    keys = to_follow_up()
    assert len(keys) >= 170
    assert 0.75 <= len(rows("classification.csv")) / len(keys) <= 0.9
    led = {key(row) for row in _leads()}
    assert len(led) >= 120
    assert len(keys - led) >= 25
    assessed = Counter(row["assessor"] for row in rows("assessments.csv"))
    assert assessed["state"] >= 60
    assert assessed["nhri"] >= 25


def _leads() -> list[Row]:
    return [row for row in rows("assignments.csv") if row["role"] == "lead" and row["state"] != "declined"]


def test_one_lead_at_a_time_and_some_are_late() -> None:
    leads = _leads()
    assert len({key(row) for row in leads}) == len(leads)
    assert sum(row["due"].startswith("-") for row in leads) >= 20


def test_one_focal_point_holds_a_seat_at_a_time() -> None:
    seats = [row for row in rows("appointments.csv") if row["capacity"] == "focal_point"]
    for one in seats:
        for other in seats:
            if one is not other and one["institution"] == other["institution"]:
                earlier, later = sorted((one, other), key=lambda row: day(row["from"]))
                assert earlier["to"]
                assert day(earlier["to"]) < day(later["from"])


def test_authors_hold_a_seat_in_the_institution_they_write_for() -> None:
    seats = {(row["person"], row["institution"]) for row in rows("appointments.csv")}
    for name in ("actions.csv", "updates.csv", "challenges.csv", "assessments.csv"):
        assert {(row["author"], row["institution"]) for row in rows(name)} - seats == set()


@pytest.mark.parametrize("today", [datetime.date(year, month, 1) for year in (2026, 2027, 2030) for month in (6, 12)])
def test_authors_hold_their_seat_on_the_day_they_write_whenever_the_demo_is_made(today: datetime.date) -> None:
    written = [("updates.csv", "drafted_on", "author"), ("updates.csv", "approved_on", "approved_by")]
    for name, column, part in [*written, ("challenges.csv", "recorded_on", "author")]:
        for row in rows(name):
            assert not row[part] or _sits(row[part], row["institution"], day(row[column], today), today), row["slug"]


def _sits(person: str, institution: str, when: datetime.date, today: datetime.date) -> bool:
    return any(
        day(seat["from"], today) <= when and (not seat["to"] or when <= day(seat["to"], today))
        for seat in rows("appointments.csv")
        if (seat["person"], seat["institution"]) == (person, institution)
    )


@pytest.mark.parametrize("name", ["actions.csv", "updates.csv"])
def test_every_state_of_the_workflow_occurs(name: str) -> None:
    assert {row["workflow"] for row in rows(name)} == WORKFLOW


def test_updates_are_about_one_thing_and_nobody_checks_himself() -> None:
    roles = {row["slug"]: row["role"] for row in rows("people.csv")}
    for row in rows("updates.csv"):
        assert bool(row["action"]) != bool(row["symbol"])
        assert row["author"] not in (row["approved_by"], row["decided_by"])
        assert bool(row["reason"]) == (row["workflow"] in ("returned", "withdrawn"))
        if row["published_by"]:
            assert (roles[row["decided_by"]], roles[row["published_by"]]) == (
                "secretariat_editor",
                "secretariat_publisher",
            )


def test_days_of_an_update_follow_each_other() -> None:
    steps = ("drafted_on", "submitted_on", "approved_on", "decided_on", "published_on", "withdrawn_on")
    for row in rows("updates.csv"):
        days = [int(row[step]) for step in steps if row[step]]
        assert days == sorted(days), row["slug"]
        assert days[-1] <= 0


def test_assessments_rest_on_evidence_and_on_two_people() -> None:
    levels = {row["level"] for row in rows("assessments.csv")}
    assert len(levels) == 8
    for row in rows("assessments.csv"):
        assert row["evidence"] or row["level"] in ("insufficient_information", "not_assessed")
        assert row["author"] != row["validator"]


def test_two_voices_contradict_each_other_and_the_state_answers() -> None:
    said = {(key(row), row["assessor"]): row["level"] for row in rows("assessments.csv")}
    both = [named for named, assessor in said if assessor == "nhri" and (named, "state") in said]
    assert sum(said[named, "state"] != said[named, "nhri"] for named in both) >= 12
    answered = {row["assessment"] for row in rows("assessment_replies.csv")}
    assert len(answered) >= 2
    assert all(slug.startswith("nhri-") for slug in answered)


def test_evidence_is_a_file_of_the_folder_or_an_address_that_cannot_exist() -> None:
    folder = PROFILE / "evidence"
    files = {row["file"] for row in rows("evidence.csv") if row["file"]}
    assert files == {path.name for path in folder.iterdir() if path.is_file()}
    assert len(files) >= 15
    assert {name.rsplit(".", 1)[1] for name in files} == {"pdf", "docx", "xlsx", "png", "txt"}
    for row in rows("evidence.csv"):
        assert bool(row["file"]) != bool(row["url"])
        assert row["file"] or ".example/" in row["url"]


def test_evidence_belongs_to_what_it_names() -> None:
    owners = {"update": slugs("updates.csv"), "action": slugs("actions.csv")}
    for row in rows("evidence.csv"):
        assert row["about"] == "none" or row["about_slug"] in owners[row["about"]]


def test_an_indicator_value_is_a_number_or_a_reason() -> None:
    values = rows("indicator_values.csv")
    assert all(bool(row["number"]) != bool(row["missing_reason"]) for row in values)
    assert sum(bool(row["corrects"]) for row in values) >= 3
    assert all(bool(row["corrects"]) == bool(row["correction_reason"]) for row in values)


def test_addresses_are_of_the_reserved_domain() -> None:
    mails = [row["e_mail"] for row in rows("people.csv")]
    assert all(mail.endswith(".example") and mail.isascii() for mail in mails)
    assert len(set(mails)) == len(mails)


def test_content_is_in_several_languages() -> None:
    assert {row["language"] for row in rows("updates.csv")} == {"en", "es", "ar", "fr"}
    assert {row["language"] for row in rows("documents.csv")} == {"en", "es"}


def test_some_seats_are_empty() -> None:
    held = {
        row["institution"] for row in rows("appointments.csv") if not row["to"] and row["capacity"] == "focal_point"
    }
    alternates = {
        row["institution"] for row in rows("appointments.csv") if not row["to"] and row["capacity"] == "alternate"
    }
    assert "economia" not in held | alternates
    assert "registro-civil" in alternates - held


def test_profile_names_the_state_its_regions_and_instruments() -> None:
    profile = tomllib.loads((PROFILE / "profile.toml").read_text(encoding="utf-8"))
    assert set(profile["name"]) == set(profile["interface_languages"])
    assert sum(unit["population"] for unit in profile["territory"]) == profile["population"]
    codes = {unit["code"] for unit in profile["territory"]}
    for name in ("institutions.csv", "actions.csv", "indicator_values.csv", "indicator_targets.csv"):
        assert {code for row in rows(name) for code in row["territory"].split("|") if code} <= codes
    assert {row["mechanism"] for row in rows("documents.csv")} <= {found["code"] for found in profile["mechanism"]}
