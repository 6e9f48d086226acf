"""What is done in the scorecard, in words for those who read the trail."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk import deeds
from commonweal.offices.scorecard.models import Label

WORDS: dict[str, Any] = {
    "ask for a work list": _("asked for a work list"),
    "load findings": _("read findings in"),
    "fetch an evidence packet": _("fetched an evidence packet"),
    "fetch a book": _("fetched a book"),
    "fetch the register of tools": _("fetched the register of tools"),
    "propose": _("proposed it"),
    "change": _("changed it"),
    "add a task": _("added a task"),
    "make": _("made it"),
    "review": _("reviewed it"),
    "withdraw": _("withdrew it"),
}


def _label(change: str) -> Any:
    """Name the label that stands at the end of "1-counsel to 4-public"."""
    key = change.rpartition(" to ")[2]
    return dict(Label.choices).get(key, key)


def begin() -> None:
    """Let the trail say what is done here."""
    deeds.register(WORDS, [
        ("label ", _("said who may see the finding: %(about)s"), _label),
        ("read ", _("read with a key for machines"), str),
        ("export ", _("took a finding along"), str),
    ])  # fmt: skip
