"""Honest tables: a caption, scopes, figures in columns, readable as cards on a phone."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from servanda.core.components._rendering import component
from servanda.core.components.days import figure
from servanda.core.components.pills import status

register = Library()
NUMERIC = format_html(' class="{}"', "num")
LATE = '<span class="late">{}</span>'


@register.inclusion_tag("components/data_table.html")
def data_table(
    caption: str,
    columns: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    *,
    total: Sequence[Any] = (),
    note: str = "",
    id: str = "",
    hide_caption: bool = False,
    wide: bool = False,
) -> dict[str, Any]:
    """A table from data: `{% data_table _("Status by topic") columns rows %}`.

    `columns`: mappings with `label`, and if wanted `numeric` (figures stand at the end), `sort_url`, `sorted`
    ("ascending" or "descending"). `rows`: sequences of cells; the first cell is the row's header. A cell is text, a
    number, or a mapping with `text` and if wanted `url`, `level` (status pill), `late`. `total`: a last row.
    `wide`: more columns than the page holds, so the table scrolls within itself.
    """
    return {
        "caption": caption, "columns": columns, "lines": [_cells(columns, row) for row in rows],
        "total": _cells(columns, total) if total else "", "note": note, "id": id, "hide_caption": hide_caption,
        "wide": wide,
    }  # fmt: skip


def _cells(columns: Sequence[Any], row: Sequence[Any]) -> SafeString:
    """The row's cells. Drawn here and not by a template for each: a page may hold thousands."""
    pairs = list(zip(columns, row, strict=True))
    head = format_html('<th scope="row">{}</th>', _content(pairs[0][1]))
    return head + format_html_join(
        "",
        '<td data-label="{}"{}>{}</td>',
        ((column["label"], _class(column), _content(cell)) for column, cell in pairs[1:]),
    )


def _class(column: dict[str, Any]) -> SafeString | str:
    return NUMERIC if column.get("numeric") else ""


def _content(cell: Any) -> SafeString:
    if not isinstance(cell, dict):
        return format_html("{}", figure(cell))
    if cell.get("level"):
        return status(cell["level"])
    text = format_html(LATE if cell.get("late") else "{}", figure(cell.get("text")))
    return format_html('<a href="{}">{}</a>', cell["url"], text) if cell.get("url") else text


@register.simple_block_tag(end_name="endtable")
def table(content: str, caption: str, *, hide_caption: bool = False, wide: bool = False) -> SafeString:
    """The frame of a table written by hand: the content is `<thead>`, `<tbody>`, `<tfoot>`.

    Give each `<td>` the name of its column as `data-label`, so that it can be read as a card on a phone, and figures
    the class `num`.
    """
    return component("table", content=content, caption=caption, hide_caption=hide_caption, wide=wide)


@register.inclusion_tag("components/sheet_grid.html")
def sheet_grid(
    caption: str, letters: Sequence[str], rows: Iterable[Any], *, right_to_left: bool = False, longest: int = 120
) -> dict[str, Any]:
    """Cells of somebody's spreadsheet as she sees them there: `{% sheet_grid _("The first rows") letters rows %}`.

    `letters`: of the columns. `rows`: things with `number`, `cells` (as many as `letters`), `is_heading`, `is_hidden`.
    `right_to_left`: the sheet is read from the right, whatever the language of the page. `longest`: characters shown of a cell.
    """
    return {"caption": caption, "letters": letters, "rows": rows, "right_to_left": right_to_left, "longest": longest}
