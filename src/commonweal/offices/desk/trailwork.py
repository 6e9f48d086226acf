"""Work with the whole trail: walking it, and writing it out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from itertools import islice

from auditlog.models import LogEntry
from django.urls import reverse
from django.utils.translation import gettext as _

from commonweal import trail as chain
from commonweal.offices.desk import history, jobs, trail
from commonweal.offices.desk.models import Entry
from commonweal.report.folder import neutral

PIECE = 500


@jobs.work
def verify(progress: jobs.Progress) -> jobs.Ending:
    """Walk the chain, then hold the history of fields against it."""
    progress.step(Entry.objects.count())
    verdict = chain.walked(_counted(progress))
    if verdict.first_bad is not None:
        return jobs.Ending(
            _("The trail is not whole: entry %(place)s is changed, missing or moved.")
            % {"place": verdict.first_bad},
            reverse("desk:trail"),
        )
    progress.step(LogEntry.objects.count())
    entries = LogEntry.objects.order_by("pk").iterator(PIECE)
    astray: list[int] = []
    while piece := list(islice(entries, PIECE)):
        astray += history.astray(piece)
        progress.did(len(piece))
    if astray:
        said = _("The trail is whole. %(count)s entries of the history of fields do not agree.")
        return jobs.Ending(said % {"count": len(astray)}, reverse("desk:trail"))
    said = _("The trail is whole: %(count)s entries, and the history of fields agrees.")
    return jobs.Ending(said % {"count": verdict.count}, reverse("desk:trail"))


def sheet(entries: Iterable[Entry], ends: str = "") -> str:
    """Write entries for a spreadsheet; a cell that begins like a formula is made a text.

    ends: words of a last line, where not all entries fit
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(trail.FIELDS)
    for one in entries:
        writer.writerow(neutral(str(getattr(one, name))) for name in trail.FIELDS)
    if ends:
        writer.writerow([ends])
    return written.getvalue()


def _counted(progress: jobs.Progress) -> Iterable[chain.Row]:
    rows = Entry.objects.order_by("seq").values_list(*trail.FIELDS)
    for row in rows.iterator(chunk_size=2000):
        if int(row[0]) % 2000 == 0:
            progress.did(2000)
        yield row
