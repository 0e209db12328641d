"""No physical direction: a page in Arabic mirrors because start and end are said, never left and right."""

import re

from tests.guards.sources import assert_none, faults, line_at, stylesheets

SIDE = r"(?:left|right)"
PHYSICAL = re.compile(
    rf"(?:^|[;{{\s])(?P<found>"
    rf"(?:scroll-)?(?:margin|padding|border)-{SIDE}(?:-\w+)?\s*:"  # margin-left: border-right-color:
    rf"|border-(?:top|bottom)-{SIDE}-radius\s*:"
    rf"|{SIDE}\s*:"
    rf"|(?:text-align|float|clear|justify-(?:content|items|self)|caption-side)\s*:\s*{SIDE}"
    rf"|(?:background|object|transform|perspective)-(?:position|origin)[-xy]*\s*:[^;}}]*\b{SIDE}\b"
    rf"|transition[^:;}}]*:[^;}}]*\b(?:margin|padding)-{SIDE}\b"
    rf")",
    re.MULTILINE,
)
SHORTHAND = re.compile(
    r"(?:^|[;{\s])(?P<name>margin|padding|inset|border-(?:width|style|color))\s*:\s*(?P<values>[^;}]+)"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def physical_directions(css: str, path: str) -> list[str]:
    plain = COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), css)
    found = [(match.start("found"), match["found"].strip()) for match in PHYSICAL.finditer(plain)]
    found += [
        (match.start("name"), match[0].strip()) for match in SHORTHAND.finditer(plain) if is_lopsided(match["values"])
    ]
    return [f"{path}:{line_at(plain, position)}: {text}" for position, text in sorted(found)]


def is_lopsided(values: str) -> bool:
    """Four values whose second (right) and fourth (left) differ say a side without naming it."""
    parts = re.sub(r"\([^()]*\)", "()", values.replace("!important", "")).split()
    full = re.findall(r"[^\s(]+(?:\((?:[^()]|\([^()]*\))*\))?", values.replace("!important", ""))
    return len(parts) == 4 and len(full) == 4 and full[1] != full[3]


def test_stylesheets_name_no_side() -> None:
    assert_none(faults(physical_directions, stylesheets()))


def test_planted_sides_are_found() -> None:
    planted = """
.a { margin-left: 1rem }
.b { text-align: right }
.c { padding: 0 1rem 0 2rem }
.d { border-top-left-radius: 2px; left: 0 }
.e { float: left }
.f { background: red; background-position: right center }
"""
    lines = [fault.split(":")[1] for fault in physical_directions(planted, "x.css")]
    assert lines == ["2", "3", "4", "5", "5", "6", "7"]


def test_logical_directions_are_left_alone() -> None:
    logical = """
.a { margin-inline-start: 1rem; padding: 0 1rem 0 1rem; inset-inline-end: 0 } /* not margin-left: */
.b { text-align: start; padding: 1px 2px 3px; border-start-start-radius: 2px; grid-area: left; --copyright: 1 }
"""
    assert physical_directions(logical, "x.css") == []
