"""The catalogues of the interface: collected with GNU gettext, compiled with Babel."""

import shutil
import sys
import tempfile
from pathlib import Path

from tools.environment import GETTEXT, PYTHON, ROOT, install_system_packages, prepare, run, say

LOCALE = ROOT / "servanda" / "locale"
LANGUAGES = ("ar", "es", "fr", "ru", "zh_Hans")
MAKEMESSAGES = "-m django makemessages --add-location file --no-obsolete --no-wrap --verbosity 0".split()


def translate(_arguments: list[str]) -> int:
    """Collect the strings to translate into servanda/locale and compile the catalogues"""
    prepare("development")
    if install_system_packages([GETTEXT]):
        sys.exit("Collecting the strings needs GNU gettext (Debian and Ubuntu: apt-get install gettext).")
    say("Collecting the strings of the interface")
    collect(ROOT / "servanda")
    compile_catalogues()
    return run(PYTHON, "-m", "tools.catalogues", LOCALE, LOCALE)


def collect(package: Path) -> None:
    """Bring the catalogues under `package`/locale up to date with the strings of its code and templates."""
    (package / "locale").mkdir(exist_ok=True)
    languages = [part for language in LANGUAGES for part in ("--locale", language)]
    if run(PYTHON, *MAKEMESSAGES, *languages, folder=package) != 0:
        sys.exit("The strings could not be collected; the lines above say where gettext stumbled.")


def compile_catalogues() -> None:
    """Make the .mo files where one is missing or older than its .po."""
    if any(is_stale(source) for source in LOCALE.glob("*/LC_MESSAGES/*.po")):
        say("Compiling the catalogues of the interface")
        run(PYTHON, "hatch_build.py")


def is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def check_catalogues() -> int:
    """Collect into a copy, and compare: which strings does each language lack?"""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "servanda"
        shutil.copytree(ROOT / "servanda", copy, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
        collect(copy)
        return run(PYTHON, "-m", "tools.catalogues", copy / "locale", LOCALE)
