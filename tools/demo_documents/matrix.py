"""Writes the "thematic list of recommendations" of a review as OHCHR does: one table, four columns, theme headings."""

import re
from collections.abc import Iterable
from pathlib import Path

from docx.enum.section import WD_ORIENT
from docx.shared import Cm

from tools.demo_documents.docx_pages import new_document, save_frozen
from tools.demo_documents.findings import Finding
from tools.demo_documents.tables import Labels

COLUMNS = ("Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation")
NO_THEME = "Other"
GOALS = (
    "NO POVERTY",
    "ZERO HUNGER",
    "GOOD HEALTH AND WELL-BEING",
    "QUALITY EDUCATION",
    "GENDER EQUALITY",
    "CLEAN WATER AND SANITATION",
    "AFFORDABLE AND CLEAN ENERGY",
    "DECENT WORK AND ECONOMIC GROWTH",
    "INDUSTRY, INNOVATION AND INFRASTRUCTURE",
    "REDUCED INEQUALITIES",
    "SUSTAINABLE CITIES AND COMMUNITIES",
    "RESPONSIBLE CONSUMPTION AND PRODUCTION",
    "CLIMATE ACTION",
    "LIFE BELOW WATER",
    "LIFE ON LAND",
    "PEACE, JUSTICE AND STRONG INSTITUTIONS",
    "PARTNERSHIPS FOR THE GOALS",
)


def write_matrix(found: Iterable[Finding], labels: dict[tuple[str, str], Labels], target: Path) -> None:
    page = new_document("Matrix of recommendations: Arandia", 2021, 4, 19)
    section = page.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    page.add_paragraph("UPR of Arandia (3rd Cycle – 36th session)")
    page.add_paragraph("Thematic list of recommendations")
    table = page.add_table(rows=1, cols=4, style="Table Grid")
    _fill(table.rows[0].cells, COLUMNS)
    heading = ""
    for theme, finding in _by_theme(found, labels):
        if theme != heading:
            heading = theme
            cells = table.add_row().cells
            cells[0].merge(cells[3]).text = f"Theme: {theme}"
        _fill(table.add_row().cells, _row(finding, labels.get((finding.symbol, finding.number), Labels())))
    save_frozen(page, target)


def _fill(cells: Iterable, words: Iterable[str]) -> None:  # type: ignore[type-arg]
    for cell, text in zip(cells, words, strict=True):
        cell.text = text


def _by_theme(found: Iterable[Finding], labels: dict[tuple[str, str], Labels]) -> list[tuple[str, Finding]]:
    themed = [((labels.get((f.symbol, f.number), Labels()).themes or (NO_THEME,))[0], f) for f in found]
    return sorted(themed, key=lambda pair: (pair[0] == NO_THEME, pair[0]))


def _row(finding: Finding, labels: Labels) -> tuple[str, str, str, str]:
    paragraph = finding.number.split(".")[0]
    wording = f"{finding.number} {finding.text}\nSource of Position: {finding.symbol} - Para {paragraph}"
    parts = [f"- {theme}" for theme in labels.themes or (NO_THEME,)]
    parts += _listed("SDGs: ", _goals(labels.targets)) + _listed("Affected persons: ", labels.persons)
    return wording, finding.position.capitalize(), "\n".join(parts), ""


def _listed(title: str, values: Iterable[str]) -> list[str]:
    lines = [f"- {value}" for value in values]
    return [title, *lines] if lines else []


def _goals(targets: Iterable[str]) -> list[str]:
    numbers = dict.fromkeys(int(match[0]) for target in targets if (match := re.match(r"\d+", target)))
    return [f"{number} - {GOALS[number - 1]}" for number in numbers]
