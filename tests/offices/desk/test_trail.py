"""The trail in the database: kept whole, refused to change, walked, filtered and written out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from auditlog.models import LogEntry
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse
from tests.offices import serving
from tests.offices.conftest import ClientOf, PersonOf
from tests.offices.desk.conftest import TaskOf

from commonweal.offices.desk import guards, history, trail
from commonweal.offices.desk.models import Entry, Job
from commonweal.offices.house import limits
from commonweal.offices.house.catalogues import longer
from commonweal.offices.house.languages import LONGER
from commonweal.offices.house.policy import SYSTEM, Actor, Role

ADMINISTRATOR = Role.ADMINISTRATOR


@pytest.fixture
def keeper(client_of: ClientOf) -> Client:
    return client_of(ADMINISTRATOR)


# By the triggers; on PostgreSQL the role that serves has no right to it in the first place.
REFUSED = "never changes|permission denied"


def walked(keeper: Client) -> Job:
    answer = keeper.post(reverse("desk:verify_trail"))
    call_command("desk_worker", "--once")
    job = Job.objects.get()
    assert answer["Location"] == reverse("desk:job", args=[job.pk])
    return job


@pytest.mark.parametrize("act", ["update", "delete", "bulk"])
def test_the_database_refuses_to_change_an_entry(db: None, act: str) -> None:
    trail.write(SYSTEM, "read", "thing:1")
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        if act == "update":
            Entry.objects.update(actor="nobody")
        elif act == "delete":
            Entry.objects.get(seq=1).delete()
        else:
            Entry.objects.all().delete()
    assert trail.verify().whole


@pytest.mark.parametrize("act", ["UPDATE desk_entry SET actor = ''", "DELETE FROM desk_entry"])
def test_not_even_the_owner_changes_an_entry(db: None, act: str) -> None:
    trail.write(SYSTEM, "read", "thing:1")
    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        serving.as_owner(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act)
    assert trail.verify().whole


def test_a_migration_back_takes_the_triggers_away(transactional_db: None) -> None:
    executor = MigrationExecutor(connection)
    with serving.as_owner():
        executor.migrate([("desk", "0002_work_files_jobs_and_mail")])
        executor.loader.build_graph()
        executor.migrate([("desk", "0003_entries_stay")])
        executor.loader.build_graph()
        executor.migrate(executor.loader.graph.leaf_nodes())
    trail.write(SYSTEM, "read", "thing:1")
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        Entry.objects.update(actor="nobody")


def test_a_whole_trail_is_said_to_be_whole(keeper: Client, task_of: TaskOf) -> None:
    task_of()
    job = walked(keeper)
    assert job.state == Job.State.DONE
    assert "The trail is whole" in job.message
    assert "history of fields agrees" in job.message


def test_a_changed_entry_is_named(keeper: Client, task_of: TaskOf) -> None:
    task_of()
    with serving.as_owner(), guards.lifted():
        Entry.objects.filter(seq=2).update(actor="nobody")
    assert "entry 2 is changed" in walked(keeper).message


def test_a_changed_history_is_counted(keeper: Client, task_of: TaskOf) -> None:
    task = task_of()
    LogEntry.objects.filter(object_pk=str(task.pk)).update(changes={"says": ["a", "b"]})
    assert "1 entries of the history of fields do not agree" in walked(keeper).message


def test_the_history_says_who_changed_which_field_and_the_trail_no_value(
    task_of: TaskOf, actor_of: Callable[[Role], Actor], client_of: ClientOf
) -> None:
    task, actor = task_of(Role.OFFICER), actor_of(Role.OFFICER)
    client_of(Role.OFFICER).post(reverse("desk:wait", args=[task.pk]), {"what": "CANARY answer"})
    change = history.told(task)[-1]
    assert (str(change.by.pk if change.by else ""), change.fields) == (actor.id, ["waits for"])
    entry = Entry.objects.filter(action="history: change", object_id=task.key).get()
    assert (entry.actor, len(entry.result_hash)) == (actor.id, 64)
    assert not any("CANARY" in str(row) for row in Entry.objects.values_list())


def test_the_page_filters_by_actor_thing_and_act_and_turns_pages(keeper: Client) -> None:
    for place in range(105):
        trail.write(SYSTEM, "made up act", f"program.call:{place}")
    said = keeper.get(reverse("desk:trail"), {"object": "program.call:104"}).text
    assert said.count("made up act") == 1
    first = keeper.get(reverse("desk:trail"), {"action": "made up"}).text
    assert "Older entries" in first and "program.call:104" in first
    last = keeper.get(reverse("desk:trail"), {"action": "made up", "page": "2"}).text
    assert "Newer entries" in last and "program.call:0<" in last
    assert "No entry fits" in keeper.get(reverse("desk:trail"), {"actor": "nobody"}).text


def test_the_page_says_acts_roles_and_purposes_in_the_language_of_the_reader(
    keeper: Client,
) -> None:
    trail.write(SYSTEM, "task done", "desk.task:1")
    trail.write(SYSTEM, "approve: proposed to approved", "scorecard.initiative:1")
    trail.write(SYSTEM, "undo approve: approved to proposed", "scorecard.initiative:1")
    trail.write(SYSTEM, "label 1-counsel to 3-board", "scorecard.record:1")
    trail.write(SYSTEM, "made up act", "program.call:1")
    said = keeper.get(reverse("desk:trail")).text
    for words in (
        "Said that a task is done", "Took a step: Approve the initiative", "Took a step back: App",
        "Said who may see the finding: board", "System administrator", "operating the system",
        ">made up act<", ">task done<",
    ):  # fmt: skip
        assert words in said
    keeper.cookies["django_language"] = LONGER
    told = keeper.get(reverse("desk:trail")).text
    assert longer("said that a task is done") in told
    assert "Said that a task is done" not in told


def test_a_table_that_ends_early_says_so(keeper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        trail.write(SYSTEM, "act", "thing:1")
    asked = {"object": "thing:1"}
    assert len(keeper.get(reverse("desk:trail_csv"), asked).text.splitlines()) == 4
    monkeypatch.setattr(limits, "ROWS", 2)
    rows = keeper.get(reverse("desk:trail_csv"), asked).text.splitlines()
    assert len(rows) == 4 and rows[-1] == "There are more rows. One table holds 2."


def test_the_export_holds_no_formula_and_is_written_down(keeper: Client) -> None:
    trail.write(SYSTEM, "=cmd|'/c calc'!A0", "thing:1")
    answer = keeper.get(reverse("desk:trail_csv"), {"object": "thing:1"})
    assert "attachment" in answer["Content-Disposition"]
    assert "'=cmd" in answer.text and ",=cmd" not in answer.text
    assert Entry.objects.filter(action="export the trail").exists()


def test_a_person_sees_who_looked_at_their_record(
    person_of: PersonOf, actor_of: Callable[[Role], Actor], client_of: ClientOf
) -> None:
    own = f"people.person:{person_of(Role.OFFICER).pk}"
    trail.write(actor_of(Role.PRIVACY), "read own answers", own)
    said = client_of(Role.OFFICER).get(reverse("desk:who_looked")).text
    assert "Privacy officer" in said and "read what you said about yourself" in said
    other = client_of(Role.ANALYST).get(reverse("desk:who_looked")).text
    assert "read what you said about yourself" not in other
