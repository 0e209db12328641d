"""What a UN document says about itself: symbol, date, title, language, session, State.

Drafting conventions: the symbol stands on the title page and at the head of every other page; the date of distribution
stands below "Distr."; the body and its session stand at the left, the title below them, set larger than the text. A
Working Group report says in its first paragraph whose review was held at which session, and cites the three documents
of that review by symbols that hold the session and the State's code.
"""

import re
from collections import Counter

from . import symbols
from .document_kind import kind_and_mechanism
from .front_page import agenda_items, title_by_place
from .languages import language_of
from .lines import Line, Page, join_lines
from .ordinals_and_dates import ORDINAL, first_date, ordinal
from .page_furniture import body_size
from .phrases import any_language
from .reading import DocumentFacts
from .state_named import most_cited, state_named

FIRST_PAGES = 4
LONGEST_FRONT, LONGEST_OPENING = 80, 400  # lines
_PARAGRAPH_ONE = re.compile(r"^1\s?\.(?!\d)")
LONGEST_TITLE = 600  # characters
LANGUAGE_SAMPLE = 3  # every third page: a report may quote some pages in the speaker's language
_HELD = re.compile(rf"\bheld its\s+(?P<session>{ORDINAL})\s+session", re.IGNORECASE)
_ADOPTED_AT = re.compile(rf"\bat its\s+(?P<session>{ORDINAL})\s+session", re.IGNORECASE)
_SESSION_LINE = re.compile(rf"^\W*(?P<session>{ORDINAL})\s+session\b", re.IGNORECASE | re.MULTILINE)
_DISTRIBUTED = re.compile(r"Distr|Original\s*:|Генеральная Ассамблея|分发|التوزيع", re.IGNORECASE)
_NOT_A_TITLE = re.compile(
    rf"^(?:(?:{any_language('front.masthead').pattern})(?:\s+distr.*)?|_+|general|a|e|(?:{any_language('front.session').pattern})|"
    rf"agenda item.*|distr.*|original:.*|english.*|contents|\d{{1,2}} \w+ \d{{4}}|[A-Z]+/[\w/.* ()-]+|\*?\d+\*?|ge\.\d.*|"
    r"\(?unedited.*)$",
    re.IGNORECASE,
)
_TEXT_BEGINS = re.compile(
    r"^(?:[A-Z]|[IVX]{1,4}|1)\s?\.\s*\S|^(?:Contents|Introduction|Summary\W*$|Índice|Table des mati)", re.IGNORECASE
)
_TREATY_ABOVE = re.compile(  # the treaty's name stands above the title in type as large as the title's
    r"^(?:International (?:Covenant|Convention)|Convention|Pacte|Pacto|Convenci[oó]n|Конвенция|Международн\w+)\b.{5,160}?"
    r"(?=(?:Concluding observations|Lists? of issues|General (?:comment|recommendation)|Observations finales|Observations? g[ée]n|"
    r"Observaciones finales|Заключительные замечания)\b)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?<!\S)(?P<reference>(?!GE)[A-ZÁÉÍÓÚÑ]{2,10}(?:[-/][A-Z]{1,6}){0,2}[-/](?:19|20)\d\d[-/]\d{1,6})[/*\s]*$"
)
_DECISION = re.compile(r"\b(\d+/\d+)\.?\s+outcome of the universal periodic review", re.IGNORECASE)
_AGENDA = re.compile(r"^\W*(?:agenda item|universal periodic review\W*$|geneva,)", re.IGNORECASE)


def read_facts(pages: list[Page]) -> DocumentFacts:
    """Everything the first pages tell; what they don't tell is None."""
    whole = pages
    pages = [_front_of(pages[0]), *pages[1:]] if pages and not pages[0].height else pages
    first = "\n".join(line.text for line in pages[0].lines) if pages else ""
    opening = join_lines([line.text for page in whole[:FIRST_PAGES] for line in page.lines[:LONGEST_OPENING]])
    decision = _DECISION.search(" ".join(first.split()))
    symbol = f"A/HRC/DEC/{decision[1]}" if decision else symbol_of(pages)
    told = symbols.facts_of(symbol)
    title = title_of(pages[0].lines, body_size(pages)) if pages else None
    kind, mechanism = kind_and_mechanism(symbol, told, first, title)
    is_upr = mechanism == "UPR"
    session = told.session or _session(
        opening, first, is_upr=is_upr, is_of_council=kind in ("upr_addendum", "council_decision")
    )
    state = state_named(opening, first, title, told.state, is_upr=is_upr)
    return DocumentFacts(
        symbol=symbol,
        kind=kind,
        title=title,
        date=_date(first),
        language=language_of(_sample(whole)),
        state=state.iso3,
        mechanism=mechanism,
        session=session,
        cycle=symbols.upr_cycle(session) if is_upr else None,
        state_name=state.name,
        agenda_item=agenda_items(pages[0].lines) if pages else None,
    )


def _sample(pages: list[Page]) -> str:
    """Enough text to know the language by; a cover alone is not."""
    sampled = pages if len(pages) <= LANGUAGE_SAMPLE else pages[::LANGUAGE_SAMPLE]
    return " ".join(line.text for page in sampled for line in page.lines)


def _front_of(page: Page) -> Page:
    """The title page of a document that has no pages (Word, plain text): what stands above paragraph 1."""
    lines = page.lines[:LONGEST_FRONT]
    start = next((i for i, line in enumerate(lines) if _PARAGRAPH_ONE.match(line.text)), len(lines))
    notes = [line for line in page.lines[max(start, 1) :] if line.text.startswith("*")]
    return page._replace(lines=lines[: max(start, 1)] + notes[:3])


def symbol_of(pages: list[Page]) -> str | None:
    """The symbol at the head of most pages; for a single page the first one printed."""
    heads: Counter[str] = Counter()
    for page in pages[1:]:
        edges = page.lines[:4] + page.lines[-4:]
        heads.update({s for line in edges if (s := _whole_symbol(line.text))})
    on_title_page = [s for line in (pages[0].lines if pages else []) if (s := _whole_symbol(line.text, inside=True))]
    for symbol, count in heads.most_common(1):
        if count > 1 or symbol in on_title_page:
            return symbol
    return on_title_page[0] if on_title_page else _anybodys_reference(pages)


def _anybodys_reference(pages: list[Page]) -> str | None:
    """The number under which a court or a national body files its document, where it ends a line."""
    found = (_REFERENCE.search(line.text) for line in (pages[0].lines if pages else []))
    return next((match["reference"] for match in found if match), None)


def _whole_symbol(text: str, *, inside: bool = False) -> str | None:
    match = symbols.SYMBOL.search(text) if inside else symbols.SYMBOL.match(text.strip())
    if not match or (not inside and len(text.strip()) - len(match[0]) > 6):
        return None
    symbol = symbols.clean(match[0])
    return symbol if "/" in symbol and any(c.isdigit() for c in symbol) else None


def _date(first: str) -> str | None:
    behind = _DISTRIBUTED.search(first)
    return (first_date(first[behind.start() :]) if behind else None) or first_date(first)


def _session(opening: str, first: str, *, is_upr: bool, is_of_council: bool) -> int | None:
    match = _HELD.search(opening) if is_upr else None
    if match:
        return ordinal(match["session"])
    cited = most_cited(opening, 1) if is_upr else None
    if cited:
        return int(cited)
    if is_of_council:
        return None  # the session on its title page is the Council's, not that of the review
    match = _ADOPTED_AT.search(" ".join(first.split())) or _SESSION_LINE.search(first)
    return ordinal(match["session"]) if match else None


def title_of(lines: list[Line], usual: float) -> str | None:
    """The lines set largest on the title page, or those in capitals below the session, without the masthead."""
    front = _before_the_text(lines)
    large = [text for line in front if line.size > usual * 1.15 and (text := _title_line(line.text))]
    capitals = [text for line in front if line.text.isupper() and (text := _title_line(line.text))]
    if (
        not large
        and len({line.size for line in lines if line.size >= usual}) == 1
        and (by_place := title_by_place(lines))
    ):
        return by_place[:LONGEST_TITLE]
    chosen = large or capitals or _below_masthead(front)
    return _TREATY_ABOVE.sub("", " ".join(join_lines(chosen[:8]).split()))[:LONGEST_TITLE] or None


def _below_masthead(front: list[Line]) -> list[str]:
    """Reports of 2008 and 2009 set the title like the text, below the agenda item and above a rule or a footnote."""
    start = next((i + 1 for i in range(len(front) - 1, -1, -1) if _AGENDA.match(front[i].text)), None)
    below = front[start:] if start else []
    end = next((i for i, line in enumerate(below) if line.text.lstrip().startswith(("*", "_"))), len(below))
    return [text for line in below[:end] if (text := _title_line(line.text))]


def _before_the_text(lines: list[Line]) -> list[Line]:
    """The lines of the title page above the first heading or paragraph."""
    start = next((i for i, line in enumerate(lines) if i and _TEXT_BEGINS.match(line.text)), len(lines))
    return lines[: max(start, 1)]


def _title_line(text: str) -> str:
    """A line of the title without symbols and asterisks; empty for a line of the masthead."""
    text = re.sub(r"[*\u2217\ue000-\uf8ff]", "", symbols.SYMBOL.sub("", text)).strip()
    return "" if _NOT_A_TITLE.match(text) or text.endswith("Distr.") else text
