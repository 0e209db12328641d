"""Each write goes through a command: nothing else in the house saves, creates, changes or deletes a record.

The guard reads the code and cannot know types, so it goes by shape: a queryset's `update` takes only names, a record's
`save` and `delete` take no file. `add` on a relation looks like `add` on a set and is not seen.
"""

import ast

from tests.guards.sources import assert_none, calls, faults, name_of, python_files

BY_NAME = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "raw_delete", "acreate"}
# Writing elsewhere needs a reason.
ALLOWED = {
    "servanda/accounts/command.py": "the machinery of every command: it counts the version of what was changed",
    "servanda/accounts/models.py": "create_user is Django's own name for making an account; commands call it",
    "servanda/audit/batches.py": "the steps back are written by the command whose change they describe",
}


def writes(source: str, path: str) -> list[str]:
    return [f"{path}:{call.lineno}: {name_of(call)} outside a command" for call in calls(source) if is_write(call)]


def is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name, has_values = call.func.attr, bool(call.args)
    if name == "update":
        return bool(call.keywords) and not has_values
    if name in {"save", "delete"}:
        return not has_values and not is_super(call)
    return name in BY_NAME


def is_super(call: ast.Call) -> bool:
    """A model may extend its own save; whoever calls it is what we look for."""
    return ast.unparse(call.func.value).startswith("super()")  # type: ignore[attr-defined]


def is_a_place_for_writes(path: str) -> bool:
    return path.endswith("/commands.py") or ("/commands/" in path and "/management/" not in path) or path in ALLOWED


def test_writes_stand_in_commands_only() -> None:
    assert_none([fault for fault in faults(writes, python_files()) if not is_a_place_for_writes(fault.split(":")[0])])


def test_no_reason_outlives_its_write() -> None:
    paths_with_writes = {fault.split(":")[0] for fault in faults(writes, python_files())}
    assert set(ALLOWED) - paths_with_writes == set()


def test_planted_writes_are_found() -> None:
    planted = """
recommendation.save()
recommendation.save(update_fields=["state"])
Recommendation.objects.filter(pk=1).update(state="published")
institution.assignments.create(role="lead")
Assignment.objects.get_or_create(role="lead")
Assignment.objects.bulk_create(rows)
assignment.delete()
"""
    assert [fault.split(":")[1] for fault in writes(planted, "x.py")] == ["2", "3", "4", "5", "6", "7", "8"]


def test_what_only_looks_like_a_write_is_left_alone() -> None:
    harmless = """
digest.update(content)
totals.update(other)
workbook.save(path)
cache.delete(key)
super().save(**options)
"""
    assert writes(harmless, "x.py") == []


def test_management_commands_are_no_place_for_writes() -> None:
    assert not is_a_place_for_writes("servanda/demo/management/commands/demo.py")
    assert is_a_place_for_writes("servanda/assignments/commands/lead.py")
