"""The record cannot be altered unnoticed."""

import json
import random

import pytest

from servanda.audit.chain import COVERED, GENESIS, digest_of_content, digest_of_entry
from servanda.audit.verification import main, verify

ENTRIES = 60


def honest_export() -> list[str]:
    lines, previous = [], GENESIS
    for number in range(1, ENTRIES + 1):
        content, salt = {"reason": f"because {number}"}, f"{number:032x}"
        entry = dict.fromkeys(COVERED, "") | {
            "number": number,
            "at": f"2026-01-01T00:00:{number:02}",
            "person": f"p{number % 7}",
            "command": "a.b",
            "previous": previous,
            "content_digest": digest_of_content(content, salt),
        }
        previous = digest_of_entry(entry)
        lines.append(json.dumps(entry | {"digest": previous, "content": content, "salt": salt}))
    return [*lines, json.dumps({"checkpoint": {"entries": ENTRIES, "digest": previous}})]


def flip_a_field(lines: list[str], rnd: random.Random) -> int:
    place = rnd.randrange(ENTRIES)
    entry = json.loads(lines[place])
    name = rnd.choice([*COVERED, "digest", "salt"])
    entry[name] = entry[name] + 1 if isinstance(entry[name], int) else entry[name] + "x"
    lines[place] = json.dumps(entry)
    return place


def change_the_content(lines: list[str], rnd: random.Random) -> int:
    place = rnd.randrange(ENTRIES)
    entry = json.loads(lines[place])
    entry["content"]["reason"] = "another"
    lines[place] = json.dumps(entry)
    return place


def drop(lines: list[str], rnd: random.Random) -> int:
    place = rnd.randrange(ENTRIES)
    del lines[place]
    return place


def insert(lines: list[str], rnd: random.Random) -> int:
    place = rnd.randrange(ENTRIES)
    lines.insert(place, lines[rnd.randrange(ENTRIES)])
    return place


def swap(lines: list[str], rnd: random.Random) -> int:
    place = rnd.randrange(ENTRIES - 1)
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    return place


def cut_the_end(lines: list[str], rnd: random.Random) -> int:
    place = rnd.randrange(ENTRIES)
    del lines[place:]
    return place


def rewrite_and_rehash(lines: list[str], rnd: random.Random) -> int:
    """One entry altered, with a digest that fits: the next one does not follow it."""
    place = rnd.randrange(ENTRIES - 1)
    entry = json.loads(lines[place])
    entry["person"] = "somebody else"
    entry["digest"] = digest_of_entry(entry)
    lines[place] = json.dumps(entry)
    return place + 1


TAMPERINGS = (flip_a_field, change_the_content, drop, insert, swap, cut_the_end, rewrite_and_rehash)


def test_an_honest_record_verifies() -> None:
    assert list(verify(honest_export())) == []


def test_a_thousand_tamperings_are_found_and_located() -> None:
    """Feature 114: every tampering is found, at the line where it was done."""
    honest, rnd, missed = honest_export(), random.Random(1), []
    for n in range(1000):
        lines = list(honest)
        tamper = TAMPERINGS[n % len(TAMPERINGS)]
        place = tamper(lines, rnd)
        if lines == honest:
            continue
        found = [finding.line for finding in verify(lines)]
        if not found or abs(found[0] - (place + 1)) > 1:
            missed.append((tamper.__name__, place, found[:3]))
    assert missed == []


def test_a_record_rewritten_from_the_start_is_found_by_a_checkpoint_held_elsewhere() -> None:
    honest = honest_export()
    noted = json.loads(honest[-1])["checkpoint"]["digest"]
    forged, previous = [], GENESIS
    for line in honest[:-1]:
        entry = json.loads(line) | {"person": "forger", "previous": previous}
        entry["digest"] = previous = digest_of_entry(entry)
        forged.append(json.dumps(entry))
    forged.append(json.dumps({"checkpoint": {"entries": ENTRIES, "digest": previous}}))
    assert list(verify(forged)) == []
    assert [f.problem for f in verify(forged, checkpoint=noted)] == [
        "the record does not end in the checkpoint that was noted elsewhere"
    ]


def test_erased_content_leaves_the_chain_whole() -> None:
    lines = honest_export()
    entry = json.loads(lines[10]) | {"content": None, "salt": ""}
    lines[10] = json.dumps(entry)
    assert list(verify(lines)) == []


@pytest.mark.parametrize(("content", "status"), [("\n".join(honest_export()), 0), ("{}\n", 1), ("", 1)])
def test_the_command_answers_with_its_status(tmp_path, content: str, status: int) -> None:
    export = tmp_path / "record.jsonl"
    export.write_text(content, encoding="utf-8")
    assert main([str(export)]) == status


def test_a_file_that_is_not_text_is_refused(tmp_path) -> None:
    binary = tmp_path / "record.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    assert main([str(binary)]) == 2
