"""JSON Lines for programs: one object a line, named by the columns' codes; lists stay lists."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from servanda.exporters.registry import Line, register


@register
class JsonLines:
    title: Any = _("JSON")
    extension = "jsonl"
    media_type = "application/jsonl; charset=utf-8"

    def write(self, name: str, columns: Sequence[str], lines: Iterable[Line]) -> Iterator[bytes]:
        for line in lines:
            yield json.dumps(dict(zip(columns, line, strict=True)), ensure_ascii=False).encode() + b"\n"
