"""Paragraphs and tables of a Word document, straight from its XML.

python-docx needs seconds for a table of 300 rows; the few elements that matter here are read in one pass. Numbers that
Word counts itself (a list style) are not in the text: they are counted here again, so that paragraph 23 (b) has its
number. Text marked as deleted is left out, text marked as inserted is kept.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from .limits import STANDARD, Budget, Limits, Refused
from .office_package import OfficePackage

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_BLOCKS = 60_000


class WordParagraph(NamedTuple):
    text: str
    style: str = ""
    size: float = 0.0  # points of its first run that says so


class Cell(NamedTuple):
    paragraphs: list[str]
    span: int = 1


@dataclass(slots=True)
class WordTable:
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(slots=True)
class WordDocument:
    blocks: list[WordParagraph | WordTable] = field(default_factory=list)
    header: str = ""
    notes: list[str] = field(default_factory=list)

    def tables(self) -> list[WordTable]:
        return [block for block in self.blocks if isinstance(block, WordTable)]


def read_word(path: Path, limits: Limits = STANDARD, budget: Budget | None = None) -> WordDocument:
    with OfficePackage(path, limits) as package:
        numbering = Numbering(package)
        document = WordDocument(_Blocks(package, numbering, limits, budget or Budget(limits)).read())
        document.header = "\n".join(_side_texts(package, "word/header", "word/footer"))
        document.notes = _side_texts(package, "word/footnotes", "word/endnotes")
        return document


def _side_texts(package: OfficePackage, *prefixes: str) -> list[str]:
    """Each different line of the parts beside the body: running heads name the State in OHCHR's lists, footnotes the
    session at which a committee adopted its observations."""
    names = sorted(name for name in package.members if name.startswith(prefixes) and name.endswith(".xml"))
    texts = []
    for name in names[:12]:
        texts += ["".join(_texts(e)) for event, e in package.elements(name, tags=(f"{_W}p",)) if event == "end"]
    return list(dict.fromkeys(line for text in texts if (line := " ".join(text.split()))))


class _Blocks:
    """One pass over the body; a stack of open tables, since cells may hold tables."""

    def __init__(self, package: OfficePackage, numbering: "Numbering", limits: Limits, budget: Budget):
        self.package, self.numbering, self.limits, self.budget = package, numbering, limits, budget
        self.blocks: list[WordParagraph | WordTable] = []
        self.tables: list[WordTable] = []
        self.cells: list[Cell] = []
        self.seen = 0

    def read(self) -> list[WordParagraph | WordTable]:
        tags = tuple(f"{_W}{name}" for name in ("p", "tbl", "tr", "tc"))
        for event, element in self.package.elements("word/document.xml", tags=tags):
            getattr(self, f"{event}_{element.tag[len(_W) :]}")(element)
        return self.blocks

    def start_p(self, element: Any) -> None:
        pass

    def end_p(self, element: Any) -> None:
        self.seen += 1
        if self.seen % 500 == 0:
            self.budget.check()
        if self.seen > MOST_BLOCKS:
            raise Refused(
                "too_much_text", "This document holds far more paragraphs than a document. Upload a part of it."
            )
        text = self.numbering.label(element) + "".join(_texts(element)).strip()
        if self.cells:
            self.cells[-1].paragraphs.append(text)
        elif text:
            self.blocks.append(WordParagraph(text, _style(element), _size(element)))
        _forget(element)

    def start_tbl(self, element: Any) -> None:
        self.tables.append(WordTable())

    def end_tbl(self, element: Any) -> None:
        table = self.tables.pop()
        if self.cells:  # a table inside a cell: its text belongs to the cell
            for row in table.rows:
                self.cells[-1].paragraphs.extend(text for cell in row for text in cell.paragraphs)
        else:
            self.blocks.append(table)
        _forget(element)

    def start_tr(self, element: Any) -> None:
        if self.tables:
            self.tables[-1].rows.append([])

    def end_tr(self, element: Any) -> None:
        _forget(element)

    def start_tc(self, element: Any) -> None:
        self.cells.append(Cell([]))

    def end_tc(self, element: Any) -> None:
        span = element.find(f"{_W}tcPr/{_W}gridSpan")
        width = span.get(f"{_W}val", "1") if span is not None else "1"
        cell = self.cells.pop()._replace(span=int(width) if width.isdigit() else 1)
        if self.tables and self.tables[-1].rows:
            self.tables[-1].rows[-1].append(cell)
        _forget(element)


def _forget(element: Any) -> None:
    """Free what was read, so that memory doesn't grow with the document."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _texts(paragraph: Any) -> list[str]:
    found = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen", f"{_W}cr"):
        name = node.tag[len(_W) :]
        if name == "t":
            found.append(node.text or "")
        elif name == "noBreakHyphen":
            found.append("-")
        elif node.getparent().tag == f"{_W}r":  # a tab inside pPr is a tab stop, not a blank
            found.append("\t" if name == "tab" else "\n")
    return found


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(f"{_W}val", "") if style is not None else ""


def _size(paragraph: Any) -> float:
    size = paragraph.find(f"{_W}r/{_W}rPr/{_W}sz")
    value = size.get(f"{_W}val", "") if size is not None else ""
    return int(value) / 2 if value.isdigit() else 0.0


class Numbering:
    """Counts the lists whose numbers Word prints itself."""

    def __init__(self, package: OfficePackage):
        self.levels: dict[tuple[str, str], tuple[str, str, int]] = {}  # (list, level) -> format, pattern, start
        self.counts: Counter[tuple[str, str]] = Counter()
        if "word/numbering.xml" in package.members:
            self._read(package)

    def _read(self, package: OfficePackage) -> None:
        abstract: dict[str, list[tuple[str, tuple[str, str, int]]]] = {}
        tags = (f"{_W}abstractNum", f"{_W}num")
        for event, element in package.elements("word/numbering.xml", tags=tags):
            if event == "start":
                continue
            if element.tag == f"{_W}abstractNum":
                levels = [(lvl.get(f"{_W}ilvl", "0"), _level(lvl)) for lvl in element.iter(f"{_W}lvl")]
                abstract[element.get(f"{_W}abstractNumId", "")] = levels
            else:
                of = element.find(f"{_W}abstractNumId")
                for level, form in abstract.get(of.get(f"{_W}val", "") if of is not None else "", []):
                    self.levels[element.get(f"{_W}numId", ""), level] = form

    def label(self, paragraph: Any) -> str:
        """ "23. " or "(b) " for a paragraph of a counted list, else nothing."""
        of = paragraph.find(f"{_W}pPr/{_W}numPr")
        if of is None:
            return ""
        key = _value(of, "numId"), _value(of, "ilvl") or "0"
        form = self.levels.get(key)
        if form is None or form[0] in ("bullet", "none"):
            return "• " if form and form[0] == "bullet" else ""
        self.counts[key] += 1
        for deeper in [k for k in self.counts if k[0] == key[0] and k[1] > key[1]]:
            del self.counts[deeper]
        return self._printed(key, form) + " "

    def _printed(self, key: tuple[str, str], form: tuple[str, str, int]) -> str:
        text = form[1]
        for level in range(int(key[1]) + 1):
            other = self.levels.get((key[0], str(level)), form)
            number = other[2] + max(self.counts[key[0], str(level)], 1) - 1
            text = text.replace(f"%{level + 1}", _numeral(number, other[0]))
        return text


def _level(element: Any) -> tuple[str, str, int]:
    start = _value(element, "start")
    return _value(element, "numFmt") or "decimal", _value(element, "lvlText"), int(start) if start.isdigit() else 1


def _value(element: Any, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return child.get(f"{_W}val", "") if child is not None else ""


def _numeral(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and number <= 52:
        letter = chr(96 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and number < 40:
        roman = "x" * (number // 10) + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][number % 10]
        return roman if form == "lowerRoman" else roman.upper()
    return str(number)
