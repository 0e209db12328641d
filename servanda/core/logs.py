"""Log lines that a hostile path or name can't forge."""

import logging


class OneLineFormatter(logging.Formatter):
    """One event, one line: line breaks and other control characters inside a message are shown escaped."""

    def format(self, record: logging.LogRecord) -> str:
        head, *trace = super().format(record).split("\nTraceback", 1)
        safe = "".join(c if c.isprintable() else repr(c)[1:-1] for c in head)
        return "\nTraceback".join([safe, *trace])
