"""A work list: two roles, one purpose, made as long work, fetched once, gone in seven days."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from tests.offices.desk.walk import walk
from tests.offices.scorecard.plans import initiative
from tests.unit.engine.made import dataset

from commonweal.engine import worklist as engine
from commonweal.kinds import Period, Problem, Purpose
from commonweal.offices.desk import jobs, rounds, steps
from commonweal.offices.desk.models import Entry, Job, Notice
from commonweal.offices.desk.steps import about
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.flow import worklists
from commonweal.offices.scorecard.models import Edition, Initiative, Origin, WorkList

ActorOf = Callable[[Role], Actor]
ClientOf = Callable[[Role], Client]
PersonOf = Callable[[Role], Person]
YEAR = Period.parse("2025")
MEASURE = "care.left_without_being_seen"
VISITS = [
    {"encounter_key": f"{mark}e{n}", "patient_key": f"p{n}", "visit_class": "EMER",
     "status": "finished", "start": "2025-03-01"}
    for n, mark in enumerate(["", "=", ""])
]  # fmt: skip
TRACKS = [
    {"ed_track_key": f"t{n}", "encounter_key": VISITS[n]["encounter_key"], "patient_key": f"p{n}",
     "outcome": "left_unseen" if n < 2 else "seen", "arrived": "2025-03-01"}
    for n in range(3)
]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path, settings: Settings) -> Path:
    tables = {"patient": [{"patient_key": f"p{n}", "birth": "1980-01-01"} for n in range(3)],
              "encounter": VISITS, "ed_track": TRACKS}  # fmt: skip
    made = dataset(tmp_path, tables, [("p0", "race_1997", "2054-5", "stated")])
    (tmp_path / "CURRENT").write_text(made.version)
    listed = {"tables": sorted(made.tables), "first_day": "2025-03-01", "last_day": "2025-03-01"}
    (tmp_path / "versions" / made.version / "manifest.json").write_text(json.dumps(listed))
    settings.STORE = tmp_path
    return tmp_path


@pytest.fixture
def thing(person_of: PersonOf) -> Initiative:
    return initiative(person_of(Role.OFFICER), outcome=MEASURE, state="running")


def asked(thing: Initiative, actor: Actor) -> WorkList:
    made = worklists.ask(thing, YEAR, actor)
    return worked(made)


def worked(made: WorkList) -> WorkList:
    """Do the work of a list, as the worker does."""
    worklists.make.call(str(made.job_id), key=str(made.pk))
    made.refresh_from_db()
    return made


def state_of(state: str, made: WorkList) -> WorkList:
    WorkList.objects.filter(pk=made.pk).update(state=state)
    made.refresh_from_db()
    return made


def test_it_lists_whoever_missed_the_control_and_is_fetched_once(
    store: Path, thing: Initiative, actor_of: ActorOf, client_of: ClientOf
) -> None:
    made = asked(thing, actor_of(Role.QUALITY))
    client = client_of(Role.QUALITY)
    assert "Fetch the list" in client.get(f"{thing.path()}work-list/").content.decode()
    answer = client.post(f"/work-lists/{made.pk}.csv")
    assert answer.content.decode() == "key\n'=e1\ne0\n"
    assert "attachment" in answer.headers["Content-Disposition"]
    made.refresh_from_db()
    assert (made.state, made.keys) == ("fetched", "")
    assert client.post(f"/work-lists/{made.pk}.csv").status_code == 404
    assert client.get(f"/work-lists/{made.pk}.csv").status_code == 405


def test_a_list_too_long_to_work_through_is_not_made(
    store: Path, thing: Initiative, actor_of: ActorOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklists, "ROWS", 1)
    made = asked(thing, actor_of(Role.QUALITY))
    assert (made.state, made.keys) == ("failed", "")
    assert made.failure.startswith("More than 1 people missed it.")
    assert made.failure.endswith("Ask for a shorter period.")


def test_every_act_is_in_the_trail_with_the_hash_of_the_list_and_no_key(
    store: Path, thing: Initiative, actor_of: ActorOf
) -> None:
    actor = actor_of(Role.QUALITY)
    made = asked(thing, actor)
    worklists.fetch(made, actor)
    rows = Entry.objects.filter(object_id=about(made))
    assert [one.action for one in rows] == [
        "ask for a work list", "make a work list: asked to ready",
        "fetch a work list: ready to fetched",
    ]  # fmt: skip
    assert [one.result_hash for one in rows] == ["", made.digest, made.digest]
    assert {one.result_hash for one in rows} == {"", made.digest}
    assert rows[0].purpose == "P2"
    assert not any("e0" in f"{one.action} {one.plan_hash}" for one in rows)


def test_it_is_the_same_whatever_people_say_of_themselves(
    store: Path, thing: Initiative, actor_of: ActorOf
) -> None:
    before = asked(thing, actor_of(Role.QUALITY))
    (store / "vault" / ("0" * 16) / "attribute.parquet").unlink()
    after = asked(thing, actor_of(Role.QUALITY))
    assert before.keys.encode() == after.keys.encode()


def test_it_is_gone_after_seven_days(
    store: Path, thing: Initiative, actor_of: ActorOf, client_of: ClientOf
) -> None:
    made = asked(thing, actor_of(Role.QUALITY))
    WorkList.objects.update(expires=clock.now() - timedelta(seconds=1))
    assert "expired" in client_of(Role.QUALITY).get(f"{thing.path()}work-list/").content.decode()
    assert worklists.fetch(made, actor_of(Role.QUALITY)) is None
    made.refresh_from_db()
    assert (made.state, made.keys) == ("expired", "")


def test_what_can_not_be_made_says_why(
    tmp_path: Path, settings: Settings, thing: Initiative, actor_of: ActorOf
) -> None:
    settings.STORE = tmp_path
    made = asked(thing, actor_of(Role.QUALITY))
    assert made.state == "failed"
    assert "no loaded data" in made.failure


@pytest.mark.django_db(transaction=True)
def test_asking_on_the_page_puts_the_work_into_the_queue(
    store: Path, thing: Initiative, client_of: ClientOf
) -> None:
    client = client_of(Role.QUALITY)
    path = f"{thing.path()}work-list/"
    assert "is not a period" in client.post(path, {"period": "soon"}).content.decode()
    answer = client.post(path, {"period": "2025"})
    made = WorkList.objects.get()
    assert (made.period, answer.headers["Location"]) == (YEAR.key, f"/desk/job/{made.job_id}/")
    page = client.get(answer.headers["Location"]).content.decode()
    for told in ("Work list: Call back", "Open the loaded data", "Look who missed the control",
                 "Keep the list until it is fetched", "Cancel this work"):  # fmt: skip
        assert told in page
    page = client.get(path).content.decode()
    assert "being made" in page and f'href="/desk/job/{made.job_id}/"' in page
    call_command("desk_worker", "--once")
    assert Notice.objects.get().words == "Done: Work list: Call back after a high reading"
    page = client.get(f"/desk/job/{made.job_id}/").content.decode()
    assert "The work list is ready." in page and f'href="{path}"' in page
    assert "Fetch the list" in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("measure", "says"),
    [("care.breast", "what people say of themselves"), ("care.gone", "no longer in the house")],
)
def test_a_measure_without_a_list_says_why_and_makes_none(
    person_of: PersonOf, client_of: ClientOf, measure: str, says: str
) -> None:
    thing = initiative(person_of(Role.OFFICER), outcome=measure, state="running")
    client = client_of(Role.QUALITY)
    assert says in client.get(f"{thing.path()}work-list/").content.decode()
    client.post(f"{thing.path()}work-list/", {"period": "2025"})
    assert not WorkList.objects.exists()


def test_it_is_for_two_roles_and_one_purpose(thing: Initiative, client_of: ClientOf) -> None:
    path = f"{thing.path()}work-list/"
    assert client_of(Role.QUALITY).get(path).status_code == 200
    for role in (Role.ANALYST, Role.BOARD, Role.DIRECTOR):
        assert client_of(role).get(path).status_code == 403
    assert client_of(Role.OFFICER).get(path).status_code == 403  # there to run a program
    page = client_of(Role.OFFICER).get(thing.path()).content.decode()
    assert "for quality improvement" in page


def for_improvement(client: Client) -> Client:
    """Declare the one purpose that work lists are for."""
    where = reverse("people:change_role")
    client.post(where, {"choice": f"officer {Purpose.QUALITY_IMPROVEMENT.value}"})
    return client


def test_an_officer_has_lists_of_the_own_initiative_alone(
    thing: Initiative, person_of: PersonOf, client_of: ClientOf, actor_of: ActorOf
) -> None:
    client = for_improvement(client_of(Role.OFFICER))
    assert client.get(f"{thing.path()}work-list/").status_code == 200
    assert "Ask for a work list of keys" in client.get(thing.path()).content.decode()
    other = initiative(person_of(Role.QUALITY), outcome=MEASURE, state="running")
    path = f"{other.path()}work-list/"
    assert client.get(path).status_code == 403
    assert client.post(path, {"period": "2025"}).status_code == 403
    assert "Ask for a work list of keys" not in client.get(other.path()).content.decode()
    with pytest.raises(Problem) as raised:
        worklists.ask(other, YEAR, actor_of(Role.OFFICER))
    assert raised.value.code == "worklist-closed"
    assert not WorkList.objects.exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"state": "proposed"}, "only while it is approved or running"),
        ({"state": "ended"}, "only while it is approved or running"),
        ({"patients": False}, "it is not for patients"),
    ],
)
def test_there_is_no_list_before_the_approval_after_the_end_or_without_patients(
    thing: Initiative, client_of: ClientOf, changes: dict[str, object], says: str
) -> None:
    Initiative.objects.update(**changes)
    client = client_of(Role.QUALITY)
    assert says in client.get(f"{thing.path()}work-list/").content.decode()
    assert client.post(f"{thing.path()}work-list/", {"period": "2025"}).status_code == 200
    assert not WorkList.objects.exists()


def test_what_ended_while_somebody_asked_is_said(
    thing: Initiative, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_given: object) -> None:
        raise Problem("worklist-closed", "It ended.")

    monkeypatch.setattr(worklists, "ask", late)
    page = client_of(Role.QUALITY).post(f"{thing.path()}work-list/", {"period": "2025"})
    assert "It ended." in page.content.decode()


def test_a_list_is_fetched_by_whoever_asked_for_it_and_while_it_runs(
    store: Path, thing: Initiative, actor_of: ActorOf, client_of: ClientOf
) -> None:
    made = asked(thing, actor_of(Role.OFFICER))
    assert worklists.fetch(made, actor_of(Role.QUALITY)) is None
    page = client_of(Role.QUALITY).get(f"{thing.path()}work-list/").content.decode()
    assert "Fetch the list" not in page
    Initiative.objects.update(state="ended")
    assert worklists.fetch(made, actor_of(Role.OFFICER)) is None
    Initiative.objects.update(state="running")
    assert worklists.fetch(made, actor_of(Role.OFFICER))


def test_every_step_of_a_work_list(thing: Initiative, actor_of: ActorOf) -> None:
    made = worklists.ask(thing, YEAR, actor_of(Role.QUALITY))
    taken = walk(
        worklists.FLOW, WorkList.State.values, lambda state: state_of(state, made), actor_of
    )
    assert taken == sum(len(step.by) * len(step.start) for step in worklists.FLOW)
    assert not any(step.undo for step in worklists.FLOW)


@pytest.mark.parametrize("step", [one for one in worklists.FLOW if one is not worklists.FETCH],
                         ids=lambda step: step.name)  # fmt: skip
def test_what_the_house_does_nobody_else_does(
    thing: Initiative, actor_of: ActorOf, step: steps.Step
) -> None:
    made = worklists.ask(thing, YEAR, actor_of(Role.QUALITY))
    with pytest.raises(Problem) as refused:
        steps.apply(step, made, actor_of(Role.ADMINISTRATOR))
    assert refused.value.code == "step-needs"


def test_cancelling_ends_the_list_before_it_is_begun_and_while_it_is_made(
    store: Path, thing: Initiative, actor_of: ActorOf, client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    client = client_of(Role.QUALITY)
    first = worklists.ask(thing, YEAR, actor_of(Role.QUALITY))
    client.post(f"/desk/job/{first.job_id}/cancel/")
    assert worked(first).state == "cancelled"
    second = worklists.ask(thing, YEAR, actor_of(Role.QUALITY))

    def slow(*given: Any) -> engine.WorkList:
        client.post(f"/desk/job/{second.job_id}/cancel/")
        return engine.missed(*given)

    monkeypatch.setattr(worklists, "missed", slow)
    assert (worked(second).state, second.keys) == ("cancelled", "")
    assert Job.objects.get(pk=second.job_id).state == "cancelled"
    rows = Entry.objects.filter(object_id=about(second)).values_list("action", "actor")
    assert list(rows)[1:] == [("cancel a work list: asked to cancelled", "system")]
    assert "cancelled" in client.get(f"{thing.path()}work-list/").content.decode()


def test_work_that_crashed_is_done_again_and_given_up_in_the_end(
    store: Path, thing: Initiative, actor_of: ActorOf
) -> None:
    made = worklists.ask(thing, YEAR, actor_of(Role.QUALITY))
    long_ago = clock.now() - 2 * jobs.LEASE
    Job.objects.update(state="running", beat=long_ago, tries=1)
    assert jobs.rescue() == 1
    assert worked(made).state == "ready"
    Job.objects.update(state="running", beat=long_ago, tries=1)  # it crashed after the last step
    jobs.rescue()
    assert (worked(made).state, made.digest) == ("ready", made.digest)
    assert "The list is: ready." in Job.objects.get().message
    other = worklists.ask(thing, YEAR, actor_of(Role.QUALITY))
    Job.objects.filter(pk=other.job_id).update(state="running", beat=long_ago, tries=3)
    jobs.rescue()
    other.refresh_from_db()
    assert other.state == "failed"
    assert "stopped three times" in other.failure


def test_a_fault_of_ours_does_not_leave_a_list_that_is_made_for_ever(
    store: Path, thing: Initiative, actor_of: ActorOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = worklists.ask(thing, YEAR, actor_of(Role.QUALITY))
    monkeypatch.setattr(worklists, "missed", lambda *_given: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        worked(made)
    made.refresh_from_db()
    assert made.state == "failed"
    assert "failed on our side" in made.failure


def test_a_list_of_which_the_days_end_while_it_is_made_is_not_kept(
    store: Path, thing: Initiative, actor_of: ActorOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = worklists.ask(thing, YEAR, actor_of(Role.QUALITY))

    def slow(*given: Any) -> engine.WorkList:
        WorkList.objects.update(expires=clock.now() - timedelta(seconds=1))
        return engine.missed(*given)

    monkeypatch.setattr(worklists, "missed", slow)
    assert (worked(made).state, made.keys) == ("failed", "")
    assert made.failure == "Its seven days are over. Ask for it again."


def test_each_list_that_expires_is_in_the_trail(
    store: Path, thing: Initiative, actor_of: ActorOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [asked(thing, actor_of(Role.QUALITY)) for _ in range(2)]
    WorkList.objects.update(expires=clock.now() - timedelta(seconds=1))
    assert worklists.expire() == 2
    assert worklists.expire() == 0
    rows = Entry.objects.filter(action="empty a work list: ready to expired")
    assert {one.object_id for one in rows} == {about(one) for one in made}
    assert {(one.actor, one.result_hash) for one in rows} == {("system", made[0].digest)}
    WorkList.objects.filter(pk=made[0].pk).update(state="ready")

    def first(*_given: object, **_more: object) -> None:
        raise Problem("step-too-late", "Somebody was quicker.")

    monkeypatch.setattr(steps, "apply", first)
    assert worklists.expire() == 0


def test_the_worker_empties_what_nobody_fetched_without_a_visit(
    store: Path, thing: Initiative, actor_of: ActorOf
) -> None:
    made = asked(thing, actor_of(Role.QUALITY))
    WorkList.objects.update(expires=clock.now() - timedelta(seconds=1))
    rounds.register(worklists.expire)
    rounds.come_round()
    made.refresh_from_db()
    assert (made.state, made.keys) == ("expired", "")


@pytest.mark.parametrize("late", [{"state": "expired"}, {"expires": clock.now() - timedelta(8)}])
def test_a_list_that_is_made_too_late_stays_empty(
    store: Path, thing: Initiative, actor_of: ActorOf, late: dict[str, object]
) -> None:
    made = worklists.ask(thing, YEAR, actor_of(Role.QUALITY))
    WorkList.objects.update(**late)
    worked(made)
    assert (made.state, made.keys, made.digest) == ("expired", "", "")
    assert "The list is: expired." in Job.objects.get().message
    assert not Entry.objects.filter(action__startswith="make a work list").exists()


@pytest.mark.parametrize(
    ("period", "says"),
    [
        ("２０２５", "digits 0 to 9"),
        ("9999", "still to come"),
        ("2025/9999", "still to come"),
    ],
)
def test_a_period_is_in_plain_digits_and_not_to_come(
    thing: Initiative, client_of: ClientOf, period: str, says: str
) -> None:
    page = client_of(Role.QUALITY).post(f"{thing.path()}work-list/", {"period": period})
    assert says in page.content.decode()
    assert not WorkList.objects.exists()


def test_the_period_is_that_of_the_gap(
    edition: Edition, person_of: PersonOf, client_of: ClientOf
) -> None:
    record = edition.records.first()
    assert record is not None
    Origin.objects.create(record=record, trace="cw-1", content=json.dumps({"period": "2025-Q1"}))
    thing = initiative(person_of(Role.OFFICER), record, outcome=MEASURE, state="approved")
    page = client_of(Role.QUALITY).get(f"{thing.path()}work-list/").content.decode()
    assert 'value="2025-Q1"' in page
