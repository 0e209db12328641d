"""Symbols of United Nations documents, and what they tell: kind of document, mechanism, State, session.

The series say who issued a document and the part behind says what it is: "CEDAW/C/PRY/CO/7" are the Committee's
concluding observations on Paraguay, "A/HRC/WG.6/48/SVN/2" the compilation for Slovenia's review in session 48. A symbol
that fits no pattern is kept as it stands.
"""

import re
from typing import NamedTuple

SYMBOL = re.compile(
    r"(?<![\w/.])(?:A/HRC(?:(?=\d)\d+)?|A/C\.\d|A/RES|A/CONF\.\d+|A|E/C\.12|E/CN\.4|E|"
    r"CCPR|CEDAW|CERD|CRC|CAT|CMW|CRPD|CED|HRI|S)"
    r"(?:\s?/\s?(?:[A-Z0-9][A-Za-z0-9.\-]*|\(\w+\)))+"
    r"|\bOEA/Ser\.\s?[A-Z]/[IVXLC]+/[IVXLC]+\.?\s?\d*,?\s+[Dd]oc\.?\s?\d+"
    r"|\b[A-Z]{3,6}/Ser\.\s?[A-Z]/No\.\s?\d+"
)
_TREATY_BODIES = "CCPR|CEDAW|CERD|CRC|CAT|CMW|CRPD|CED"
_STATE = r"(?P<state>[A-Z]{3})(?:-[A-Z]{3})?"
_PATTERNS = tuple(
    (re.compile(pattern), kind, mechanism)
    for pattern, kind, mechanism in (
        (rf"A/HRC/WG\.6/(?P<session>\d+)/{_STATE}/1\b", "upr_national_report", "UPR"),
        (rf"A/HRC/WG\.6/(?P<session>\d+)/{_STATE}/2\b", "upr_compilation", "UPR"),
        (rf"A/HRC/WG\.6/(?P<session>\d+)/{_STATE}/3\b", "upr_stakeholder_summary", "UPR"),
        (r"A/HRC/WG\.6/(?P<session>\d+)/?L\.\d+", "upr_working_group_report", "UPR"),
        (r"(?P<series>CRC/C)/OPAC/" + _STATE + r"/CO/", "concluding_observations", "CRC-OP-AC"),
        (r"(?P<series>CRC/C)/OPSC/" + _STATE + r"/CO/", "concluding_observations", "CRC-OP-SC"),
        (rf"(?P<body>{_TREATY_BODIES})/C/{_STATE}/CO/", "concluding_observations", None),
        (rf"(?P<body>{_TREATY_BODIES})/C/{_STATE}/QPR/", "list_of_issues_prior_to_reporting", None),
        (rf"(?P<body>{_TREATY_BODIES})/C/{_STATE}/Q/", "list_of_issues", None),
        (rf"(?P<body>{_TREATY_BODIES})/C/{_STATE}/RQ/", "replies_to_list_of_issues", None),
        (rf"(?P<body>{_TREATY_BODIES})/C/{_STATE}/(?:FCO|FUAI)/", "follow_up_report", None),
        (rf"(?P<body>{_TREATY_BODIES})/C/{_STATE}/(?:AI|OAI)/", "additional_information", None),
        (rf"(?P<body>{_TREATY_BODIES})/C/GC/", "general_comment", None),
        (rf"(?P<body>{_TREATY_BODIES})/C/{_STATE}/\d", "state_report", None),
        (rf"(?P<body>{_TREATY_BODIES})/C/", None, None),
        (rf"E/C\.12/{_STATE}/CO/", "concluding_observations", "CESCR"),
        (rf"E/C\.12/{_STATE}/Q/", "list_of_issues", "CESCR"),
        (rf"E/C\.12/{_STATE}/\d", "state_report", "CESCR"),
        (r"E/C\.12/GC/", "general_comment", "CESCR"),
        (r"E/C\.12/", None, "CESCR"),
        (rf"CAT/OP/{_STATE}", "visit_report", "SPT"),
        (rf"HRI/CORE/{_STATE}", "common_core_document", None),
    )
)


class SymbolFacts(NamedTuple):
    kind: str | None = None
    mechanism: str | None = None
    state: str | None = None
    session: int | None = None


def clean(symbol: str) -> str:
    """Without asterisks, full stop and stray blanks; courts write a blank behind "No." and "Doc."."""
    symbol = re.sub(r"^A/HRC(?=\d)", "A/HRC/", " ".join(symbol.split()).rstrip("*.,;: "))
    return symbol if re.search(r"\b(?:No|[Dd]oc)\.? ", symbol) else symbol.replace(" ", "")


def facts_of(symbol: str | None) -> SymbolFacts:
    for pattern, kind, mechanism in _PATTERNS:
        match = pattern.match(symbol or "")
        if match:
            named = match.groupdict()
            session = named.get("session")
            return SymbolFacts(
                kind, mechanism or named.get("body"), named.get("state"), int(session) if session else None
            )
    return SymbolFacts()


def upr_cycle(session: int | None) -> int | None:
    """The cycle of a Working Group session: the first cycle had 12 sessions, the second 14, the third 14."""
    if not session or session < 1:
        return None
    return next((cycle for cycle, last in enumerate((12, 26, 40, 54), 1) if session <= last), None)
