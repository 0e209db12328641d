"""How an entry of the record is digested. Pure, with no database: writer and stand-alone verifier share it.

digest = SHA-256 of the canonical JSON of the fields in `COVERED`, where `previous` is the digest of the entry before.
content_digest = SHA-256 of the salt and the canonical JSON of the content.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64
COVERED = (
    "number",
    "at",
    "person",
    "role",
    "institution",
    "command",
    "object_type",
    "object_id",
    "content_digest",
    "previous",
)


def canonical(value: Any) -> bytes:
    """One and the same bytes for the same value: sorted keys, no blanks, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of_content(content: Any, salt: str) -> str:
    return hashlib.sha256(salt.encode() + canonical(content)).hexdigest()


def digest_of_entry(entry: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical({name: entry[name] for name in COVERED})).hexdigest()
