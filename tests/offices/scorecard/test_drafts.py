"""Drafts: what is typed into a form is there again, for one person and one thing, until sent."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser
from importlib import import_module

import pytest
from django import forms
from django.test import Client
from tests.offices.conftest import ClientOf, PersonOf
from tests.offices.scorecard.made import REASON
from tests.offices.scorecard.plans import STANDS_IN, filled, initiative
from tests.offices.scorecard.test_initiatives import ActorOf

from commonweal.offices.desk import drafts
from commonweal.offices.desk import forms as desk
from commonweal.offices.desk.forms import ReasonForm
from commonweal.offices.desk.models import Draft, Task
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Role
from commonweal.offices.people.models import Grant, Person
from commonweal.offices.scorecard import forms as ours
from commonweal.offices.scorecard.flow import books, signing, widening
from commonweal.offices.scorecard.flow import initiatives as planning
from commonweal.offices.scorecard.models import Book, Edition, Initiative, Label, Tool, Wanted

Typed = dict[str, list[str]]
NUMBER = drafts.NUMBER
NOTE = "You typed this before and did not send it."
WHY: Typed = {"reason": [REASON]}
LATER = (clock.today() + timedelta(days=90)).isoformat()


class Form(HTMLParser):
    """Read the form that is kept as it is typed: where, with which marks, and what it holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.where: str = ""
        self.marks: dict[str, str] = {}
        self.holds: Typed = {}
        self._inside, self._name, self._text = False, "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self._inside = "hx-post" in given
            self.where = given["hx-post"] if self._inside else self.where
            self.marks = json.loads(given.get("hx-vals") or "{}") if self._inside else self.marks
        elif self._inside and tag == "input":
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                self.holds.setdefault(name, []).append(given.get("value") or "")
        elif self._inside and tag in {"textarea", "select"}:
            self._name, self._text = name, ""
        elif self._name and tag == "option" and "selected" in given:
            self.holds.setdefault(self._name, []).append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._inside:
            self.holds[self._name] = [self._text.removeprefix("\n")]
        if tag in {"textarea", "select"}:
            self._name = ""
        if tag == "form":
            self._inside = False
            self.holds.pop("csrfmiddlewaretoken", None)


@dataclass
class Case:
    """Name a form: whose, where, what they type, the button they press, and another such thing."""

    role: Role
    path: str
    typed: Typed
    button: str = ""
    other: str = ""
    sent: str = ""


Made = Callable[[str, str], Case]


@pytest.fixture
def made(edition: Edition, person_of: PersonOf, actor_of: ActorOf) -> Made:
    """Make what a form is about."""
    owner = person_of(Role.OFFICER)
    edition.records.filter(computable=True).update(state="signed", label=Label.BOARD)
    record, second = edition.records.filter(computable=True)[:2]

    def planned(step: str) -> Case:
        start = next(one for one in planning.FLOW if one.name == step)
        words = {"eligibility": STANDS_IN, "rationale": "The clinic is there."}
        more = words if step == planning.READS else {}
        one, two = (initiative(owner, state=start.start[0], **more) for _ in range(2))
        role = min(start.by, key=lambda role: role.value)
        return Case(role, f"{one.path()}step/{step}/", WHY, other=f"{two.path()}step/{step}/")

    def booked(name: str) -> Case:
        step = next(one for one in books.FLOW if one.name == name)
        one, two = (books.begun("board", edition) for _ in range(2))
        one.records.set([record])
        Book.objects.update(state=step.start[0])
        role = min(step.by, key=lambda role: role.value)
        return Case(role, f"{one.path()}step/{step.name}/", WHY,
                    other=f"{two.path()}step/{step.name}/")  # fmt: skip

    def drawn(kind: str) -> Case:
        one, two = (books.begun("board", edition) for _ in range(2))
        if kind == "findings":
            said = {"records": [str(second.pk), str(record.pk)]}
            return Case(
                Role.ANALYST, f"{one.path()}findings/", said, other=f"{two.path()}findings/"
            )
        if kind == "decision":
            said = {"commitment": ["C2"], "says": ["Pay for evening hours."]}
            return Case(
                Role.ANALYST, f"{one.path()}decision/", said, other=f"{two.path()}decision/"
            )
        Book.objects.update(state="released")
        asked = [
            Wanted.objects.create(book=book, commitment="C1", says="Pay.") for book in (one, two)
        ]
        paths = [f"/reports/decisions/{each.pk}/" for each in asked]
        said = {"decided": ["The board agreed, from spring on."]}
        return Case(Role.ANALYST, paths[0], said, other=paths[1])

    def plan(kind: str) -> Case:
        if kind == "propose":
            said = {name: [text] for name, text in filled(owner).items() if text}
            return Case(Role.OFFICER, "/initiatives/new/", said,
                        other="/initiatives/new/?commitment=C2")  # fmt: skip
        one, two = (initiative(owner, needs="") for _ in range(2))
        if kind == "task":
            said = {"says": ["Ask the clinic"], "role": ["officer"], "due": [LATER]}
            return Case(Role.OFFICER, f"{one.path()}task/", said, other=f"{two.path()}task/")
        said = {"changes": ["Nurses call.\nEvery day."], "patients": [], "needs": ["Food."]}
        return Case(Role.OFFICER, f"{one.path()}change/", said, other=f"{two.path()}change/")

    def tool(kind: str) -> Case:
        said: Typed = {
            "name": ["Kidney score"], "vendor": ["Made Up Labs"], "purpose": ["Ranks people."],
            "known": ["some"], "ticked": ["sex", "age"], "owner": [str(owner.pk)],
            "review": [LATER], "mitigation": ["Used without race."],
        }  # fmt: skip
        if kind == "new":
            return Case(Role.OFFICER, "/tools/new/", said)
        one, two = (
            Tool.objects.create(
                name=name, vendor="V", purpose="P", known="some", inputs=" age sex ", owner=owner,
                review=LATER, made=clock.now(),
            )
            for name in ("One", "Two")
        )  # fmt: skip
        if kind == "review":
            said = {"found": ["Its errors are alike in all."], "review": [LATER]}
        else:
            said = {"ticked": ["sex", "race"], "note": ["Nobody has looked."]}
        return Case(Role.OFFICER, f"{one.path()}{kind}/", said, other=f"{two.path()}{kind}/")

    def told(kind: str) -> Case:
        if kind == "sign":
            back = signing.TAKE_BACK.name
            return Case(Role.ANALYST, f"{record.path()}sign/", WHY, back, f"{second.path()}sign/")
        if kind == "many":
            edition.records.update(label=Label.COUNSEL, commitments=" C1 ")
            path = "/vision/C1/open/?label="
            return Case(Role.COUNSEL, f"{path}{Label.PUBLIC}", WHY, other=f"{path}{Label.QUALITY}")
        if kind == "decide":
            one, two = (
                widening.ask([each], Label.PUBLIC, actor_of(Role.ANALYST), REASON).path()
                for each in (record, second)
            )
            return Case(Role.COUNSEL, one, WHY, widening.REFUSE.name, two)
        label = Label.PUBLIC if kind == "open" else Label.QUALITY
        return Case(Role.COUNSEL, f"{record.path()}{kind}/", WHY | {"label": [label]},
                    other=f"{second.path()}{kind}/")  # fmt: skip

    def commented(_name: str) -> Case:
        one, two = (
            Task.objects.create(says="Ask", about="program.call:1", role="officer",
                                since=clock.now(), opened_by="x")
            for _ in range(2)
        )  # fmt: skip
        return Case(Role.OFFICER, one.own_path, {"text": ["Half a thou"]}, other=two.own_path,
                    sent=f"{one.own_path}comment/")  # fmt: skip

    builders = {
        "initiative step": planned, "book step": booked, "book": drawn, "initiative": plan,
        "tool": tool, "finding": told, "task": commented,
    }  # fmt: skip
    return lambda kind, name: builders[kind](name)


CASES = [
    *(("initiative step", step.name) for step in planning.FLOW if step.reason),
    *(("book step", step.name) for step in books.FLOW if step.reason),
    *(("book", name) for name in ("findings", "decision", "decided")),
    *(("initiative", name) for name in ("propose", "change", "task")),
    *(("tool", name) for name in ("new", "change", "review")),
    *(("finding", name) for name in ("sign", "open", "close", "many", "decide")),
    ("task", "comment"),
]


def typed_into(client: Client, case: Case) -> Form:
    """Open a page, type into its form, and wait until the browser has sent what was typed."""
    form = Form(client.get(case.path).content.decode())
    now = {**form.holds, **case.typed}
    answer = client.post(form.where, {**now, **form.marks})
    assert answer.status_code == 204
    return form


def shows(form: Form, typed: Typed) -> bool:
    """Say whether a form holds all that was typed."""
    return all(sorted(form.holds.get(name, [])) == sorted(said) for name, said in typed.items())


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_what_is_typed_is_there_again_until_it_is_sent_and_for_nobody_else(
    made: Made, client_of: ClientOf, kind: str, name: str
) -> None:
    case = made(kind, name)
    client = client_of(case.role)
    first = typed_into(client, case)
    assert set(Draft.objects.get().fields) - {"label"} == set(case.typed) - {"label"}
    page = client_of(case.role).get(case.path).content.decode()
    again = Form(page)
    assert NOTE in page
    assert shows(again, case.typed), again.holds
    assert {**again.holds, **case.typed, NUMBER: first.holds[NUMBER]} == {
        **first.holds, **case.typed
    }  # fmt: skip
    second = Person.objects.create_user("second@test.example", name="Second")
    Grant.objects.create(person=second, role=case.role.value)
    another = Client()
    another.force_login(second)
    for reader, path in ((another, case.path), (client, case.other)) if case.other else ():
        page = reader.get(path).content.decode()
        assert NOTE not in page
        assert Form(page).where
        assert not shows(Form(page), case.typed)
    sent = {**again.holds, **({"step": case.button} if case.button else {})}
    answer = client.post(case.sent or case.path, sent)
    assert answer.status_code == 302, answer.content.decode()
    assert Draft.objects.get().fields == {}
    late = {**again.holds, **case.typed, **again.marks}  # it was on its way when the form was sent
    assert client.post(again.where, late).status_code == 204
    assert Draft.objects.get().fields == {}
    assert client.post(again.where, {**late, **{NUMBER: "another"}}).status_code == 204
    assert Draft.objects.get().fields


def test_a_draft_is_of_what_was_changed_and_brings_nothing_else_back(
    made: Made, client_of: ClientOf
) -> None:
    case = made("initiative", "change")
    client = client_of(case.role)
    typed_into(client, case)
    thing = Initiative.objects.get(pk=case.path.split("/")[2])
    assert Draft.objects.get().fields == {
        "changes": ["Nurses call.\nEvery day."], "patients": [], "needs": ["Food."]
    }  # fmt: skip
    Initiative.objects.filter(pk=thing.pk).update(informs="A call each month.")
    form = Form(client.get(case.path).content.decode())
    assert form.holds["informs"] == ["A call each month."]
    assert client.post(case.path, form.holds).status_code == 302
    thing.refresh_from_db()
    assert (thing.informs, thing.patients, thing.needs) == ("A call each month.", False, "Food.")
    assert thing.changes.split() == ["Nurses", "call.", "Every", "day."]


def test_what_may_no_longer_be_changed_is_shown_as_it_is(made: Made, client_of: ClientOf) -> None:
    case = made("initiative", "change")
    client = client_of(case.role)
    typed_into(client, Case(case.role, case.path, {"eligibility": ["Everybody who asks."]}))
    assert "Everybody who asks." in client.get(case.path).content.decode()
    Initiative.objects.update(state="approved")
    page = client.get(case.path).content.decode()
    assert NOTE not in page
    assert "Everybody who asks." not in page


def test_who_wants_to_begin_anew_forgets_what_was_typed(made: Made, client_of: ClientOf) -> None:
    case = made("tool", "new")
    client = client_of(case.role)
    form = typed_into(client, case)
    number = Form(client.get(case.path).content.decode()).holds[NUMBER]
    answer = client.post(form.where, {"forget": case.path, NUMBER: number})
    assert answer.headers["Location"] == case.path
    client.post(form.where, {**form.holds, **case.typed, NUMBER: number})  # it was on its way
    assert NOTE not in client.get(case.path).content.decode()
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:1"):
        answer = client.post(form.where, {"forget": elsewhere})
        assert answer.headers["Location"] == "/desk/"


def test_who_takes_back_all_they_typed_leaves_no_draft(made: Made, client_of: ClientOf) -> None:
    case = made("tool", "change")
    client = client_of(case.role)
    form = typed_into(client, case)
    client.post(form.where, {**form.holds, **form.marks})
    assert not Draft.objects.exists()


def test_every_form_with_room_for_more_than_a_line_is_kept() -> None:
    rooms = [desk, *(import_module(one.name) for one in
                     pkgutil.iter_modules(ours.__path__, f"{ours.__name__}."))]  # fmt: skip
    found = {
        held
        for room in rooms
        for held in vars(room).values()
        if isinstance(held, type) and issubclass(held, forms.BaseForm)
        if any(isinstance(one.widget, forms.Textarea) for one in held.base_fields.values())
    }
    assert {one.__name__ for one in found} >= {"InitiativeForm", "ToolForm", "ReviewForm"}
    assert all(issubclass(one, drafts.Drafted) for one in found)
    assert issubclass(ReasonForm, drafts.Drafted)
