"""`servanda read FILE… [--json] [--paragraphs]`: reads documents without a database and without loading Django.

Exit status: 0 every file was read, 1 some were refused, 2 none could be read.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence

from .reader import read_file
from .reading import Reading, ReadRecommendation

DONE, DONE_WITH_REFUSALS, REFUSED = 0, 1, 2
WIDTH = 100


def main(argv: Sequence[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    refused = 0
    for path in arguments.files:
        reading = read_file(path)
        if reading.refusal:
            refused += 1
            print(f"{path}: {reading.refusal.message}", file=sys.stderr)
        if arguments.json:
            _write_json(reading, paragraphs=arguments.paragraphs)
        elif not reading.refusal:
            print("\n".join(as_table(reading)))
    if refused == len(arguments.files):
        return REFUSED
    return DONE_WITH_REFUSALS if refused else DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="servanda read", description="Read UN documents: recommendations, positions, recommending States."
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="PDF, DOCX, plain text, or an export of the UHRI (JSON, XLSX)"
    )
    parser.add_argument("--json", action="store_true", help="JSON Lines: one object for each file, as it is read")
    parser.add_argument("--paragraphs", action="store_true", help="with --json: the document's paragraphs too")
    return parser


def _write_json(reading: Reading, *, paragraphs: bool) -> None:
    import orjson

    sys.stdout.buffer.write(orjson.dumps(reading.as_dict(paragraphs=paragraphs), option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


def as_table(reading: Reading) -> Iterator[str]:
    """The reading for a person at a terminal."""
    facts = {name: value for name, value in reading.document.as_dict().items() if value is not None}
    yield f"{reading.file}"
    yield "  " + " · ".join(f"{name} {value}" for name, value in facts.items())
    for item in reading.recommendations:
        yield _row(item)
    for warning in reading.warnings:
        yield f"  ! {warning.message}"
    yield f"  {len(reading.recommendations)} recommendations, {len(reading.warnings)} warnings"


def _row(item: ReadRecommendation) -> str:
    named = ", ".join(state.iso3 or state.name for state in item.recommending_states)
    text = item.text if len(item.text) <= WIDTH else item.text[: WIDTH - 1] + "…"
    return f"  {item.number or '–':>8}  {item.position or item.kind:<18} {text}" + (f"  [{named}]" if named else "")


if __name__ == "__main__":
    sys.exit(main())
