"""Work lists: asked for on an initiative, made later, fetched once, gone after seven days."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from commonweal.engine.worklist import missed
from commonweal.intake import valuesets, versions
from commonweal.kinds import Period, Problem
from commonweal.measures.registry import find
from commonweal.offices.desk import trail
from commonweal.offices.desk.steps import about
from commonweal.offices.house import clock
from commonweal.offices.house.policy import SYSTEM, Actor
from commonweal.offices.scorecard.models import Initiative, WorkList
from commonweal.report.folder import neutral

KEPT = timedelta(days=7)
_State = WorkList.State


def ask(initiative: Initiative, period: Period, actor: Actor) -> WorkList:
    """Ask for the keys of whoever missed what the initiative is judged by; made in the queue."""
    now = clock.now()
    with transaction.atomic():
        made = WorkList.objects.create(
            initiative=initiative, measure=initiative.outcome, period=period.key,
            asked_by_id=actor.id, asked=now, expires=now + KEPT,
        )  # fmt: skip
        trail.write(actor, "ask for a work list", about(made), plan_hash=made.measure)
        transaction.on_commit(lambda: make.enqueue(str(made.pk)))
    return made


@task()
def make(key: str) -> None:
    """Make a work list that was asked for, without the vault."""
    made = WorkList.objects.get(pk=key)
    try:
        store = settings.STORE
        sets = valuesets.current(store)
        measure, period = find(made.measure), Period.parse(made.period)
        found = missed(versions.open_current(store), measure, period, sets[1] if sets else None)
    except Problem as problem:
        made.state, made.failure = _State.FAILED, f"{problem.says} {problem.do}"[:400]
    else:
        made.state, made.keys = _State.READY, "\n".join(found.keys)
        made.version, made.digest = found.version, found.digest
    with transaction.atomic():
        made.save()
        trail.write(SYSTEM, "make a work list", about(made), result_hash=made.digest)


def fetch(made: WorkList, actor: Actor) -> str | None:
    """Give a work list as a table, once; afterwards, and after seven days, there is none."""
    expire()
    with transaction.atomic():
        held = WorkList.objects.select_for_update().get(pk=made.pk)
        if held.state != _State.READY:
            return None
        sheet = table(held)
        held.state, held.keys = _State.FETCHED, ""
        held.save()
        trail.write(actor, "fetch a work list", about(held), result_hash=held.digest)
    return sheet


def table(made: WorkList) -> str:
    """Write the keys for a spreadsheet, one a line, nothing else beside them."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow([_("key")])
    writer.writerows([neutral(key)] for key in made.keys.splitlines())
    return sheet.getvalue()


def expire() -> int:
    """Empty the work lists that nobody fetched in time, and give how many."""
    late = WorkList.objects.filter(expires__lt=clock.now(), state__in=[_State.ASKED, _State.READY])
    return late.update(state=_State.EXPIRED, keys="")
