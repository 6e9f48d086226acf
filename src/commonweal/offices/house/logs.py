"""Keeps names, identifiers and numbers of people out of the logs."""

from __future__ import annotations

import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType

LONG = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|\b\d{3,}\b|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|'[^']*'|\"[^\"]*\""
)
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
OURS = "commonweal"


class NoNames(logging.Formatter):
    """Write the kind of an event and where it was, never its values.

    Arguments of a message and the text of an error may hold what somebody typed, so only the
    constant part of the message, the kind of error and the place in the code are written.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Give one line without values."""
        kind, error, trace = record.exc_info or (None, None, None)
        said = record.msg if isinstance(record.msg, str) else ""
        if str(error) and str(error) in said:  # the text of an error may be the whole message
            said = ""
        said = LONG.sub("...", said)
        said = " ".join(CONTROLS.sub(" ", said).split())  # one event, one line
        place = f"{record.name} {record.module}:{record.lineno}"
        line = f"{_instant(record)} {record.levelname} {place} {said}"
        return f"{line} {kind.__name__}{_where(trace)}" if kind else line


def _instant(record: logging.LogRecord) -> str:
    """Give the instant of an event in UTC, to the second."""
    return datetime.fromtimestamp(record.created, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _where(trace: TracebackType | None) -> str:
    """Name the innermost place of ours that an error went through: module and line, no values."""
    places = [
        f" at {frame.f_globals.get('__name__', '')}:{line}"
        for frame, line in traceback.walk_tb(trace)
        if str(frame.f_globals.get("__name__", "")).startswith(OURS)
    ]
    return places[-1] if places else ""
