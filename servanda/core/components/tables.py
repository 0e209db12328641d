"""Honest tables: a caption, scopes, figures in columns, readable as cards on a phone."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.template import Library
from django.utils.safestring import SafeString

from servanda.core.components._rendering import component

register = Library()


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
        "total": _cells(columns, total) if total else [], "note": note, "id": id, "hide_caption": hide_caption,
        "wide": wide,
    }  # fmt: skip


def _cells(columns: Sequence[Any], row: Sequence[Any]) -> list[dict[str, Any]]:
    return [_cell(value) | {"column": column} for column, value in zip(columns, row, strict=True)]


def _cell(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {"text": value}


@register.simple_block_tag(end_name="endtable")
def table(content: str, caption: str, *, hide_caption: bool = False, wide: bool = False) -> SafeString:
    """The frame of a table written by hand: the content is `<thead>`, `<tbody>`, `<tfoot>`.

    Give each `<td>` the name of its column as `data-label`, so that it can be read as a card on a phone, and figures
    the class `num`.
    """
    return component("table", content=content, caption=caption, hide_caption=hide_caption, wide=wide)
