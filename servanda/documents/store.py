"""Where files lie: outside every public folder, under a random name, byte for byte as they came.

Written so that a power cut leaves either the whole file or none: temporary file, flush to disk, rename, flush the folder.
The row that names the file is committed only after that.
"""

import hashlib
import os
import tempfile
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def path_of(place: uuid.UUID) -> Path:
    name = place.hex
    return Path(settings.FILES_DIR) / name[:2] / name


def write(chunks: Iterable[bytes], *, limit: int) -> tuple[uuid.UUID, int, str]:
    """Store the bytes. Returns (place, size in bytes, SHA-256 in hexadecimal); `ValueError` above `limit` bytes."""
    place, size, digest = uuid.uuid4(), 0, hashlib.sha256()
    target = path_of(place)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix="incoming-", delete=False) as temporary:
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise ValueError(size)
                digest.update(chunk)
                temporary.write(chunk)
            temporary.flush()
            os.fsync(temporary.fileno())
            os.replace(temporary.name, target)
        except BaseException:
            os.unlink(temporary.name)
            raise
    _flush_folder(target.parent)
    return place, size, digest.hexdigest()


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def forgotten(known: set[uuid.UUID], *, older_than: float) -> list[Path]:
    """Stored bytes that no row names, left by an upload that was cut off; younger ones may still be on their way.
    `older_than`: seconds since 1970."""
    found = [path for path in Path(settings.FILES_DIR).glob("??/*") if path.is_file()]
    return [path for path in found if path.stat().st_mtime < older_than and not _is_named(path, known)]


def _is_named(path: Path, known: set[uuid.UUID]) -> bool:
    try:
        return uuid.UUID(path.name) in known
    except ValueError:
        return False
