"""Taking official lists about the State: treaty status, dates, the calendar of the UPR."""

import json
from contextlib import suppress
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from servanda.importers import state_facts
from servanda.importers.reference_data import load_treaties
from servanda.mechanisms.models import Review, Treaty, TreatyAction
from tests import factories

pytestmark = pytest.mark.django_db
STATUS = """treaty,iso3,state,status,year_ratification_or_accession,note
CAT,XAR,Arandia,state party,1989,
CPED,XAR,Arandia,signatory state,,
ICMW,XAR,Arandia,no action,,
CAT,SVN,Slovenia,state party,1993,
NO-SUCH,XAR,Arandia,state party,1993,
"""
DATES = """iso3,state,signed,ratified_or_acceded,op_individual_communications,op_inquiry
XAR,Arandia,1985-01-02,1987-09-03,2014-05-20,2014-05-20
SVN,Slovenia,,1992-07-06,,
"""
CALENDAR = "iso3,cycle,session,month,basis\nXAR,1,8,2010-05,drawn\nSVN,1,7,2010-02,drawn\nXAR,5,55,2027-05,drawn\n"


@pytest.fixture
def treaties() -> None:
    for code in ("CAT", "CPED", "ICMW", "ICESCR", "ICESCR-OP"):
        factories.treaty(code=code)


def given(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def told(path: Path, source: str = "treaties", **options: object) -> dict:
    out = StringIO()
    with suppress(SystemExit):  # with status 1 where a row was rejected
        call_command("import", source, str(path), json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def test_a_list_of_status_is_taken(tmp_path: Path, treaties: None) -> None:
    """Feature 17: only our State's rows; a signature without a year is kept as such; an unknown treaty is told."""
    outcome = told(given(tmp_path, STATUS))
    assert outcome["counts"] == {"new": 2, "changed": 0, "same": 0}
    assert [r["address"] for r in outcome["rejected"]] == ["row 6"]
    assert Treaty.objects.get(code="CAT").status == Treaty.Status.PARTY
    assert Treaty.objects.get(code="CPED").status == Treaty.Status.SIGNATORY
    assert Treaty.objects.get(code="ICMW").status == Treaty.Status.NONE
    assert TreatyAction.objects.get(treaty__code="CAT").year == 1989
    assert told(given(tmp_path, STATUS))["counts"] == {"new": 0, "changed": 0, "same": 2}


def test_a_day_comes_to_a_year_and_never_the_other_way(tmp_path: Path, treaties: None) -> None:
    covenant = "treaty,iso3,state,status,year_ratification_or_accession,note\nICESCR,XAR,A,state party,1987,\n"
    told(given(tmp_path, covenant))
    assert told(given(tmp_path, DATES))["counts"] == {"new": 3, "changed": 1, "same": 0}
    bound = TreatyAction.objects.get(treaty__code="ICESCR", kind="bound")
    assert bound.on == date(1987, 9, 3)
    assert told(given(tmp_path, covenant))["counts"]["same"] == 1
    bound.refresh_from_db()
    assert bound.on == date(1987, 9, 3)


def test_what_the_register_says_otherwise_stays(tmp_path: Path, treaties: None) -> None:
    """Feature 2: local knowledge is not overwritten; the difference is named."""
    factories.treaty_action(Treaty.objects.get(code="CAT"), "accession", on=date(1991, 1, 9))
    outcome = told(given(tmp_path, STATUS))
    assert outcome["counts"]["same"] == 1
    assert "1989" in outcome["warnings"][0]
    assert "1991-01-09" in outcome["warnings"][0]
    assert TreatyAction.objects.get(treaty__code="CAT").kind == "accession"


def test_a_dry_run_changes_nothing(tmp_path: Path, treaties: None) -> None:
    assert told(given(tmp_path, STATUS), dry_run=True)["counts"]["new"] == 2
    assert not TreatyAction.objects.exists()


def test_the_calendar_gives_this_states_reviews(tmp_path: Path) -> None:
    """Feature 15: sessions of the UPR in which the State is heard; a session to come is added."""
    factories.mechanism("UPR", "upr")
    assert told(given(tmp_path, CALENDAR), "upr-calendar")["counts"]["new"] == 2
    assert told(given(tmp_path, CALENDAR), "upr-calendar")["counts"]["same"] == 2
    last = Review.objects.get(session__number=55)
    assert (last.session.cycle, last.session.starts) == (5, date(2027, 5, 1))


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\x00\x01\x02"])
def test_another_file_is_refused_in_words(tmp_path: Path, text: str) -> None:
    with pytest.raises(CommandError, match="list"):
        call_command("import", "treaties", str(given(tmp_path, text)))


def test_binary_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("import", "treaties", str(path))


@pytest.mark.parametrize("bad", ["CAT,XAR,A,state party,soon,", "CAT,XAR,A,state party,1801,"])
def test_a_bad_row_is_rejected_and_the_rest_taken(tmp_path: Path, treaties: None, bad: str) -> None:
    outcome = told(given(tmp_path, STATUS + bad.replace("CAT", "ICMW") + "\n"))
    assert "row 7" in [r["address"] for r in outcome["rejected"]]
    assert outcome["counts"]["new"] == 2


def test_the_treaties_that_come_with_servanda() -> None:
    """Eighteen core treaties and protocols, each named in the six languages; loading twice doubles nothing."""
    by = factories.operator()
    assert load_treaties(by=by) == load_treaties(by=by) == Treaty.objects.count() == 18
    assert all(set(t.names) == {"en", "es", "fr", "ar", "ru", "zh-hans"} for t in Treaty.objects.all())
    assert all(t.protocol_to for t in Treaty.objects.filter(kind="protocol"))


@pytest.mark.data
def test_the_real_lists_are_read(data: Path) -> None:
    """Feature 17: all rows of a real State are taken, and its dates agree with its years."""
    load_treaties(by=factories.operator())
    first, second = (
        state_facts.take_in(data / f"reference/{name}.csv", state="ARG", by=factories.operator())
        for name in ("treaty_status_years", "icescr_dates_ohchr")
    )
    assert first.rejected == second.rejected == second.differs == []
    assert first.counts["new"] >= 15
