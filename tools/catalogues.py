"""How complete each language is: `python -m tools.catalogues COLLECTED OURS` (two folders of catalogues)."""

import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

COMPLETE = ("ar", "es", "fr")  # a release needs these; the others may follow, and we say what they lack
SHOWN = 10


@dataclass(frozen=True)
class State:
    """One language's catalogue against the strings the code has today."""

    language: str
    wanted: int
    missing: list[str]

    def __str__(self) -> str:
        return f"{self.language:8} {self.wanted - len(self.missing)} of {self.wanted} strings"


def main(collected: Path, ours: Path) -> int:
    states = [compare(folder.name, collected, ours) for folder in sorted(collected.iterdir())]
    for state in states:
        print(state)
        for string in state.missing[:SHOWN] if state.language in COMPLETE else ():
            print(f"         missing: {string[:90]!r}")
    incomplete = [state.language for state in states if state.missing and state.language in COMPLETE]
    if incomplete:
        print(f"Not complete: {', '.join(incomplete)}. Collect with ./do translate and fill in servanda/locale.")
    return 1 if incomplete else 0


def compare(language: str, collected: Path, ours: Path) -> State:
    wanted = [message for message in read(collected, language) if message.id]
    known = read(ours, language)
    missing = [text_of(message) for message in wanted if not is_translated(known.get(message.id, message.context))]
    return State(language, len(wanted), missing)


def read(folder: Path, language: str) -> Catalog:
    file = folder / language / "LC_MESSAGES" / "django.po"
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as lines, redirect_stdout(None):  # it warns of each new plural, which has English's two forms
        return read_po(lines, locale=language)


def is_translated(message: Message | None) -> bool:
    """Every plural form has a text, and none is only a guess of msgmerge."""
    if message is None or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms)


def text_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
