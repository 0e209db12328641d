"""Every write of an import of a spreadsheet. Each function is named for what a person does on a screen."""

from servanda.importers.spreadsheets.commands.deciding import (
    accept_near_names,
    choose_sheet,
    decide_name,
    decide_row,
    go_to_preview,
    set_columns,
)
from servanda.importers.spreadsheets.commands.finishing import commit, decide_left_row, undo
from servanda.importers.spreadsheets.commands.starting import (
    begin,
    begin_with_paste,
    discard,
    forget_configuration,
    save_configuration,
)

__all__ = [
    "begin", "begin_with_paste", "choose_sheet", "set_columns", "decide_name", "accept_near_names", "decide_row",
    "go_to_preview", "commit", "undo", "decide_left_row", "discard", "save_configuration", "forget_configuration",
]  # fmt: skip
