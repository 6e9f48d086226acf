"""The demonstration: people who do not exist walk the real steps, so that there is work to see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from commonweal.kinds import Problem
from commonweal.offices.desk import steps
from commonweal.offices.house import clock
from commonweal.offices.house.policy import PURPOSES, Actor, Role
from commonweal.offices.people.jobs import demo_accounts
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.flow import books, initiatives, signing, tools, widening
from commonweal.offices.scorecard.forms.books import BookForm, ChoiceForm, WantedForm
from commonweal.offices.scorecard.forms.initiatives import InitiativeForm, TodoForm
from commonweal.offices.scorecard.models import (
    Book,
    Edition,
    Initiative,
    Label,
    Record,
    Tool,
)
from commonweal.offices.scorecard.models.visions import the_vision

FEW, SOME = 6, 40  # findings that the demonstration publishes, and that it shows to the board
MOVED = "care.bp_control"  # the measure that its initiative means to move
REASON = "For the demonstration: somebody made up looked at this."
BEGUN, LEFT = 20, 160  # days since its initiative began, and until it should have helped
# The plan of its initiative: days until each is due, so that every part of a queue is seen.
PLAN = (
    (-2, Role.OFFICER, "Send the letters about home blood pressure cuffs"),
    (0, Role.OFFICER, "Call the pharmacists about their first visits"),
    (6, Role.QUALITY, "Read how many cuffs were handed out"),
    (30, Role.DIRECTOR, "Tell the clinics how it goes"),
)


def demo(edition: Edition) -> int:
    """Walk real steps as people of the demonstration, so that the board and the public see some.

    Gives how many findings are published then. Done once: an edition with a signature stays.
    Fails where the house is no demonstration.
    """
    demo_accounts()
    if edition.records.exclude(state=Record.State.FOUND).exists():
        return 0
    analyst, counsel = actor_of(Role.ANALYST), actor_of(Role.COUNSEL)
    signed = [
        signing.decide(signing.SIGN, one, analyst, REASON)
        for one in edition.records.filter(computable=True).order_by("rank")[:SOME]
    ]
    if not signed:
        return 0
    _open_up(signed, Label.BOARD, (analyst, counsel))
    public = {one.key: one for one in reversed(signed)}  # the gravest of each measure
    chosen = sorted(public.values(), key=lambda one: one.rank)[:FEW]
    opened = _open_up(chosen, Label.PUBLIC, (analyst, counsel))
    moved = next((one for one in signed if one.key == MOVED), opened[0])
    _initiative(moved)
    _tool(moved)
    _board_book(opened, moved, (analyst, counsel))
    return len(opened)


def actor_of(role: Role) -> Actor:
    """Give the one who holds a role in the demonstration, as they act in it."""
    person = _person(role)
    return Actor(str(person.pk), role, PURPOSES[role][0], frozenset({Role.MEMBER, role}))


def _person(role: Role) -> Person:
    return Person.objects.get(email=f"{role.value}@demo.example")


def _promise(record: Record) -> str:
    """Give a promise of the vision that a finding bears on, or the first of all."""
    known = [one.key for one in the_vision().commitments]
    return next((key for key in record.promised if key in known), known[0])


def _open_up(records: list[Record], label: Label, people: tuple[Actor, Actor]) -> list[Record]:
    asks, agrees = people
    wish = widening.ask(records, label, asks, REASON)
    return widening.agree(wish, agrees, REASON).opened


def _kept(form: Any, *given: object) -> Any:
    """Keep what a form holds; one that the demonstration fills in wrongly is a fault of ours."""
    if not form.is_valid():
        raise Problem("demo-form", f"The demonstration fills in {type(form).__name__} wrongly.")
    return form.keep(*given)


def _initiative(record: Record) -> None:
    """Propose, approve and begin an initiative on a gap, with a plan of tasks."""
    today = clock.today()
    office = "council"
    words = {
        "name": "Blood pressure at home",
        "commitment": _promise(record),
        "changes": "Clinics hand out cuffs, and pharmacists call within two weeks.",
        "eligibility": "Patients whose last reading was high or who have no reading this year.",
        "rationale": "",
        "patients": "on",
        "owner": str(_person(Role.OFFICER).pk),
        "office": office,
        "begins": (today - timedelta(days=BEGUN)).isoformat(),
        "target": (today + timedelta(days=LEFT)).isoformat(),
        "outcome": MOVED,
        "design": Initiative.Design.PERIODS,
        "needs": "Food, housing and rides to the clinic are asked about at each visit.",
        "off_plan": "The lead and the clinic meet within a week and change one thing.",
        "informs": "Clinics and patient councils get a letter each quarter.",
    }
    proposed = _kept(InitiativeForm(words, record=record), actor_of(Role.ANALYST))
    for name, role in (("approve", Role.QUALITY), ("begin", Role.DIRECTOR)):
        step = steps.find(initiatives.FLOW, name)
        proposed = steps.apply(step, proposed, actor_of(role), REASON)
    for days, role, says in PLAN:
        due = (today + timedelta(days=days)).isoformat()
        todo = TodoForm({"says": says, "role": role.value, "due": due})
        _kept(todo, proposed, actor_of(Role.OFFICER))


def _tool(record: Record) -> None:
    """Enter one tool into the register of tools that help to decide about care."""
    tool = Tool(
        name="Score for the risk of falling", vendor="made up", version="3",
        purpose="It suggests who is watched more closely on a ward.",
        known=Tool.Known.SOME, inputs=" age sex ", owner=_person(Role.QUALITY),
        review=clock.today() + timedelta(days=60), measure=record.key, made=clock.now(),
        mitigation="A nurse decides; the score alone changes nothing.",
    )  # fmt: skip
    tools.keep(tool, actor_of(Role.QUALITY), "make")


def _board_book(chosen: list[Record], moved: Record, people: tuple[Actor, Actor]) -> None:
    """Make the first board book, and release it by two people."""
    analyst, counsel = people
    book: Book = _kept(BookForm({"kind": Book.Kind.BOARD}), moved.edition, analyst)
    _kept(ChoiceForm({"records": [str(one.pk) for one in chosen]}, book=book), analyst)
    wanted = {
        "commitment": _promise(moved),
        "says": "Decide whether home cuffs are paid for in every clinic.",
    }
    _kept(WantedForm(wanted), book, analyst)
    books.take(books.SUBMIT, book, analyst)
    books.take(books.RELEASE, Book.objects.get(pk=book.pk), counsel, REASON)
