"""The State's position on the recommendations of a section, read from the sentence that opens or closes it.

Formulas of the Working Group: "… enjoy the support of X" (supported); "… enjoy the support of X, which considers that
they are already implemented" (supported); "… will be examined by X, which will provide responses …" (pending);
"… did not enjoy the support of X" (noted); "… noted by X" (noted). The first reports list first and answer below:
"The response of X to these recommendations will be included in the outcome report" (pending).
"""

import re

from ..reading import IN_PART, NOTED, PENDING, SUPPORTED

_FORMULAS = (
    (IN_PART, r"(?:partially|partly|in part)\b.{0,40}\b(?:support|accept|enjoy)|(?:support|accept)\w*\b.{0,30}\b(?:partially|partly|in part)\b"),
    (NOTED, r"\b(?:not|cannot|neither)\b.{0,40}\b(?:enjoy|support|accept)|\bunable to (?:support|accept)|\breject|\bnot in a position to"),
    (PENDING, r"\bwill (?:be |further be |be further |)\w{0,10}\s?(?:examine|consider|respond|provide)|\bwill be included in the outcome|\bwill be examined|\bresponses? (?:of|by|from|made by)\b.{0,80}\bwill\b|\bin due (?:time|course)\b|\bposition\b.{0,60}\bwill be provided"),
    (SUPPORTED, r"\benjoys? (?:the|its|their|his) (?:full )?support|\bsupport(?:s|ed)? (?:by|of)\b|\b(?:accepts?|accepted|agrees?|supports)\b|\balready (?:been )?implemented|\bprocess of (?:being )?implement"),
    (NOTED, r"\b(?:noted|takes? note|took note)\b"),
)  # fmt: skip
_COMPILED = tuple((position, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for position, pattern in _FORMULAS)


def position_in(sentence: str) -> str | None:
    """The position that a sentence states, or None; the strictest formula comes first."""
    for position, pattern in _COMPILED:
        if pattern.search(sentence):
            return position
    return None
