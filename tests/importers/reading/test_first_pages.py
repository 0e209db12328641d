"""Title pages: of Council documents as plain text, where the machine has them, and of our own.

A label of the real pages is found where the title that was read holds it nearly letter for letter: the labels leave out a
second title or the author as often as they give them.
"""

import gzip
import json
import re
from pathlib import Path

import pytest

from servanda.importers.reading import read_file
from servanda.importers.reading.reading import DocumentFacts

EVERY = 5  # one page in five
PAGE = """A/HRC/58/91

United Nations

General Assembly

Distr.: General
3 March 2025
Original: English

Human Rights Council
Fifty-eighth session
24 February–4 April 2025
Agenda items 2 and 3
Annual report of the United Nations High Commissioner
for Human Rights and reports of the Office of the
High Commissioner and the Secretary-General
Promotion and protection of all human rights, civil,
political, economic, social and cultural rights,
including the right to development

The keepers of lighthouses and their right to rest*
Report of the Secretary-General
Summary
The present report was written for a test. It contains nothing else.

* The present report was submitted late.
GE.25-00001(E)
"""


def facts_of(folder: Path, text: str) -> DocumentFacts:
    path = folder / "page.txt"
    path.write_text(text, encoding="utf-8")
    reading = read_file(path)
    assert reading.refusal is None
    return reading.document


def test_a_title_page_as_plain_text(tmp_path: Path) -> None:
    """Feature 5: symbol, title, date, session, language and agenda items of a page without type."""
    facts = facts_of(tmp_path, PAGE)
    assert facts.title == "The keepers of lighthouses and their right to rest Report of the Secretary-General"
    assert (facts.symbol, facts.date, facts.session, facts.language) == ("A/HRC/58/91", "2025-03-03", 58, "en")
    assert facts.agenda_item == (2, 3)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("Note by the Secretariat\n1.\nThe Council requested a study.", "Light and shade Note by the Secretariat"),
        ("The Secretariat has the honour to transmit the report.", "Light and shade"),
        ("Chair-Rapporteur: Ana Faro\n\nSummary\nIt met.", "Light and shade"),
        ("* Reissued for technical reasons.", "Light and shade"),
    ],
)
def test_the_title_ends_where_text_author_or_notes_begin(tmp_path: Path, lines: str, title: str) -> None:
    front = PAGE.partition("The keepers")[0]
    assert facts_of(tmp_path, f"{front}Light and shade*\n{lines}\n").title == title


@pytest.mark.parametrize(
    ("session", "agenda", "heading"),
    [
        ("Douzième session", "Point 6 de l’ordre du jour", "Examen périodique universel"),
        ("61º período de sesiones", "Tema 6 de la agenda", "Examen periódico universal"),
        ("Шестьдесят первая сессия", "Пункт 6 повестки дня", "Универсальный периодический обзор"),
    ],
)
def test_agenda_items_in_other_languages(tmp_path: Path, session: str, agenda: str, heading: str) -> None:
    text = f"A/HRC/61/94\n\n{session}\n{agenda}\n{heading}\n\nPharos\n\n* Nota 2026\nGE.26-00001\n"
    facts = facts_of(tmp_path, text)
    assert (facts.title, facts.agenda_item) == ("Pharos", (6,))


def letters(text: str | None) -> str:
    return re.sub(r"[^a-z0-9]+", "", (text or "").lower())


@pytest.mark.data
def test_first_pages_of_council_documents(data: Path, tmp_path: Path) -> None:
    """Feature 5: symbol, title and agenda item of one in five of 2,231 real first pages."""
    from rapidfuzz import fuzz

    with gzip.open(data / "hrc_first_pages" / "labels.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file][::EVERY]
    symbols = titles = agendas = with_agenda = 0
    for row in rows:
        facts = facts_of(tmp_path, row["text"])
        symbol = row["symbol"] if row["symbol"].startswith("A/") else f"A/HRC/{row['symbol']}"
        symbols += (facts.symbol or "").lower() == symbol.lower()
        title = re.sub(r"^\S+(?: \(ADVANCE[^)]*\))?\s*: ", "", row["title"])
        titles += bool(facts.title) and fuzz.partial_ratio(letters(title), letters(facts.title)) >= 95
        if row["agenda_item"]:
            with_agenda += 1
            agendas += {int(name.split()[1]) for name in row["agenda_item"]} == set(facts.agenda_item or ())
    assert symbols / len(rows) > 0.985
    assert titles / len(rows) > 0.95
    assert agendas / with_agenda > 0.99
