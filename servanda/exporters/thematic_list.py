"""OHCHR's "thematic list of recommendations" as a Word file: what ministries are used to, and fill in.

Layout of OHCHR's lists since 2014: one table on landscape pages, a heading row that repeats, a merged row above each theme,
and in each row the recommendation with its source, the recommending States, the position, and all its labels. A fifth
column for comments on implementation is there where it is asked for. `servanda read` gives back exactly these rows; the
headings are OHCHR's English ones, because they are what a reader knows the columns by.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from docx.document import Document

EXTENSION = "docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COLUMNS = (("Recommendation", 9.6), ("Recommending state/s", 3.6), ("Position", 2.6), ("Full list of themes", 5.4))
COMMENTS = ("Assessment/comments on level of implementation", 5.4)  # centimetres, as the widths above
POSITIONS = {"supported": "Supported", "noted": "Noted", "supported_in_part": "Supported in part", "pending": "Pending"}
NO_THEME = "Not classified"
ORDINALS = ("", "1st", "2nd", "3rd")
PAGE, MARGIN = (29.7, 21.0), 1.5
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,2}")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # what XML cannot hold


class Comments(StrEnum):
    """The fifth column: none, one to be filled in by hand, or one that says what was published."""

    NONE = "none"
    EMPTY = "empty"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Row:
    """One recommendation. `source`: where the position, or else the recommendation, is printed."""

    number: str
    text: str
    states: tuple[str, ...] = ()
    position: str = ""
    source: str = ""
    themes: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    sdgs: tuple[str, ...] = ()
    comments: str = ""
    theme_order: tuple[int, str] = (0, "")  # themes stand in the order of their scheme

    @property
    def theme(self) -> str:
        return self.themes[0] if self.themes else NO_THEME


@dataclass(frozen=True)
class Review:
    """What the running head says: the State in English, and cycle and session where all rows are of one review."""

    state: str
    cycle: int | None = None
    session: int | None = None

    def as_words(self) -> str:
        numbers = [
            f"{_ordinal(self.cycle)} Cycle" if self.cycle else "",
            f"{_ordinal(self.session)} Session" if self.session else "",
        ]
        told = " - ".join(number for number in numbers if number)
        return f"UPR of {self.state} ({told})" if told else f"Recommendations to {self.state}"


def written(rows: Iterable[Row], review: Review, comments: Comments = Comments.NONE) -> Iterator[bytes]:
    """The Word file, whole, as one piece: a Word file has its table of contents at its end."""
    document = _frame(review)
    columns = [*COLUMNS, *([COMMENTS] if comments != Comments.NONE else [])]
    table = document.element.body.makeelement(f"{{{_W}}}tbl")
    document.element.body.insert(len(document.element.body) - 1, table)
    _fill(table, rows, columns, with_comments=comments == Comments.PUBLISHED)
    file = BytesIO()
    document.save(file)
    yield file.getvalue()


def _frame(review: Review) -> "Document":
    """An empty landscape document with its running head."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    document = docx.Document()
    document.styles["Normal"].font.size = Pt(9)
    document.core_properties.title = "Thematic list of recommendations"
    document.core_properties.author = ""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Cm(side) for side in PAGE)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
    section.header.paragraphs[0].text = review.as_words()
    section.header.add_paragraph("Thematic list of recommendations")
    return document


def _fill(table: Any, rows: Iterable[Row], columns: Sequence[tuple[str, float]], *, with_comments: bool) -> None:
    """Rows as XML, one pass: python-docx looks through the whole table for every cell."""
    from docx.oxml import parse_xml

    def add(xml: str) -> None:
        table.append(parse_xml(xml.replace(">", f' xmlns:w="{_W}">', 1)))

    add(_properties())
    widths = [width for _, width in columns]
    add("<w:tblGrid>" + "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths) + "</w:tblGrid>")
    add(_row([[heading] for heading, _ in columns], widths, heading=True))
    ordered = sorted(rows, key=lambda row: (row.theme == NO_THEME, row.theme_order, row.theme))
    for theme, those in groupby(ordered, key=lambda row: row.theme):
        add(_merged(f"Theme: {theme}", widths))
        for row in those:
            add(_row(_cells(row, len(columns), with_comments=with_comments), widths))


def _cells(row: Row, count: int, *, with_comments: bool) -> list[list[str]]:
    first = [
        f"{_number(row.number)} {row.text}".strip(),
        *([f"Source of position: {row.source}"] if row.source else []),
    ]
    comments = row.comments.split("\n") if with_comments else [""]
    return [first, list(row.states), [POSITIONS.get(row.position, "")], _labels(row), comments][:count]


def _number(number: str) -> str:
    """ "12.7" as it is; "14" and "14 (b)" with a full stop, without which they would read as words of the text."""
    return f"{number}." if number and not _DOTTED.fullmatch(number) else number


def _labels(row: Row) -> list[str]:
    told = [f"- {theme}" for theme in row.themes]
    for heading, labels in (("SDGs:", row.sdgs), ("Affected persons:", row.persons)):
        told += [heading, *(f"- {label}" for label in labels)] if labels else []
    return told


# --- XML of the table ------------------------------------------------------------------------------------------------


def _properties() -> str:
    sides = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>' for side in
                    ("top", "left", "bottom", "right", "insideH", "insideV"))  # fmt: skip
    return f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'


def _row(cells: Sequence[Sequence[str]], widths: Sequence[float], *, heading: bool = False) -> str:
    repeated = "<w:tblHeader/>" if heading else ""
    inner = "".join(_cell(texts, width, is_bold=heading) for texts, width in zip(cells, widths, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{inner}</w:tr>"


def _merged(text: str, widths: Sequence[float]) -> str:
    span = f'<w:gridSpan w:val="{len(widths)}"/><w:shd w:val="clear" w:color="auto" w:fill="E7E6E6"/>'
    return f"<w:tr>{_cell([text], sum(widths), is_bold=True, more=span)}</w:tr>"


def _cell(texts: Sequence[str], width: float, *, is_bold: bool = False, more: str = "") -> str:
    paragraphs = "".join(_paragraph(text, is_bold=is_bold) for text in texts or [""])
    return f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{more}</w:tcPr>{paragraphs}</w:tc>'


def _paragraph(text: str, *, is_bold: bool) -> str:
    run = f'<w:rPr>{"<w:b/>" if is_bold else ""}<w:sz w:val="18"/></w:rPr>'
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(
        escape(line) for line in _FORBIDDEN.sub(" ", text).split("\n")
    )
    return f'<w:p><w:pPr><w:spacing w:after="40"/></w:pPr><w:r>{run}<w:t xml:space="preserve">{lines}</w:t></w:r></w:p>'


def _twips(centimetres: float) -> int:
    return round(centimetres * 567)


def _ordinal(number: int) -> str:
    last = number % 10 if number % 100 not in (11, 12, 13) else 0
    return f"{number}{ORDINALS[last][-2:] if 0 < last < len(ORDINALS) else 'th'}"
