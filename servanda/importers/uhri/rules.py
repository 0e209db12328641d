"""The rules of cleaning: a code, the field it is about, and a sentence. Documented in docs/reference/uhri-cleaning.md.

The place of a rule in the list is its bit in `Observation.rules`: add new ones at the end, never reorder.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Rule:
    """`marks`: nothing was changed, only pointed at."""

    code: str
    field: str
    sentence: str | Promise
    marks: bool = False


RULES = (
    Rule("list_mark", "label", _("A dash in front of a value is the export’s sign for a list, and was taken away.")),
    Rule("body_name", "body", _("The same body occurs under several names; its short name is kept.")),
    Rule("no_body", "body", _("The record names no body."), marks=True),
    Rule("label_blanks", "label", _("Blanks in front of, behind or within a label were taken away.")),
    Rule("label_capital", "label", _("A label that begins with a small letter is the one with a capital.")),
    Rule("country_code", "country", _("A two-letter code stands for its State.")),
    Rule("country_name", "country", _("An earlier or longer name of a State is the State of today.")),
    Rule("no_state", "country", _("What stands as country is no single State; it is kept as it is."), marks=True),
    Rule("country_found", "country", _("No country is given; it was taken from the document’s symbol or its other records.")),
    Rule("no_country", "country", _("No country is given, and the document does not tell it."), marks=True),
    Rule("date_found", "date", _("No date is given; it was taken from the document’s other records.")),
    Rule("no_date", "date", _("No date of the document is given."), marks=True),
    Rule("markup", "text", _("HTML tags were taken out of the text.")),
    Rule("entity", "text", _("A character written as an HTML code is the character itself.")),
    Rule("invisible", "text", _("Invisible signs were taken out of the text.")),
    Rule("hyphen", "text", _("A hyphen that does not break is a plain one.")),
    Rule("text_blanks", "text", _("Several blanks or line ends in the text are one blank.")),
    Rule("glued_number", "text", _("The paragraph’s number was glued to the first word; it stands in its own field.")),
    Rule("number_form", "text", _("The paragraph’s number was written out in words; it stands in its own field.")),
    Rule("heading", "text", _("A heading in front of the paragraph’s number stands in its own field.")),
    Rule("fragment", "text", _("The text is too short for a recommendation; it is kept as it is."), marks=True),
    Rule("no_words", "text", _("The record has no text."), marks=True),
    Rule("torn_word", "text", _("A word seems to be torn in two; the text is left as it is."), marks=True),
    Rule("unreliable", "label", _("The label “Reservations” is on older records that are not about reservations."), marks=True),
    Rule("no_id", "record", _("The record has no id of its own; one was made from its content.")),
    Rule("position", "position", _("The position is none that the review knows; it is left open."), marks=True),
    Rule("kind", "kind", _("The kind of the record is not told or not known; it is kept as “other”."), marks=True),
    Rule("too_long", "record", _("A value is longer than any real one and was cut.")),
)  # fmt: skip
BITS = {rule.code: 1 << place for place, rule in enumerate(RULES)}
BY_CODE = {rule.code: rule for rule in RULES}
