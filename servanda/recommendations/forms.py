"""What people write about recommendations. The mechanism's own words are asked for once, when one is entered."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from servanda.core.widgets import CountedTextarea, DayInput, HintedRadios, Picker
from servanda.documents.models import Document
from servanda.mechanisms.models import Mechanism
from servanda.mechanisms.states import all_states, by_iso3
from servanda.publication.editing import RecordForm
from servanda.publication.languages import TextsForm, content_languages
from servanda.recommendations.models import Lineage, Position, Recommendation
from servanda.taxonomy.models import Term
from servanda.taxonomy.queries import grouped, offered_terms

MOST_PARTS = 26
POSITION_HINTS = {
    Position.SUPPORTED: _("The State supports it and will act on it."),
    Position.NOTED: _("The State takes note of it and does not support it."),
    Position.IN_PART: _("Part of it is supported: say which part."),
    Position.PENDING: _("The State has not answered yet."),
}


LINK_HINTS = {
    Lineage.Kind.REPEATS: _("It asks for the same again."),
    Lineage.Kind.NARROWS: _("It asks for a piece of it, or more exactly."),
    Lineage.Kind.FOLLOWS_UP: _("It goes on from what the earlier one asked."),
    Lineage.Kind.SUPERSEDES: _("It takes its place: the earlier one is no longer worked on."),
}


def states_to_pick() -> list[tuple[str, str]]:
    """Every State and observer, by its name in the reader's language."""
    language = (get_language() or "en").partition("-")[0]
    return sorted(
        ((state.iso3, state.names.get(language) or state.name) for state in all_states()), key=lambda pair: pair[1]
    )


def as_recommending(codes: Iterable[str]) -> list[dict[str, str]]:
    """Picked States as `enter` and `edit_facts` want them: under their English name, as documents print it."""
    picked = (by_iso3(code) for code in codes)
    return [{"iso3": state.iso3, "name": state.name} for state in picked if state]


class FactsForm(TextsForm):
    """The facts that may be corrected: who recommended it, its plain line, when the mechanism wants to hear."""

    states = forms.MultipleChoiceField(
        label=_("Recommending States"), required=False, widget=Picker, choices=states_to_pick
    )
    states_source = forms.CharField(
        label=_("Where it says that these States recommend it"),
        required=False,
        max_length=160,
        help_text=_("Symbol and paragraph, for States that you add. Leave it empty if the document itself says so."),
    )
    asks_follow_up_by = forms.DateField(
        label=_("Follow-up asked for by"),
        required=False,
        widget=DayInput,
        help_text=_("The day by which the mechanism wants to hear, if it named one."),
    )
    by_language = {
        "plain_lines": (
            _("Plain line in %(language)s"),
            CountedTextarea(characters=160, rows=2, attrs={"dir": "auto"}),
        )
    }

    @property
    def plain_lines(self) -> list[forms.BoundField]:
        return self.bound_in_languages("plain_lines")

    def answers_of(self, record: Recommendation) -> dict[str, Any]:
        named = [state.iso3 for state in record.recommending_states.all() if state.iso3]
        return super().answers_of(record) | {"states": named, "asks_follow_up_by": record.asks_follow_up_by}

    def recommending_states(self, record: Recommendation) -> list[dict[str, str]]:
        """The picked States, each as it was printed where it was there already, and those without a code."""
        rows = record.recommending_states.all()
        printed = {s.iso3 or s.name: {"iso3": s.iso3, "name": s.name, "source": s.source} for s in rows}
        kept = [state for key, state in printed.items() if not state["iso3"] or key in self.cleaned_data["states"]]
        new = as_recommending(code for code in self.cleaned_data["states"] if code not in printed)
        source = self.cleaned_data["states_source"].strip()
        return [*kept, *({**state, "source": source} for state in new)]


CHANGED, CORRECTED = "changed", "corrected"


class PositionForm(TextsForm):
    """What the State answered, when and why, and where that is written; whether it answers anew or was recorded wrongly."""

    position = forms.ChoiceField(
        label=_("Position of the State"),
        choices=Position.choices,
        widget=HintedRadios(hints={value.value: hint for value, hint in POSITION_HINTS.items()}),
        error_messages={"required": _("Choose supported, noted, supported in part or pending.")},
    )
    position_source = forms.CharField(
        label=_("Where it is written"),
        max_length=160,
        required=False,
        help_text=_(
            "Symbol and paragraph of the document, for example A/HRC/60/8/Add.1, paragraph 12. Needed unless it is pending."
        ),
        error_messages={"max_length": _("Shorten the source to 160 characters: symbol and paragraph are enough.")},
    )
    un_position = forms.ChoiceField(
        label=_("If in part: what the UN records"),
        required=False,
        choices=[("", _("Not said")), *((value.value, value.label) for value in (Position.SUPPORTED, Position.NOTED))],
        help_text=_("The UN itself knows supported and noted only. Its word is shown beside ours."),
    )
    answered_on = forms.DateField(
        label=_("Day of the answer"), required=False, widget=DayInput, help_text=_("The date of the document.")
    )
    why_now = forms.ChoiceField(
        label=_("Why you record it"),
        required=False,
        widget=forms.RadioSelect,
        initial=CHANGED,
        choices=[
            (CHANGED, _("The State answered anew: the answer before stays in the history")),
            (CORRECTED, _("The answer before was recorded wrongly: it is not shown as an answer")),
        ],
    )
    by_language = {
        "position_explanations": (
            _("Explanation in %(language)s"),
            CountedTextarea(words=200, rows=4, attrs={"dir": "auto"}),
        )
    }

    @property
    def explanations(self) -> list[forms.BoundField]:
        return self.bound_in_languages("position_explanations")

    def answers_of(self, record: Recommendation) -> dict[str, Any]:
        current = record.answers.filter(replaced_at=None).first()
        return super().answers_of(record) | {
            "position": record.position,
            "position_source": record.position_source,
            "un_position": current.un_position if current else "",
            "answered_on": current.answered_on if current else None,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("position") not in (None, "", Position.PENDING) and not cleaned.get("position_source"):
            self.add_error(
                "position_source", _("Say where the answer is written: symbol and paragraph of the document.")
            )
        return cleaned


class SplitForm(RecordForm):
    """The separate demands of a compound recommendation, one a line."""

    demands = forms.CharField(
        label=_("Demands, one on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_(
            "Copy the words of the recommendation, and write … where you leave words out. "
            "Two lines or more; leave it empty to join the parts again."
        ),
    )
    texts = ("demands",)

    def answers_of(self, record: Recommendation) -> dict[str, Any]:
        return {"demands": "\n".join(part.text for part in record.parts.filter(joined_at=None))}

    def clean_demands(self) -> list[str]:
        demands = [" ".join(line.split()) for line in self.cleaned_data["demands"].splitlines() if line.strip()]
        if len(demands) == 1 or len(demands) > MOST_PARTS:
            raise forms.ValidationError(
                _("Give two demands or more (at most 26), each on its own line, or none to undo the split.")
            )
        return demands


class LinkForm(forms.Form):
    """Which of the found recommendations this one leads on from, or on to, and how."""

    other = forms.UUIDField(
        widget=forms.RadioSelect, error_messages={"required": _("Choose one of the recommendations found.")}
    )
    kind = forms.ChoiceField(
        label=_("How the later one leads on from the earlier one"),
        choices=Lineage.Kind.choices,
        widget=HintedRadios(hints={value.value: hint for value, hint in LINK_HINTS.items()}),
        error_messages={"required": _("Choose repeats, narrows, follows up or supersedes.")},
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("What differs, in a few words: for example “only point (a)”. Everyone can read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class ConcernsForm(RecordForm):
    """The concerns of the same document that stand behind a recommendation."""

    concerns = forms.MultipleChoiceField(label=_("Concerns of this document"), required=False, widget=Picker)

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concerns"].choices = list(offered)  # type: ignore[attr-defined]

    def answers_of(self, record: Recommendation) -> dict[str, Any]:
        return {"concerns": [str(key) for key in record.concerns.values_list("concern", flat=True)]}


class WithdrawForm(RecordForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=CountedTextarea(words=80, rows=3),
        help_text=_("It is shown to everyone, in place of the recommendation."),
        error_messages={"required": _("Give a reason: it is shown to everyone, in place of the recommendation.")},
    )


class ClassifyForm(forms.Form):
    """Terms to give to, and to take from, all the chosen recommendations."""

    selection = forms.CharField(widget=forms.HiddenInput)
    add = forms.MultipleChoiceField(label=_("Terms to add"), required=False, widget=Picker)
    accept_suggested = forms.BooleanField(label=_("Also accept every term that is suggested for them"), required=False)
    remove = forms.MultipleChoiceField(
        label=_("Terms to take away"),
        required=False,
        widget=Picker,
        help_text=_("Terms that at least one of them has now."),
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, help_text=_("Kept with each term, for colleagues.")
    )

    def __init__(self, *args: Any, held: Iterable[Term], suggestions: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestions = suggestions
        if not suggestions:
            del self.fields["accept_suggested"]
        self.held = list(held)
        self.fields["add"].choices = grouped(offered_terms())  # type: ignore[attr-defined]
        self.fields["remove"].choices = grouped(self.held)  # type: ignore[attr-defined]
        if not self.held:
            del self.fields["remove"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        add, remove = set(cleaned.get("add", ())), set(cleaned.get("remove", ()))
        if not self.errors and not add | remove and not cleaned.get("accept_suggested"):
            raise forms.ValidationError(_("Choose at least one term to add or to take away."))
        if add & remove:
            raise forms.ValidationError(
                _("A term cannot be added and taken away at once. Untick it in one of the lists.")
            )
        return cleaned

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The answers as hidden inputs of the page that checks them."""
        lists = [(name, self.cleaned_data.get(name, [])) for name in ("add", "remove")]
        return [
            ("selection", self.cleaned_data["selection"]),
            ("reason", self.cleaned_data["reason"]),
            *((name, value) for name, values in lists for value in values),
            *([("accept_suggested", "on")] if self.cleaned_data.get("accept_suggested") else []),
        ]

    def terms(self, name: str) -> list[Term]:
        return list(
            Term.objects.filter(pk__in=self.cleaned_data.get(name, ()))
            .select_related("scheme")
            .order_by("scheme__order", "order")
        )


class EntryForm(forms.Form):
    """A recommendation entered by hand: its document, its place in it, its words, who recommended it."""

    symbol = forms.CharField(
        label=_("Symbol of the document"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "known-symbols", "autocomplete": "off", "dir": "ltr"}),
        help_text=_(
            "As printed on it, for example CAT/C/XAR/CO/3. Any form is accepted; known documents are offered while you type."
        ),
        error_messages={"required": _("Enter the symbol of the document, or a short name if it has none.")},
    )
    document_title = forms.CharField(label=_("Title"), required=False, max_length=300)
    document_kind = forms.ChoiceField(
        label=_("Kind of document"), required=False, choices=[("", "–"), *Document.Kind.choices]
    )
    mechanism = forms.ModelChoiceField(Mechanism.objects.all(), label=_("Mechanism"), required=False)
    published_on = forms.DateField(label=_("Date"), required=False, widget=DayInput)
    session = forms.IntegerField(label=_("Session"), required=False, min_value=1, max_value=999)
    cycle = forms.IntegerField(label=_("Cycle (UPR)"), required=False, min_value=1, max_value=20)
    document_language = forms.ChoiceField(
        label=_("Language of the document"), required=False, choices=content_languages
    )
    number = forms.CharField(
        label=_("Number of the paragraph"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "short", "dir": "ltr"}),
        help_text=_("As printed, for example 21 (a) or 130.16."),
        error_messages={
            "required": _("Enter the number of the paragraph as it is printed, so that others can find it.")
        },
    )
    page = forms.IntegerField(
        label=_("Page"), required=False, min_value=1, max_value=9999, widget=forms.NumberInput(attrs={"class": "short"})
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Recommendation.Kind.choices, initial=Recommendation.Kind.RECOMMENDATION
    )
    states = forms.MultipleChoiceField(
        label=_("Recommending States"),
        required=False,
        widget=Picker,
        choices=states_to_pick,
        help_text=_("Only for the Universal Periodic Review."),
    )
    position = forms.ChoiceField(
        label=_("Position of the State"), required=False, choices=[("", _("None recorded")), *Position.choices]
    )
    asks_follow_up_by = forms.DateField(label=_("Follow-up asked for by"), required=False, widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in content_languages():
            self.fields[f"wording_{code}"] = forms.CharField(
                label=_("Wording in %(language)s") % {"language": language},
                required=False,
                widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "lang": code}),
            )
            self.fields[f"plain_line_{code}"] = forms.CharField(
                label=_("Plain line in %(language)s") % {"language": language},
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs={"dir": "auto", "lang": code}),
            )
        self.fields["mechanism"].label_from_instance = str  # type: ignore[attr-defined]

    def clean_symbol(self) -> str:
        return " ".join(self.cleaned_data["symbol"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(self.wordings().values()):
            self.add_error(
                self.first_wording(), _("Enter the wording, as the mechanism wrote it, in at least one language.")
            )
        if cleaned.get("position") and cleaned.get("kind") != Recommendation.Kind.RECOMMENDATION:
            self.add_error(
                "position", _("Only a recommendation has a position of the State. Leave the position empty.")
            )
        if cleaned.get("symbol") and self.known_document() is None and not cleaned.get("document_kind"):
            self.add_error("document_kind", _("This symbol is not known yet. Say what kind of document it is."))
        return cleaned

    def first_wording(self) -> str:
        return f"wording_{content_languages()[0][0]}"

    def wordings(self) -> dict[str, str]:
        return self._by_language("wording")

    def plain_lines(self) -> dict[str, str]:
        return self._by_language("plain_line")

    def _by_language(self, name: str) -> dict[str, str]:
        answers = {
            code: (self.cleaned_data.get(f"{name}_{code}") or "").strip() for code, _language in content_languages()
        }
        return {code: text for code, text in answers.items() if text}

    @property
    def wording_fields(self) -> list[forms.BoundField]:
        return [self[f"wording_{code}"] for code, _language in content_languages()]

    @property
    def plain_line_fields(self) -> list[forms.BoundField]:
        return [self[f"plain_line_{code}"] for code, _language in content_languages()]

    def known_document(self) -> Document | None:
        return Document.objects.filter(symbol__iexact=self.cleaned_data["symbol"]).first()

    def document_facts(self) -> dict[str, Any]:
        """Of a document that is not known yet, for `register_document`."""
        answers = self.cleaned_data
        language = answers["document_language"] or content_languages()[0][0]
        return {
            "kind": answers["document_kind"],
            "titles": {language: answers["document_title"]} if answers["document_title"] else {},
            "mechanism": answers["mechanism"],
            "session": answers["session"],
            "cycle": answers["cycle"],
            "published_on": answers["published_on"],
            "language": language,
        }

    def facts(self) -> dict[str, Any]:
        """Of the recommendation, for `enter`."""
        names = ("number", "page", "kind", "position", "asks_follow_up_by")
        return {name: self.cleaned_data[name] for name in names} | {
            "wordings": self.wordings(),
            "plain_lines": self.plain_lines(),
            "states": as_recommending(self.cleaned_data["states"]),
        }
