"""Work lists: asked for on an initiative, made later, fetched once, gone after seven days."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from commonweal.engine.reported import find
from commonweal.engine.worklist import missed
from commonweal.intake import valuesets, versions
from commonweal.kinds import Period, Problem
from commonweal.offices.desk import rounds, trail
from commonweal.offices.desk.steps import about
from commonweal.offices.house import clock
from commonweal.offices.house.limits import ROWS
from commonweal.offices.house.policy import SYSTEM, Actor
from commonweal.offices.scorecard.flow.initiatives import leads
from commonweal.offices.scorecard.models import Initiative, WorkList
from commonweal.report.folder import neutral

KEPT = timedelta(days=7)
_State = WorkList.State
UNDER_WAY = (Initiative.State.APPROVED, Initiative.State.RUNNING)


def why_not(initiative: Initiative, actor: Actor) -> str:
    """Say why an actor gets no keys for an initiative, or "" where they do."""
    if not leads(actor, initiative):
        return _("Only whoever leads it or the quality committee may ask for keys.")
    if not initiative.patients:
        return _("Keys are for the care of patients, and it is not for patients.")
    if initiative.state not in UNDER_WAY:
        return _("Keys are given only while it is approved or running.")
    return ""


def ask(initiative: Initiative, period: Period, actor: Actor) -> WorkList:
    """Ask for the keys of whoever missed what the initiative is judged by; made in the queue.

    Fails with Problem "worklist-closed" where the initiative or the actor gets none.
    """
    now = clock.now()
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
        if reason := why_not(initiative, actor):
            raise Problem("worklist-closed", reason)
        made = WorkList.objects.create(
            initiative=initiative, measure=initiative.outcome, period=period.key,
            asked_by_id=actor.id, asked=now, expires=now + KEPT,
        )  # fmt: skip
        trail.write(actor, "ask for a work list", about(made), plan_hash=made.measure)
        transaction.on_commit(lambda: make.enqueue(str(made.pk)))
    return made


@task()
def make(key: str) -> None:
    """Make a work list that was asked for, without the vault; one that is too late stays empty."""
    made = WorkList.objects.get(pk=key)
    try:
        store = settings.STORE
        sets = valuesets.current(store)
        dataset = versions.open_current(store)
        measure, period = find(dataset, made.measure), Period.parse(made.period)
        found = missed(dataset, measure, period, sets[1] if sets else None)
        _short_enough(found.keys)
    except Problem as problem:
        made.state, made.failure = _State.FAILED, f"{problem.says} {problem.do}"[:400]
    else:
        made.state, made.keys = _State.READY, "\n".join(found.keys)
        made.version, made.digest = found.version, found.digest
    with transaction.atomic():
        held = WorkList.objects.select_for_update().get(pk=key)
        if held.state != _State.ASKED or held.expires < clock.now():
            return
        made.save(update_fields=["state", "failure", "keys", "version", "digest"])
        trail.write(SYSTEM, "make a work list", about(made), result_hash=made.digest)


def _short_enough(keys: Sequence[str]) -> None:
    if len(keys) > ROWS:
        raise Problem(
            "worklist-long",
            _("More than %(most)s people missed it. That is no list to work through.")
            % {"most": ROWS},
            _("Ask for a shorter period."),
        )


def fetch(made: WorkList, actor: Actor) -> str | None:
    """Give a work list as a table, once, to whoever asked for it.

    Afterwards, after seven days, and once the initiative is over there is none.
    """
    expire()
    with transaction.atomic():
        held = WorkList.objects.select_for_update().get(pk=made.pk)
        own = str(held.asked_by_id) == actor.id and not why_not(held.initiative, actor)
        if held.state != _State.READY or not own:
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


def begin() -> None:
    """Let the worker empty, each time it comes round, what nobody fetched in time."""
    rounds.register(expire)
