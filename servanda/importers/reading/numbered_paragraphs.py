"""Recommendations of treaty bodies, special procedures and courts: numbered paragraphs, known by their verbs.

Drafting conventions. Concluding observations set out positive aspects first, then "Principal areas of concern and
recommendations"; there a paragraph says what the Committee is concerned about, and the next what it recommends, urges
or calls for, often in lettered parts. The Committee against Torture and the Human Rights Committee write "The State
party should" instead. Visit reports end in "Conclusions and recommendations". A judgment ends in operative paragraphs
behind "DECIDES", "DISPONE". One paragraph is one recommendation here; its lettered parts are given beside it, so that a
person can split it.
"""

import re
from collections.abc import Iterable, Iterator

from .lines import Line, join_lines
from .paragraphs import Paragraph
from .reading import CONCERN, RECOMMENDATION, ReadRecommendation

JUDGMENT_POINT = "judgment_point"
CONFIDENCE = {RECOMMENDATION: 0.9, CONCERN: 0.85, JUDGMENT_POINT: 0.8}
_FROM_HERE = re.compile(
    r"\b(?:concerns?|recommendations?|conclusions|recomendaciones|preocupaci[oó]n|recommandations|pr[ée]occupation)\b",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"\b(?:positive aspects|introduction|aspectos positivos|introducci[oó]n|aspects positifs)\b", re.IGNORECASE
)
_OPERATIVE = re.compile(r"\b(?:puntos resolutivos|operative (?:paragraphs|part)|dispositif)\b", re.IGNORECASE)
_ORDERS = re.compile(r"\b(?:DISPONE|DECIDES?|ORDERS?|DECIDE|ORDONNE)\b")
_BODY = (
    r"\b(?:Committee|Sub-?committee|Special Rapporteur|Independent Expert|Working Group|Special Representative|"
    r"Experts?|Commission|Court|Comit[ée]|Relator[a]? Especial|Rapporteur sp[ée]cial|She|He|It|They)\b"
)
_VERBS = (
    r"\b(?:recommends?|urges?|calls? (?:up)?on|invites?|encourages?|requests?|"
    r"reiterates? (?:its|the|her|his) (?:previous |earlier |recommendations?)|"
    r"reminds the State party of its obligation|"
    r"recomienda|insta|exhorta|invita|solicita|pide|alienta|recommande|engage|invite|prie|exhorte|demande|encourage)\b"
)
_STATE_SHOULD = (
    r"\bState part(?:y|ies)\b(?![’'])[^.;:]{0,120}?"
    r"\b(?:should|must|is (?:\w+ )?(?:urged|requested|encouraged|invited|called upon))\b"
    r"|\bEstado parte\b[^.;]{0,120}?\b(?:debe|deber[íi]a)\b"
    r"|\b[ÉE]tat partie\b[^.;]{0,120}?\b(?:devrait|doit)\b"
)
_RECOMMENDS = re.compile(rf"{_BODY}[^.;:]{{0,260}}?{_VERBS}|{_STATE_SHOULD}")
_SHOULD = re.compile(r"^(?:The|All)\b(?! (?:Sub-?)?[Cc]ommittee| Special| Court)[^.;]{0,120}\b(?:should|must)\b")
_CONCERN = re.compile(
    r"\b(?:concern(?:s|ed)?|regrets?|alarmed|deplores?|dismayed|worried|notes? that|preocupa\w*|lamenta|inquiet\w+|"
    r"pr[ée]occup\w+|regrette)\b",
    re.IGNORECASE,
)
_SUB_ITEM = re.compile(r"^\((?P<label>[a-z]{1,2}|[ivx]{1,5})\)\s*(?=\S)")


def read_numbered(paragraphs: Iterable[Paragraph]) -> Iterator[ReadRecommendation]:
    """Concerns and recommendations of a document, in its order."""
    open_part, operative, ordered = False, False, False
    for paragraph in paragraphs:
        if paragraph.number is None:
            heading = paragraph.text()
            open_part = (open_part or bool(_FROM_HERE.search(heading))) and not _PRAISE.search(heading)
            operative = operative or bool(_OPERATIVE.search(heading))
        text = paragraph.text()
        if paragraph.number is not None:
            kind = (JUDGMENT_POINT if ordered else None) if operative else kind_of(text) if open_part else None
            if kind:
                yield _recommendation(paragraph, text, kind)
        ordered = operative and (ordered or bool(_ORDERS.search(text)))


def kind_of(text: str) -> str | None:
    """recommendation or concern, by the verb; None for a paragraph that is neither."""
    if _RECOMMENDS.search(text) or _SHOULD.match(text):
        return RECOMMENDATION
    return CONCERN if _CONCERN.search(text) else None


def _recommendation(paragraph: Paragraph, text: str, kind: str) -> ReadRecommendation:
    items = sub_items(paragraph.lines)
    pages = tuple(sorted({line.page for line in paragraph.lines if line.page}))
    return ReadRecommendation(
        number=str(paragraph.number),
        text=text,
        kind=kind,
        section=paragraph.section or None,
        page=pages[0] if pages else None,
        pages=pages,
        confidence=CONFIDENCE[kind],
        wording=text,
        extra={"sub_items": [{"label": label, "text": words} for label, words in items]} if items else {},
    )


def sub_items(lines: list[Line]) -> list[tuple[str, str]]:
    """The lettered parts of a paragraph: label and words, in order."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        match = _SUB_ITEM.match(line.text)
        if match:
            found.append((f"({match['label']})", [line.text[match.end() :]]))
        elif found:
            found[-1][1].append(line.text)
    return [(label, re.sub(r"[;,]?\s*(?:and)?[;.]?\s*$", "", join_lines(words))) for label, words in found]
