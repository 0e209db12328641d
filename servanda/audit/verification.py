"""`servanda verify PATH`: checks an export of the record, without a database and without Servanda's server.

The export is JSON Lines: one line an entry, in order, then one closing line {"checkpoint": {"entries": n, "digest":
…}}. A checkpoint noted elsewhere (a mail, a printed report) is given with --checkpoint: then even a record that was
rewritten from the start is found. Exit status: 0 whole, 1 altered (each place named), 2 not an export.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from servanda.audit.chain import COVERED, GENESIS, digest_of_content, digest_of_entry


class Finding(NamedTuple):
    """What is wrong, and at which line of the export (from 1)."""

    line: int
    number: Any
    problem: str


def verify(lines: Iterable[str], checkpoint: str | None = None) -> Iterator[Finding]:
    """Every place where the record is not as it was written. Nothing yielded: the record is whole."""
    previous, count, closing = GENESIS, 0, None
    for line_number, line in enumerate(lines, 1):
        entry = _parsed(line)
        if closing is not None:
            yield Finding(line_number, None, "a line after the closing checkpoint")
        elif entry is None:
            yield Finding(line_number, None, "not a JSON object")
        elif "checkpoint" in entry:
            closing = entry["checkpoint"]
            yield from _check_closing(line_number, closing, count, previous)
        else:
            count += 1
            yield from (Finding(line_number, entry.get("number"), p) for p in _problems(entry, count, previous))
            previous = entry.get("digest") or ""
    if closing is None:
        yield Finding(count + 1, None, "the closing checkpoint is missing: the end was cut off")
    if checkpoint and previous != checkpoint:
        yield Finding(count, count, "the record does not end in the checkpoint that was noted elsewhere")


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _check_closing(line: int, closing: Any, count: int, digest: str) -> Iterator[Finding]:
    if not isinstance(closing, dict) or closing.get("entries") != count or closing.get("digest") != digest:
        yield Finding(line, None, f"the closing checkpoint does not fit the {count} entries before it")


def _problems(entry: dict[str, Any], count: int, previous: str) -> Iterator[str]:
    missing = [name for name in (*COVERED, "digest", "content", "salt") if name not in entry]
    unknown = entry.keys() - {*COVERED, "digest", "content", "salt"}
    if missing or unknown:
        yield f"fields are missing or unknown: {', '.join([*missing, *sorted(unknown)])}"
        return
    if entry["number"] != count:
        yield f"entry {count} should stand here: entries were dropped, inserted or moved"
    if entry["previous"] != previous:
        yield "does not follow the entry before it"
    if entry["digest"] != digest_of_entry(entry):
        yield "its fields were altered"
    if entry["content"] is not None and entry["content_digest"] != digest_of_content(entry["content"], entry["salt"]):
        yield "its content was altered"


def main(argv: list[str]) -> int:
    """The command line of `servanda verify`."""
    parser = argparse.ArgumentParser(prog="servanda verify", description=__doc__.split("\n\n")[0])
    parser.add_argument("path", type=Path, help="an export made by `servanda export-record`")
    parser.add_argument("--checkpoint", metavar="DIGEST", help="the last digest as noted elsewhere")
    parser.add_argument("--json", action="store_true", help="findings as JSON Lines")
    options = parser.parse_args(argv)
    try:
        lines = options.path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        print(f"servanda verify: {options.path} can't be read as an export: {error}", file=sys.stderr)
        return 2
    findings = list(verify(lines, options.checkpoint))
    for finding in findings:
        print(json.dumps(finding._asdict()) if options.json else f"line {finding.line}: {finding.problem}")
    if not options.json:
        print(f"{len(findings)} findings." if findings else f"Whole: {len(lines) - 1} entries, nothing altered.")
    return 1 if findings else 0
