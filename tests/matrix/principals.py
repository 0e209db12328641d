"""Who asks: seventeen people, each as the written table sees her (role, seats) and with a browser of her own."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.test import Client

from tests.support.visits import client_of

AT_WORK = {
    "focal_point", "alternate", "validating_authority", "secretariat_editor", "secretariat_publisher", "nhri",
}  # fmt: skip


@dataclass
class Principal:
    """`seats`: {id of an institution: roles held there today}. `signed_in`: the server knows her."""

    label: str
    person: Any = None
    role: str = ""
    seats: dict[Any, set[str]] = field(default_factory=dict)
    signed_in: bool = True

    @property
    def pk(self) -> Any:
        return self.person.pk if self.person else None

    @cached_property
    def all_roles(self) -> set[str]:
        if not self.signed_in:
            return {"public"}
        return {"public"} | ({self.role} - {"member"}) | set().union(*self.seats.values())

    @cached_property
    def client(self) -> Client:
        return client_of(self.person) if self.person else Client()

    @property
    def works_here(self) -> bool:
        return bool(self.all_roles & AT_WORK)

    def sits_in(self, institution_id: Any) -> bool:
        return self.signed_in and institution_id in self.seats


def nobody() -> Principal:
    return Principal("nobody", signed_in=False)
