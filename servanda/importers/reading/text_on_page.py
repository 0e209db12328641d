"""Where a text stands among the letters of a page. Blanks, hyphens and marks don't count: they change with the setting."""

ANCHORS = (40, 20, 10)  # letters by which the start or the end of a text is sought on a page, surest first
WHOLE, IN_PART = 2, 1


def span_of(letters: str, text: str) -> tuple[int, int] | None:
    """Where the letters stand on the page: whole, or their start (it goes on overleaf), or their end."""
    wanted = "".join(c for c in text if c.isalnum())
    start = letters.find(wanted)
    if start >= 0 and wanted:
        return start, start + len(wanted)
    for anchor in ANCHORS:
        span = _goes_on_overleaf(letters, wanted, anchor) or _comes_from_overleaf(letters, wanted, anchor)
        if span:
            return span
    return None


def begins_on(letters: str, text: str, anchor: int = ANCHORS[0]) -> int:
    """Whether the text stands on the page: WHOLE, IN_PART where only its first `anchor` letters do, else 0."""
    wanted = "".join(c for c in text if c.isalnum())
    if not wanted:
        return 0
    if wanted in letters:
        return WHOLE
    return IN_PART if len(wanted) > anchor and wanted[:anchor] in letters else 0


def _goes_on_overleaf(letters: str, wanted: str, anchor: int) -> tuple[int, int] | None:
    start = letters.find(wanted[:anchor]) if len(wanted) > anchor else -1
    return (start, start + _common(letters[start:], wanted)) if start >= 0 else None


def _comes_from_overleaf(letters: str, wanted: str, anchor: int) -> tuple[int, int] | None:
    end = letters.find(wanted[-anchor:]) if len(wanted) > anchor else -1
    if end < 0:
        return None
    end += anchor
    return end - _common(letters[:end][::-1], wanted[::-1]), end


def _common(one: str, other: str) -> int:
    """How many letters both begin with."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
