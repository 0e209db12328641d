"""Where a part stands in the wording from which it is cut. No database here."""

import re

from django.utils.translation import gettext as _

from servanda.core.errors import Refused

LEFT_OUT = re.compile(r"\s*(?:…|\[…\]|\.\.\.|\[\.\.\.\])\s*")


def spans_of(part: str, wording: str) -> list[list[int]]:
    """[[from, to], …] of each stretch of the part in the wording, in its order; stretches are divided by … . Blanks and
    line breaks need not agree. `Refused` where words don't stand there."""
    spans: list[list[int]] = []
    start = 0
    for stretch in filter(None, LEFT_OUT.split(part.strip())):
        found = _as_pattern(stretch).search(wording, start)
        if found is None:
            raise Refused(
                _(
                    "These words do not stand so in the wording: “%(words)s”. Copy them from it, and write … where you leave words out."
                )
                % {"words": stretch[:120]}
            )
        spans.append([found.start(), found.end()])
        start = found.end()
    return spans


def _as_pattern(stretch: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in stretch.split()))


def marked(wording: str, spans: list[list[int]]) -> list[tuple[str, bool]]:
    """The wording in pieces: (text, whether it belongs to the part)."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in spans:
        pieces += [(wording[at:start], False), (wording[start:end], True)]
        at = end
    return [(text, own) for text, own in [*pieces, (wording[at:], False)] if text]
