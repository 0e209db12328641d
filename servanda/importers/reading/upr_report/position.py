"""The State's position on the recommendations of a section, read from the sentence that opens or closes it.

Formulas of the Working Group: "… enjoy the support of X" (supported); "… enjoy the support of X, which considers that
they are already implemented" (supported); "… will be examined by X, which will provide responses …" (pending);
"… did not enjoy the support of X" (noted); "… noted by X" (noted). The first reports list first and answer below:
"The response of X to these recommendations will be included in the outcome report" (pending).
"""

import re

from ..phrases import any_language
from ..reading import IN_PART, NOTED, PENDING, SUPPORTED

_PARTLY = r"(?:partially|partly|in part)\b"
_FORMULAS = {
    IN_PART: (
        rf"{_PARTLY}.{{0,40}}\b(?:support|accept|enjoy)",
        rf"(?:support|accept)\w*\b.{{0,30}}\b{_PARTLY}",
    ),
    NOTED: (
        r"\b(?:not|cannot|neither)\b.{0,40}\b(?:enjoy|support|accept)",
        r"\bunable to (?:support|accept)",
        r"\breject|\bnot in a position to",
    ),
    PENDING: (
        r"\bwill (?:further |be |be further )*(?:examine|consider|respond|provide)",
        r"\bwill be included in the outcome",
        r"\bresponses? (?:of|by|from|made by)\b.{0,80}\bwill\b",
        r"\bin due (?:time|course)\b",
        r"\bposition\b.{0,60}\bwill be provided",
    ),
    SUPPORTED: (
        r"\benjoys? (?:the|its|their|his) (?:full )?support",
        r"\bsupport(?:s|ed)? (?:by|of)\b",
        r"\b(?:accepts?|accepted|agrees?|supports)\b",
        r"\balready (?:been )?implemented|\bprocess of (?:being )?implement",
    ),
}
_COMPILED = tuple(
    (position, re.compile("|".join(patterns), re.IGNORECASE | re.DOTALL)) for position, patterns in _FORMULAS.items()
)
_ELSEWHERE = ((IN_PART, "in_part"), (NOTED, "noted"), (PENDING, "pending"), (SUPPORTED, "supported"))
_MERELY_NOTED = re.compile(r"\b(?:noted|takes? note|took note)\b", re.IGNORECASE)


def position_in(sentence: str) -> str | None:
    """The position that a sentence states, or None; the strictest formula comes first."""
    for position, pattern in _COMPILED:
        if pattern.search(sentence):
            return position
    if _MERELY_NOTED.search(sentence):
        return NOTED
    return _in_other_languages(sentence)


def _in_other_languages(sentence: str) -> str | None:
    """The same formulas in French, Spanish, Russian, Arabic and Chinese (the tables of `phrases`)."""
    return next(
        (position for position, name in _ELSEWHERE if any_language(f"upr.positions.{name}").search(sentence)), None
    )
