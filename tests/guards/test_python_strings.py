"""No sentence for a reader stands in the code as a bare literal."""

import ast
import re

from servanda.core import errors
from tests.guards.sources import assert_none, faults, name_of, python_files

MESSAGES = {"success", "info", "warning", "error"}
SPOKEN = {"label", "help_text", "empty_label", "verbose_name", "verbose_name_plural"}
REFUSALS = {"ValidationError"} | {name for name, thing in vars(errors).items() if isinstance(thing, type)}
SENTENCE = re.compile(r"[A-Z]|\w \w")
CHOICES = {"TextChoices", "IntegerChoices"}


def untranslated_literals(source: str, path: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            found += [literal for literal in spoken_in(node) if is_bare(literal)]
        elif isinstance(node, ast.ClassDef):
            found += [literal for literal in labels_in(node) if is_bare(literal)]
    found.sort(key=lambda literal: literal.lineno)
    return [f"{path}:{literal.lineno}: not translated: {ast.unparse(literal)[:60]}" for literal in found]


def spoken_in(call: ast.Call) -> list[ast.expr]:
    """The arguments of this call that a reader will see."""
    spoken = [keyword.value for keyword in call.keywords if keyword.arg in SPOKEN]
    if name_of(call) in REFUSALS:
        spoken += call.args[:1]
    if name_of(call) in MESSAGES and ast.unparse(call.func).startswith("messages."):
        spoken += call.args[1:2]
    return spoken


def labels_in(node: ast.ClassDef) -> list[ast.expr]:
    """The labels of a class of choices: the second of each pair."""
    if not any(ast.unparse(base).rsplit(".", 1)[-1] in CHOICES for base in node.bases):
        return []
    pairs = [line.value for line in node.body if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple)]
    return [pair.elts[1] for pair in pairs if len(pair.elts) > 1]


def is_bare(node: ast.expr) -> bool:
    """A literal sentence, or one glued from pieces; `_("…")` is a call and so neither. A bare code is no sentence."""
    if isinstance(node, ast.JoinedStr):
        return True
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(SENTENCE.search(node.value))


def test_no_sentence_is_a_bare_literal() -> None:
    assert_none(faults(untranslated_literals, python_files()))


def test_planted_literals_are_found() -> None:
    planted = """
messages.success(request, "Saved.")
raise ValidationError("Too late")
raise Refused(f"{name} cannot")
forms.CharField(label="Name")
class State(models.TextChoices):
    DRAFT = "draft", "Draft"
"""
    assert [fault.split(":")[1] for fault in untranslated_literals(planted, "x.py")] == ["2", "3", "4", "5", "7"]


def test_translated_literals_are_left_alone() -> None:
    fine = """
messages.success(request, _("Saved."))
logger.error(request, "a line for the operator")
raise Refused(_("%(name)s cannot") % {"name": name})
forms.CharField(label="")
class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OTHER = "other"
raise Refused("too_late")
"""
    assert untranslated_literals(fine, "x.py") == []
