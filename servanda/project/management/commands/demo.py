"""`servanda demo`: the sample State, made once, then served."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from servanda.accounts.models import Person
from servanda.accounts.roles import ROLES
from servanda.core import clock
from servanda.core.profile import profile
from servanda.demo.build import build
from servanda.demo.people import PASSWORD, sample_log_ins
from servanda.demo.story import Story
from servanda.project.serving import serve


class Command(BaseCommand):
    help = "Make a deployment of the sample State in var/demo, serve it, and print its address and log-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--fresh", action="store_true", help="make it again from the start")
        parser.add_argument("--no-serve", action="store_true", help="make it and stop")

    def handle(self, *args: Any, port: int, host: str, fresh: bool, no_serve: bool, **options: Any) -> None:
        if fresh:
            call_command("flush", interactive=False, verbosity=0)
        call_command("migrate", verbosity=0)
        if not Person.objects.exists():
            self.stdout.write(f"Making the sample State in {settings.VAR_DIR}. This takes a minute or two.")
            build(self._tell)
            call_command("reindex", verbosity=0)
        self._print_log_ins(f"http://{host}:{port}/")
        if not no_serve:
            serve(host, port)

    def _tell(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()

    def _print_log_ins(self, address: str) -> None:
        story = Story(profile().folder, clock.today())
        self.stdout.write(f"\nServanda, {profile().name}: {address}")
        self.stdout.write(f"Everybody's password is: {PASSWORD}  (second factor off: this is a demo)\n")
        for role, person, institution in sample_log_ins(story):
            self.stdout.write(f"  {ROLES[role].name!s:<36} {person.email:<48} {institution}")
        self.stdout.write("\nStop with Ctrl+C. Start again with the same command; `--fresh` makes it anew.\n")
        self.stdout.flush()
