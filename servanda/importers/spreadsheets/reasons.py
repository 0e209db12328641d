"""Why a file can't be read, as a sentence in the reader's language. `cells` knows no translations."""

from django.utils.translation import gettext_lazy

from servanda.core.errors import Refused
from servanda.importers import sentences
from servanda.importers.reading import limits

REFUSALS = {
    "too_large": gettext_lazy("This file is larger than a spreadsheet may be. Import it in smaller parts."),
    "wrong_encoding": gettext_lazy("The text of this file is not written in the encoding chosen. Choose another one."),
    "not_a_table": gettext_lazy(
        "This file holds no table as text. Save it as Excel (.xlsx), OpenDocument (.ods) or CSV."
    ),
    "too_many_cells": gettext_lazy(
        "This file spans more cells than can be read. Delete empty rows and columns at the end, or import it in smaller parts."
    ),
    "torn_quotes": gettext_lazy(
        "The quotation marks of this file do not fit together. Save it anew as Excel (.xlsx) or CSV."
    ),
    "no_sheets": gettext_lazy("This file holds no sheet with cells. Choose another file."),
    "not_a_spreadsheet": gettext_lazy("This is no spreadsheet. Save it as .xlsx, .ods or .csv and upload that."),
    "damaged_file": gettext_lazy(
        "This file is damaged and cannot be opened. Open it in its own program and save it anew."
    ),
    "no_rows": gettext_lazy("There are no rows under the headings. Choose another sheet, or fill in the file first."),
}


def in_words(refused: limits.Refused) -> Refused:
    """The refusal of a command, with its sentence."""
    sentence = REFUSALS.get(refused.code)
    return Refused(str(sentence) if sentence else sentences.refusal(refused.code, refused.message))
