"""An initiative: proposed by one, approved by another, with words that may decide, and watched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.offices.scorecard.plans import LAWFUL, NAMED, STANDS_IN, filled, initiative

from commonweal.kinds import Problem
from commonweal.offices.desk import steps
from commonweal.offices.desk.models import Decision, Entry, Task
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.flow.initiatives import FLOW, instead, judged
from commonweal.offices.scorecard.forms.initiatives import InitiativeForm, todo_of
from commonweal.offices.scorecard.models import Edition, Initiative, Label
from commonweal.services.term_lists import Verdict

ActorOf = Callable[[Role], Actor]
ClientOf = Callable[[Role], Client]
PersonOf = Callable[[Role], Person]
REASON = "It fits what the committee decided in June."


@pytest.fixture
def owner(person_of: PersonOf) -> Person:
    return person_of(Role.OFFICER)


def take(name: str, thing: Initiative, actor: Actor, reason: str = REASON) -> Initiative:
    done: Initiative = steps.apply(steps.find(FLOW, name), thing, actor, reason)
    return done


def test_a_proposal_opens_a_task_for_those_who_decide(
    client_of: ClientOf, owner: Person, edition: Edition
) -> None:
    answer = client_of(Role.ANALYST).post("/initiatives/new/", filled(owner))
    made = Initiative.objects.get()
    assert answer.headers["Location"] == made.path()
    task = Task.objects.get(about=steps.about(made))
    assert (task.role, task.says) == ("quality", "Decide on Call back")
    assert Decision.objects.get(about=steps.about(made)).step == "propose"
    assert Entry.objects.filter(object_id=steps.about(made), action="propose").exists()


def test_it_begins_from_a_gap_that_the_proposer_may_see_and_from_no_other(
    client_of: ClientOf, owner: Person, edition: Edition
) -> None:
    record = edition.records.first()
    assert record is not None
    client = client_of(Role.OFFICER)
    assert client.get(f"/initiatives/new/?record={record.pk}").status_code == 404
    client = client_of(Role.ANALYST)
    page = client.get(f"/initiatives/new/?record={record.pk}").content.decode()
    assert record.name in page
    client.post(f"/initiatives/new/?record={record.pk}", filled(owner, outcome="care.a1c_poor"))
    assert Initiative.objects.get().record == record
    assert client.get("/initiatives/new/?record=nonsense").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"target": "2025-01-01"}, "before the first day"),
        ({"name": "n" * 151}, "at most 150 letters"),
        ({"office": ""}, "required"),
    ],
)
def test_a_form_says_what_is_wrong_and_keeps_nothing(
    client_of: ClientOf, owner: Person, wrong: dict[str, str], says: str
) -> None:
    page = client_of(Role.OFFICER).post("/initiatives/new/", filled(owner, **wrong))
    assert says in page.content.decode()
    assert not Initiative.objects.exists()


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        (LAWFUL, [Verdict.OPEN, Verdict.OPEN]),
        (NAMED, [Verdict.REFUSED]),
        (f"{LAWFUL}\n{STANDS_IN}", [Verdict.OPEN, Verdict.OPEN, Verdict.COUNSEL]),
        ("  \n ", []),
    ],
)
def test_each_sentence_is_held_against_the_lists_also_for_patients(
    owner: Person, words: str, verdicts: list[Verdict]
) -> None:
    assert [one.verdict for one in judged(initiative(owner, eligibility=words))] == verdicts


@pytest.mark.parametrize("words", [NAMED, STANDS_IN, " "])
def test_nothing_is_approved_while_its_words_may_not_decide(
    owner: Person, actor_of: ActorOf, words: str
) -> None:
    thing = initiative(owner, eligibility=words)
    with pytest.raises(Problem) as raised:
        take("approve", thing, actor_of(Role.QUALITY))
    assert raised.value.code == "step-needs"
    thing.refresh_from_db()
    assert thing.state == Initiative.State.PROPOSED


def test_the_page_shows_the_words_found_and_what_to_write_instead(
    client_of: ClientOf, owner: Person
) -> None:
    thing = initiative(owner, eligibility=f"{NAMED} {STANDS_IN}")
    page = client_of(Role.QUALITY).get(thing.path()).content.decode()
    assert "<q>women</q>" in page
    assert "<q>census tract</q>" in page
    assert "These words may not decide." in page
    assert "Counsel reads this first." in page
    refused, held = judged(thing)
    assert instead(refused)[0] in page.replace("&#x27;", "'")
    assert instead(held)


def test_counsel_settles_words_that_stand_in_and_only_with_a_neutral_reason(
    owner: Person, actor_of: ActorOf
) -> None:
    counsel, quality = actor_of(Role.COUNSEL), actor_of(Role.QUALITY)
    bare = initiative(owner, eligibility=STANDS_IN)
    with pytest.raises(Problem):
        take("read", bare, counsel)
    named = initiative(owner, eligibility=STANDS_IN, rationale="It is where women live.")
    with pytest.raises(Problem):
        take("read", named, counsel)
    thing = initiative(owner, eligibility=STANDS_IN, rationale="The bus stops there no more.")
    take("read", thing, counsel)
    assert take("approve", thing, quality).state == Initiative.State.APPROVED


def test_counsel_can_not_open_what_the_lists_refuse(owner: Person, actor_of: ActorOf) -> None:
    thing = initiative(owner, eligibility=NAMED, rationale="The clinic sees few of them.")
    with pytest.raises(Problem) as raised:
        take("read", thing, actor_of(Role.COUNSEL))
    assert raised.value.code == "step-needs"


def test_what_counsel_read_counts_no_more_when_the_words_change(
    owner: Person, actor_of: ActorOf, client_of: ClientOf
) -> None:
    thing = initiative(owner, eligibility=STANDS_IN, rationale="The bus stops there no more.")
    take("read", thing, actor_of(Role.COUNSEL))
    words = filled(owner, eligibility=f"{STANDS_IN} Others too.", rationale=thing.rationale)
    client_of(Role.OFFICER).post(f"{thing.path()}change/", words)
    thing.refresh_from_db()
    with pytest.raises(Problem):
        take("approve", thing, actor_of(Role.QUALITY))


def test_nobody_approves_what_they_proposed(owner: Person, actor_of: ActorOf) -> None:
    quality = actor_of(Role.QUALITY)
    thing = initiative(owner, proposed_by=quality.id)
    with pytest.raises(Problem):
        take("approve", thing, quality)
    assert take("approve", thing, actor_of(Role.DIRECTOR)).state == "approved"


def test_whoever_proposes_again_or_rewrites_does_not_approve(
    owner: Person, person_of: PersonOf, actor_of: ActorOf
) -> None:
    quality = actor_of(Role.QUALITY)
    thing = take("decline", initiative(owner), actor_of(Role.DIRECTOR))
    thing = take("propose-again", thing, quality)
    with pytest.raises(Problem) as raised:
        take("approve", thing, quality)
    assert "second person" in raised.value.says
    rewritten = initiative(owner)
    form = InitiativeForm(filled(owner, name="Mine now"), instance=rewritten)
    form.keep(quality)
    with pytest.raises(Problem):
        take("approve", rewritten, quality)
    assert take("approve", rewritten, actor_of(Role.DIRECTOR)).state == "approved"


def test_what_somebody_wrote_before_the_last_decision_binds_them_no_more(
    owner: Person, actor_of: ActorOf
) -> None:
    quality = actor_of(Role.QUALITY)
    thing = initiative(owner)
    InitiativeForm(filled(owner), instance=thing).keep(quality)
    thing = take("decline", thing, actor_of(Role.DIRECTOR))
    thing = take("propose-again", thing, actor_of(Role.OFFICER))
    assert take("approve", thing, quality).state == "approved"


def test_counsel_does_not_read_what_counsel_proposed(owner: Person, actor_of: ActorOf) -> None:
    counsel = actor_of(Role.COUNSEL)
    words = {"eligibility": STANDS_IN, "rationale": "The bus stops there no more."}
    with pytest.raises(Problem) as raised:
        take("read", initiative(owner, proposed_by=counsel.id, **words), counsel)
    assert raised.value.code == "step-needs"


@pytest.mark.parametrize(
    ("name", "state"),
    [("begin", "approved"), ("pause", "running"), ("resume", "paused"), ("end", "running")],
)
def test_an_officer_leads_the_own_initiative_alone(
    person_of: PersonOf, actor_of: ActorOf, name: str, state: str
) -> None:
    thing = initiative(person_of(Role.ANALYST), state=state)
    with pytest.raises(Problem) as raised:
        take(name, thing, actor_of(Role.OFFICER))
    assert raised.value.code == "step-needs"
    assert take(name, thing, actor_of(Role.DIRECTOR)).state != state


def test_the_whole_way_to_an_evaluation(owner: Person, actor_of: ActorOf) -> None:
    quality, officer = actor_of(Role.QUALITY), actor_of(Role.OFFICER)
    thing = take("approve", initiative(owner), quality)
    assert Task.objects.get(about=steps.about(thing), done_at=None).person == owner
    for name, state in (("begin", "running"), ("pause", "paused"), ("resume", "running"),
                        ("end", "ended")):  # fmt: skip
        thing = take(name, thing, officer)
        assert thing.state == state
    assert take("evaluate", thing, quality, "The gap closed by half.").state == "evaluated"


def test_what_was_declined_can_be_proposed_again(owner: Person, actor_of: ActorOf) -> None:
    thing = take("decline", initiative(owner), actor_of(Role.QUALITY))
    assert take("propose-again", thing, actor_of(Role.OFFICER)).state == "proposed"


def test_a_step_is_taken_on_its_page_with_a_reason(client_of: ClientOf, owner: Person) -> None:
    thing = initiative(owner)
    client = client_of(Role.QUALITY)
    path = f"{thing.path()}step/approve/"
    page = client.get(path).content.decode()
    assert "What this needs" not in page  # nothing is missing
    assert "Approve the initiative" in page
    assert "20 characters" in client.post(path, {"reason": "short"}).content.decode()
    assert client.post(path, {"reason": REASON}).status_code == 302
    thing.refresh_from_db()
    assert thing.state == "approved"
    assert client.get(path).status_code == 404


def test_a_refused_step_says_why_on_its_page(client_of: ClientOf, owner: Person) -> None:
    thing = initiative(owner, eligibility=NAMED)
    client = client_of(Role.QUALITY)
    path = f"{thing.path()}step/approve/"
    page = client.get(path).content.decode()
    assert "What this needs" in page
    assert "second person" not in page
    assert "words that may not decide" in page
    page = client.post(path, {"reason": REASON}).content.decode()
    assert "There is a problem" in page
    assert "words that may not decide" in page


def test_a_step_without_a_reason_asks_for_none(client_of: ClientOf, owner: Person) -> None:
    thing = initiative(owner, state="approved")
    assert client_of(Role.OFFICER).post(f"{thing.path()}step/begin/").status_code == 302
    thing.refresh_from_db()
    assert thing.state == "running"


def test_the_words_on_who_it_is_for_stand_once_it_is_approved(
    client_of: ClientOf, owner: Person
) -> None:
    thing = initiative(owner, state="running")
    client = client_of(Role.OFFICER)
    client.post(f"{thing.path()}change/", filled(owner, eligibility=NAMED, changes="More calls."))
    thing.refresh_from_db()
    assert (thing.eligibility, thing.changes) == (LAWFUL, "More calls.")
    page = client.get(thing.path()).content.decode()
    assert "What changes" in page
    assert Decision.objects.filter(about=steps.about(thing), step="change").exists()


@pytest.mark.parametrize("state", ["approved", "running", "paused"])
def test_what_it_is_judged_by_stands_once_it_is_approved(
    client_of: ClientOf, owner: Person, state: str
) -> None:
    thing = initiative(owner, state=state)
    other = filled(
        owner, outcome="care.a1c_poor", design="wedge", begins="2026-02-01", target="2027-12-31",
        commitment="C2", changes="More calls.",
    )  # fmt: skip
    assert client_of(Role.OFFICER).post(f"{thing.path()}change/", other).status_code == 302
    now = Initiative.objects.get()
    for name in ("outcome", "design", "begins", "target", "commitment"):
        assert getattr(now, name) == getattr(thing, name)
    assert now.changes == "More calls."


def test_a_measure_that_left_the_house_does_not_stop_a_change(
    client_of: ClientOf, owner: Person
) -> None:
    thing = initiative(owner, state="running", outcome="care.gone")
    words = filled(owner, changes="More calls.")
    assert client_of(Role.OFFICER).post(f"{thing.path()}change/", words).status_code == 302
    assert Initiative.objects.get().changes == "More calls."


@pytest.mark.parametrize("state", ["ended", "evaluated", "declined"])
def test_what_is_over_is_not_changed(
    client_of: ClientOf, owner: Person, actor_of: ActorOf, state: str
) -> None:
    thing = initiative(owner, state=state)
    client = client_of(Role.OFFICER)
    assert client.post(f"{thing.path()}change/", filled(owner)).status_code == 404
    assert "Change the initiative" not in client.get(thing.path()).content.decode()
    form = InitiativeForm(filled(owner, changes="More."), instance=thing)
    assert all(field.disabled for field in form.fields.values())
    with pytest.raises(Problem):
        form.keep(actor_of(Role.OFFICER))


def test_a_change_that_comes_too_late_leaves_the_approval_as_it_is(
    client_of: ClientOf, owner: Person, actor_of: ActorOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing = initiative(owner)
    form = InitiativeForm(filled(owner), instance=Initiative.objects.get())
    assert form.is_valid()
    take("approve", thing, actor_of(Role.QUALITY))
    with pytest.raises(Problem) as raised:
        form.keep(actor_of(Role.OFFICER))
    assert raised.value.code == "initiative-moved"
    assert Initiative.objects.get().state == "approved"

    def late(*_given: object) -> None:
        raise raised.value

    monkeypatch.setattr(InitiativeForm, "keep", late)
    page = client_of(Role.OFFICER).post(f"{thing.path()}change/", filled(owner))
    assert "Somebody was quicker" in page.content.decode()


def test_a_task_of_the_plan_outlives_the_steps(
    client_of: ClientOf, owner: Person, actor_of: ActorOf
) -> None:
    thing = initiative(owner, state="approved")
    client = client_of(Role.OFFICER)
    path = f"{thing.path()}task/"
    assert (
        "Choose a person or a role"
        in client.post(path, {"says": "Hire callers", "due": "2026-03-01"}).content.decode()
    )
    words = {"says": "Hire callers", "due": "2026-03-01", "role": "officer"}
    assert client.post(path, words).status_code == 302
    take("begin", thing, actor_of(Role.OFFICER), "")
    task = Task.objects.get(about=todo_of(thing))
    assert (task.done_at, task.due, task.office) == (None, date(2026, 3, 1), "council")
    assert "Hire callers" in client.get(thing.path()).content.decode()
    assert client.get(path).status_code == 200


def test_the_list_is_cut_by_promise_office_and_state(client_of: ClientOf, owner: Person) -> None:
    client = client_of(Role.BOARD)
    assert "There is no initiative yet" in client.get("/initiatives/").content.decode()
    initiative(owner)
    initiative(owner, name="Longer hours", commitment="C2", office="gme", state="running")
    assert "Longer hours" in client.get("/initiatives/").content.decode()
    for asked in ("commitment=C1", "office=council", "state=proposed"):
        page = client.get(f"/initiatives/?{asked}").content.decode()
        assert "Call back" in page
        assert "Longer hours" not in page
    assert "fits what you chose" in client.get("/initiatives/?state=ended").content.decode()


def test_the_page_shows_later_editions_only_as_far_as_the_role_may_see(
    client_of: ClientOf, owner: Person, edition: Edition
) -> None:
    record = edition.records.first()
    assert record is not None
    thing = initiative(owner, record)
    assert record.brief.headline in client_of(Role.ANALYST).get(thing.path()).content.decode()
    page = client_of(Role.BOARD).get(thing.path()).content.decode()
    assert record.brief.headline not in page
    assert "No edition that your role may see" in page
    edition.records.filter(pk=record.pk).update(label=Label.BOARD)
    page = client_of(Role.BOARD).get(thing.path()).content.decode()
    assert record.brief.verdict in page
    assert "it began from this" in page


def test_without_a_gap_it_is_watched_by_its_measure(
    client_of: ClientOf, owner: Person, edition: Edition
) -> None:
    thing = initiative(owner, outcome="care.bp_control")
    page = client_of(Role.ANALYST).get(thing.path()).content.decode()
    assert edition.records.filter(key="care.bp_control")[0].brief.headline in page
    gone = initiative(owner, outcome="care.gone")
    assert "care.gone" in client_of(Role.ANALYST).get(gone.path()).content.decode()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.RESEARCHER, Role.STEWARD, Role.PUBLIC])
def test_others_do_not_come_in(client_of: ClientOf, role: Role) -> None:
    assert client_of(role).get("/initiatives/").status_code in (302, 403)


def test_the_packet_says_what_it_holds_and_what_it_lacks(
    client_of: ClientOf, owner: Person, edition: Edition
) -> None:
    record = edition.records.first()
    assert record is not None
    edition.records.update(label=Label.BOARD)
    thing = initiative(owner, record, informs="")
    client = client_of(Role.BOARD)
    page = client.get(f"{thing.path()}packet/").content.decode()
    assert "Missing: how those concerned are told" in page
    assert "Missing: a signed finding" in page
    edition.records.update(state="signed")
    page = client.get(f"{thing.path()}packet/").content.decode()
    assert record.brief.trace in page
    assert "Transport and food." in page


def test_the_packet_is_handed_over_on_paper_and_logged(client_of: ClientOf, owner: Person) -> None:
    thing = initiative(owner)
    words: dict[str, Any] = {
        "about": todo_of(thing),
        "since": thing.made,
        "opened_by": "x",
        "role": "officer",
    }
    Task.objects.create(says="Hire", due=date(2026, 3, 1), **words)
    Task.objects.create(says="Print", done_at=thing.made, **words)
    answer = client_of(Role.BOARD).get(f"{thing.path()}packet.pdf?paper=a4")
    assert answer.content[:5] == b"%PDF-"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert Entry.objects.filter(action="fetch an evidence packet").count() == 1
