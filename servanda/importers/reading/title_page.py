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
from .lines import Line, Page, join_lines
from .ordinals_and_dates import ORDINAL, first_date, ordinal
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
    r"^(?:united(?: nations)?(?: a)?|nations(?: a)?|_+|general assembly|general|a|e|human rights council|"
    r"economic and social council|.{0,40}\bsession|agenda item.*|distr.*|original:.*|english.*|contents|"
    r"universal periodic review|\d{1,2} \w+ \d{4}|[A-Z]+/[\w/.* ()-]+|\*?\d+\*?|ge\.\d.*|\(?unedited.*)$",
    re.IGNORECASE,
)
_TEXT_BEGINS = re.compile(
    r"^(?:[A-Z]|[IVX]{1,4}|1)\s?\.\s*\S|^(?:Contents|Introduction|Summary|Índice|Table des mati)", re.IGNORECASE
)
_COMMON_WORDS = {
    "en": ("the", "and", "of", "to", "that", "with"),
    "fr": ("le", "des", "et", "les", "dans", "que"),
    "es": ("el", "los", "las", "y", "para", "que"),
    "ru": ("и", "в", "на", "по", "что", "для"),
}
UPR_TITLE = re.compile(r"report of the working group on the universal periodic review", re.IGNORECASE)
UPR_WORDS = re.compile(
    r"report of the working\b.{0,40}\bperiodic review|agenda item 6\b\W+universal periodic review", re.IGNORECASE
)
COUNCIL_DOCUMENT = re.compile(r"A/HRC/\d+/\d+")
UPR_ADDENDUM = re.compile(r"views on conclusions and/or recommendations", re.IGNORECASE)
UPR_LIST = re.compile(r"(?:matrix|thematic list) of recommendations", re.IGNORECASE)
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
    symbol = symbol_of(pages)
    told = symbols.facts_of(symbol)
    kind, mechanism = _kind(symbol, told, first)
    title = title_of(pages[0].lines) if pages else None
    is_upr = mechanism == "UPR"
    session = told.session or _session(opening, first, is_upr=is_upr, is_addendum=kind == "upr_addendum")
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
    words = " ".join(first.split())
    if told.kind:
        return told.kind, told.mechanism
    if UPR_LIST.search(words):
        return "thematic_list", "UPR"
    if UPR_ADDENDUM.search(words):
        return "upr_addendum", "UPR"
    if UPR_TITLE.search(words) or (UPR_WORDS.search(words) and COUNCIL_DOCUMENT.fullmatch(symbol or "")):
        return "upr_working_group_report", "UPR"
    mechanism = told.mechanism or next(
        (code for name, code in _COMMITTEES.items() if name.lower() in words.lower()), None
    )
    if re.search(r"concluding observations", words, re.IGNORECASE):
        return "concluding_observations", mechanism
    if symbol and symbol.startswith("A/HRC/") and mechanism == "SP":
        return (
            "visit_report" if re.search(r"\b(?:visit|mission) to\b", words, re.IGNORECASE) else "thematic_report"
        ), "SP"
    return None, mechanism


def _session(opening: str, first: str, *, is_upr: bool, is_addendum: bool) -> int | None:
    match = _HELD.search(opening) if is_upr else None
    if match:
        return ordinal(match["session"])
    cited = _most_cited(opening, 1) if is_upr else None
    if cited:
        return int(cited)
    if is_addendum:
        return None  # the session on its title page is the Council's
    match = _ADOPTED_AT.search(" ".join(first.split())) or _SESSION_LINE.search(first)
    return ordinal(match["session"]) if match else None


def _state(opening: str, first: str, title: str | None, from_symbol: str | None, *, is_upr: bool) -> str | None:
    if from_symbol:
        return from_symbol
    if is_upr:
        match = _REVIEWED.search(opening)
        code = states.iso3_of(match["state"]) if match else None
        return code or _most_cited(opening, 2) or _state_line(first)
    return _state_line(first) or (_named_last(title) if title else None)


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
    """ "… on the fourth periodic report of Paraguay", "Visit to Georgia: report of …"."""
    for match in re.finditer(r"\b(?:of|to|on) (?:the )?([A-Z][^,:;]{2,60})", title):
        words = match[1].split()
        for length in range(min(8, len(words)), 0, -1):
            code = states.iso3_of(" ".join(words[:length]).strip(" *"))
            if code:
                return code
    return None


def title_of(lines: list[Line]) -> str | None:
    """The lines set largest on the title page, or those in capitals below the session, without the masthead."""
    front = _before_the_text(lines)
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    large = [text for line in front if line.size > usual * 1.15 and (text := _title_line(line.text))]
    capitals = [text for line in front if line.text.isupper() and (text := _title_line(line.text))]
    return " ".join(join_lines((large or capitals)[:8]).split())[:400] or None


def _before_the_text(lines: list[Line]) -> list[Line]:
    """The lines of the title page above the first heading or paragraph."""
    start = next((i for i, line in enumerate(lines) if i and _TEXT_BEGINS.match(line.text)), len(lines))
    return lines[: max(start, 1)]


def _title_line(text: str) -> str:
    """A line of the title without symbols and asterisks; empty for a line of the masthead."""
    text = re.sub(r"[*\u2217\ue000-\uf8ff]", "", symbols.SYMBOL.sub("", text)).strip()
    return "" if _NOT_A_TITLE.match(text) or text.endswith("Distr.") else text


def language_of(text: str) -> str | None:
    """The official language of the text, by its script and its commonest words."""
    letters = Counter(_script(c) for c in text[:1500] if c.isalpha())
    if not letters:
        return None
    script = letters.most_common(1)[0][0]
    if script in ("ar", "zh"):
        return script
    words = Counter(text.lower().split())
    scores = {language: sum(words[w] for w in common) for language, common in _COMMON_WORDS.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= 3 else None


def _script(character: str) -> str:
    code = ord(character)
    if 0x0600 <= code <= 0x06FF or 0xFB50 <= code <= 0xFEFF:
        return "ar"
    if 0x4E00 <= code <= 0x9FFF:
        return "zh"
    return "ru" if 0x0400 <= code <= 0x04FF else "latin"
