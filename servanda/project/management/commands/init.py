"""`servanda init`: a real deployment, ready for its first administrator."""

import getpass
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from servanda.accounts.commands import add_person
from servanda.accounts.models import Person
from servanda.core.errors import Refused


class Command(BaseCommand):
    help = "Set up the database, load the lists, and give the first administrator an account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--profile", metavar="CODE", help="checked against SERVANDA_PROFILE, which decides")
        parser.add_argument("--administrator", metavar="E-MAIL", help="address of the first administrator")

    def handle(self, *args: Any, profile: str | None, administrator: str | None, **options: Any) -> None:
        if profile and profile.lower() != settings.PROFILE.lower():
            raise CommandError(
                f"SERVANDA_PROFILE is {settings.PROFILE}: set it to {profile} first, so that every command agrees."
            )
        call_command("migrate", verbosity=0)
        call_command("load-reference-data")
        if administrator:
            self._give_account(administrator)

    def _give_account(self, address: str) -> None:
        password = getpass.getpass("Password of the first administrator (12 characters or more): ")
        if len(password) < 12:
            raise CommandError("The password is too short. Nothing was changed; run the command again.")
        try:
            add_person(
                email=address, given_name="", family_name="", role="administrator", language="en", password=password,
                by=Person.objects.command_line(),
            )  # fmt: skip
        except Refused as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"{address} may sign in. The second factor is set up at the first sign-in.")
