"""`servanda serve`: the web server and its worker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from servanda.project.serving import serve


class Command(BaseCommand):
    help = "Serve this deployment, with the worker that reads documents in the background."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--threads", type=int, default=4)

    def handle(self, *args: Any, host: str, port: int, threads: int, **options: Any) -> None:
        serve(host, port, threads=threads)
