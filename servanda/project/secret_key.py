"""`servanda secret-key`: a new key for SERVANDA_SECRET_KEY."""

import os
import secrets
from pathlib import Path


def new_key() -> str:
    return secrets.token_urlsafe(48)


def kept_in(path: Path) -> str:
    """The key in this file, made and readable by its owner only the first time."""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(new_key())
    return path.read_text().strip()


def main(argv: list[str]) -> int:
    """The command line of `servanda secret-key`."""
    print(new_key())  # noqa: T201 - a command's output
    return 0
