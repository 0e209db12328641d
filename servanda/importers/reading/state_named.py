"""Which State a document is about: by its symbol, by the sentence that opens a review, or by the title.

A name that the table of States does not hold (a State of fiction, a name of tomorrow) is given as printed, without a code.
"""

import re
from collections import Counter
from typing import NamedTuple

from servanda.mechanisms import states

_NAME = r"(?P<state>[A-ZÀ-Ý][\w’'.-]+(?:(?: (?:of|and|the|de|la|del|du|des|da|et|y))* [A-ZÀ-Ý(][\w’').-]*){0,6})"
_REVIEWED = re.compile(
    r"[Rr]eview of (?:the\s)?(?P<state>[A-ZÀ-Ý].{2,70}?)\s+(?:was held|took place|at the)", re.DOTALL
)
_CITED = re.compile(r"A/HRC/WG\.6/(\d{1,2})/\s?([A-Z]{3})/\d")
OUTCOME = re.compile(r"outcome of the universal periodic review|advance questions", re.IGNORECASE)
_PARTY = re.compile(
    rf"(?:\b(?:[Pp]eriodic|[Ii]nitial|[Cc]ombined\b.{{0,60}}) reports? (?:of|submitted by) |\b[Vv]isit to |\b[Mm]ission to |\bvs?\. |"
    rf"\b[Pp]ériodiques? d[eu’](?:s |la |l’)?|\b[Vv]isite (?:au|en|aux) |\b[Pp]eriódicos? (?:combinados )?de |\b[Vv]isita a |"
    rf"\b[Pp]eriodic [Rr]eview:? |\b[Pp]ériodique universel:? |\b[Pp]eriódico [Uu]niversal:? )(?:the |la |el |le |l’)?{_NAME}"
)
_NOT_A_STATE = re.compile(r"^(?:Report|Addendum|Note|Views|Matrix|Thematic|Working|Summary|Compilation|Corrigendum)\b")


class NamedState(NamedTuple):
    iso3: str | None
    name: str | None


def state_named(opening: str, first: str, title: str | None, from_symbol: str | None, *, is_upr: bool) -> NamedState:
    """The State's code, where it has one, and its name as the document gives it."""
    code = from_symbol or _code(opening, first, title, is_upr=is_upr)
    known = states.by_iso3(code)
    if known:
        return NamedState(code, known.name)
    return NamedState(code, _as_printed(opening, title or "", is_upr=is_upr))


def _code(opening: str, first: str, title: str | None, *, is_upr: bool) -> str | None:
    if is_upr and not (title and OUTCOME.search(title)):
        match = _REVIEWED.search(opening)
        code = states.iso3_of(match["state"]) if match else None
        return code or most_cited(opening, 2) or _state_line(first)
    return (_named_last(title) if title else None) or _state_line(first)


def _as_printed(opening: str, title: str, *, is_upr: bool) -> str | None:
    """A name without a code, from the set phrases in which only a State can stand."""
    reviewed = _REVIEWED.search(opening) if is_upr else None
    found = reviewed or next((m for m in _PARTY.finditer(title) if not _NOT_A_STATE.match(m["state"])), None)
    words = [word for word in found["state"].split() if word] if found else []
    stop = next((i for i, word in enumerate(words) if _NOT_A_STATE.match(word)), len(words))
    return " ".join(words[:stop]).strip(" *.,;:") or None


def most_cited(opening: str, group: int) -> str | None:
    """The session (group 1) or State (group 2) of the review's documents that the opening cites most."""
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
    pattern = r"(?:\b(?:of|to|on|OF|TO|ON|de|du|des|del|au|aux|en|a|vs?\.) (?:the |THE |la |le |el |l’)?|\bd’|: )([A-ZÀ-Ý][^,:;]{2,60})"
    for match in re.finditer(pattern, title):
        words = match[1].split()
        for length in range(min(8, len(words)), 0, -1):
            code = states.iso3_of(" ".join(words[:length]).strip(" *"))
            if code:
                return code
    return None
