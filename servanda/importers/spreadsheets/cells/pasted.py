"""Pasted cells: tab-separated text, or the HTML table that Excel and LibreOffice put on the clipboard, as one kind of text."""

import csv
import io
import re
from html.parser import HTMLParser

MOST_SPAN = 1_000
_IS_HTML = re.compile(r"<\s*(?:table|tr|td|html|meta|!doctype)\b", re.IGNORECASE)


def as_table_text(text: str) -> str:
    """Tab-separated text, quoted where a cell holds a tab, a quotation mark or a line break."""
    if not _IS_HTML.search(text[:5_000]):
        return text
    reader = _TableReader()
    reader.feed(text)
    reader.close()
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(reader.rows)
    return out.getvalue()


class _TableReader(HTMLParser):
    """Rows of the tables of a page, in order. A cell that spans several holds its value in the first; a row span fills the
    rows below with it, as the person sees it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.spanning: dict[int, tuple[int, str]] = {}  # column → rows left, value
        self.cell: list[str] | None = None
        self.span = (1, 1)
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self.silent += 1
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            given = dict(attrs)
            self.cell, self.span = [], (_count(given.get("rowspan")), _count(given.get("colspan")))
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.silent:
            self.cell.append(re.sub(r"[ \t\r\n]+", " ", data))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self.silent = max(self.silent - 1, 0)
        elif tag in ("td", "th") and self.cell is not None:
            self._keep("".join(self.cell).strip())
            self.cell = None
        elif tag == "tr" and self.rows:
            self._fill_spans()

    def _keep(self, value: str) -> None:
        if not self.rows:
            self.rows.append([])
        self._fill_spans()
        row, (down, across) = self.rows[-1], self.span
        for n in range(across):
            if down > 1:
                self.spanning[len(row)] = (down - 1, value if n == 0 else "")
            row.append(value if n == 0 else "")

    def _fill_spans(self) -> None:
        row = self.rows[-1]
        while (held := self.spanning.get(len(row))) and held[0]:
            self.spanning[len(row)] = (held[0] - 1, held[1])
            row.append(held[1])


def _count(value: str | None) -> int:
    return min(max(int(value), 1), MOST_SPAN) if value and value.strip().isdigit() else 1
