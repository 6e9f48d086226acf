"""Signing: what was checked comes before the act, and a written reason goes with it."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from django.utils import translation
from tests.offices.conftest import ClientOf
from tests.offices.scorecard.made import REASON, apart, graded, kept_back, lacking, loaded, words_of
from tests.offices.scorecard.test_initiatives import ActorOf

from commonweal.kinds import Problem
from commonweal.offices.desk import steps
from commonweal.offices.desk.models import Decision, Entry, Task
from commonweal.offices.house.policy import Role
from commonweal.offices.scorecard.flow.signing import (
    LOOK_AGAIN,
    SEND_BACK,
    SIGN,
    SIGNERS,
    SIGNING,
    TAKE_BACK,
    decide,
)
from commonweal.offices.scorecard.models import Label, Record

pytestmark = pytest.mark.django_db
State = Record.State


@pytest.mark.parametrize("step", SIGNING, ids=lambda step: step.name)
def test_every_state_step_and_role_ends_as_the_table_says(
    tmp_path: Path, actor_of: ActorOf, step: steps.Step
) -> None:
    record = loaded(tmp_path, graded("A", "one"), graded("B", "two")).records.first()
    assert record is not None
    actors = [actor_of(role) for role in Role if role is not Role.PUBLIC]
    for state, actor in product(State, actors):
        with apart():
            Record.objects.filter(pk=record.pk).update(state=state)
            record.refresh_from_db()
            if actor.role in SIGNERS and state in step.start:
                assert decide(step, record, actor, REASON).state == step.end
                continue
            with pytest.raises(Problem) as refused:
                decide(step, record, actor, REASON)
            late = actor.role in SIGNERS
            assert refused.value.code == ("step-too-late" if late else "step-not-yours")
            record.refresh_from_db()
            assert record.state == state


def test_the_page_shows_criteria_and_evidence_before_the_button(
    tmp_path: Path, client_of: ClientOf
) -> None:
    record = loaded(tmp_path, kept_back()).records.get()
    page = words_of(client_of(Role.ANALYST), f"{record.path()}sign/")
    told = ("What to check", "Nobody outside the project has reviewed", "It runs as a test.",
            "Groups without a figure 2 groups", "The measure has changed since this was found.",
            "What was found", "A gap is likely.", "Before you decide", "run a program",
            "Sign the finding", "Send the finding back")  # fmt: skip
    places = [page.index(one) for one in told]
    assert places == sorted(places)


def test_criteria_say_what_is_not_there(tmp_path: Path, client_of: ClientOf) -> None:
    bare = graded("A", "one", key="care.none", notes=(), chance="")
    record = loaded(tmp_path, bare).records.get()
    page = words_of(client_of(Role.ANALYST), f"{record.path()}sign/")
    for told in ("None is written yet.", "No group was compared.", "None was noted."):
        assert told in page


def test_a_signature_needs_a_reason_and_stays_in_the_history(
    tmp_path: Path, client_of: ClientOf
) -> None:
    edition = loaded(tmp_path, graded("A", "one"), graded("B", "two"))
    record, client = edition.records.get(view_key="one"), client_of(Role.ANALYST)
    path = f"{record.path()}sign/"
    refused = client.post(path, {"step": "sign", "reason": "Fine."})
    assert "at least 20 characters" in refused.content.decode()
    unknown = client.post(path, {"step": "cheer", "reason": REASON})
    assert "There is no such step." in unknown.content.decode()
    record.refresh_from_db()
    assert record.state == State.FOUND
    done = client.post(path, {"step": "sign", "reason": REASON})
    assert done.headers["Location"] == record.path()
    record.refresh_from_db()
    assert record.state == State.SIGNED
    page = words_of(client, record.path())
    assert "Done: Sign the finding." in page
    assert REASON in page
    assert Decision.objects.get(about=steps.about(record)).reason == REASON
    assert Entry.objects.filter(action="sign: found to signed").count() == 1


def test_an_edition_asks_for_signatures_until_none_is_missing(
    tmp_path: Path, actor_of: ActorOf
) -> None:
    edition = loaded(tmp_path, graded("A", "one"), graded("B", "two"), lacking(), period="2025")
    task = Task.objects.get(about=steps.about(edition))
    assert (task.says, task.role) == ("Sign off 2 findings of 2025", "analyst")
    first, second = edition.records.filter(computable=True)
    with translation.override("es"):
        signed = decide(SIGN, first, actor_of(Role.ANALYST), REASON)
    task.refresh_from_db()
    assert (task.says, task.done_at) == ("Sign off 1 finding of 2025", None)
    first = decide(TAKE_BACK, signed, actor_of(Role.QUALITY), REASON)
    task.refresh_from_db()
    assert task.says == "Sign off 2 findings of 2025"
    decide(SIGN, first, actor_of(Role.ANALYST), REASON)
    decide(SIGN, second, actor_of(Role.QUALITY), REASON)
    task.refresh_from_db()
    assert task.says == "Sign off 2 findings of 2025"
    assert task.done_at is not None


def test_my_work_says_how_many_findings_are_left_to_sign(
    tmp_path: Path, client_of: ClientOf
) -> None:
    edition, client = (
        loaded(tmp_path, *(graded("A", one) for one in "abc")),
        client_of(Role.ANALYST),
    )
    assert "Sign off 3 findings of 2025" in words_of(client, "/desk/")
    for record, left in zip(edition.records.all(), ("2 findings", "1 finding"), strict=False):
        client.post(f"{record.path()}sign/", {"step": "sign", "reason": REASON})
        assert f"Sign off {left} of 2025" in words_of(client, "/desk/")
    client.post(f"{edition.records.last().path()}sign/", {"step": "sign", "reason": REASON})
    assert "Sign off" not in words_of(client, "/desk/")


def test_what_was_sent_back_becomes_a_task_and_comes_forward_again(
    tmp_path: Path, actor_of: ActorOf
) -> None:
    record = loaded(tmp_path, graded("A", "one")).records.get()
    actor = actor_of(Role.ANALYST)
    back = decide(SEND_BACK, record, actor, REASON)
    task = Task.objects.get(about=steps.about(record))
    assert task.says.startswith("Look again at what was sent back: Blood pressure")
    again = decide(LOOK_AGAIN, back, actor, REASON)
    task.refresh_from_db()
    assert task.done_at is not None
    assert again.state == State.FOUND


def test_sending_back_can_be_undone_for_a_moment_and_a_signature_can_not(
    tmp_path: Path, client_of: ClientOf
) -> None:
    record, client = loaded(tmp_path, graded("A", "one")).records.get(), client_of(Role.ANALYST)
    client.post(f"{record.path()}sign/", {"step": "send back", "reason": REASON})
    decision = Decision.objects.get(about=steps.about(record))
    page = client.get(record.path()).content.decode()
    assert f'action="/desk/step/{decision.pk}/undo/"' in page
    client.post(f"/desk/step/{decision.pk}/undo/")
    record.refresh_from_db()
    assert record.state == State.FOUND
    assert Task.objects.filter(about=steps.about(record.edition), done_at__isnull=True).exists()
    client.get(record.path())
    client.post(f"{record.path()}sign/", {"step": "sign", "reason": REASON})
    page = client.get(record.path()).content.decode()
    assert "Done: Sign the finding." in page
    assert "/undo/" not in page


def test_a_finding_without_figures_is_not_signed(tmp_path: Path, client_of: ClientOf) -> None:
    record, client = loaded(tmp_path, lacking()).records.get(), client_of(Role.ANALYST)
    answer = client.post(f"{record.path()}sign/", {"step": "sign", "reason": REASON})
    assert "no figures to stand behind" in answer.content.decode()
    record.refresh_from_db()
    assert record.state == State.FOUND


def test_the_signature_of_a_published_finding_stays_until_it_is_closed(
    tmp_path: Path, actor_of: ActorOf
) -> None:
    record = loaded(tmp_path, graded("A", "one")).records.get()
    actor = actor_of(Role.ANALYST)
    signed = decide(SIGN, record, actor, REASON)
    Record.objects.filter(pk=record.pk).update(label=Label.PUBLIC)
    with pytest.raises(Problem) as refused:
        decide(TAKE_BACK, signed, actor, REASON)
    assert refused.value.code == "step-needs"
    Record.objects.filter(pk=record.pk).update(label=Label.BOARD)
    assert decide(TAKE_BACK, signed, actor, REASON).state == State.FOUND


def test_who_may_not_see_a_finding_does_not_decide_on_it(
    tmp_path: Path, client_of: ClientOf
) -> None:
    record = loaded(tmp_path, graded("A", "one")).records.get()
    assert client_of(Role.QUALITY).get(f"{record.path()}sign/").status_code == 404
    assert client_of(Role.BOARD).get(f"{record.path()}sign/").status_code == 403
