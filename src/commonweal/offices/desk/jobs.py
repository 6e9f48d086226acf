"""Long work: begun from a page, done in the queue, its steps named; it can be left and cancelled.

Work says how far it is at least every ten minutes; what is silent for longer is taken for crashed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.dispatch import Signal
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_tasks import task
from django_tasks.base import Task as Queued
from django_tasks_db.models import DBTaskResult

from commonweal.kinds import Problem, Purpose
from commonweal.offices.desk import history, outbox, trail
from commonweal.offices.desk.models import Job
from commonweal.offices.house import clock
from commonweal.offices.house.policy import SYSTEM, Actor, Role

LEASE = timedelta(minutes=15)
TRIES = 3
SILENT = timedelta(seconds=10)  # before this, a guess of the time left is no better than none
# Sent with `job` in the transaction that ends it, however it ends: rooms above end what they began.
over = Signal()
_State = Job.State


class Stopped(Exception):
    """Say that somebody asked to cancel the work."""


@dataclass(frozen=True)
class Ending:
    """Say how work ended.

    says: a sentence for whoever asked
    path: the place to go to
    """

    says: str
    path: str = ""


class Progress:
    """Tell the page how far the work is; each call may raise Stopped."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def step(self, total: int = 0) -> None:
        """Begin the next step; `total` is how many things it has to do, where that is known."""
        self.job.step += 1
        self.job.done, self.job.total, self.job.step_began = 0, total, clock.now()
        self._tell()

    def did(self, count: int = 1) -> None:
        """Say that so many more things of this step are done."""
        self.job.done += count
        if clock.now() - (self.job.beat or self.job.asked) > timedelta(seconds=1):
            self._tell()

    def _tell(self) -> None:
        self.job.beat = clock.now()
        self.job.save(update_fields=["step", "done", "total", "beat", "step_began"])
        if Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists():
            raise Stopped


Work = Callable[..., Ending]


def work(does: Work) -> Queued[..., None]:
    """Make a function into work of the queue: it is given a Progress first, and ends in an Ending.

    The function stands at the top of its module. A Problem it raises is told to whoever asked.
    """

    @wraps(does)
    def run(job_id: str, **details: Any) -> None:
        job = Job.objects.get(pk=job_id)
        if job.state != _State.WAITING:
            return
        if job.cancel_asked:
            _end(job, _State.CANCELLED, Ending(_("Cancelled before it began.")))
            return
        _begun(job)
        with _ending(job), history.acting(actor_of(job)):
            _end(job, _State.DONE, does(Progress(job), **details))

    return task()(run)


def begin(
    name: str,
    queued: Queued[..., None],
    actor: Actor,
    steps: Sequence[Any] = (),
    **details: Any,
) -> Job:
    """Put work into the queue, and give the row that its page shows.

    name:    of the work, as its page says it
    queued:  what `work` made
    actor:   who asks
    steps:   names of its steps, in their order
    details: what the function is given besides its Progress; plain values
    """
    with transaction.atomic():
        job = Job.objects.create(
            name=name, person_id=actor.id if actor is not SYSTEM else None, asked=clock.now(),
            role=actor.role.value, purpose=actor.purpose.value, steps=[str(one) for one in steps],
        )  # fmt: skip
        job.result = queued.enqueue(str(job.pk), **details).id
        job.save(update_fields=["result"])
        trail.write(actor, "begin work", f"desk.job:{job.pk}")
    return job


def cancel(job: Job, actor: Actor) -> None:
    """Ask work to stop: at once where it has not begun, else at its next sign of life."""
    with transaction.atomic():
        Job.objects.filter(pk=job.pk).update(cancel_asked=True)
        trail.write(actor, "cancel work", f"desk.job:{job.pk}")


def actor_of(job: Job) -> Actor:
    """Give who asked for the work, as they were then."""
    role = Role(job.role)
    return Actor(str(job.person_id), role, Purpose(job.purpose), frozenset({role}))


def left(job: Job) -> timedelta | None:
    """Guess how long the step that runs will take, once ten seconds allow a guess."""
    if job.state != _State.RUNNING or not (job.done and job.total and job.step_began):
        return None
    gone = clock.now() - job.step_began
    if gone < SILENT:
        return None
    return gone / job.done * max(job.total - job.done, 0)


def rescue() -> int:
    """Give work of a crashed process back to the queue, three times at most; say how much."""
    now = clock.now()
    lost = Job.objects.filter(state=_State.RUNNING, beat__lt=now - LEASE)
    lost_before = lost.filter(tries__gte=TRIES)
    for job in lost_before:
        said = _("It stopped three times without a word. Tell the people who run this site.")
        _end(job, _State.FAILED, Ending(said))
    again = list(lost.filter(tries__lt=TRIES))
    with transaction.atomic():
        Job.objects.filter(pk__in=[job.pk for job in again]).update(state=_State.WAITING)
        results = Q(pk__in=[job.result for job in again])
        bare = Q(started_at__lt=now - 4 * LEASE) & ~Q(pk__in=Job.objects.values("result"))
        DBTaskResult.objects.filter(results | bare, status="RUNNING").update(status="READY")
    return len(again)


def _begun(job: Job) -> None:
    now = clock.now()
    Job.objects.filter(pk=job.pk).update(
        state=_State.RUNNING, started=now, beat=now, tries=F("tries") + 1, step=0, done=0
    )
    job.refresh_from_db()


@contextmanager
def _ending(job: Job) -> Iterator[None]:
    try:
        yield
    except Stopped:
        _end(job, _State.CANCELLED, Ending(_("Cancelled. What was done so far was not kept.")))
    except Problem as problem:
        _end(job, _State.FAILED, Ending(f"{problem.says} {problem.do}".strip()))
    except Exception:
        said = _("This failed on our side. Nothing was changed. Try again later.")
        _end(job, _State.FAILED, Ending(said))
        raise


def _end(job: Job, state: Job.State, ending: Ending) -> None:
    with transaction.atomic():
        job.state, job.finished, job.message = state, clock.now(), ending.says
        job.path = ending.path
        job.save()
        trail.write(actor_of(job), f"work {state.value}", f"desk.job:{job.pk}")
        over.send(Job, job=job)
        if job.person:
            outbox.tell_person(
                job.person, "work", f"desk.job:{job.pk}", ENDED[state], parts={"name": job.name},
                path=reverse("desk:job", args=[job.pk]),
            )  # fmt: skip


ENDED = {
    _State.DONE: gettext_noop("Done: %(name)s"),
    _State.FAILED: gettext_noop("Could not be done: %(name)s"),
    _State.CANCELLED: gettext_noop("Cancelled: %(name)s"),
}
