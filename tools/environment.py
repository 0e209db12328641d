"""The Python environment in .venv and the system's packages: made when missing, left alone when right."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {
    "runtime": ("build.lock", "runtime.lock"),
    "development": ("build.lock", "development.lock"),  # development.lock holds runtime.lock's packages too
}


def say(sentence: str) -> None:
    print(f"· {sentence}", flush=True)


def run(*command: str | Path, quiet: bool = False, folder: Path = ROOT, **environment: str) -> int:
    """Run a program and hand back its exit status; `quiet` leaves only what it complains about."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=os.environ | {"PYTHONUTF8": "1"} | environment,
        check=False,
        stdout=subprocess.DEVNULL if quiet else None,
    )
    return done.returncode


# --- Python -------------------------------------------------------------------------------------------------------


def prepare(kind: str) -> None:
    """Make .venv hold exactly what the locks say; `kind` is runtime or development. Quick when nothing changed."""
    wanted = fingerprint(kind)
    if wanted in {read_stamp(kind), read_stamp("development") if kind == "runtime" else None}:
        return
    if not is_whole(VENV):
        make_venv()
    say(f"Installing the {kind} packages into .venv, each checked against its hash")
    locks = [part for name in LOCKS[kind] for part in ("-r", f"requirements/{name}")]
    pip("install", "-qq", "--require-hashes", *locks)
    pip("install", "-qq", "--no-deps", "--no-index", "--no-build-isolation", "--editable", ".")
    stamp(kind).write_text(wanted)
    if kind == "development":
        stamp("runtime").write_text(fingerprint("runtime"))


def fingerprint(kind: str) -> str:
    """A digest of everything that decides what .venv must hold."""
    files = [ROOT / "pyproject.toml", *(ROOT / "requirements" / name for name in LOCKS[kind])]
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def stamp(kind: str) -> Path:
    return VENV / f"installed-{kind}"


def read_stamp(kind: str) -> str:
    return stamp(kind).read_text() if stamp(kind).exists() and is_whole(VENV) else ""


def is_whole(venv: Path) -> bool:
    return (venv / "bin" / "python").exists() and (venv / "bin" / "pip").exists()


def make_venv() -> None:
    """A new environment, with this very Python."""
    if not can_make_venvs():
        install_system_packages([PYTHON_VENV])
    if not can_make_venvs():
        sys.exit(
            "This Python cannot make environments: its venv or ensurepip part is missing. "
            f"Install it (Debian and Ubuntu: apt-get install {PYTHON_VENV.package}) and start ./do again."
        )
    say(f"Making .venv with Python {sys.version_info.major}.{sys.version_info.minor}")
    if run(sys.executable, "-m", "venv", "--clear", VENV) != 0:
        sys.exit("The environment .venv could not be made; the lines above say why.")


def can_make_venvs() -> bool:
    importlib.invalidate_caches()  # it may have been installed just now
    return all(importlib.util.find_spec(part) for part in ("venv", "ensurepip"))


def pip(*arguments: str) -> None:
    status = run(PYTHON, "-m", "pip", "--disable-pip-version-check", *arguments, PIP_ROOT_USER_ACTION="ignore")
    if status != 0:
        sys.exit("The packages could not be installed; the lines above say why. Nothing else was changed.")


# --- the system ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SystemPackage:
    """A Debian or Ubuntu package, what we need it for, and how to see that it is there."""

    package: str
    purpose: str
    is_there: Callable[[], bool]


def has_program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def has_file(pattern: str) -> Callable[[], bool]:
    return lambda: any(Path("/").glob(pattern))


CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
PLAYWRIGHTS_OWN = ".cache/ms-playwright/chromium-*/chrome-linux*/chrome"  # where a person had Playwright fetch one


def find_chromium() -> str | None:
    """The first Chromium that really starts: Ubuntu's package is only a sign to its snap."""
    own = sorted(str(path) for path in Path.home().glob(PLAYWRIGHTS_OWN))
    found = [*filter(None, map(shutil.which, CHROMIUM_NAMES)), *own]
    return next(filter(starts, found), None)


def starts(program: str) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


PYTHON_VENV = SystemPackage(
    f"python{sys.version_info.major}.{sys.version_info.minor}-venv", "the Python environment", can_make_venvs
)
POSTGRESQL = SystemPackage(
    "postgresql",
    "the tests on PostgreSQL",
    lambda: has_program("initdb")() or has_file("usr/lib/postgresql/*/bin/initdb")(),
)
CHROMIUM = SystemPackage("chromium", "the browser journeys", lambda: find_chromium() is not None)
LIBATOMIC = SystemPackage("libatomic1", "what drives the browser", has_file("usr/lib/**/libatomic.so.1"))
FONTS = SystemPackage(
    "fonts-noto-core", "Arabic letters in pictures", has_file("usr/share/fonts/**/NotoSansArabic-Regular.ttf")
)
FONTS_CJK = SystemPackage(
    "fonts-noto-cjk", "Chinese letters in sample files", has_file("usr/share/fonts/**/NotoSerifCJK*")
)
LIBREOFFICE = SystemPackage("libreoffice-writer-nogui", "reading old Word files", has_program("soffice", "libreoffice"))
TESSERACT = SystemPackage("tesseract-ocr", "reading scans", has_program("tesseract"))
GETTEXT = SystemPackage("gettext", "finding the strings to translate", has_program("xgettext"))


def install_system_packages(packages: Sequence[SystemPackage]) -> list[SystemPackage]:
    """Install what is missing where we are root and apt-get exists; hand back what is still missing."""
    missing = [package for package in packages if not package.is_there()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        names = ", ".join(package.package for package in missing)
        say(f"Installing system packages with apt-get: {names}")
        apt("update")
        for package in missing:  # one by one: a package that this system lacks must not hold up the others
            apt("install", "--yes", "--no-install-recommends", package.package)
    return [package for package in missing if not package.is_there()]


def apt(*arguments: str) -> int:
    return run("apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", *arguments, quiet=True, DEBIAN_FRONTEND="noninteractive")
