"""Cells of tables that a spreadsheet may open."""

# A cell that begins so is a formula to a spreadsheet, and could run what a stranger wrote (OWASP: CSV injection). The
# full-width forms are read as the plain signs by some.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Text that a spreadsheet takes for text: an apostrophe stands before what would be a formula."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip(" \u00a0\u3000").startswith(FORMULA) else text
