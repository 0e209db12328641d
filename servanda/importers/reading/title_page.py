"""What a UN document says about itself: symbol, date, title, language, session, State.

Drafting conventions: the symbol stands on the title page and at the head of every other page; the date of distribution
stands below "Distr."; the body and its session stand at the left, the title below them, set larger than the text. A
Working Group report says in its first paragraph whose review was held at which session, and cites the three documents
of that review by symbols that hold the session and the State's code.
"""

import re
from collections import Counter

from servanda.mechanisms import states

from . import symbols
from .languages import language_of
from .lines import Line, Page, join_lines
from .ordinals_and_dates import ORDINAL, first_date, ordinal
from .page_furniture import body_size
from .reading import DocumentFacts

FIRST_PAGES = 4
LANGUAGE_SAMPLE = 3  # every third page: a report may quote some pages in the speaker's language
_REVIEWED = re.compile(
    r"[Rr]eview of (?:the\s)?(?P<state>[A-ZÀ-Ý].{2,70}?)\s+(?:was held|took place|at the)", re.DOTALL
)
_HELD = re.compile(rf"\bheld its\s+(?P<session>{ORDINAL})\s+session", re.IGNORECASE)
_ADOPTED_AT = re.compile(rf"\bat its\s+(?P<session>{ORDINAL})\s+session", re.IGNORECASE)
_SESSION_LINE = re.compile(rf"^\W*(?P<session>{ORDINAL})\s+session\b", re.IGNORECASE | re.MULTILINE)
_DISTRIBUTED = re.compile(r"Distr|Original\s*:|Генеральная Ассамблея|分发|التوزيع", re.IGNORECASE)
_CITED = re.compile(r"A/HRC/WG\.6/(\d{1,2})/\s?([A-Z]{3})/\d")
_NOT_A_TITLE = re.compile(
    r"^(?:united(?: nations)?(?: a)?|nations(?: a)?|_+|general assembly(?:\s+distr.*)?|general|a|e|human rights council|"
    r"economic and social council|.{0,40}\bsession|agenda item.*|distr.*|original:.*|english.*|contents|"
    r"universal periodic review|\d{1,2} \w+ \d{4}|[A-Z]+/[\w/.* ()-]+|\*?\d+\*?|ge\.\d.*|\(?unedited.*)$",
    re.IGNORECASE,
)
_TEXT_BEGINS = re.compile(
    r"^(?:[A-Z]|[IVX]{1,4}|1)\s?\.\s*\S|^(?:Contents|Introduction|Summary|Índice|Table des mati)", re.IGNORECASE
)
_UPR_FORMULAS = tuple(
    (re.compile(formula, re.IGNORECASE), kind)
    for formula, kind in (
        (r"\b\d+/\d+\.?\s+outcome of the universal periodic review", "council_decision"),
        (r"^\W*advance questions to\b", "advance_questions"),
        (r"\b(?:matrix|thematic list) of recommendations", "thematic_list"),
        (r"views on conclusions and/or recommendations", "upr_addendum"),
        (r"report of the working group on the universal periodic review", "upr_working_group_report"),
    )
)
_DECISION = re.compile(r"\b(\d+/\d+)\.?\s+outcome of the universal periodic review", re.IGNORECASE)
_AGENDA = re.compile(r"^\W*(?:agenda item|universal periodic review\W*$|geneva,)", re.IGNORECASE)
OUTCOME = re.compile(r"outcome of the universal periodic review|advance questions", re.IGNORECASE)
UPR_WORDS = re.compile(
    r"report of the working\b.{0,40}\bperiodic review|agenda item 6\b\W+universal periodic review", re.IGNORECASE
)
COUNCIL_DOCUMENT = re.compile(r"A/HRC/\d+/\d+")
_COMMITTEES = {
    "Human Rights Committee": "CCPR",
    "Committee on Economic, Social and Cultural Rights": "CESCR",
    "Committee on the Elimination of Racial Discrimination": "CERD",
    "Committee on the Elimination of Discrimination against Women": "CEDAW",
    "Committee against Torture": "CAT",
    "Committee on the Rights of the Child": "CRC",
    "Committee on Migrant Workers": "CMW",
    "Committee on the Protection of the Rights of All Migrant Workers": "CMW",
    "Committee on the Rights of Persons with Disabilities": "CRPD",
    "Committee on Enforced Disappearances": "CED",
    "Special Rapporteur": "SP",
    "Independent Expert": "SP",
    "Working Group on": "SP",
}


def read_facts(pages: list[Page]) -> DocumentFacts:
    """Everything the first pages tell; what they don't tell is None."""
    first = "\n".join(line.text for line in pages[0].lines) if pages else ""
    opening = join_lines([line.text for page in pages[:FIRST_PAGES] for line in page.lines])
    decision = _DECISION.search(" ".join(first.split()))
    symbol = f"A/HRC/DEC/{decision[1]}" if decision else symbol_of(pages)
    told = symbols.facts_of(symbol)
    kind, mechanism = _kind(symbol, told, first)
    title = title_of(pages[0].lines, body_size(pages)) if pages else None
    is_upr = mechanism == "UPR"
    session = told.session or _session(
        opening, first, is_upr=is_upr, is_of_council=kind in ("upr_addendum", "council_decision")
    )
    state = _state(opening, first, title, told.state, is_upr=is_upr)
    return DocumentFacts(
        symbol=symbol,
        kind=kind,
        title=title,
        date=_date(first),
        language=language_of(" ".join(line.text for page in pages[::LANGUAGE_SAMPLE] for line in page.lines)),
        state=state,
        mechanism=mechanism,
        session=session,
        cycle=symbols.upr_cycle(session) if is_upr else None,
    )


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
    return on_title_page[0] if on_title_page else None


def _whole_symbol(text: str, *, inside: bool = False) -> str | None:
    match = symbols.SYMBOL.search(text) if inside else symbols.SYMBOL.match(text.strip())
    if not match or (not inside and len(text.strip()) - len(match[0]) > 6):
        return None
    symbol = symbols.clean(match[0])
    return symbol if "/" in symbol and any(c.isdigit() for c in symbol) else None


def _date(first: str) -> str | None:
    behind = _DISTRIBUTED.search(first)
    return (first_date(first[behind.start() :]) if behind else None) or first_date(first)


def _kind(symbol: str | None, told: symbols.SymbolFacts, first: str) -> tuple[str | None, str | None]:
    """Kind of document and mechanism: by the symbol, or else by the formulas of title pages."""
    words = " ".join(first.split())
    if told.kind:
        return told.kind, told.mechanism
    named = next((kind for formula, kind in _UPR_FORMULAS if formula.search(words)), None)
    if named:
        return named, "UPR"
    if UPR_WORDS.search(words) and COUNCIL_DOCUMENT.fullmatch(symbol or ""):
        return "upr_working_group_report", "UPR"
    mechanism = told.mechanism or _committee(words)
    if re.search(r"concluding observations", words, re.IGNORECASE):
        return "concluding_observations", mechanism
    if mechanism == "SP" and (symbol or "").startswith("A/HRC/"):
        return "visit_report" if re.search(
            r"\b(?:visit|mission) to\b", words, re.IGNORECASE
        ) else "thematic_report", "SP"
    return None, mechanism


def _committee(words: str) -> str | None:
    return next((code for name, code in _COMMITTEES.items() if name.lower() in words.lower()), None)


def _session(opening: str, first: str, *, is_upr: bool, is_of_council: bool) -> int | None:
    match = _HELD.search(opening) if is_upr else None
    if match:
        return ordinal(match["session"])
    cited = _most_cited(opening, 1) if is_upr else None
    if cited:
        return int(cited)
    if is_of_council:
        return None  # the session on its title page is the Council's, not that of the review
    match = _ADOPTED_AT.search(" ".join(first.split())) or _SESSION_LINE.search(first)
    return ordinal(match["session"]) if match else None


def _state(opening: str, first: str, title: str | None, from_symbol: str | None, *, is_upr: bool) -> str | None:
    if from_symbol:
        return from_symbol
    if is_upr and not (title and OUTCOME.search(title)):
        match = _REVIEWED.search(opening)
        code = states.iso3_of(match["state"]) if match else None
        return code or _most_cited(opening, 2) or _state_line(first)
    return (_named_last(title) if title else None) or _state_line(first)


def _most_cited(opening: str, group: int) -> str | None:
    cited = Counter(match[group] for match in _CITED.finditer(opening))
    return cited.most_common(1)[0][0] if cited else None


def _state_line(first: str) -> str | None:
    for line in first.splitlines():
        code = states.iso3_of(line.strip(" *\u2217")) if 3 < len(line.strip()) < 80 else None
        if code:
            return code
    return None


def _named_last(title: str) -> str | None:
    """ "… on the fourth periodic report of Paraguay", "Visit to Georgia: report of …", "Outcome of …: Slovenia"."""
    for match in re.finditer(r"(?:\b(?:of|to|on|OF|TO|ON) (?:the |THE )?|: )([A-Z][^,:;]{2,60})", title):
        words = match[1].split()
        for length in range(min(8, len(words)), 0, -1):
            code = states.iso3_of(" ".join(words[:length]).strip(" *"))
            if code:
                return code
    return None


def title_of(lines: list[Line], usual: float) -> str | None:
    """The lines set largest on the title page, or those in capitals below the session, without the masthead."""
    front = _before_the_text(lines)
    large = [text for line in front if line.size > usual * 1.15 and (text := _title_line(line.text))]
    capitals = [text for line in front if line.text.isupper() and (text := _title_line(line.text))]
    chosen = large or capitals or _below_masthead(front)
    return " ".join(join_lines(chosen[:8]).split())[:400] or None


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
