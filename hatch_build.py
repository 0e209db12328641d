"""Compiles the catalogues of the interface, so that a built package has them; `./do` calls it too.

Babel does it, so that a deployment needs no gettext from the system.
"""

from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):
    """What hatchling runs before it collects the files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_catalogues(Path(self.root))


def compile_catalogues(root: Path) -> None:
    for source in sorted((root / "servanda" / "locale").glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as lines, redirect_stdout(None):  # it warns of each plural that is still untranslated
            catalogue = read_po(lines, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent)
