"""Who may see a finding: two people to open it, one to close it, and never by chance."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from django.test import Client
from tests.offices.conftest import ClientOf, PersonOf
from tests.offices.scorecard.made import REASON, apart, graded, labeled, loaded, record_of, words_of
from tests.offices.scorecard.test_initiatives import ActorOf
from tests.offices.scorecard.test_vision import hold

from commonweal.kinds import Problem
from commonweal.offices.desk import steps
from commonweal.offices.desk.models import Entry, Task
from commonweal.offices.house.policy import PURPOSES, Actor, Role
from commonweal.offices.people.models import Grant, Person
from commonweal.offices.scorecard.flow import widening
from commonweal.offices.scorecard.flow.signing import SIGN, decide
from commonweal.offices.scorecard.models import Edition, Label, Record, Release, Widening

pytestmark = pytest.mark.django_db
ROLES = [one for one in Role if one is not Role.PUBLIC]
OPENED = {
    Label.QUALITY: {Role.COUNSEL, Role.PRIVACY},
    Label.BOARD: {Role.COUNSEL, Role.PRIVACY, Role.QUALITY},
    Label.PUBLIC: {Role.COUNSEL, Role.PRIVACY},
}


@pytest.fixture
def signed(tmp_path: Path, actor_of: ActorOf) -> Edition:
    edition = loaded(tmp_path, graded("A", "one"), graded("B", "two"), graded("N", "three"))
    for view in ("one", "two"):
        decide(SIGN, record_of(edition, view), actor_of(Role.ANALYST), REASON)
    return edition


def label_of(record: Record) -> str:
    return Record.objects.get(pk=record.pk).label


def somebody_else(role: Role) -> Actor:
    person = Person.objects.create_user(f"second-{role.value}@test.example", name="Second")
    Grant.objects.create(person=person, role=role.value)
    return Actor(str(person.pk), role, PURPOSES[role][0], frozenset({role}))


@pytest.mark.parametrize(("label", "role"), list(product(OPENED, ROLES)))
def test_a_second_person_of_the_right_role_opens_it(
    signed: Edition, actor_of: ActorOf, label: Label, role: Role
) -> None:
    record = record_of(signed, "one")
    wish = widening.ask([record], label, actor_of(Role.ANALYST), REASON)
    assert label_of(record) == Label.COUNSEL
    second = somebody_else(role)
    if role in OPENED[label]:
        assert widening.agree(wish, second, REASON).opened == [record]
        assert label_of(record) == label
        return
    with pytest.raises(Problem):
        widening.agree(wish, second, REASON)
    assert label_of(record) == Label.COUNSEL


@pytest.mark.parametrize("step", widening.WIDENING, ids=lambda step: step.name)
def test_every_state_step_and_role_ends_as_the_table_says(
    signed: Edition, actor_of: ActorOf, step: steps.Step
) -> None:
    asker, actors = somebody_else(Role.PRIVACY), [actor_of(role) for role in ROLES]
    wish = widening.ask([record_of(signed, "one")], Label.BOARD, asker, REASON)
    for state, actor in product(Widening.State, actors):
        with apart():
            Widening.objects.filter(pk=wish.pk).update(state=state)
            fits = actor.role in step.by and state in step.start
            if fits and step != widening.WITHDRAW:
                assert steps.apply(step, wish, actor, REASON).state == step.end
                continue
            with pytest.raises(Problem) as refused:
                steps.apply(step, wish, actor, REASON)
            assert refused.value.code in ("step-not-yours", "step-too-late", "step-needs")


@pytest.mark.parametrize("role", [Role.COUNSEL, Role.PRIVACY])
def test_nobody_opens_alone_what_they_asked_for(
    signed: Edition, actor_of: ActorOf, role: Role
) -> None:
    record, actor = record_of(signed, "one"), actor_of(role)
    wish = widening.ask([record], Label.PUBLIC, actor, REASON)
    for step in (widening.agree,):
        with pytest.raises(Problem) as refused:
            step(wish, actor, REASON)
        assert refused.value.code == "step-same-person"
    assert label_of(record) == Label.COUNSEL
    assert not Release.objects.exists()


def test_only_signed_findings_reach_the_public(signed: Edition, actor_of: ActorOf) -> None:
    record = record_of(signed, "three")
    with pytest.raises(Problem) as refused:
        widening.ask([record], Label.PUBLIC, actor_of(Role.ANALYST), REASON)
    assert refused.value.code == "widening-empty"
    assert not Widening.objects.exists()


def test_a_signature_taken_back_in_between_keeps_it_closed(
    signed: Edition, actor_of: ActorOf
) -> None:
    record = record_of(signed, "one")
    wish = widening.ask([record], Label.PUBLIC, actor_of(Role.ANALYST), REASON)
    Record.objects.filter(pk=record.pk).update(state=Record.State.FOUND)
    done = widening.agree(wish, actor_of(Role.COUNSEL), REASON)
    assert done.opened == []
    assert done.left[0][1] == "Nobody has signed it yet."
    assert label_of(record) == Label.COUNSEL


def test_a_label_that_changed_in_between_is_asked_for_again(
    signed: Edition, actor_of: ActorOf
) -> None:
    record = record_of(signed, "one")
    labeled(signed, one=Label.QUALITY)
    wish = widening.ask([record], Label.PUBLIC, actor_of(Role.ANALYST), REASON)
    widening.narrow(record, Label.COUNSEL, actor_of(Role.PRIVACY), REASON)
    done = widening.agree(wish, actor_of(Role.COUNSEL), REASON)
    assert done.left[0][1] == "Its label has changed since this was asked."
    assert label_of(record) == Label.COUNSEL


def test_what_counsel_holds_is_not_opened_to_the_public(
    signed: Edition, actor_of: ActorOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(monkeypatch, "C1")
    record = record_of(signed, "one")
    assert "Counsel holds" in widening.why_not(record, Label.PUBLIC)
    assert widening.why_not(record, Label.BOARD) == ""
    page = words_of(client_for(actor_of(Role.ANALYST)), f"{record.path()}open/")
    assert "Counsel holds a promise of this finding back" in page


def client_for(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.id))
    return client


def test_closing_takes_one_person_and_holds_at_once(
    signed: Edition, client_of: ClientOf, actor_of: ActorOf
) -> None:
    record = record_of(signed, "one")
    wish = widening.ask([record], Label.PUBLIC, actor_of(Role.ANALYST), REASON)
    widening.agree(wish, actor_of(Role.COUNSEL), REASON)
    assert Client().get(record.path()).status_code == 200
    answer = client_of(Role.PRIVACY).post(
        f"{record.path()}close/", {"label": Label.COUNSEL, "reason": REASON}
    )
    assert answer.status_code == 302
    assert Client().get(record.path()).status_code == 404
    assert [one.act for one in Release.objects.all()] == ["withdrawn", "published"]
    acts = set(Entry.objects.values_list("action", flat=True))
    assert {"label 1-counsel to 4-public", "label 4-public to 1-counsel"} <= acts


def test_closing_never_opens(signed: Edition, actor_of: ActorOf, client_of: ClientOf) -> None:
    record = record_of(signed, "one")
    for label in Label:
        with pytest.raises(Problem) as refused:
            widening.narrow(record, label, actor_of(Role.PRIVACY), REASON)
        assert refused.value.code == "label-not-stricter"
    page = words_of(client_of(Role.PRIVACY), f"{record.path()}close/")
    assert "There is nothing to change" in page
    labeled(signed, one=Label.BOARD)
    short = client_of(Role.PRIVACY).post(f"{record.path()}close/", {"label": Label.COUNSEL})
    assert "There is a problem" in short.content.decode() or short.status_code == 200
    assert label_of(record) == Label.BOARD


def test_a_label_that_moved_under_the_form_is_told(
    signed: Edition, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    labeled(signed, one=Label.BOARD)
    record = record_of(signed, "one")

    def moved(*_: object) -> None:
        raise Problem("label-not-stricter", "It was closed already.")

    monkeypatch.setattr(widening, "narrow", moved)
    page = client_of(Role.PRIVACY).post(
        f"{record.path()}close/", {"label": Label.COUNSEL, "reason": REASON}
    )
    assert "It was closed already." in page.content.decode()


def test_the_whole_way_on_the_pages(signed: Edition, client_of: ClientOf) -> None:
    record = record_of(signed, "one")
    analyst, counsel = client_of(Role.ANALYST), client_of(Role.COUNSEL)
    page = words_of(analyst, f"{record.path()}open/")
    assert "A second person must agree." in page
    asked = analyst.post(f"{record.path()}open/", {"label": Label.PUBLIC, "reason": REASON})
    wish = Widening.objects.get()
    assert asked.headers["Location"] == wish.path()
    assert {one.role for one in Task.objects.filter(about=steps.about(wish))} == {
        "privacy", "counsel",
    }  # fmt: skip
    own = words_of(analyst, wish.path())
    assert "Take the request back" in own
    assert "Open the findings" not in own
    theirs = words_of(counsel, wish.path())
    for told in ("Before you agree", "Each table is protected by itself.", REASON,
                 "it is opened", "Open the findings", "Refuse to open"):  # fmt: skip
        assert told in theirs
    short = counsel.post(wish.path(), {"step": "agree to open", "reason": "Yes."})
    assert "at least 20 characters" in short.content.decode()
    counsel.post(wish.path(), {"step": "agree to open", "reason": REASON})
    assert label_of(record) == Label.PUBLIC
    after = words_of(counsel, wish.path())
    assert "1 finding was opened." in after
    assert "Refuse to open" not in after
    assert not Task.objects.filter(about=steps.about(wish), done_at__isnull=True).exists()
    assert "Readers: public. State: agreed." in words_of(analyst, record.path())


def test_an_ask_that_can_not_be_is_told_why(signed: Edition, client_of: ClientOf) -> None:
    record = record_of(signed, "three")
    page = client_of(Role.ANALYST).post(
        f"{record.path()}open/", {"label": Label.PUBLIC, "reason": REASON}
    )
    assert "Nobody has signed it yet." in page.content.decode()
    labeled(signed, three=Label.PUBLIC)
    assert "There is nothing to change" in words_of(
        client_of(Role.ANALYST), f"{record.path()}open/"
    )


def test_a_request_is_refused_or_taken_back(signed: Edition, client_of: ClientOf) -> None:
    record = record_of(signed, "one")
    analyst, privacy = client_of(Role.ANALYST), client_of(Role.PRIVACY)
    for who, step, state in (
        (privacy, "refuse to open", "refused"), (analyst, "take the request back", "withdrawn"),
    ):  # fmt: skip
        analyst.post(f"{record.path()}open/", {"label": Label.BOARD, "reason": REASON})
        wish = Widening.objects.get(state="asked")
        who.post(wish.path(), {"step": step, "reason": REASON})
        wish.refresh_from_db()
        assert wish.state == state
    assert label_of(record) == Label.COUNSEL


def test_the_quality_committee_only_watches_what_it_may_not_agree_to(
    signed: Edition, client_of: ClientOf, actor_of: ActorOf
) -> None:
    labeled(signed, one=Label.QUALITY)
    wish = widening.ask([record_of(signed, "one")], Label.PUBLIC, actor_of(Role.ANALYST), REASON)
    client = client_of(Role.QUALITY)
    assert "Somebody else decides on this." in words_of(client, wish.path())
    answer = client.post(wish.path(), {"step": "agree to open", "reason": REASON})
    assert "Your role may not open findings" in answer.content.decode()
    labeled(signed, one=Label.COUNSEL)
    assert client.get(wish.path()).status_code == 404


def test_many_are_opened_by_one_request_after_a_dry_run(
    signed: Edition, client_of: ClientOf
) -> None:
    labeled(signed, two=Label.BOARD)
    analyst = client_of(Role.ANALYST)
    assert "Show what would happen" in words_of(analyst, "/vision/C1/open/")
    dry = words_of(analyst, f"/vision/C1/open/?label={Label.BOARD}")
    assert "Readers board" in dry
    assert "1 finding would be asked for. 1 would be skipped." in dry
    assert "by two : These readers may see it already." in dry
    assert not Widening.objects.exists()
    short = analyst.post("/vision/C1/open/", {"label": Label.BOARD, "reason": "So."})
    assert not Widening.objects.exists()
    again = short.content.decode()
    assert "What would happen" in again
    assert "Write at least 20 characters. You wrote 3." in again
    assert '<form method="get"' not in again  # a reason never stands in an address
    analyst.post("/vision/C1/open/", {"label": Label.BOARD, "reason": REASON})
    wish = Widening.objects.get()
    receipt = words_of(analyst, wish.path())
    assert "You asked for 1 finding." in receipt
    assert "1 was skipped." in receipt
    assert {one.record.view_key for one in wish.wishes.all()} == {"one"}
    none = words_of(analyst, f"/vision/C2/open/?label={Label.PUBLIC}")
    assert "0 findings would be asked for. No finding of this promise that you may see" in none
    assert "Choose other readers" in none
    refused = analyst.post("/vision/C2/open/", {"label": Label.PUBLIC, "reason": REASON})
    assert "None of these findings can be opened" in refused.content.decode()
    assert analyst.get("/vision/X9/open/").status_code == 404


def test_many_are_opened_at_once_and_what_no_longer_fits_is_told(
    signed: Edition, client_of: ClientOf, person_of: PersonOf
) -> None:
    client_of(Role.ANALYST).post("/vision/C1/open/", {"label": Label.PUBLIC, "reason": REASON})
    wish = Widening.objects.get()
    assert wish.name.endswith("and 1 more")
    labeled(signed, two=Label.QUALITY)
    counsel = client_of(Role.COUNSEL)
    assert "It stays closed. Its label has changed" in words_of(counsel, wish.path())
    counsel.post(wish.path(), {"step": "agree to open", "reason": REASON})
    page = words_of(counsel, wish.path())
    assert "1 finding was opened." in page
    assert "by two stays closed: Its label has changed" in page
    assert label_of(record_of(signed, "one")) == Label.PUBLIC
    assert label_of(record_of(signed, "two")) == Label.QUALITY


def test_a_house_without_findings_has_nothing_to_open(client_of: ClientOf) -> None:
    page = words_of(client_of(Role.ANALYST), f"/vision/C1/open/?label={Label.BOARD}")
    assert "0 findings would be asked for." in page


def test_an_older_request_does_not_open_again_what_was_closed_since(
    signed: Edition, actor_of: ActorOf, client_of: ClientOf
) -> None:
    one, two = record_of(signed, "one"), record_of(signed, "two")
    first = widening.ask([one], Label.PUBLIC, actor_of(Role.ANALYST), REASON)
    second = widening.ask([one, two], Label.PUBLIC, actor_of(Role.QUALITY), REASON)
    widening.agree(first, actor_of(Role.PRIVACY), REASON)
    widening.narrow(Record.objects.get(pk=one.pk), Label.COUNSEL, actor_of(Role.COUNSEL), REASON)
    page = words_of(client_of(Role.PRIVACY), second.path())
    assert page.count("Its label has changed since this was asked.") == 1
    done = widening.agree(second, actor_of(Role.PRIVACY), REASON)
    assert (done.opened, [record for record, _ in done.left]) == ([two], [one])
    assert (label_of(one), label_of(two)) == (Label.COUNSEL, Label.PUBLIC)
    again = widening.ask([one], Label.PUBLIC, actor_of(Role.ANALYST), REASON)
    assert widening.agree(again, actor_of(Role.PRIVACY), REASON).opened == [one]


def test_a_request_for_several_is_not_named_to_who_may_not_see_each(
    signed: Edition, actor_of: ActorOf, client_of: ClientOf
) -> None:
    labeled(signed, two=Label.BOARD)
    widening.ask(list(signed.records.all()), Label.PUBLIC, actor_of(Role.ANALYST), REASON)
    open_one = record_of(signed, "two")
    assert "by one" not in words_of(client_of(Role.BOARD), open_one.path()).lower()
    assert "State: asked" in words_of(client_of(Role.ANALYST), open_one.path())
    assert "State: asked" not in words_of(client_of(Role.BOARD), open_one.path())


def test_a_request_for_many_is_read_from_what_was_sent_and_not_from_the_address(
    signed: Edition, client_of: ClientOf
) -> None:
    address = f"/vision/C1/open/?label={Label.QUALITY.value}&reason={REASON.replace(' ', '+')}"
    assert client_of(Role.ANALYST).post(address).status_code == 200
    assert not Widening.objects.exists()
