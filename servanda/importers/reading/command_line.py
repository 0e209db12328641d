"""`servanda read FILE… [--json] [--paragraphs] [--ocr]`: reads documents without a database and without loading Django.

Exit status: 0 every file was read, 1 some were refused, 2 none could be read.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from .limits import Refused
from .reader import read_file
from .reading import Reading, ReadRecommendation, Warning

DONE, DONE_WITH_REFUSALS, REFUSED = 0, 1, 2
WIDTH = 100
AUTO, LANGUAGES = "auto", ("en", "fr", "es", "ru", "ar", "zh")


def main(argv: Sequence[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    refused = 0
    for path in arguments.files:
        reading = _read(path, arguments)
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


def _read(path: str, arguments: argparse.Namespace) -> Reading:
    reading = read_file(path)
    return _with_scans(reading, arguments.ocr) if arguments.ocr and reading.scanned else reading


def _with_scans(reading: Reading, language: str) -> Reading:
    """The same file again, its scanned pages recognised; each page is told as it is done."""
    from .recognition import Recognised, recognise

    def tell(page: Recognised) -> None:
        print(f"{reading.file}: page {page.number} recognised ({page.confidence:.0f} %)", file=sys.stderr)

    try:
        pages = recognise(Path(reading.file), reading.scanned, None if language == AUTO else language, tell)
    except Refused as refused:
        reason = Warning(refused.code, refused.message)
        if reading.refusal:
            return replace(reading, warnings=(reason,), refusal=reason)
        return reading.with_warnings(reason)
    return read_file(reading.file, recognised={number: page.as_dict() for number, page in pages.items()})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="servanda read", description="Read UN documents: recommendations, positions, recommending States."
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE",
        help="PDF, DOCX, plain text, an export of the UHRI (JSON, XLSX); with LibreOffice also DOC, RTF, ODT",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="JSON Lines: one object for each file, as it is read")
    parser.add_argument("--paragraphs", action="store_true", help="with --json: the document's paragraphs too")
    parser.add_argument(
        "--ocr", nargs="?", const=AUTO, metavar="LANGUAGE", choices=(AUTO, *LANGUAGES),
        help="read scanned pages by character recognition (Tesseract); LANGUAGE: "
        f"{', '.join(LANGUAGES)}, or left to the reader. Write it behind the files",
    )  # fmt: skip
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
