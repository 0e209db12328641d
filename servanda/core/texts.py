"""One text in several languages: a mapping of BCP 47 code to text, kept as JSON."""

from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language


class Text(NamedTuple):
    """A text and the language it is in, which may differ from the language that was asked for."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


def in_language(texts: dict[str, str], language: str | None = None) -> Text:
    """The text in `language` (default: the interface's), else in the deployment's, in English, or in whatever there is."""
    for code in (language or get_language() or "", settings.LANGUAGE_CODE, "en", *texts):
        for candidate in (code, code.partition("-")[0]):
            if texts.get(candidate):
                return Text(texts[candidate], candidate)
    return Text("", language or "")
