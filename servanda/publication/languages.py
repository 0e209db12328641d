"""Forms that ask for a text once in each language of the State."""

from typing import Any

from django import forms
from django.conf import settings

from servanda.core.errors import StaleVersion
from servanda.core.profile import profile
from servanda.publication.editing import Conflict, RecordForm


def content_languages() -> list[tuple[str, Any]]:
    """The languages in which this State keeps texts, with their names."""
    names = {code.partition("-")[0]: name for code, name in settings.LANGUAGES}
    return [(code, names.get(code, code)) for code in profile().data["languages"]]


class TextsForm(RecordForm):
    """A form in which some questions are asked once for each language of the State: `plain_lines_es`, `plain_lines_en` …"""

    by_language: dict[str, tuple[Any, Any]] = {}  # field of the record → (label with %(language)s, input)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.base_fields = self.base_fields | {  # type: ignore[misc]
            f"{name}_{code}": forms.CharField(label=label % {"language": language}, required=False, widget=widget)
            for name, (label, widget) in self.by_language.items()
            for code, language in content_languages()
        }
        self.texts = tuple(name for name in self.base_fields if name != "version")
        super().__init__(*args, **kwargs)

    def texts_of(self, name: str) -> dict[str, str]:
        """The answers to one question: language → text. What the record has in a language not asked for stays."""
        kept = getattr(self.record, name) if self.record is not None else {}
        answers = {code: self.cleaned_data[f"{name}_{code}"].strip() for code, _language in content_languages()}
        return {code: text for code, text in (kept | answers).items() if text}

    def bound_in_languages(self, name: str) -> list[forms.BoundField]:
        return [self[f"{name}_{code}"] for code, _language in content_languages()]

    def answers_of(self, record: Any) -> dict[str, Any]:
        """What the record says now, in the shape of this form."""
        return {
            f"{name}_{code}": getattr(record, name).get(code, "")
            for name in self.by_language
            for code, _language in content_languages()
        }

    def clean(self) -> dict[str, Any]:
        cleaned = forms.Form.clean(self) or {}
        theirs = self.answers_of(self.record) if self.record is not None else {}
        for name in theirs:
            if self.data.get(f"keep-{name}") == "theirs":
                cleaned[name] = theirs[name]
        return cleaned

    def clash_with(self, stale: StaleVersion) -> list[Conflict]:
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[self.add_prefix("version")] = stale.current.version  # type: ignore[index]
        theirs = self.answers_of(stale.current)
        pairs = [(name, _as_text(self.cleaned_data.get(name)), _as_text(theirs.get(name))) for name in self.texts]
        return [
            Conflict(name, str(self.fields[name].label), mine, other) for name, mine, other in pairs if mine != other
        ]


def _as_text(answer: Any) -> str:
    return ", ".join(map(str, answer)) if isinstance(answer, list | tuple) else str(answer or "")
