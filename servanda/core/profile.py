"""The State's profile: what differs between States is data in profiles/<code>/profile.toml, never an `if`."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from servanda.core.texts import Text, in_language


@dataclass(frozen=True)
class Profile:
    """A State as Servanda knows it. `data` is the whole profile.toml."""

    code: str
    folder: Path
    data: dict[str, Any]

    @property
    def name(self) -> Text:
        return in_language(self.data["formal_name"])


@functools.cache
def profile() -> Profile:
    folder = settings.PROFILES_DIR / settings.PROFILE
    data = tomllib.loads((folder / "profile.toml").read_text(encoding="utf-8"))
    return Profile(data["code"], folder, data)
