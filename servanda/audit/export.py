"""The record as a file that anybody can verify."""

import json
from collections.abc import Iterator

from servanda.audit.chain import COVERED, GENESIS
from servanda.audit.models import Entry

FIELDS = (*COVERED, "digest", "content", "salt")


def lines() -> Iterator[str]:
    """JSON Lines of the whole record, one entry at a time, then the closing checkpoint."""
    count, digest = 0, GENESIS
    for entry in Entry.objects.order_by("number").values(*FIELDS).iterator(chunk_size=2000):
        count, digest = count + 1, entry["digest"]
        yield json.dumps(entry, ensure_ascii=False)
    yield json.dumps({"checkpoint": {"entries": count, "digest": digest}})
