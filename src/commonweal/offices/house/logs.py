"""Keeps names, identifiers and numbers of people out of the logs."""

from __future__ import annotations

import logging
import re

LONG = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|\b\d{3,}\b|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}")


class NoNames(logging.Formatter):
    """Write the kind of an event and where it was, never its values.

    Arguments of a message and the text of an error may hold what somebody typed, so only the
    constant part of the message, the kind of error and the place in the code are written.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Give one line without values."""
        said = LONG.sub("...", str(record.msg)) if isinstance(record.msg, str) else ""
        line = f"{record.levelname} {record.name} {record.module}:{record.lineno} {said}"
        kind = record.exc_info[0] if record.exc_info else None
        return f"{line} {kind.__name__}" if kind else line
