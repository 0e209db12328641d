"""`servanda export KIND FORMAT`: what was published, as a file: the same rows as the page with the same question.

Exit status: 0 done; 2 refused, nothing written.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils import translation

from servanda.core.search import one_moment
from servanda.exporters.recommendations import HEADINGS, lines
from servanda.exporters.registry import FORMATS
from servanda.exporters.thematic_list import EXTENSION, Comments, written
from servanda.exporters.thematic_rows import published, review_of, rows_of
from servanda.portal.asking import Asked

REFUSED = 2
KINDS = ("recommendations",)


class Command(BaseCommand):
    help = "Write what was published as a file. FORMAT docx is the layout of OHCHR's thematic list of recommendations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("format", choices=(*FORMATS, EXTENSION))
        parser.add_argument("--output", type=Path, metavar="FILE", help="where to (by default the standard output)")
        parser.add_argument("--question", default="", help="what the address of a list asks: 'theme=…&status=…'")
        parser.add_argument("--language", default="en", help="of the labels (en)")
        parser.add_argument(
            "--comments", choices=[str(one) for one in Comments], default=str(Comments.NONE),
            help="docx: a column for comments on implementation, empty or with what was published",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        pieces = self.pieces(**options)
        try:
            with _opened(options["output"]) as file, translation.override(options["language"]), one_moment():
                for piece in pieces:
                    file.write(piece)
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror}.", returncode=REFUSED) from None

    def pieces(self, *, format: str, question: str, comments: str, **_: Any) -> Iterator[bytes]:
        asked = Asked.of(QueryDict(question.lstrip("?")))
        if format == EXTENSION:
            payloads = published(asked.keys())
            yield from written(rows_of(payloads), review_of(payloads), Comments(comments))
        else:
            yield from FORMATS[format].write("Recommendations", HEADINGS, lines(asked.keys(), str))


def _opened(output: Path | None) -> Any:
    return output.open("wb") if output else nullcontext(sys.stdout.buffer)
