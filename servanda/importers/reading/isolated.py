"""Reading one file in a process of its own, which may take so much memory and time and no more.

The library that opens PDF files is written in C: a file made to exhaust it cannot be stopped from inside. The child
reads and writes the reading as JSON; whatever happens to it, the parent has an answer.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .apart import MB, Share, Stopped, run_module
from .limits import Refused
from .reading import Reading, reading_from

LARGEST_ANSWER = 64 * MB
SHARE = Share(seconds=8, patience=2)


def read_isolated(path: Path, recognised: Mapping[int, Any] | None = None) -> Reading:
    """The Reading of a file; raises Refused where the child had to be stopped."""
    import orjson

    pages = orjson.dumps(recognised or {}, option=orjson.OPT_NON_STR_KEYS)
    try:
        child = run_module(__name__, str(path), share=SHARE, given=pages)
    except Stopped as error:
        raise _stopped("more time") from error
    if child.returncode or not 0 < len(child.stdout) < LARGEST_ANSWER:
        raise _stopped("more memory or time")
    return reading_from(orjson.loads(child.stdout))


def _stopped(what: str) -> Refused:
    return Refused(
        "stopped",
        f"Reading this file was stopped, because it asks for {what} than a document does. "
        "Print the document to a new PDF and upload that.",
    )


def main(path: str) -> None:
    import orjson

    from .reader import read_here

    given = orjson.loads(sys.stdin.buffer.read() or b"{}")
    reading = read_here(path, recognised={int(number): page for number, page in given.items()})
    sys.stdout.buffer.write(orjson.dumps(reading.as_dict(paragraphs=True)))


if __name__ == "__main__":
    main(sys.argv[1])
