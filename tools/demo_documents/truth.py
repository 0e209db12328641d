"""Writes `truth/expected.csv`: what a reader should find in every document, for tests and as the list of keys."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from tools.demo_documents.findings import Finding
from tools.demo_documents.source import NUMBERED, Source

COLUMNS = (
    "symbol",
    "number",
    "kind",
    "recommending_states",
    "position",
    "text_start",
    "position_after_addendum",
    "file",
)
START = 60  # characters
# ISO 3166-1 alpha-3 codes of the States that our texts name, as the texts name them.
STATES = dict(
    " ".join(pair.split()).rsplit(" ", 1)
    for pair in """
    Algeria DZA, Angola AGO, Argentina ARG, Armenia ARM, Australia AUS, Austria AUT, Bahamas BHS, Bangladesh BGD,
    Barbados BRB, Belarus BLR, Belgium BEL, Benin BEN, Bhutan BTN, Botswana BWA, Brazil BRA, Bulgaria BGR, Cabo
    Verde CPV, Canada CAN, Chile CHL, China CHN, Colombia COL, Costa Rica CRI, Côte d’Ivoire CIV, Croatia HRV,
    Cuba CUB, Cyprus CYP, Czechia CZE, Denmark DNK, Ecuador ECU, Egypt EGY, Estonia EST, Ethiopia ETH, Fiji FJI,
    Finland FIN, France FRA, Gabon GAB, Georgia GEO, Germany DEU, Ghana GHA, Haiti HTI, Honduras HND, Hungary HUN,
    Iceland ISL, Indonesia IDN, Ireland IRL, Israel ISR, Italy ITA, Jamaica JAM, Japan JPN, Kenya KEN, Kingdom of
    the Netherlands NLD, Latvia LVA, Lebanon LBN, Liechtenstein LIE, Lithuania LTU, Luxembourg LUX, Madagascar
    MDG, Malawi MWI, Malaysia MYS, Maldives MDV, Malta MLT, Marshall Islands MHL, Mexico MEX, Montenegro MNE,
    Morocco MAR, Mozambique MOZ, Myanmar MMR, Namibia NAM, New Zealand NZL, Nicaragua NIC, Nigeria NGA, Norway
    NOR, Panama PAN, Paraguay PRY, Peru PER, Philippines PHL, Plurinational State of Bolivia BOL, Poland POL,
    Portugal PRT, Qatar QAT, Republic of Korea KOR, Republic of Moldova MDA, Rwanda RWA, Samoa WSM, Singapore SGP,
    Slovakia SVK, Slovenia SVN, South Africa ZAF, Spain ESP, Sri Lanka LKA, State of Palestine PSE, Sweden SWE,
    Switzerland CHE, Thailand THA, Timor-Leste TLS, Togo TGO, Trinidad and Tobago TTO, Tunisia TUN, Turkey TUR,
    Ukraine UKR, United Arab Emirates ARE, United Kingdom of Great Britain and Northern Ireland GBR, United States
    of America USA, Uruguay URY, Vanuatu VUT, Viet Nam VNM, Zambia ZMB
    """.split(",")
)
BRACKETS = re.compile(r"\(([A-Z][^()]+)\)(?=[;.]|\s*\()")
ANSWERS = (
    (re.compile(r"supports in part the following recommendations: ([^.]*(?:\.\d+[^.]*)*)\."), "supported_in_part"),
    (re.compile(r"supports the following recommendations: ([^.]*(?:\.\d+[^.]*)*)\."), "supported"),
    (re.compile(r"notes the following recommendations: ([^.]*(?:\.\d+[^.]*)*)\."), "noted"),
)


def recommending_states(text: str) -> list[str]:
    """Codes of the States in the brackets that close each recommendation."""
    return list(dict.fromkeys(STATES[name] for name in BRACKETS.findall(text) if name in STATES))


def answers(addendum: Source) -> dict[str, str]:
    """Number of a recommendation -> the State's final position, from the addendum's paragraphs."""
    found: dict[str, str] = {}
    for block in addendum.blocks:
        for form, position in ANSWERS:
            if block.kind == NUMBERED and (match := form.search(block.text)):
                found |= dict.fromkeys(re.findall(r"\d+\.\d+", match[1]), position)
    return found


def expected_rows(found: Iterable[Finding], file: str, final: dict[str, str]) -> Iterator[dict[str, str]]:
    for finding in found:
        states = recommending_states(finding.text) if finding.position else []
        row = _row(finding.symbol, finding.number, finding.kind, finding.text, file)
        yield row | {
            "recommending_states": "|".join(states),
            "position": finding.position,
            "position_after_addendum": final.get(finding.number, ""),
        }


def exported_rows(pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]], file: str) -> Iterator[dict[str, str]]:
    for document, record in pairs:
        kind = "recommendation" if record["type"] == "Recommendations" else "concern"
        yield _row(document["symbol"], record["number"], kind, record["text"], file)


def _row(symbol: str, number: str, kind: str, text: str, file: str) -> dict[str, str]:
    empty = dict.fromkeys(COLUMNS, "")
    return empty | {"symbol": symbol, "number": number, "kind": kind, "text_start": text[:START], "file": file}
