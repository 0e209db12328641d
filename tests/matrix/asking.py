"""Every question that the matrix asks, and what came back."""

import itertools
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import transaction

from tests.matrix.expected import VERBS, Target, Targets, expected, may_enter, outcome
from tests.matrix.principals import Principal
from tests.matrix.routes import Written, written_routes
from tests.matrix.world import World


class Asked(NamedTuple):
    """One question: who, which route, about what, how."""

    principal: Principal
    line: Written
    target: Target
    method: str

    def __str__(self) -> str:
        return f"{self.method} {self.line.name} ({self.target.note}) by {self.principal.label}"


def questions(world: World, lines: Iterable[Written] | None = None) -> Iterator[Asked]:
    """Left out because it would say the same again: who may not even enter is asked about the first object only; the public
    pages by three; steps by who does not work here for one verb. A step is asked for by GET and POST in turn."""
    targets = Targets(world)
    for line in lines or written_routes().values():
        for place, target in enumerate(targets.of(line.about)):
            methods = methods_of(line)
            if line.about == "record and step":
                methods = [methods[(place + place // len(VERBS)) % 2]]
            for method, principal in itertools.product(methods, world.principals):
                if (place == 0 or may_enter(principal, line)) and not says_the_same(principal, line, target):
                    yield Asked(principal, line, target, method)


def says_the_same(principal: Principal, line: Written, target: Target) -> bool:
    if line.name.startswith("portal:"):
        return principal.label not in ("nobody", "cso", "editor")
    return target.verb not in ("", "submit") and principal.signed_in and not principal.works_here


def methods_of(line: Written) -> list[str]:
    return [method for method, asked in (("GET", line.read), ("POST", line.send)) if asked != "no"]


def ask(asked: Asked) -> Any:
    """Ask, and take back whatever the answer changed."""
    with transaction.atomic():
        response = send(asked.principal.client, asked.method, asked.target.address(asked.line.name))
        read(response)
        transaction.set_rollback(True)
    return response


def read(response: Any) -> bytes:
    """The whole answer; a file is read to its end, which closes it."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def send(client: Any, method: str, address: str) -> Any:
    data = {"reason": "Give the numbers."} if method == "POST" else None
    return client.generic(method, address) if data is None else client.post(address, data)


def wrong_answers(asked: Iterable[Asked]) -> tuple[int, list[str]]:
    """How many were asked, and which were answered otherwise than written."""
    count, wrong = 0, []
    for question in asked:
        count += 1
        wanted, got = expected(*question), outcome(ask(question))
        if got != wanted:
            wrong.append(f"{question}: {got}, not {wanted}")
    return count, wrong


@contextmanager
def silence() -> Iterator[None]:
    """Thousands of wanted refusals need no line each."""
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
