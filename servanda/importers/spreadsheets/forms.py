"""What people answer on the six screens. Nothing here reaches the register."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from servanda.importers.forms import LANGUAGES
from servanda.importers.spreadsheets.columns import IGNORED, NOTE
from servanda.importers.spreadsheets.models import SavedConfiguration
from servanda.importers.spreadsheets.queries import Choice, ColumnGuess, FieldChoice, NameToDecide, WhatWeRead

ENCODINGS = [
    ("utf-8", _("UTF-8")),
    ("utf-8-sig", _("UTF-8, with a mark (Excel)")),
    ("utf-16", _("UTF-16")),
    ("utf-16-le", _("UTF-16, low byte first")),
    ("utf-16-be", _("UTF-16, high byte first")),
    ("windows-1252", _("Windows-1252: Western European")),
    ("windows-1251", _("Windows-1251: Cyrillic")),
    ("windows-1256", _("Windows-1256: Arabic")),
]
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
DELIMITER_NAMES = [
    ("comma", _("Comma ,")), ("semicolon", _("Semicolon ;")), ("tab", _("Tab")), ("bar", _("Vertical bar |")),
]  # fmt: skip
SHOWN_CANDIDATES = 3
NEW, REJECT, LATER, OTHER = "new", "reject", "", "other"


class StepForm(forms.Form):
    """A form over one import. It carries the version it was opened at."""

    use_required_attribute = False
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def stand_at(self, version: int) -> None:
        """The next press is about the newer version."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(version)  # type: ignore[index]

    @property
    def opened_at(self) -> int | None:
        return self.cleaned_data.get("version")


class EitherFile(forms.FileField):
    """One of two ways to answer: not called optional, and may stay empty; the form asks that one is given."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return super().clean(data, initial) if data else None


class EitherText(forms.CharField):
    """The other way to answer."""

    def validate(self, value: Any) -> None:
        """Nothing is a possible answer here."""


class SourceForm(forms.Form):
    """Step 1: a file or pasted cells. `token` makes a form that is sent twice one import."""

    use_required_attribute = False
    file = EitherFile(
        label=_("A file"),
        help_text=format_lazy(
            _("Excel (.xlsx, .xlsm), OpenDocument (.ods) or text (.csv, .tsv). At most {size}. Macros are left out."),
            size=filesizeformat(settings.MAX_UPLOAD),
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.ods,.csv,.tsv,.txt"}),
        error_messages={
            "empty": _("The file is empty. Choose it again; nothing was saved."),
            "missing": _("No file arrived. Choose it again."),
            "invalid": _("No file arrived. Choose it again."),
        },
    )
    pasted = EitherText(
        label=_("Or paste cells"),
        strip=False,  # a blank first cell is a cell
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "spellcheck": "false", "class": "cells"}),
        help_text=_("Select the cells in Excel or LibreOffice with their headings, copy them, and paste them here."),
    )
    source = forms.CharField(
        label=_("Where does it come from?"),
        required=False,
        max_length=120,
        help_text=_(
            "For example “Ministry of Justice, yearly plan”. What you decide about names is remembered for this source."
        ),
        error_messages={"max_length": _("Shorten it to 120 characters.")},
    )
    configuration = forms.ModelChoiceField(
        label=_("Read it as before"),
        required=False,
        queryset=SavedConfiguration.objects.none(),
        empty_label=_("No, look at it anew"),
        help_text=_("A saved configuration fills in sheet, headings and columns. You see each step all the same."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, *args: Any, configurations: Sequence[SavedConfiguration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if configurations:
            found = SavedConfiguration.objects.filter(pk__in=[one.pk for one in configurations])
            self.fields["configuration"].queryset = found  # type: ignore[attr-defined]
        else:
            del self.fields["configuration"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = {"configuration": None} | (super().clean() or {})
        pasted = cleaned.get("pasted") or ""
        if cleaned.get("file") and pasted.strip():
            self.add_error("pasted", _("There is a file and there are pasted cells. Give one of the two."))
        elif not cleaned.get("file") and not pasted.strip() and not self.errors:
            self.add_error("file", _("Choose a file, or paste cells below."))
        return cleaned | {"pasted": pasted if pasted.strip() else ""}


class ReadForm(StepForm):
    """Step 2: where the table is, and how its text is written."""

    sheet = forms.ChoiceField(label=_("Sheet"))
    first_row = forms.IntegerField(
        label=_("Row of the headings"),
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
        help_text=_("Its number in your file. What stands above it is not read."),
        error_messages={
            "required": _("Enter the number of the row with the headings."),
            "invalid": _("Enter the number of the row with the headings."),
            "min_value": _("Rows are counted from 1."),
            "max_value": _("There is no such row."),
        },
    )
    heading_rows = forms.TypedChoiceField(
        label=_("Heading rows"),
        coerce=int,
        choices=[
            (1, _("One")),
            (2, _("Two, one under the other")),
            (3, _("Three")),
            (0, _("None: the data begins at once")),
        ],
    )
    language = forms.ChoiceField(label=_("Language of the texts"), choices=LANGUAGES)
    encoding = forms.ChoiceField(
        label=_("Encoding"), choices=ENCODINGS, help_text=_("If letters below look wrong, try another one.")
    )
    delimiter = forms.ChoiceField(label=_("Between the cells"), choices=DELIMITER_NAMES)

    def __init__(self, *args: Any, read: WhatWeRead, version: int, **kwargs: Any) -> None:
        self.read = read
        names = {sign: name for name, sign in DELIMITERS.items()}
        initial = {name: getattr(read, name) for name in ("sheet", "first_row", "heading_rows", "language", "encoding")}
        initial |= {"delimiter": names.get(read.delimiter, ""), "version": version}
        super().__init__(*args, **kwargs | {"initial": initial})
        self.fields["sheet"].choices = [(one.name, _sheet_label(one)) for one in read.sheets]  # type: ignore[attr-defined]
        left_out = [name for name in ("encoding", "delimiter") if not getattr(read, name)]
        for name in left_out + (["sheet"] if len(read.sheets) < 2 else []):
            del self.fields[name]

    def layout(self) -> dict[str, Any]:
        """The answers as `choose_sheet` takes them."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if "delimiter" in found:
            found["delimiter"] = DELIMITERS[found["delimiter"]]
        return found

    def is_another(self) -> bool:
        """Whether anything was answered otherwise than it was read: then it is read anew and shown before going on."""
        return any(getattr(self.read, name) != value for name, value in self.layout().items())


def _sheet_label(sheet: Any) -> str:
    words = {"name": sheet.name, "rows": sheet.rows}
    return (
        gettext("%(name)s (hidden, %(rows)d rows)") if sheet.is_hidden else gettext("%(name)s (%(rows)d rows)")
    ) % words


class ColumnsForm(StepForm):
    """Step 3: for each of their columns one of our fields, a note, or nothing."""

    def __init__(
        self, *args: Any, columns: Sequence[ColumnGuess], fields: Sequence[FieldChoice], version: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs | {"initial": {"version": version}})
        self.columns, self.ours = columns, {field.code: field for field in fields}
        for column in columns:
            self.fields[f"column-{column.letter}"] = forms.ChoiceField(
                label=_column_label(column),
                choices=[*_other_uses(), (_("Our fields"), [(one.code, one.title) for one in fields])],
                initial=column.field,
                widget=forms.Select(attrs={"class": "field-choice"}),
            )

    def rows(self) -> Iterable[tuple[ColumnGuess, forms.BoundField, int]]:
        """Each column with its question, and how sure the guess is, in per cent."""
        return [(column, self[f"column-{column.letter}"], round(column.certainty * 100)) for column in self.columns]

    def chosen(self) -> dict[str, str]:
        """Letters → field."""
        return {column.letter: self.cleaned_data.get(f"column-{column.letter}", "") for column in self.columns}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for letter, code in self.chosen().items():
            if code not in self.ours:
                continue
            if code in taken:
                words = {"field": self.ours[code].title, "other": taken[code], "this": letter}
                self.add_error(
                    f"column-{letter}",
                    gettext("“%(field)s” is chosen for the columns %(other)s and %(this)s. Choose it for one of them.")
                    % words,
                )
            taken.setdefault(code, letter)
        for field in self.ours.values():
            if field.required and field.code not in taken:
                self.add_error(
                    None, gettext("Choose the column for “%(field)s”: a row needs it.") % {"field": field.title}
                )
        return cleaned


def _column_label(column: ColumnGuess) -> str:
    words = {"letter": column.letter, "heading": column.heading}
    return (
        gettext("Column %(letter)s, %(heading)s") if column.heading else gettext("Column %(letter)s, without a heading")
    ) % words


def _other_uses() -> list[tuple[str, Any]]:
    return [(NOTE, _("Keep as a note")), (IGNORED, _("Leave out"))]


class NamesForm(StepForm):
    """Step 4: what each name means. One question a name; another entry of the list is typed, and checked."""

    def __init__(
        self, *args: Any, names: Sequence[NameToDecide], lists: dict[str, Sequence[Choice]], version: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs | {"initial": {"version": version}})
        self.names = names
        self.entries = {code: _by_words(choices) for code, choices in lists.items()}
        for name in names:
            self._ask(name, lists[name.list_code])

    def _ask(self, name: NameToDecide, choices: Sequence[Choice]) -> None:
        offered = {candidate.id for candidate in name.candidates[:SHOWN_CANDIDATES]}
        is_another = name.decided not in (LATER, NEW, REJECT, *offered)
        answers: list[tuple[str, Any]] = [(one.id, one.label) for one in name.candidates[:SHOWN_CANDIDATES]]
        answers += [(OTHER, _("Another one"))]
        answers += [(NEW, _("Create a new one"))] if name.may_create else []
        answers += [(REJECT, _("Leave its rows out")), (LATER, _("Decide later"))]
        self.fields[f"name-{name.key}"] = forms.ChoiceField(
            label=name.printed,
            choices=answers,
            required=False,
            initial=OTHER if is_another else name.decided,
            widget=forms.RadioSelect,
        )
        known = {one.id: one.label for one in choices}
        self.fields[f"other-{name.key}"] = forms.CharField(
            label=_("Which one?"),
            required=False,
            max_length=400,
            initial=known.get(name.decided, "") if is_another else "",
            widget=forms.TextInput(attrs={"list": f"list-{name.list_code}", "autocomplete": "off"}),
        )

    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "name": name,
                "answer": self[f"name-{name.key}"],
                "other": self[f"other-{name.key}"],
                "options": self._options(name),
            }
            for name in self.names
        ]

    def _options(self, name: NameToDecide) -> list[tuple[Any, Any]]:
        """Each radio button with the candidate it stands for, or None."""
        by_id = {candidate.id: candidate for candidate in name.candidates}
        return [(radio, by_id.get(radio.data["value"])) for radio in self[f"name-{name.key}"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.decisions: dict[str, str] = {}
        for name in self.names:
            answer = cleaned.get(f"name-{name.key}", LATER)
            self.decisions[name.key] = self._another(name, cleaned) if answer == OTHER else answer
        return cleaned

    def _another(self, name: NameToDecide, cleaned: dict[str, Any]) -> str:
        typed = " ".join(cleaned.get(f"other-{name.key}", "").split())
        found = self.entries[name.list_code].get(typed.casefold())
        if found is None:
            text = (
                gettext(
                    "Nothing in the list is called “%(typed)s”. Choose one of the entries that are offered while you type."
                )
                % {"typed": typed}
                if typed
                else gettext("Enter which one “%(name)s” is.") % {"name": name.printed}
            )
            self.add_error(f"other-{name.key}", text)
        return found or LATER

    def changed(self) -> dict[str, str]:
        """What was decided otherwise than before."""
        before = {name.key: name.decided for name in self.names}
        return {key: choice for key, choice in self.decisions.items() if choice != before[key]}


def _by_words(choices: Sequence[Choice]) -> dict[str, str]:
    return {one.label.casefold(): one.id for one in choices} | {one.id.casefold(): one.id for one in choices}
