"""Cells as files really come: encodings, delimiters, merged and hidden cells, errors, direction, and files made to harm."""

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from servanda.importers.reading.limits import Limits, Refused
from servanda.importers.spreadsheets.cells import CellError, read_book
from servanda.importers.spreadsheets.cells.macros import has_macros, without_macros
from servanda.importers.spreadsheets.cells.pasted import as_table_text
from servanda.importers.spreadsheets.table import Layout, table_of
from tests.importers.spreadsheets.sheets import xlsx

RUSSIAN = [["Код", "Название"], ["мю", "Министерство юстиции"], ["мз", "Министерство здравоохранения"]]
ARABIC = [["الرمز", "الاسم"], ["عدل", "وزارة العدل"], ["صحة", "وزارة الصحة والسكان"]]
FRENCH = [["Sigle", "Dénomination"], ["MJ", "Ministère de la Justice"], ["MS", "Ministère de la Santé publique"]]
SPANISH = [["Código", "Institución"], ["MJ", "Ministerio de Justicia y Niñez"], ["MS", "Dirección de Educación"]]
CHINESE = [["代码", "名称"], ["司法", "司法部"], ["卫生", "卫生部"]]


def book(content: bytes, tmp_path: Path, **given: Any) -> Any:
    path = tmp_path / "file"
    path.write_bytes(content)
    return read_book(path, **given)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("rows", "encoding", "told"),
    [
        (RUSSIAN, "windows-1251", "windows-1251"),
        (ARABIC, "windows-1256", "windows-1256"),
        (FRENCH, "windows-1252", "windows-1252"),
        (SPANISH, "windows-1252", "windows-1252"),
        (CHINESE, "utf-8", "utf-8"),
        (ARABIC, "utf-8-sig", "utf-8-sig"),
        (RUSSIAN, "utf-16", "utf-16"),
        (SPANISH, "utf-16-le", "utf-16-le"),
        (FRENCH, "utf-16-be", "utf-16-be"),
    ],
)
def test_text_files_are_read_in_their_encoding(
    rows: list[list[str]], encoding: str, told: str, delimiter: str, tmp_path: Path
) -> None:
    """Feature 3: encoding and delimiter are found out."""
    text = "\r\n".join(delimiter.join(f'"{cell}"' if "y" in cell else cell for cell in row) for row in rows)
    read = book(text.encode(encoding), tmp_path)
    assert (read.encoding, read.delimiter, read.sheets[0].rows) == (told, delimiter, rows)


def test_quotes_line_breaks_and_the_line_of_excel(tmp_path: Path) -> None:
    read = book(b'sep=;\r\nCode;Text\r\n1;"two\r\nlines; and ""quotes"""\r\n', tmp_path)
    assert read.sheets[0].rows == [[], ["Code", "Text"], ["1", 'two\r\nlines; and "quotes"']]


def made(fill: Any, **options: Any) -> bytes:
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    fill(workbook, workbook.add_worksheet("Data"))
    workbook.close()
    return out.getvalue()


def moment(*parts: int) -> datetime.datetime:
    """A moment as spreadsheets know it: of no time zone."""
    return datetime.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def a_difficult_sheet(workbook: Any, sheet: Any) -> None:
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    sheet.right_to_left()
    sheet.merge_range(3, 1, 3, 2, "Follow-up")
    sheet.write_row(4, 1, ["Ministry", "Deadline", "Budget", "Link"])
    sheet.merge_range(5, 1, 7, 1, "Ministry of Justice")
    for row, number in ((5, 10), (6, 20.5), (7, 30)):
        sheet.write_datetime(row, 2, moment(2024, 2, 29), day)
        sheet.write(row, 3, number)
    sheet.write_formula(5, 4, "=Other!A1", None, "#REF!")
    sheet.write_formula(6, 4, "=1+1", None, 2)
    sheet.set_row(6, None, None, {"hidden": True})
    sheet.set_column(3, 3, None, None, {"hidden": True})
    for row in range(20, 400):
        sheet.write_blank(row, 1, None, day)


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_workbook_as_ministries_make_them(from_1904: bool, tmp_path: Path) -> None:
    """Feature 3: empty first rows and columns, two heading rows, merged and hidden cells, errors, formulas, dates from 1904."""
    read = book(made(a_difficult_sheet, date_1904=from_1904), tmp_path)
    sheet = read.sheets[0]
    table = table_of(read, Layout(sheet="Data", first_row=4, heading_rows=2))
    assert table.headings == {"B": "Follow-up / Ministry", "C": "Follow-up / Deadline", "D": "Budget", "E": "Link"}
    assert [row.number for row in table.rows] == [6, 7, 8]
    assert table.column("B") == ["Ministry of Justice"] * 3
    assert table.column("C") == [datetime.date(2024, 2, 29)] * 3
    assert table.rows[0].cells["E"] == CellError("#REF!")
    assert table.rows[1].cells == {"B": "Ministry of Justice", "C": datetime.date(2024, 2, 29), "D": 20.5, "E": 2}
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.is_right_to_left) == ({7}, {"D"}, True)
    assert (sheet.formulas, sheet.errors, read.remarks) == (2, 1, ["dates_1904"] * from_1904)


def ods(table: str) -> bytes:
    """The least that an OpenDocument spreadsheet is."""
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'  # noqa: E501
    content = f'<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>'  # noqa: E501
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", content)
    return out.getvalue()


def cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def test_an_opendocument_sheet(tmp_path: Path) -> None:
    """Feature 3: ODS, with repeated, merged and hidden rows and a failed formula."""
    table = (
        '<table:table table:name="Daten"><table:table-row>' + cell("Name") + cell("Value") + "</table:table-row>"
        '<table:table-row table:visibility="collapse">' + cell("a", 'table:number-rows-spanned="2"')
        + cell("#REF!", 'table:formula="of:=[.A9]"') + "</table:table-row>"
        "<table:table-row><table:covered-table-cell/>" + cell("ب") + "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
        "</table:table>"
    )  # fmt: skip
    read = book(ods(table), tmp_path)
    found = table_of(read, Layout(sheet="Daten"))
    assert [row.cells for row in found.rows] == [{"A": "a", "B": CellError("#REF!")}, {"A": "a", "B": "ب"}]
    assert read.sheets[0].hidden_rows == {2}


def test_pasted_cells_of_a_table_and_of_html() -> None:
    """Feature 3: what Excel and LibreOffice put on the clipboard, cell-exact."""
    html = (
        "<html><head><style>td {color: red}</style></head><body><table><tr><td>Code</td><td colspan=2>Name</td></tr>"
        "<tr><td rowspan=2>a</td><td>one<br>two</td><td>&lt;b&gt; &quot;q&quot;</td></tr><tr><td>x</td><td>1&#9;2</td></tr></table>"
    )
    assert as_table_text(html) == 'Code\tName\t\na\t"one\ntwo"\t"<b> ""q"""\na\tx\t1 2\n'
    assert as_table_text("a\tb\n1\t2") == "a\tb\n1\t2"


def test_a_paste_of_two_thousand_cells_is_exact(tmp_path: Path) -> None:
    rows = [[f"{row}.{column} é ب" for column in range(20)] for row in range(100)]
    html = "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"
    for text in (as_table_text(html), "\n".join("\t".join(row) for row in rows)):
        assert book(text.encode(), tmp_path).sheets[0].rows == rows


def with_macros() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(["Code", "Name"], ["a", "A"]))) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
        new.writestr("xl/vbaProject.bin", b"macro")
    return out.getvalue()


def test_macros_are_left_out_of_what_is_kept(tmp_path: Path) -> None:
    """Feature 3: XLSM without its macros."""
    path = tmp_path / "file"
    path.write_bytes(with_macros())
    assert has_macros(path)
    path.write_bytes(without_macros(path))
    assert not has_macros(path)
    assert read_book(path).sheets[0].rows == [["Code", "Name"], ["a", "A"]]


def far_away(workbook: Any, sheet: Any) -> None:
    sheet.write(0, 0, "a")
    sheet.write(1_048_575, 16_383, "z")


HOSTILE = {
    "two cells that span a whole sheet": lambda: made(far_away),
    "a row repeated a million times": lambda: ods(
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">'
        + cell("x", 'table:number-columns-repeated="16384"') + "</table:table-row></table:table>"
    ),
    "entities": lambda: ods("").replace(b"PK", b"PK"),
    "cut off": lambda: xlsx(["Code"], ["a"])[:-200],
    "binary": lambda: bytes(range(256)) * 100,
    "one endless cell": lambda: b'a,"' + b"x" * 2_000_000,
    "no spreadsheet in the package": lambda: with_macros().replace(b"xl/workbook.xml", b"xl/workbook.xmm"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_reason(name: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        book(HOSTILE[name](), tmp_path, limits=Limits(cells=100_000))
    assert refused.value.code
    assert len(refused.value.message) > 20
