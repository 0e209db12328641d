"""Reading one file in a process of its own, which may take so much memory and time and no more.

The library that opens PDF files is written in C: a file made to exhaust it cannot be stopped from inside. The child
limits itself, reads, and writes the reading as JSON; whatever happens to it, the parent has an answer.
"""

import os
import subprocess
import sys
from pathlib import Path

from .limits import MB, Refused
from .reading import Reading, reading_from

SECONDS = 9
MEMORY = 512 * MB
LARGEST_ANSWER = 64 * MB


def read_isolated(path: Path) -> Reading:
    """The Reading of a file; raises Refused where the child had to be stopped."""
    command = [sys.executable, "-m", __name__, str(path)]
    needed = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    environment = needed | {"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONIOENCODING": "utf-8"}
    try:
        child = subprocess.run(command, capture_output=True, timeout=SECONDS, env=environment, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise _stopped("more time") from error
    if child.returncode or not 0 < len(child.stdout) < LARGEST_ANSWER:
        raise _stopped("more memory or time")
    import orjson

    return reading_from(orjson.loads(child.stdout))


def _stopped(what: str) -> Refused:
    return Refused(
        "stopped",
        f"Reading this file was stopped, because it asks for {what} than a document does. "
        "Print the document to a new PDF and upload that.",
    )


def _limit_myself() -> None:
    try:
        import resource
    except ImportError:  # not on Windows: there the time limit of the parent remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(path: str) -> None:
    import orjson

    from .reader import read_here

    _limit_myself()
    sys.stdout.buffer.write(orjson.dumps(read_here(path).as_dict(paragraphs=True)))


if __name__ == "__main__":
    main(sys.argv[1])
