"""`read_file`: any file in, a Reading out; never an exception, never a silent loss."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .detect import kind_of
from .isolated import read_isolated
from .limits import STANDARD, Budget, Limits, Refused
from .lines import Line, Page
from .numbering_audit import audit, audit_paragraphs
from .page_furniture import Body, joined_notes, without_furniture
from .paragraphs import Paragraph, paragraphs
from .pdf_probe import is_unusual
from .reading import DocumentFacts, Reading, ReadRecommendation, StatedPosition, Warning
from .title_page import read_facts
from .word_text import WordDocument, WordTable, read_word

log = logging.getLogger(__name__)
ENOUGH_TEXT = 40  # letters: a document with fewer has no text layer
MANY_TIMES = 5
REPORTS_THAT_RECOMMEND = ("visit_report", "thematic_report")
HEADING_SIZE, TEXT_SIZE, NOTE_SIZE = 14.0, 10.0, 8.0


@dataclass(frozen=True)
class Order:
    """One file to be read: its name as it was given, its limits, and the pages that were recognised before."""

    path: Path
    name: str
    limits: Limits = STANDARD
    budget: Budget = field(default_factory=Budget)
    recognised: Mapping[int, Any] = field(
        default_factory=dict
    )  # page number to `recognition.Recognised` as plain values


def read_file(path: str | Path, limits: Limits = STANDARD, recognised: Mapping[int, Any] | None = None) -> Reading:
    """Read one document. A file that cannot be read gives a Reading whose `refusal` says why and what to do.

    `recognised`: what character recognition made of scanned pages (`recognition.recognise`), as plain values.
    """
    return _answered(path, limits, recognised or {}, isolate=True)


def read_here(path: str | Path, limits: Limits = STANDARD, recognised: Mapping[int, Any] | None = None) -> Reading:
    """The same in this very process, however unusual the file: for a process that may be stopped."""
    return _answered(path, limits, recognised or {}, isolate=False)


def _answered(path: str | Path, limits: Limits, recognised: Mapping[int, Any], *, isolate: bool) -> Reading:
    order = Order(Path(path), str(path), limits, Budget(limits), recognised)
    try:
        kind = kind_of(order.path, limits)
        if isolate and kind == "pdf" and is_unusual(order.path.read_bytes()):
            return replace(read_isolated(order.path, recognised), file=order.name)
        return _READERS[kind](order)
    except Refused as refused:
        return replace(_refused(order.name, refused.code, refused.message), scanned=refused.scanned)
    except MemoryError:
        return _refused(
            order.name, "too_large", "This file needs more memory than the reader may take. Upload a part of it."
        )
    except Exception as error:  # the promise of this function: a hostile file never stops the caller
        log.exception("Reading %s failed", order.name)
        return _refused(
            order.name, "unreadable",
            f"This file could not be read ({type(error).__name__}). Save it anew with its own program and try again.",
        )  # fmt: skip


def _refused(name: str, code: str, message: str) -> Reading:
    reason = Warning(code, message)
    return Reading(name, warnings=(reason,), refusal=reason)


def _read_pdf(order: Order) -> Reading:
    from .pdf_structure import structure_warnings
    from .pdf_text import read_pages, scanned_pages

    pages = read_pages(order.path, order.limits, order.budget)
    scanned = scanned_pages(order.path, pages)
    if order.recognised:
        pages = _with_recognised(pages, order.recognised)
        scanned = tuple(number for number in scanned if number not in order.recognised)
    if sum(len(line.text) for page in pages for line in page.lines) < ENOUGH_TEXT:
        raise _without_text(pages, scanned)
    reading = replace(_read_pages(pages, order.name), scanned=scanned)
    structure = structure_warnings(order.path.read_bytes())
    reading = reading.with_warnings(*structure, *_scans(scanned), *_empty_pages(pages, scanned))
    return _marked(reading, order.recognised) if order.recognised else reading


def _with_recognised(pages: list[Page], recognised: Mapping[int, Any]) -> list[Page]:
    from .recognition import recognised_from

    return [recognised_from(recognised[p.number]).as_page() if p.number in recognised else p for p in pages]


def _marked(reading: Reading, recognised: Mapping[int, Any]) -> Reading:
    from .recognised_items import marked
    from .recognition import recognised_from

    return marked(reading, {number: recognised_from(page) for number, page in recognised.items()})


def _without_text(pages: list[Page], scanned: tuple[int, ...]) -> Refused:
    if scanned:
        return Refused(
            "no_text_layer",
            f"This is a scan: its {len(pages)} page(s) are pictures without text. Ask for the original file, or read it "
            "with character recognition (servanda read --ocr).",
            scanned,
        )
    return Refused(
        "no_text_layer", f"This PDF has {len(pages)} page(s) and no text on them. Ask for the original file."
    )


def _scans(scanned: tuple[int, ...]) -> list[Warning]:
    if not scanned:
        return []
    listed = as_ranges(scanned)
    return [
        Warning(
            "scanned_pages",
            f"Page(s) {listed} are scanned pictures: their text was not read. Read them with character recognition "
            "(servanda read --ocr), or mark by hand what they recommend.",
            listed, scanned[0],
        )
    ]  # fmt: skip


def as_ranges(numbers: tuple[int, ...]) -> str:
    """ "1-3, 7": page numbers as a person writes them."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _empty_pages(pages: list[Page], scanned: tuple[int, ...]) -> list[Warning]:
    empty = [page.number for page in pages if not page.lines and page.number not in scanned]
    if not empty:
        return []
    listed = ", ".join(map(str, empty[:20])) + (" …" if len(empty) > 20 else "")
    return [
        Warning(
            "pages_without_text", f"No text could be read on page(s) {listed}. Look at them: they may be empty.",
            listed, empty[0],
        )
    ]  # fmt: skip


def _read_converted(kind: str) -> Any:
    """Reads what LibreOffice turns into a Word document."""

    def read(order: Order) -> Reading:
        from .libre_office import converted

        with converted(order.path, kind) as made:
            return _read_docx(replace(order, path=made, budget=Budget(order.limits)))

    return read


def _read_docx(order: Order) -> Reading:
    from .thematic_list import is_thematic_list, read_thematic_list

    document = read_word(order.path, order.limits, order.budget)
    if is_thematic_list(document):
        facts, items = read_thematic_list(document)
        return _checked(Reading(order.name, facts, items))
    lines = list(_word_lines(document))
    if sum(len(line.text) for line in lines) < ENOUGH_TEXT:
        raise Refused(
            "no_text", "This Word file holds no text. If it holds pictures of pages, run text recognition on it."
        )
    return _without_pages(_read_pages([Page(1, 0.0, lines)], order.name))


def _without_pages(reading: Reading) -> Reading:
    """A Word document has no pages before it is printed: what stands on its one long page has no page."""
    return replace(
        reading,
        recommendations=tuple(replace(item, page=None, pages=()) for item in reading.recommendations),
        paragraphs=tuple(replace(paragraph, page=None) for paragraph in reading.paragraphs),
        warnings=tuple(replace(warning, page=None) for warning in reading.warnings),
        positions=tuple(replace(position, page=None) for position in reading.positions),
    )


def _read_text(order: Order) -> Reading:
    from .plain_text import read_text_pages

    pages = read_text_pages(order.path, order.limits)
    if sum(len(line.text) for page in pages for line in page.lines) < ENOUGH_TEXT:
        raise Refused(
            "plain_text", "This text is too short to be a document. Upload the PDF or Word file of the document."
        )
    return _read_pages(pages, order.name)


def _word_lines(document: WordDocument) -> list[Line]:
    """A Word document as lines of one page; headings get a larger size, footnotes a smaller one, as in print."""
    lines = []
    for block in document.blocks:
        if isinstance(block, WordTable):
            texts = [text for row in block.rows for cell in row for text in cell.paragraphs]
            lines += [Line(part.strip(), 1) for text in texts for part in text.split("\n") if part.strip()]
            continue
        size = HEADING_SIZE if _is_heading_style(block.style) or block.size > HEADING_SIZE - 2.5 else TEXT_SIZE
        lines += [Line(part.strip(), 1, size=size) for part in block.text.split("\n") if part.strip()]
    return lines + [Line(f"* {note}", 1, size=NOTE_SIZE) for note in document.notes]


def _is_heading_style(style: str) -> bool:
    """Word's own headings, and those of the United Nations' template (_ H_1_G, _ H _Ch_G, _ H_2/3_G)."""
    return (
        style.lower().replace("_", "").replace(" ", "").startswith(("heading", "title", "hch", "h1", "h2", "hm", "h4"))
    )


def _read_pages(pages: list[Page], name: str) -> Reading:
    from .upr_report.conclusions import conclusions

    facts = read_facts(pages)
    body = without_furniture(pages)
    is_report = facts.kind == "upr_working_group_report" or (facts.kind is None and facts.mechanism == "UPR")
    if is_report and conclusions(body.lines):
        return _checked(_as_upr_report(name, facts, body))
    return _checked(_as_numbered(name, facts, body))


def _as_upr_report(name: str, facts: DocumentFacts, body: Body) -> Reading:
    from .upr_report import read_upr_report

    report = read_upr_report(body)
    return Reading(name, facts, report.recommendations, report.warnings, report.paragraphs)


def _as_numbered(name: str, facts: DocumentFacts, body: Body) -> Reading:
    found = list(paragraphs(body.lines, body.type_size))
    read = tuple(p.as_read() for p in found)
    if facts.kind == "concluding_observations":
        return _as_observations(Reading(name, facts, paragraphs=read), found, body)
    asks_one_state = _makes_recommendations(facts) and not speaks_to_all_states(body)
    items = _items_by_kind(facts, found, body) if asks_one_state else ()
    positions = _positions(found) if facts.kind == "upr_addendum" else ()
    return Reading(name, facts, items, (), read, positions=positions)


def _as_observations(reading: Reading, found: list[Paragraph], body: Body) -> Reading:
    from .follow_up import adoption
    from .phrases import phrases
    from .treaty_body import read_observations

    facts = reading.document
    adopted = adoption((note.text for note in joined_notes(body.notes)), phrases(facts.language)) or facts.date
    read = read_observations(found, facts.language, adopted)
    facts = replace(facts, follow_up=read.follow_up, next_report_due=read.next_report_due)
    return replace(reading, document=facts, recommendations=read.items)


def _items_by_kind(facts: DocumentFacts, found: list[Paragraph], body: Body) -> tuple[ReadRecommendation, ...]:
    from .judgment import read_operative_part
    from .recommendation_lists import read_labelled, read_lists, read_recommendation_part

    if facts.kind in REPORTS_THAT_RECOMMEND:
        return read_recommendation_part(found, facts.language)
    if facts.kind in ("judgment", "decision"):
        return read_operative_part(body.lines, facts.language, as_decision=facts.kind == "decision")
    return (
        read_labelled(body.lines, facts.language)
        or read_operative_part(body.lines, facts.language)
        or max(read_lists(body.lines, facts.language), read_recommendation_part(found, facts.language), key=len)
    )


def speaks_to_all_states(body: Body) -> bool:
    """A general comment, also where its title page is lost: it speaks to "States parties", never to "the State party"."""
    words = " ".join(line.text for line in body.lines).lower()
    plural, singular = words.count("states parties"), words.count("the state party")
    return plural >= MANY_TIMES and plural > MANY_TIMES * singular


def _positions(found: list[Paragraph]) -> tuple[StatedPosition, ...]:
    from .upr_report.addendum import read_positions

    return read_positions(found)


def _makes_recommendations(facts: DocumentFacts) -> bool:
    """State reports, compilations and comments speak of recommendations without making any."""
    return facts.kind not in {
        "state_report", "upr_national_report", "upr_compilation", "upr_stakeholder_summary", "upr_addendum",
        "list_of_issues", "list_of_issues_prior_to_reporting", "replies_to_list_of_issues", "common_core_document",
        "general_comment", "follow_up_report", "additional_information",
    }  # fmt: skip


def _checked(reading: Reading) -> Reading:
    """With the audit of numbers, and a word where nothing was found."""
    more = list(audit(reading.recommendations, in_order=reading.document.kind != "thematic_list"))
    if reading.recommendations and reading.document.kind != "upr_working_group_report":
        more += audit_paragraphs(reading.paragraphs)
    if not reading.recommendations and not reading.positions:
        more.append(
            Warning(
                "no_recommendations",
                "No recommendations were found in this document. If it makes some, mark them by hand on its pages.",
            )
        )
    return replace(reading, warnings=(*reading.warnings, *more))


def _read_export(order: Order) -> Reading:
    from .uhri_export import read_export

    facts, items, more = read_export(order.path, order.limits, order.budget)
    warnings = _cut_off(items) if more else ()
    return Reading(order.name, facts, items, warnings)


def _cut_off(items: tuple[ReadRecommendation, ...]) -> tuple[Warning, ...]:
    return (
        Warning(
            "export_cut_off",
            f"Only the first {len(items)} records are shown. Import the whole export with `servanda import uhri`.",
        ),
    )


def _read_json(order: Order) -> Reading:
    from .uhri_export import looks_like_an_export

    if not looks_like_an_export(order.path):
        raise Refused("unknown_json", "This JSON file is no export of the Universal Human Rights Index (UHRI).")
    return _read_export(order)


def _read_xlsx(order: Order) -> Reading:
    from .uhri_export import is_an_export_sheet

    if not is_an_export_sheet(order.path, order.limits):
        raise Refused(
            "unknown_spreadsheet",
            "This spreadsheet is no export of the Universal Human Rights Index: its first row lacks the columns Text, "
            "Document Symbol and Recommending Body. Other spreadsheets come in through “Import a spreadsheet”.",
        )
    return _read_export(order)


_READERS = {
    "pdf": _read_pdf,
    "docx": _read_docx,
    "json": _read_json,
    "xlsx": _read_xlsx,
    "text": _read_text,
    **{kind: _read_converted(kind) for kind in ("doc", "rtf", "odt")},
}
