"""Long work: in the queue, with its steps, cancelled, failed, and given back after a crash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from tests.offices.conftest import ClientOf

from commonweal.kinds import Problem
from commonweal.offices.desk import jobs
from commonweal.offices.desk.management.commands import desk_worker
from commonweal.offices.desk.models import Job, Notice
from commonweal.offices.house import clock
from commonweal.offices.house.policy import SYSTEM, Actor, Role

ActorOf = Callable[[Role], Actor]
State = Job.State


@jobs.work
def counted(progress: jobs.Progress, most: int) -> jobs.Ending:
    progress.step(most)
    for _ in range(most):
        progress.job.beat = clock.now() - timedelta(seconds=2)
        progress.did()
    return jobs.Ending("Counted to the end.", "/vision/")


@jobs.work
def refused(progress: jobs.Progress) -> jobs.Ending:
    raise Problem("store-missing", "There is no store.", "Name one.")


@jobs.work
def broken(progress: jobs.Progress) -> jobs.Ending:
    raise ZeroDivisionError


def worked() -> Job:
    call_command("desk_worker", "--once")
    return Job.objects.get()


def test_work_ends_in_a_message_a_place_and_a_notice(
    actor_of: ActorOf, client_of: ClientOf
) -> None:
    job = jobs.begin("Count", counted, actor_of(Role.OFFICER), ("Counting",), most=3)
    page = client_of(Role.OFFICER)
    path = reverse("desk:job", args=[job.pk])
    assert "waits for its turn" in page.get(path).text
    ended = worked()
    assert (ended.state, ended.done, ended.tries) == (State.DONE, 3, 1)
    said = page.get(path).text
    assert "Counted to the end." in said and "hx-get" not in said
    assert Notice.objects.get().words == "Done: Count"
    assert client_of(Role.ANALYST).get(path).status_code == 404


def test_the_page_asks_again_for_its_part_alone(actor_of: ActorOf, client_of: ClientOf) -> None:
    job = jobs.begin("Count", counted, actor_of(Role.OFFICER), ("Counting", "Writing"), most=3)
    began = clock.now() - timedelta(minutes=1)
    Job.objects.update(state=State.RUNNING, step=1, done=10, total=50, step_began=began)
    path = reverse("desk:job", args=[job.pk])
    part = client_of(Role.OFFICER).get(path, headers={"HX-Request": "true"}).text
    assert "<html" not in part and "every 2s" in part
    assert "10</bdi> of <bdi>50" in part and "about 5 minutes more" in part
    assert "not begun" in part


def test_a_guess_of_the_time_left_waits_ten_seconds(actor_of: ActorOf) -> None:
    job = Job(state=State.RUNNING, done=1, total=2, step_began=clock.now())
    assert jobs.left(job) is None
    assert jobs.left(Job(state=State.WAITING)) is None


def test_work_is_cancelled_before_it_begins_and_while_it_runs(
    actor_of: ActorOf, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = jobs.begin("Count", counted, actor_of(Role.OFFICER), most=3)
    path = reverse("desk:cancel_job", args=[job.pk])
    said = client_of(Role.OFFICER).post(path, follow=True).text
    assert "It was asked to stop." in said
    assert worked().state == State.CANCELLED
    client_of(Role.OFFICER).post(path)
    Job.objects.update(state=State.WAITING)
    monkeypatch.setattr(jobs, "_begun", lambda one: jobs.cancel(one, SYSTEM))
    Job.objects.update(cancel_asked=False)
    counted.call(str(job.pk), most=3)
    assert Job.objects.get().message.startswith("Cancelled. What was done")


def test_a_problem_is_told_as_it_is_and_a_fault_as_ours(actor_of: ActorOf) -> None:
    jobs.begin("Read", refused, actor_of(Role.OFFICER))
    assert worked().message == "There is no store. Name one."
    Job.objects.all().delete()
    jobs.begin("Divide", broken, SYSTEM)
    assert "failed on our side" in worked().message
    assert DBTaskResult.objects.filter(status="FAILED").count() == 1


def test_crashed_work_is_given_back_three_times(actor_of: ActorOf) -> None:
    job = jobs.begin("Count", counted, actor_of(Role.OFFICER), most=1)
    long_ago = clock.now() - 2 * jobs.LEASE
    DBTaskResult.objects.update(status="RUNNING")
    Job.objects.update(state=State.RUNNING, beat=long_ago, tries=1)
    assert jobs.rescue() == 1
    assert worked().state == State.DONE
    counted.call(str(job.pk), most=1)  # what is done is not done again
    Job.objects.update(state=State.RUNNING, beat=long_ago, tries=3)
    assert jobs.rescue() == 0
    assert Job.objects.get().state == State.FAILED


def test_a_worker_goes_on_until_its_parent_is_gone(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    parents, slept = iter([7, 7, 1]), []
    fake = SimpleNamespace(getppid=lambda: next(parents), getpid=lambda: 5)
    monkeypatch.setattr(desk_worker, "os", fake)
    monkeypatch.setattr(clock, "rest", slept.append)
    monkeypatch.setattr(clock, "ticks", lambda: float(len(slept)))
    call_command("desk_worker", "--parent", "7")
    assert slept == [1, 1]
