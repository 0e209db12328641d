"""What the codes of `reading` mean, in the language of the person. `reading` is pure Python and knows no translations."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REFUSALS = {
    "archive": gettext_lazy("This is a packed archive. Unpack it and upload the documents one by one."),
    "binary_workbook": gettext_lazy("This is a binary Excel workbook. Save it as .xlsx and upload that."),
    "cannot_draw": gettext_lazy("This page cannot be shown as a picture. Open the original file."),
    "cannot_open": gettext_lazy("This file cannot be opened. Upload it again."),
    "damaged_file": gettext_lazy(
        "This file is damaged. Download it again from its source, or save it anew in Word or Excel."
    ),
    "damaged_json": gettext_lazy("This JSON file is damaged or cut off. Export it again and upload it."),
    "damaged_pdf": gettext_lazy(
        "This PDF is damaged and cannot be opened. Download it again from its source, or save it anew as PDF."
    ),
    "damaged_spreadsheet": gettext_lazy(
        "This spreadsheet is damaged. Open it in Excel, save it anew, and upload that."
    ),
    "empty_file": gettext_lazy("This file is empty. Download it again from its source."),
    "encrypted_file": gettext_lazy(
        "This file is protected with a password. Save it without a password and upload it again."
    ),
    "encrypted_pdf": gettext_lazy(
        "This PDF is protected with a password. Print it to a new PDF without password and upload that."
    ),
    "forbidden_xml": gettext_lazy(
        "This file holds instructions that no document needs, and was not opened. Save it anew in Word or "
        "Excel."
    ),
    "no_pages": gettext_lazy("This PDF has no pages. Download it again from its source."),
    "no_such_page": gettext_lazy("This document has no such page."),
    "no_text": gettext_lazy(
        "This Word file holds no text. If it holds pictures of pages, run text recognition on it."
    ),
    "no_text_layer": gettext_lazy(
        "This PDF holds pictures of pages and no text. Run text recognition (OCR) on it, or ask for the "
        "original file."
    ),
    "not_a_file": gettext_lazy("The file is not here any more. Upload it again."),
    "old_office_format": gettext_lazy(
        "This is a file of Word or Excel 97-2003. Open it, save it as .docx or .xlsx, and upload that."
    ),
    "open_document": gettext_lazy("This is an OpenDocument file. Save it as .docx or .xlsx and upload that."),
    "picture": gettext_lazy(
        "This is a picture. The reader needs text: upload the PDF or Word file, or run text recognition."
    ),
    "plain_text": gettext_lazy("This is plain text. Upload the PDF or Word file of the document."),
    "presentation": gettext_lazy("This is a presentation. Save it as PDF and upload that."),
    "program": gettext_lazy("This is a program, not a document. It was not opened."),
    "rich_text": gettext_lazy("This is a Rich Text file. Open it in Word, save it as .docx, and upload that."),
    "stopped": gettext_lazy(
        "Reading was stopped, because this file asks for more than a document does. "
        "Print the document to a new PDF and upload that."
    ),
    "too_large": gettext_lazy("This file is larger than the reader takes. Upload the part that you need."),
    "too_many_cells": gettext_lazy("This spreadsheet holds more cells than the reader takes. Upload a part of it."),
    "too_many_pages": gettext_lazy("This PDF has more pages than the reader takes. Upload the part that you need."),
    "too_many_parts": gettext_lazy(
        "This file holds far more parts than a document needs. Save it anew in Word or Excel."
    ),
    "too_many_records": gettext_lazy(
        "This export holds more records than can be checked one by one. Ask the operator to import it on the server "
        "(servanda import uhri), or export fewer records."
    ),
    "too_much_text": gettext_lazy("This file holds far more text than a document. Upload the part you need."),
    "too_slow": gettext_lazy(
        "Reading took too long and was stopped. Save the file anew with its own program (Word, Acrobat) and "
        "try again."
    ),
    "unexpected": gettext_lazy(
        "This file could not be read. Save it anew with its own program (Word, Acrobat) and try again."
    ),
    "unknown_format": gettext_lazy(
        "This is no PDF, Word, Excel or JSON file. Upload the document in one of these formats."
    ),
    "unknown_json": gettext_lazy("This JSON file is no export of the Universal Human Rights Index (UHRI)."),
    "unknown_spreadsheet": gettext_lazy(
        "This spreadsheet is no export of the Universal Human Rights Index: its first row lacks the columns Text, "
        "Document Symbol and Recommending Body."
    ),
    "unpacks_too_large": gettext_lazy(
        "This file unpacks to far more than a document needs, and was not opened. Save it anew in Word or "
        "Excel."
    ),
    "unreadable": gettext_lazy("This file could not be read. Save it anew with its own program and try again."),
    "web_page": gettext_lazy("This is a web page, not the document itself. Download the PDF or Word file."),
    "xml": gettext_lazy("This is an XML file of a kind that is not read. Upload the PDF, Word or JSON file."),
}  # fmt: skip

WARNINGS = {
    "answer_of_the_state": gettext_lazy(
        "Number %(place)s was read as an answer of the State, not as a recommendation. Check it on the page."
    ),
    "damaged_but_readable": gettext_lazy(
        "The file is damaged, but its text could be read. Compare the number of recommendations with the "
        "original."
    ),
    "export_cut_off": gettext_lazy(
        "The export holds more records than are shown here. Ask the operator to import the whole on the "
        "server."
    ),
    "no_recommendations": gettext_lazy(
        "No recommendations were found in this document. If it makes some, add them by hand."
    ),
    "number_missing": gettext_lazy(
        "Number %(place)s was not found. The document may leave it out, or the reader may have missed it."
    ),
    "number_out_of_order": gettext_lazy(
        "Number %(place)s stands out of order. Check on the page that the numbers are right."
    ),
    "number_repeated": gettext_lazy(
        "Number %(place)s occurs twice. Compare both with the page and correct the number of one."
    ),
    "pages_without_text": gettext_lazy(
        "No text could be read on these pages: %(place)s. Look at them: they may be scans."
    ),
    "reference_not_found": gettext_lazy(
        "The document refers to a recommendation in paragraph %(place)s that was not found there. Look at the "
        "page."
    ),
}  # fmt: skip

DOUBTS = {
    "bracket_not_closed": gettext_lazy("A bracket behind it is not closed: check the recommending States."),
    "empty_text": gettext_lazy("It has no words. Look at the original."),
    "named_by_a_paragraph_of_the_dialogue": gettext_lazy(
        "The conclusions only name the paragraph of the dialogue in which it was made. Its words were taken from there."
    ),
    "no_number": gettext_lazy("No number was found. Enter it as it is printed, if there is one."),
    "no_recommending_state": gettext_lazy("No recommending State was found behind it."),
    "number_too_long": gettext_lazy(
        "What stands in the place of the number is too long for a number. Enter the number."
    ),
    "states_differ_between_text_and_column": gettext_lazy(
        "The States in the text are not those in their own column. Look which are right."
    ),
    "other_kind": gettext_lazy("It is neither a recommendation nor a concern. Leave it out, or say what kind it is."),
    "other_state": gettext_lazy("It is about another State."),
    "state_name_misspelt": gettext_lazy(
        "The name of a State is misspelt in the document. Check that the right one was understood."
    ),
    "unknown_position": gettext_lazy("The position of the State could not be read."),
    "unknown_state": gettext_lazy("The name in brackets is no State that we know. Check the recommending States."),
    "words_behind_states": gettext_lazy(
        "There are words behind the States. They may belong to the next recommendation."
    ),
    "words_shared_with_others": gettext_lazy(
        "Several recommendations stand under this number and share words. Check that each reads as a whole sentence."
    ),
}  # fmt: skip


def refusal(code: str, message: str = "") -> str:
    """Why a file can't be read, and what to do. `message`: the reader's own English words, for a code that is new."""
    return str(REFUSALS.get(code) or message or REFUSALS["unexpected"])


def warning(found: dict[str, Any]) -> str:
    """One warning of the reading: {"code", "message", "place", "page"}."""
    known = WARNINGS.get(found["code"])
    return str(known) % {"place": found.get("place") or ""} if known else found.get("message") or found["code"]


def doubt(code: str) -> str:
    known = DOUBTS.get(code)
    return str(known) if known else _("The reader is not sure about this one (%(code)s).") % {"code": code}


LIKENESS = {
    "document": gettext_lazy("the same document"),
    "other_document": gettext_lazy("another document"),
    "number": gettext_lazy("the same number"),
    "other_number": gettext_lazy("another number"),
    "states": gettext_lazy("a State that recommends is the same"),
    "other_states": gettext_lazy("other States recommend it"),
}


def likeness(reasons: Any) -> list[str]:
    """Why two texts were taken to be one recommendation, besides their words."""
    return [str(LIKENESS[reason]) for reason in reasons if reason in LIKENESS]
