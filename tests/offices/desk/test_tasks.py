"""Tasks: taken, handed over, waiting, done and opened again; several at once; found by words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.offices.conftest import ClientOf, PersonOf
from tests.offices.desk.conftest import TaskOf

from commonweal.kinds import Problem
from commonweal.offices.desk import office, queues, search, tasks
from commonweal.offices.desk.models import Comment, Decision, Notice, Task
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.people.models import Grant
from commonweal.offices.scorecard.models import Edition, Label

OFFICER, DIRECTOR, ANALYST = Role.OFFICER, Role.DIRECTOR, Role.ANALYST
ActorOf = Callable[[Role], Actor]


@pytest.fixture
def client(client_of: ClientOf) -> Client:
    return client_of(OFFICER)


def send(client: Client, name: str, key: object, **given: object) -> str:
    return client.post(reverse(f"desk:{name}", args=[key]), given, follow=True).text


def test_a_task_is_done_and_taken_back_from_the_message(client: Client, task_of: TaskOf) -> None:
    task = task_of(last_day=clock.today(), rule="8 CFR 214.2", waits_for="a form")
    said = send(client, "done", task.pk)
    assert "Done: Send the letter" in said and "Well done: nothing is left" in said
    assert f'action="/desk/task/{task.pk}/reopen/"' in said
    assert "It is open again." in send(client, "reopen", task.pk)
    assert "8 CFR 214.2" in client.get(task.own_path).text
    assert "can not be opened again" in send(client, "reopen", task.pk)


def test_a_task_that_a_step_opened_closes_only_with_a_step(client: Client, task_of: TaskOf) -> None:
    opening = Decision.objects.create(about="x:1", actor="x", step="send", at=clock.now())
    task = task_of(opening=opening, path="/about/")
    assert "Say it is done" not in client.get(task.own_path).text
    assert "Say it is done" in client.get(task_of().own_path).text
    assert "closes with it. Choose “Go to where it is done”." in send(client, "done", task.pk)
    task.refresh_from_db()
    assert task.done_at is None


def test_who_was_second_is_told(client: Client, task_of: TaskOf, actor_of: ActorOf) -> None:
    task = task_of()
    tasks.done(task, actor_of(OFFICER))
    with pytest.raises(Problem, match="Somebody was quicker"):
        tasks.take(task, actor_of(OFFICER))


def test_a_task_is_taken_waits_and_moves_on(client: Client, task_of: TaskOf) -> None:
    task = task_of(due=-1)
    assert "You have this task now." in send(client, "take", task.pk)
    assert "the answer of the registrar" in send(
        client, "wait", task.pk, what="the answer of the registrar"
    )
    assert "Waiting for others" in client.get("/desk/").text
    send(client, "wait", task.pk, what="")
    assert "1 day late" in client.get("/desk/").text
    send(client, "wait", task.pk, what="x" * 300)
    task.refresh_from_db()
    assert task.waits_for == ""


def test_a_task_is_handed_to_a_role_or_to_a_person_who_holds_it(
    client: Client, task_of: TaskOf, person_of: PersonOf
) -> None:
    task, analyst = task_of(), person_of(ANALYST)
    wrong = send(client, "hand_over", task.pk, role="director", person=analyst.pk)
    assert "does not hold that role" in wrong
    said = send(client, "hand_over", task.pk, role="analyst", person=analyst.pk)
    assert "It was handed over" in said
    notice = Notice.objects.get()
    assert (notice.person, notice.at_once) == (analyst, True)
    assert notice.words == "This was handed to you: Send the letter"
    other = task_of()
    send(client, "hand_over", other.pk, role="analyst")
    other.refresh_from_db()
    assert (other.role, other.person) == ("analyst", None)


def test_a_comment_is_kept_as_written_and_withdrawn_by_its_writer(
    client: Client, client_of: ClientOf, task_of: TaskOf
) -> None:
    task = task_of(person=None)
    said = send(client, "comment", task.pk, text="Called <b>twice</b>")
    assert "Called &lt;b&gt;twice&lt;/b&gt;" in said
    assert "There is a problem" in send(client, "comment", task.pk, text="")
    again = client.get(reverse("desk:comment", args=[task.pk]))  # such as in another language
    assert again.headers["Location"] == f"{task.own_path}#comments"
    comment = Comment.objects.get()
    path = reverse("desk:withdraw", args=[comment.pk])
    assert client_of(ANALYST).post(path).status_code == 404
    said = client.post(path, follow=True).text
    assert "Called" not in said and "was withdrawn by its writer" in said


def test_a_comment_on_a_thing_of_an_office_leads_back_to_my_work(
    client: Client, actor_of: ActorOf
) -> None:
    made = Comment.objects.create(
        about="program.call:1", person_id=actor_of(OFFICER).id, text="x", at=clock.now()
    )
    answer = client.post(reverse("desk:withdraw", args=[made.pk]))
    assert answer["Location"] == "/desk/"


def test_several_are_done_after_a_dry_run_with_a_receipt(
    client: Client, task_of: TaskOf, actor_of: ActorOf
) -> None:
    done, free = task_of(says="First"), task_of(says="Second")
    by_step = task_of(says="Third", opening=Decision.objects.create(
        about="a", actor="x", role="officer", step="s", at=clock.now(), entry=""))  # fmt: skip
    chosen = {"tasks": [str(one.pk) for one in (done, free, by_step)], "act": "done"}
    dry = client.post("/desk/several/", chosen).text
    assert "You chose: Say that these tasks are done." in dry
    assert ">Say that these tasks are done</button>" in dry
    assert "2 tasks will be changed" in dry and "done by a step on its own page" in dry
    assert Task.objects.filter(done_at__isnull=True).count() == 3
    receipt = client.post("/desk/several/", {**chosen, "sure": "1"}).text
    assert "2 tasks were changed" in receipt and "Number of this receipt" in receipt
    assert (
        "Choose again" in client.post("/desk/several/", {**chosen, "tasks": [str(by_step.pk)]}).text
    )
    assert "There is a problem" in client.post("/desk/several/", {"act": "done"}).text


def test_what_an_act_on_several_leaves_out_says_why(task_of: TaskOf, actor_of: ActorOf) -> None:
    actor = actor_of(OFFICER)
    mine, other, ended = task_of(person_id=actor.id), task_of(ANALYST), task_of()
    tasks.done(ended, actor)
    run = tasks.dry_run("take", [str(one.pk) for one in (mine, other, ended)], actor)
    assert run.does == []
    whys = {one.task.pk: one.why for one in run.skips}
    assert whys == {
        mine.pk: "you have it already", other.pk: "it is not yours",
        ended.pk: "it is done already",
    }  # fmt: skip


def test_a_director_sees_their_office_what_is_stuck_and_who_has_too_much(
    actor_of: ActorOf, person_of: PersonOf, task_of: TaskOf
) -> None:
    officer = person_of(OFFICER)
    for day in range(office.MUCH):
        task_of(person=officer, due=day - 1)
    task_of(office="Elsewhere")
    seen = office.view(actor_of(DIRECTOR))
    assert (seen.open, len(seen.stuck), len(seen.free)) == (11, 1, 1)
    assert [(load.open, load.late, load.much) for load in seen.loads] == [(10, 1, True)]
    Grant.objects.update(held_for="Elsewhere")
    assert office.view(actor_of(DIRECTOR)).open == 1
    Grant.objects.update(held_for="Nowhere")
    hidden = office.view(actor_of(DIRECTOR))
    assert (hidden.open, hidden.others) == (0, True)
    assert office.view(actor_of(OFFICER)).open == 0


def test_no_queue_goes_through_everybodys_tasks(actor_of: ActorOf) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by how many rows there are, SQLite by its indexes")
    director = actor_of(Role.DIRECTOR)
    Grant.objects.filter(person_id=director.id).update(held_for="cell")
    for asked in (queues.mine, queues.seen_by, queues.of_offices):
        plan = asked(director).explain()
        assert "USING INDEX" in plan, asked
        assert "SCAN desk_task" not in plan, f"{asked}: {plan}"


def test_an_office_is_called_by_its_title_wherever_a_task_names_it(
    client_of: ClientOf, person_of: PersonOf, task_of: TaskOf
) -> None:
    officer, client = person_of(OFFICER), client_of(OFFICER)
    task_of(person=officer, office="council", says="Call the clinics")
    other = task_of(person=officer, office="Pharmacy")  # no office of the vision: as it is written
    for path in ("/desk/", "/desk/search/?q=clinics"):
        shown = client.get(path).content.decode()
        assert "<bdi>Council</bdi>" in shown and "<bdi>council</bdi>" not in shown
    assert "<bdi>Pharmacy</bdi>" in client.get(f"/desk/task/{other.pk}/").content.decode()


def test_the_page_of_an_office_says_which_empty_it_is(client_of: ClientOf, task_of: TaskOf) -> None:
    page = client_of(DIRECTOR)
    assert "Nothing is left" in page.get("/desk/office/").text
    task_of()
    Grant.objects.update(held_for="Nowhere")
    assert "nothing here that you may see" in page.get("/desk/office/").text


def test_a_director_is_not_told_of_a_finding_they_may_not_see(
    edition: Edition, client_of: ClientOf, task_of: TaskOf
) -> None:
    record = edition.records.all()[0]
    edition.records.update(label=Label.COUNSEL)
    task_of(ANALYST, says="Sign CANARY", about=f"scorecard.record:{record.pk}")
    assert "CANARY" not in client_of(DIRECTOR).get("/desk/office/").text
    edition.records.update(label=Label.PUBLIC)
    assert "CANARY" in client_of(DIRECTOR).get("/desk/office/").text


def test_a_search_finds_tasks_and_comments_one_may_open_and_escapes(
    client: Client, client_of: ClientOf, task_of: TaskOf, actor_of: ActorOf
) -> None:
    task = task_of(says="Call the <i>registrar</i>")
    send(client, "comment", task.pk, text="The registrar will answer")
    said = client.get("/desk/search/", {"q": "registrar"}).text
    assert "&lt;i&gt;registrar" in said and "will answer" in said
    assert "Nothing that you may open" in client_of(ANALYST).get("/desk/search/?q=registrar").text
    assert "Type a word" in client.get("/desk/search/", {"q": " "}).text
    assert client.get("/desk/search/", {"q": "\0"}).status_code == 400
    assert search.found(actor_of(OFFICER), "100%_") == []


def test_rooms_register_what_can_be_found_once(
    actor_of: ActorOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_FINDERS", [])

    def finder(_actor: Actor, text: str) -> list[search.Hit]:
        return [search.Hit(text, "/there/")]

    search.register("Things", finder)
    search.register("Things", finder)
    assert search.found(actor_of(OFFICER), "a") == [("Things", [search.Hit("a", "/there/")])]


def test_a_task_that_moved_on_is_not_acted_on_by_the_second_hand(
    client: Client, task_of: TaskOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def quicker(*_given: object) -> None:
        raise Problem("task-done", "Somebody was quicker: this task is done.", "Look again.")

    for name in ("take", "done", "hand_over"):
        monkeypatch.setattr(tasks, name, quicker)
    task = task_of()
    assert "Somebody was quicker" in send(client, "take", task.pk)
    assert "Somebody was quicker" in send(client, "done", task.pk)
    assert "Somebody was quicker" in send(client, "hand_over", task.pk, role="analyst")
    assert client.get(f"/desk/task/{task.pk}/").status_code == 200


def test_several_are_taken_at_once(client: Client, task_of: TaskOf) -> None:
    task = task_of(due=None)
    given = {"tasks": [str(task.pk)], "act": "take", "sure": "1"}
    assert "1 task was changed" in client.post("/desk/several/", given).text
    assert "no day set" in client.get("/desk/").text
