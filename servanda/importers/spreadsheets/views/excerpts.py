"""Long texts on a page of many rows: what differs, with a little of what stands around it."""

AROUND = 60  # characters before and behind a difference
LONGEST = 400
GAP = "…"


def beginning(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + GAP


def difference(was: str, becomes: str) -> tuple[str, str]:
    """Both texts, cut to where they differ where one is long."""
    if max(len(was), len(becomes)) <= LONGEST:
        return was, becomes
    same_before = _shared(was, becomes)
    same_behind = _shared(was[same_before:][::-1], becomes[same_before:][::-1])
    return _around(was, same_before, same_behind), _around(becomes, same_before, same_behind)


def _around(text: str, before: int, behind: int) -> str:
    first, last = max(before - AROUND, 0), min(len(text) - behind + AROUND, len(text))
    cut = text[first:last]
    if len(cut) > LONGEST:
        cut, last = cut[:LONGEST], first + LONGEST
    return (GAP if first else "") + cut + (GAP if last < len(text) else "")


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
