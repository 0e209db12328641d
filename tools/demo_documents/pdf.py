"""Draws a source text as a PDF page by page, with Typst."""

import json
from pathlib import Path

import typst

from tools.demo_documents.findings import bold_blocks
from tools.demo_documents.source import BULLET, HEADING, NUMBERED, RECOMMENDATION, SUB, Block, Source

LAYOUT = Path(__file__).with_name("un_layout.typ")
COVERED = ("upr_report", "upr_addendum", "visit_report")  # the text of the others begins under the title


def write_pdf(source: Source, target: Path) -> None:
    """The same source gives the same pages: the document's own date stands in the file, not today's."""
    target.write_bytes(typst.compile(_page_description(source).encode(), root=str(LAYOUT.parent)))


def _page_description(source: Source) -> str:
    # The layout is written into the text, so that the compiler needs no file but this one.
    bold = bold_blocks(source)
    calls = "\n".join(_call(block, block in bold) for block in source.blocks)
    return f"{LAYOUT.read_text(encoding='utf-8')}\n#show: un-document.with({_head(source)})\n{calls}\n"


def _head(source: Source) -> str:
    head, day = source.head, source.date
    values: dict[str, object] = {
        "symbol": source.symbol,
        "organ": head["organ"],
        "date": head.get("printed_date", source.printed_date),
        "original": head.get("original_line", f"Original: {head['original']}"),
        "council": head["council"],
        "titles": titles_of(source),
        "job": head.get("job", ""),
        "footnote": head["footnote"],
        "lang": head.get("lang", "en"),
        "nations": head.get("nations", "United Nations"),
        "distribution": head.get("distribution", "Distr.: General"),
        "cover": source.kind in COVERED,
        "year": day.year,
        "month": day.month,
        "day": day.day,
    }
    return ", ".join(f"{name}: {literal(value)}" for name, value in values.items())


def titles_of(source: Source) -> list[str]:
    """The title with its asterisk, then the State and what follows on the title page."""
    head = source.head
    return [head["title"] + "*", *([head["state"]] if "state" in head else []), *head.get("subtitle", [])]


def literal(value: object) -> str:
    if isinstance(value, list):
        return "(" + "".join(literal(item) + ", " for item in value) + ")"
    return json.dumps(value, ensure_ascii=False)


def _call(block: Block, bold: bool) -> str:
    text, number = literal(block.text), literal(block.number)
    calls = {
        HEADING: f"#heading-{len(block.number)}({text})",
        NUMBERED: f"#numbered({number}, {text}, strong-text: {literal(bold)})",
        SUB: f"#sub({number}, {text}, strong-text: {literal(bold)})",
        RECOMMENDATION: f"#recommendation({number}, {text})",
        BULLET: f"#plain({literal('• ' + block.text)})",
    }
    return calls.get(block.kind, f"#plain({text})")
