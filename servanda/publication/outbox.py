"""How a search index learns what changed: it reads the outbox (`Change`) from where it stopped."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from servanda.core import clock
from servanda.publication.models import Change

LATE = 3600  # seconds after which a number that never came is taken for a change that was rolled back


@dataclass(frozen=True)
class Outbox:
    """The changes for one index. A position is the last change read, and the numbers before it that were not there yet:
    on PostgreSQL a change with a lower number may be committed later."""

    index: str

    def now(self) -> dict[str, Any]:
        last = Change.objects.order_by("-id").values_list("id", "key").first() or (0, "")
        return {"last": last[0], "key": last[1], "awaited": {}}

    def since(self, position: dict[str, Any]) -> tuple[list[str], dict[str, Any]] | None:
        """One query. None where the last change read is not there: the database was restored or is another one."""
        last, awaited = position["last"], {int(number): at for number, at in position["awaited"].items()}
        wanted = Q(id__gte=last) | Q(id__in=awaited)
        rows = list(Change.objects.filter(wanted).order_by("id").values_list("id", "index", "key"))
        if last and (last, position["key"]) not in {(number, key) for number, _, key in rows}:
            return None
        new = [row for row in rows if row[0] != last]
        if not new:
            return [], position
        read = {number for number, _, _ in rows}
        return [key for _, index, key in new if index == self.index], {
            "last": rows[-1][0], "key": rows[-1][2], "awaited": _still_awaited(awaited, read, last, rows[-1][0]),
        }  # fmt: skip


def _still_awaited(awaited: dict[int, float], read: set[int], before: int, last: int) -> dict[str, float]:
    now = clock.now().timestamp()
    skipped = dict.fromkeys(range(before + 1, last), now) if before else {}
    return {str(number): at for number, at in (skipped | awaited).items() if number not in read and now - at < LATE}
