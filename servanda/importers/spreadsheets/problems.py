"""What is wrong with a cell: code, address, value; its sentence is made when it is shown, in the reader's language."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST_SHOWN = 200  # characters of a value in a message

# Code → (what is wrong, what to do). Words in %(…)s come with the problem.
SENTENCES: dict[str, tuple[Any, Any]] = {
    "missing": (
        gettext_lazy("“%(field)s” is empty, and a row needs it."),
        gettext_lazy("Fill in the cell, or leave the row out of the file."),
    ),
    "error_cell": (
        gettext_lazy("The formula in this cell gives an error (%(value)s)."),
        gettext_lazy("Mend the formula, or type the value."),
    ),
    "not_a_date": (
        gettext_lazy("“%(value)s” is not a date."),
        gettext_lazy("Write it as year-month-day, for example 2026-03-31."),
    ),
    "not_a_number": (
        gettext_lazy("“%(value)s” is not a number."),
        gettext_lazy("Write digits only, for example 1250.5; leave the unit out."),
    ),
    "ambiguous_number": (
        gettext_lazy("“%(value)s” could be two different numbers."),
        gettext_lazy("Write it without a thousands sign: %(guess)s."),
    ),
    "not_whole": (
        gettext_lazy("“%(value)s” is not a whole number from %(least)s to %(most)s."),
        gettext_lazy("Write a whole number from %(least)s to %(most)s."),
    ),
    "not_yes_or_no": (gettext_lazy("“%(value)s” is neither yes nor no."), gettext_lazy("Write “yes” or “no”.")),
    "not_one_of": (
        gettext_lazy("“%(value)s” is not one of the possible values of “%(field)s”."),
        gettext_lazy("Write one of: %(values)s."),
    ),
    "not_one_of_near": (
        gettext_lazy("“%(value)s” is not one of the possible values of “%(field)s”."),
        gettext_lazy("Did you mean “%(near)s”? Possible are: %(values)s."),
    ),
    "too_long": (
        gettext_lazy("The text has %(length)s characters; “%(field)s” holds at most %(most)s."),
        gettext_lazy("Shorten the text."),
    ),
    "not_an_address": (
        gettext_lazy("“%(value)s” is not an e-mail address."),
        gettext_lazy("Write one address, for example name@ministry.example."),
    ),
    "not_a_link": (
        gettext_lazy("“%(value)s” is not a web address."),
        gettext_lazy("Write it whole, beginning with https://."),
    ),
    "not_a_code": (
        gettext_lazy("“%(value)s” is not a code."),
        gettext_lazy("Use letters, digits and hyphens only, for example %(guess)s."),
    ),
    "not_a_period": (
        gettext_lazy("“%(value)s” is not a period."),
        gettext_lazy("Write a year (2025), a quarter (2025-Q3) or a month (2025-06)."),
    ),
    "undecided_name": (
        gettext_lazy("“%(value)s” is not in the list “%(list)s”, and nobody has decided yet what it means."),
        gettext_lazy("Go back to the step “Names” and choose an entry."),
    ),
    "undecided_name_near": (
        gettext_lazy("“%(value)s” is not in the list “%(list)s”, and nobody has decided yet what it means."),
        gettext_lazy("Go back to the step “Names”. Did you mean “%(near)s”?"),
    ),
    "rejected_name": (
        gettext_lazy("You decided to leave out rows with “%(value)s”."),
        gettext_lazy("Change the decision in the step “Names”, or correct the cell."),
    ),
    "unknown_key": (
        gettext_lazy("There is no “%(value)s” in the register for “%(field)s”."),
        gettext_lazy("Look up the code in the register, or add it there first."),
    ),
    "unknown_key_near": (
        gettext_lazy("There is no “%(value)s” in the register for “%(field)s”."),
        gettext_lazy("Did you mean “%(near)s”? Otherwise add it to the register first."),
    ),
    "twice": (
        gettext_lazy("Row %(other)s of this file is about the same thing."),
        gettext_lazy("Keep one of the two rows."),
    ),
    "several": (
        gettext_lazy("Several things in the register have this name, and the row does not say which one it means."),
        gettext_lazy("Write the code or reference of the one you mean."),
    ),
    "rejected_row": (
        gettext_lazy("You decided to leave this row out."),
        gettext_lazy("Change the decision in the preview if it should come in."),
    ),
    "not_allowed": (
        gettext_lazy("You may not write this for “%(value)s”."),
        gettext_lazy("Ask the secretariat, or leave the row out of your file."),
    ),
    "code_taken": (
        gettext_lazy("The code “%(value)s” is taken by something that is not yours to change."),
        gettext_lazy("Choose another code, or leave the cell empty."),
    ),
    "not_changeable": (
        gettext_lazy("“%(value)s” is sent or published already, so a file cannot change it."),
        gettext_lazy("Change it on its own page, or leave the row out."),
    ),
    "ends_before_start": (
        gettext_lazy("It ends before it starts."),
        gettext_lazy("Correct one of the two dates."),
    ),
    "needs_together": (
        gettext_lazy("“%(field)s” is empty, and it belongs to “%(other)s”."),
        gettext_lazy("Fill in both, or neither."),
    ),
    "number_or_reason": (
        gettext_lazy("A value needs a number, or the reason why there is none; not both."),
        gettext_lazy("Fill in one of the two cells: a missing value is not a zero."),
    ),
    "cannot_be_emptied": (
        gettext_lazy("“%(field)s” cannot be emptied."),
        gettext_lazy("Write a value, or leave the cell blank: blank changes nothing."),
    ),
    "seat_is_held": (
        gettext_lazy("“%(value)s” has a focal point already."),
        gettext_lazy("End that appointment first, so that it is clear who reports."),
    ),
    "refused": (gettext_lazy("%(sentence)s"), gettext_lazy("Correct the row, or leave it out.")),
}


@dataclass(frozen=True)
class Problem:
    """One rejected cell. `address`: as in the program the file came from ("C14"); `heading`: of its column."""

    code: str
    sheet: str
    address: str
    heading: str = ""
    value: str = ""
    words: dict[str, Any] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """What is wrong, in one sentence."""
        return str(SENTENCES[self.code][0]) % self._words()

    @property
    def suggestion(self) -> str:
        """What to do, in one sentence; may name the value that was probably meant."""
        return str(SENTENCES[self.code][1]) % self._words()

    def _words(self) -> dict[str, Any]:
        shown = {"value": shortened(self.value), "field": self.heading or self.words.get("title", "")}
        return shown | {
            name: _(word) if name in ("list", "title") and word else word for name, word in self.words.items()
        }

    def as_dict(self) -> dict[str, Any]:
        return dict(vars(self))


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


class CellProblem(Exception):
    """Raised by the reading of a cell: the code of the problem and the words of its sentence."""

    def __init__(self, code: str, **words: Any):
        super().__init__(code)
        self.code, self.words = code, words
