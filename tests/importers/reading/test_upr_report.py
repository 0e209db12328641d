"""A Working Group report, from the PDF to its recommendations."""

import pytest

from servanda.importers.reading import Reading, read_file
from servanda.importers.reading.upr_report import read_upr_report
from servanda.importers.reading.upr_report.position import position_in
from tests.importers.reading.samples import body_of, upr_report


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read_file(upr_report(tmp_path_factory.mktemp("upr")))


def codes(item) -> list[str | None]:
    return [state.iso3 for state in item.recommending_states]


def test_the_title_page_and_first_paragraph_give_the_facts(reading: Reading) -> None:
    """Feature 5: symbol, date, session and State of a UPR report are read from its pages."""
    facts = reading.document
    assert (facts.symbol, facts.kind) == ("A/HRC/39/95", "upr_working_group_report")
    assert (facts.state, facts.session, facts.cycle) == ("ISL", 28, 3)
    assert (facts.date, facts.language, facts.mechanism) == ("2018-04-04", "en", "UPR")
    assert facts.title == "Report of the Working Group on the Universal Periodic Review Iceland"


def test_every_recommendation_is_found_with_its_states(reading: Reading) -> None:
    """Feature 5: one item for each recommendation, split where one number holds several."""
    found = [(r.number, r.text, codes(r)) for r in reading.recommendations if r.number.startswith(("5.", "6."))]
    assert found == [
        ("5.1", "Ratify the convention on harbours", ["CHL"]),
        (
            "5.2",
            "Give every fishing village a legal clinic, and pay particular attention to self-employed women",
            ["MEX", "CIV"],
        ),
        ("5.3", "Sign and ratify the treaty on lighthouses", ["KEN"]),
        ("5.3", "ratify the treaty on lighthouses", ["IRN"]),
        ("5.3", "publish a yearly report on lighthouses and on those who keep them", ["TGO", "VNM"]),
        ("6.1", "Consider a law on volcanoes", ["TTO"]),
    ]


def test_a_paragraph_of_the_pledges_is_a_pledge(reading: Reading) -> None:
    """Feature 5: voluntary pledges stand apart from recommendations."""
    (pledge,) = [r for r in reading.recommendations if r.kind == "pledge"]
    assert (pledge.number, pledge.position) == ("9", None)
    assert pledge.text == "Iceland will translate its constitution into the languages of its residents."


def test_the_position_is_that_of_the_section(reading: Reading) -> None:
    positions = {r.number: r.position for r in reading.recommendations if r.kind == "recommendation"}
    assert positions == {
        "5.1": "supported", "5.2": "supported", "5.3": "supported", "6.1": "pending", "3 (b)": "noted", "4": "noted",
    }  # fmt: skip


def test_recommendations_named_by_a_paragraph_come_from_the_dialogue(reading: Reading) -> None:
    by_number = {r.number: r for r in reading.recommendations}
    assert by_number["3 (b)"].text == "open a second office for the ombudsman"
    assert codes(by_number["3 (b)"]) == ["NOR"]
    assert by_number["4"].text == "teach human rights in all schools"
    assert by_number["4"].confidence < 0.7


def test_running_heads_page_numbers_and_footnotes_are_no_text(reading: Reading) -> None:
    everything = " ".join(r.wording for r in reading.recommendations)
    assert "A/HRC/39/95" not in everything
    assert "as read during the dialogue" not in everything
    assert all("not been edited" not in r.text for r in reading.recommendations)


def test_an_item_knows_its_pages_and_its_whole_wording(reading: Reading) -> None:
    overleaf = next(r for r in reading.recommendations if r.number == "5.2")
    assert overleaf.pages == (2, 3)
    assert overleaf.page == 2
    assert overleaf.wording.endswith("(Mexico) (Côte d’Ivoire);")


def test_parts_of_a_split_item_share_number_and_wording(reading: Reading) -> None:
    parts = [r for r in reading.recommendations if r.number == "5.3"]
    assert [r.part for r in parts] == [1, 2, 3]
    assert len({r.wording for r in parts}) == 1
    assert parts[0].doubts == ("words_shared_with_others",)


def test_the_paragraphs_of_the_document_are_kept(reading: Reading) -> None:
    numbered = [p.number for p in reading.paragraphs if p.number]
    assert numbered == ["1", "2", "3", "4", "5", "5.1", "5.2", "5.3", "6", "6.1", "7", "8", "9"]


PLAIN_NUMBERS = """
II. CONCLUSIONS AND/OR RECOMMENDATIONS
60. In the course of the discussion, the following recommendations were made to Iceland:
    1. Build a harbour (Norway); widen it (Peru);
    2. Light the harbour at night, and give a copy of resolution
62 to its master (Chile);
    3. Keep the lamps clean (Togo).
61. The response of Iceland to these recommendations will be included in the outcome report.
62. The following recommendation did not enjoy the support of Iceland:
    1. Close the harbour (Malta).
Annex
    9. Not a recommendation (Kenya);
"""


def test_plain_numbers_start_anew_in_each_section() -> None:
    found = read_upr_report(body_of(PLAIN_NUMBERS)).recommendations
    assert [r.number for r in found] == ["60.1", "60.1", "60.2", "60.3", "62.1"]
    assert [r.position for r in found] == ["pending"] * 4 + ["noted"]


def test_a_wrapped_line_that_begins_with_a_number_opens_nothing() -> None:
    found = {r.number: r for r in read_upr_report(body_of(PLAIN_NUMBERS)).recommendations}
    assert found["60.2"].text == "Light the harbour at night, and give a copy of resolution 62 to its master"


def test_list_numbers_may_pass_the_numbers_of_paragraphs() -> None:
    items = "\n".join(f"    {n}. Do thing {n} well and soon (Chad);" for n in range(1, 14))
    text = f"II. Conclusions and/or recommendations\n10. The recommendations below enjoy the support of X:\n{items}\n"
    text += "11. The following recommendations will be examined by X:\n    1. Consider it (Cuba)."
    found = read_upr_report(body_of(text)).recommendations
    assert [r.number for r in found] == [f"10.{n}" for n in range(1, 14)] + ["11.1"]


def test_pledges_are_told_from_recommendations() -> None:
    text = """
II. Conclusions and/or recommendations
10. The recommendations listed below enjoy the support of X:
    10.1 Plant trees (Fiji);
III. Voluntary pledges and commitments
11. X made the following voluntary pledges:
(a) Water the trees;
(b) Count them.
"""
    found = read_upr_report(body_of(text)).recommendations
    assert [(r.number, r.kind, r.position) for r in found] == [
        ("10.1", "recommendation", "supported"),
        ("11 (a)", "pledge", None),
        ("11 (b)", "pledge", None),
    ]


def test_answers_of_the_state_are_warned_about_and_not_recommended() -> None:
    text = """
II. Conclusions and/or recommendations
10. The following recommendations did not enjoy the support of X:
    10.1 Sell the forest (Fiji);
11. X explained its position:
    11.1 Regarding recommendation 10.1, the forest belongs to the people.
"""
    report = read_upr_report(body_of(text))
    assert [r.number for r in report.recommendations] == ["10.1"]
    assert [w.code for w in report.warnings] == ["answer_of_the_state"]
    assert report.warnings[0].place == "11.1"


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        ("The recommendations listed below enjoy the support of Peru:", "supported"),
        ("The following recommendations enjoy its support", "supported"),
        ("… enjoy the support of Peru, which considers that they are already implemented", "supported"),
        ("The recommendations below did not enjoy the support of Peru and would thus be noted:", "noted"),
        ("The following recommendations cannot enjoy the support of Peru until the referendum", "noted"),
        ("The recommendations listed below have been noted by Peru:", "noted"),
        ("The following recommendations will be examined by Peru, which will provide responses", "pending"),
        ("The response of Peru to these recommendations will be included in the outcome report", "pending"),
        ("Peru partially supports the following recommendations", "supported_in_part"),
        ("The delegation was headed by the Minister.", None),
    ],
)
def test_positions_follow_the_formulas(sentence: str, position: str | None) -> None:
    """Feature 5: supported, noted, pending and in part, by the formulas of the Working Group."""
    assert position_in(sentence) == position


@pytest.mark.parametrize(
    "heading",
    ["II. Conclusions and/or recommendations", "Conclusions and recommendations*", "II. CONCLUSIONS AND/OR\nRECOMMENDATIONS", ""],
)  # fmt: skip
def test_the_part_is_found_whatever_its_heading(heading: str) -> None:
    """Feature 5: also where the heading is torn over two lines, or missing."""
    opening = "9. Peru commended the recommendations made before.\n"
    listed = "10. The recommendations listed below enjoy the support of X:\n    10.1 Plant trees (Fiji);\nAnnex [English only]"
    found = read_upr_report(body_of(f"{opening}{heading}\n{listed}\n1. Plant more (Chile)")).recommendations
    assert [(r.number, r.text) for r in found] == [("10.1", "Plant trees")]


def test_an_item_that_begins_within_a_line_is_found() -> None:
    opening = "II. Conclusions\n10. The recommendations below enjoy the support of X:\n"
    text = f"{opening}    10.1. Plant trees (Fiji);10.2. Water them (Chad)."
    assert [r.number for r in read_upr_report(body_of(text)).recommendations] == ["10.1", "10.2"]
