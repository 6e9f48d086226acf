"""Findings as lines of a list. A list is written once for the same lines in the same language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from commonweal.kinds import message
from commonweal.offices.house.languages import told
from commonweal.offices.scorecard.models import Label, Record
from commonweal.offices.scorecard.models.findings import name_told

LISTS = 512  # that are kept ready: 10 kB each


class Line(NamedTuple):
    """Hold what a list says of one finding, as it stands in the database.

    pk:      of the finding
    key:     of its measure
    name:    of the finding
    naming:  the name with the message that it was made from, or ""
    verdict: in words
    state:   how far it came
    news:    what is new beside the edition before, or ""
    label:   who may see it
    """

    pk: UUID
    key: str
    name: str
    naming: str
    verdict: str
    state: str
    news: str
    label: str

    @property
    def told_name(self) -> str:
        """Give the name of the finding in the language of the reader."""
        return name_told(self.name, self.naming)

    @property
    def told_verdict(self) -> str:
        """Give the verdict in the language of the reader."""
        return told(message(self.verdict))

    @property
    def path(self) -> str:
        """Give the page of this finding."""
        return reverse("scorecard:measure", args=[self.pk])

    @property
    def stage(self) -> str:
        """Name how far it came."""
        return str(Record.State(self.state).label)

    @property
    def changed(self) -> str:
        """Name what is new, or give ""."""
        return str(Record.News(self.news).label) if self.news else ""

    @property
    def readers(self) -> str:
        """Name who may see it."""
        return str(Label(self.label).label)


FIELDS = Line._fields


def table(lines: Iterable[Line]) -> SafeString:
    """Write lines as a table, or give nothing where there are none.

    What is kept ready is kept by all that it says, so nobody reads a line that was not theirs.
    """
    told = tuple(lines)
    return _written(told, get_language() or "en") if told else SafeString()


@lru_cache(maxsize=LISTS)
def _written(lines: tuple[Line, ...], _language: str) -> SafeString:
    return render_to_string("scorecard/records.html", {"records": lines})
