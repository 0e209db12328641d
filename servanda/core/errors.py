"""What a command may refuse, in words for the person who asked."""

from typing import Any


class Refused(Exception):
    """The command can't be done as asked. The message is translated, says why and what to do; nothing was changed."""

    status = 400


class NotPossibleNow(Refused):
    """The object is in another state than the command needs (double click, another person was first)."""

    status = 409


class StaleVersion(Refused):
    """Somebody changed the record since the form was opened. `current` is the record as it stands now."""

    status = 409

    def __init__(self, message: str, *, current: Any) -> None:
        super().__init__(message)
        self.current = current
