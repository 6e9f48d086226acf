"""Work lists: asked for on an initiative, made later, fetched once, gone after seven days."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from commonweal.engine.reported import find
from commonweal.engine.worklist import missed
from commonweal.intake import valuesets, versions
from commonweal.kinds import Period, Problem
from commonweal.offices.desk import jobs, rounds, steps, trail
from commonweal.offices.desk.models import Job
from commonweal.offices.desk.steps import Flow, Need, Step, about
from commonweal.offices.house import clock
from commonweal.offices.house.limits import ROWS
from commonweal.offices.house.policy import SYSTEM, Actor, Role
from commonweal.offices.scorecard.flow.initiatives import leads
from commonweal.offices.scorecard.models import Initiative, WorkList
from commonweal.report.folder import neutral

KEPT = timedelta(days=7)
_State = WorkList.State
UNDER_WAY = (Initiative.State.APPROVED, Initiative.State.RUNNING)
ASKERS = frozenset({Role.OFFICER, Role.QUALITY})
HOUSE = frozenset({SYSTEM.role})
BY_HOUSE = Need(_("The house itself does this."), lambda _made, actor: actor is SYSTEM)
IN_TIME = Need(
    _("Its seven days are over. Ask for it again."),
    lambda made, _actor: made.expires >= clock.now(),
)
OWN = Need(
    _("Only whoever asked for it may fetch it."),
    lambda made, actor: str(made.asked_by_id) == actor.id,
)
OPEN = Need(
    _("Keys are given to whoever leads the initiative, for patients, and while it is under way."),
    lambda made, actor: not why_not(made.initiative, actor),
)
# None of these can be undone: what was made, emptied or handed over is not put back.
MAKE = Step(
    "make a work list", _("Make the work list"), (_State.ASKED,), _State.READY, HOUSE,
    needs=(BY_HOUSE, IN_TIME), undo=None, hashed="digest",
)  # fmt: skip
FAIL = Step(
    "fail to make a work list", _("Say why the work list can not be made"),
    (_State.ASKED,), _State.FAILED, HOUSE, needs=(BY_HOUSE,), undo=None,
)  # fmt: skip
CANCEL = Step(
    "cancel a work list", _("Cancel the work list"), (_State.ASKED,), _State.CANCELLED, HOUSE,
    needs=(BY_HOUSE,), undo=None,
)  # fmt: skip
FETCH = Step(
    "fetch a work list", _("Fetch the list"), (_State.READY,), _State.FETCHED, ASKERS,
    needs=(OWN, OPEN, IN_TIME), undo=None, hashed="digest",
)  # fmt: skip
EXPIRE = Step(
    "empty a work list", _("Empty the work list"), (_State.ASKED, _State.READY), _State.EXPIRED,
    HOUSE, needs=(BY_HOUSE,), undo=None, hashed="digest",
)  # fmt: skip
FLOW: Flow = (MAKE, FAIL, CANCEL, FETCH, EXPIRE)
steps.register(WorkList, FLOW)
OPENING, LOOKING, KEEPING = (
    _("Open the loaded data"),
    _("Look who missed the control"),
    _("Keep the list until it is fetched"),
)


def why_not(initiative: Initiative, actor: Actor) -> str:
    """Say why an actor gets no keys for an initiative, or "" where they do."""
    if not leads(actor, initiative):
        return _now("Only whoever leads it or the quality committee may ask for keys.")
    if not initiative.patients:
        return _now("Keys are for the care of patients, and it is not for patients.")
    if initiative.state not in UNDER_WAY:
        return _now("Keys are given only while it is approved or running.")
    return ""


def ask(initiative: Initiative, period: Period, actor: Actor) -> WorkList:
    """Ask for the keys of whoever missed what the initiative is judged by; made in the queue.

    Fails with Problem "worklist-closed" where the initiative or the actor gets none.
    """
    now = clock.now()
    with transaction.atomic():
        trail.turn()
        initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
        if reason := why_not(initiative, actor):
            raise Problem("worklist-closed", reason)
        made = WorkList.objects.create(
            initiative=initiative, measure=initiative.outcome, period=period.key,
            asked_by_id=actor.id, asked=now, expires=now + KEPT,
        )  # fmt: skip
        trail.write(actor, "ask for a work list", about(made), plan_hash=made.measure)
        named = (OPENING, LOOKING, KEEPING)
        made.job = jobs.begin(made.name, make, actor, named, key=str(made.pk))
        made.save(update_fields=["job"])
    return made


@jobs.work
def make(progress: jobs.Progress, key: str) -> jobs.Ending:
    """Make a work list that was asked for, without the vault; one that is too late stays empty."""
    expire()
    made = WorkList.objects.get(pk=key)
    if made.state != _State.ASKED:  # it expired, or was made before a crash
        said = {"state": made.get_state_display()}
        return jobs.Ending(_now("Nothing was left to do. The list is: %(state)s.") % said,
                           made.path())  # fmt: skip
    progress.step()
    store = settings.STORE
    sets = valuesets.current(store)
    dataset = versions.open_current(store)
    measure, period = find(dataset, made.measure), Period.parse(made.period)
    progress.step()
    found = missed(dataset, measure, period, sets[1] if sets else None)
    _short_enough(found.keys)
    progress.step()
    kept = {"keys": "\n".join(found.keys), "version": found.version, "digest": found.digest}
    steps.apply(MAKE, made, SYSTEM, beside=kept)
    return jobs.Ending(_now("The work list is ready. It can be fetched once."), made.path())


def _short_enough(keys: Sequence[str]) -> None:
    if len(keys) > ROWS:
        raise Problem(
            "worklist-long",
            _now("More than %(most)s people missed it. That is no list to work through.")
            % {"most": ROWS},
            _now("Ask for a shorter period."),
        )


@receiver(jobs.over, sender=Job)
def ended(sender: object, job: Job, **_given: object) -> None:
    """End a list whose work ended before it was made: cancelled, or with the reason why not."""
    for one in WorkList.objects.filter(job=job, state=_State.ASKED):
        if job.state == Job.State.CANCELLED:
            steps.apply(CANCEL, one, SYSTEM)
        else:
            steps.apply(FAIL, one, SYSTEM, beside={"failure": job.message[:400]})


def fetch(made: WorkList, actor: Actor) -> str | None:
    """Give a work list as a table, once, to whoever asked for it.

    Afterwards, after seven days, and once the initiative is over there is none.
    """
    expire()
    try:
        with transaction.atomic():
            held = steps.apply(FETCH, made, actor)
            sheet = table(held)
            WorkList.objects.filter(pk=held.pk).update(keys="")
    except Problem:
        return None
    return sheet


def table(made: WorkList) -> str:
    """Write the keys for a spreadsheet, one a line, nothing else beside them."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow([_now("key")])
    writer.writerows([neutral(key)] for key in made.keys.splitlines())
    return sheet.getvalue()


def expire() -> int:
    """Empty the work lists that nobody fetched in time, and give how many."""
    late = WorkList.objects.filter(expires__lt=clock.now(), state__in=EXPIRE.start)
    emptied = 0
    for one in late.defer("keys"):
        with suppress(Problem):  # somebody else came first
            steps.apply(EXPIRE, one, SYSTEM, beside={"keys": ""})
            emptied += 1
    return emptied


def begin() -> None:
    """Let the worker empty, each time it comes round, what nobody fetched in time."""
    rounds.register(expire)
