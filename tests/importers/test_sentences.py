"""Every code of the reader has a sentence, and every sentence a code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import override

from servanda.importers import reading, sentences

CODE = re.compile(r"^[a-z]+(?:_[a-z]+)*$")


def sources() -> Iterator[ast.AST]:
    folder = Path(reading.__file__).parent
    yield from (ast.parse(path.read_text()) for path in folder.rglob("*.py"))


def codes_of(*callers: str, place: int = 0) -> set[str]:
    """The codes given to these callers as literals."""
    found = set()
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in callers and len(node.args) > place:
                found |= {part.value for part in ast.walk(node.args[place]) if is_code(part)}
    return found


def is_code(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(CODE.match(node.value))


def doubts() -> set[str]:
    """The codes in what is assigned to, added to, or passed as doubts; `states` is the name of a column there."""
    found = set()
    for tree in sources():
        for node in ast.walk(tree):
            value = None
            if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                value = node.value if any("doubts" in ast.unparse(target) for target in targets) else None
            elif isinstance(node, ast.keyword) and node.arg == "doubts":
                value = node.value
            if value is not None:
                found |= {part.value for part in ast.walk(value) if is_code(part)}
    return found - {"states"} | codes_of("Part", "Bracket", place=2) | codes_of("Bracket", place=3)


def test_every_refusal_of_the_reader_has_a_sentence() -> None:
    refusals = codes_of("Refused", "_refused") | codes_of("_refused", "Foreign", place=1)
    assert len(refusals) > 25
    assert refusals - set(sentences.REFUSALS) == set()


def test_every_warning_has_a_sentence() -> None:
    warnings = codes_of("Warning")
    assert len(warnings) >= 8
    assert warnings - set(sentences.WARNINGS) == set()


def test_every_doubt_has_a_sentence() -> None:
    assert {"unknown_state", "no_number"} <= doubts()
    assert doubts() - set(sentences.DOUBTS) == set()


def test_a_code_that_is_new_still_says_something() -> None:
    assert sentences.refusal("never_heard_of", "Its own words.") == "Its own words."
    assert "never_heard_of" in sentences.doubt("never_heard_of")
    assert sentences.warning({"code": "never_heard_of", "message": "Its own words."}) == "Its own words."


def test_places_stand_in_the_sentences() -> None:
    with override("en"):
        assert "130.17" in sentences.warning({"code": "number_missing", "message": "", "place": "130.17", "page": 19})
