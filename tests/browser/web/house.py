"""Serves a made-up house to a browser, and writes down which pages and people there are.

Run as a program of its own: python -m tests.browser.web.house FOLDER PORT
With "work" in the place of the port it does what waits in the queue of that house, and ends.
The clock stands still, so that a page says the same on every day.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.browser.web.persons import JOURNEYS, MOMENT, TODAY, people, session_of, task


def main(folder: Path, port: int) -> None:
    """Set the house up, write down what was made, and serve."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="tests.browser.web.settings",
        COMMONWEAL_PSEUDO="1",
        COMMONWEAL_DEMO="1",
        COMMONWEAL_SITE_URL=f"http://127.0.0.1:{port}",
    )
    from django.utils import timezone

    timezone.now = lambda: MOMENT
    from commonweal.cli import serve

    store, state = folder / "store", folder / "state"
    measured(folder)
    told = kept(store)
    serve.begin(store, state)  # without the steps that the demonstration walks
    translated(told)
    made = people()
    made["pages"] |= accounts() | things() | to_sign(folder / "older")
    made["sessions"]["in an emergency"] = looking()
    (folder / "made.json").write_text(json.dumps(made), encoding="utf-8")

    import waitress

    from commonweal.offices.house.limits import of_the_server
    from commonweal.offices.house.wsgi import application

    # Each reader's browser keeps its connections open: with fewer than the house allows, one waits.
    waitress.serve(application, host="127.0.0.1", port=port, threads=8, **of_the_server())


def work(folder: Path) -> None:
    """Do what waits in the queue of a house that is being served."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.browser.web.settings"
    from django.utils import timezone

    timezone.now = lambda: MOMENT
    from commonweal.cli import serve

    serve.ready(folder / "store", folder / "state")
    from django.core.management import call_command

    call_command("desk_worker", "--once")


def measured(folder: Path) -> None:
    """Take a few people in, so that one of them can see what the vault holds."""
    from tests.unit.intake.records import ethnicity, patient, race, visit, write

    from commonweal.intake.load import ingest
    from commonweal.intake.sources import Source

    spoken = {"language": {"coding": [{"code": "es"}]}, "preferred": True}
    shown = [race("2054-5"), ethnicity("2186-5")]
    one = patient("p1", gender="female", communication=[spoken], extension=shown)
    rows = write(folder / "rows.ndjson", [one, patient("p2", gender="male"), visit()])
    ingest(folder / "store", [Source(rows, "fhir")], today=TODAY)


def kept(store: Path) -> set[str]:
    """Keep an audit with every case that a page must set, and give what it says."""
    from tests.unit.report.courses import behind
    from tests.unit.report.example import audit

    from commonweal.findings.audit import Answer
    from commonweal.findings.kept import keep

    whole = audit()
    served = ("C1", "C2", "C3", "C1", "C2", "C2")
    findings = (behind(), *whole.findings[1:])
    # A caption of an audit never begins with the name of its finding.
    shown = tuple(
        replace(one, commitments=(key,), caption=one.caption.partition(". ")[2])
        for one, key in zip(findings, served, strict=True)
    )
    told: set[str] = set()
    keep(store, Answer(said(replace(whole, findings=shown, first=shown[:3]), told), ()))
    return told


# What has one name in every language, of a finding and of what lies behind it.
NAMES = {"key", "view_key", "version", "version_data", "trace", "commitments", "better", "grade",
         "unit", "day", "beyond", "sources", "value_sets", "institution", "domain"}  # fmt: skip


def said(node: Any, told: set[str]) -> Any:
    """Mark every text of an audit as a message, as a real audit does; list each in `told`."""
    from commonweal.kinds import message

    if isinstance(node, str):
        told.add(node)
        return message(node)
    if isinstance(node, tuple):
        return tuple(said(part, told) for part in node)
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{
            one.name: said(getattr(node, one.name), told)
            for one in fields(node) if one.name not in NAMES
        })  # fmt: skip
    return node


def translated(told: set[str]) -> None:
    """Say what is made up here in the two languages for tests, as a catalogue would."""
    from django.utils.translation import trans_real

    from commonweal.offices.house.catalogues import longer, mirrored
    from commonweal.offices.house.languages import LONGER, MIRRORED

    for code, make in ((LONGER, longer), (MIRRORED, mirrored)):
        catalog = trans_real.translation(code)._catalog
        for text in told:
            if text and text not in catalog:
                catalog[text] = make(text)


def tasks() -> Any:
    """Give the analyst a list with every part, and a task with everything a task can say."""
    from commonweal.offices.people.models import Person

    analyst = {"person": Person.objects.get(email="analyst@test.example")}
    task("Read the finding about falls", due=-2, office="Office of quality", **analyst)
    task("Answer the board about language", due=0, **analyst)
    task("Look at the mammography table", due=40, **analyst)
    task("Say which clinics are open on Sunday", due=None, **analyst)
    task("Sehr" + "lang" * 40, due=4, **analyst)
    task("اتصل بالعيادة 74 to 76", due=5, **analyst)
    task("Send the letters", due=9, waits_for="the answer of counsel", **analyst)
    return task(
        "Sign off the finding about blood pressure",
        due=3,
        office="Office of quality",
        last_day=TODAY + timedelta(days=30),
        rule="Policy 4.2 of the institution",
        **analyst,
    )


def actor(role: str) -> Any:
    """Give somebody who acts in a role, for its first purpose."""
    from commonweal.offices.house.policy import PURPOSES, Actor, Role
    from commonweal.offices.people.models import Person

    acts, person = Role(role), Person.objects.get(email=f"{role}@test.example")
    return Actor(str(person.pk), acts, PURPOSES[acts][0], frozenset({acts, Role.MEMBER}))


def accounts() -> dict[str, str]:
    """Say of a few people where they belong; one of them left, and one was shut out."""
    from django.urls import reverse

    from commonweal.offices.people import directory
    from commonweal.offices.people.models import Affiliation, Person

    def of(name: str) -> Any:
        return Person.objects.get(email=f"{name}@test.example")

    long = "Department of " + "everything-without-a-space" * 5
    for unit, kind, source, until in (
        ("Graduate Medical Education", "staff", "local", None),
        ("طب الأطفال", "", "directory", None),
        (long, "faculty", "local", TODAY + timedelta(days=99)),
        ("An earlier place", "student", "local", TODAY - timedelta(days=99)),
    ):
        Affiliation.objects.create(
            person=of("director"), unit=unit, kind=kind, source=source,
            since=TODAY - timedelta(days=999), until=until,
        )  # fmt: skip
    gone = Person.objects.create_user("gone@test.example", name="Noor Gone")
    directory.leave(gone)
    shut = Person.objects.create_user("shut@test.example", name="Sol Shut", is_active=False)
    first = of("director").affiliations.get(unit="Graduate Medical Education")
    return {
        "account": reverse("people:person", args=[of("director").pk]),
        "account own": reverse("people:person", args=[of("administrator").pk]),
        "account left": reverse("people:person", args=[gone.pk]),
        "account shut": reverse("people:person", args=[shut.pk]),
        "account belongs": reverse("people:belongs", args=[of("officer").pk]),
        "account ends": reverse("people:belongs_end", args=[of("director").pk, first.pk]),
        "account offices": reverse("people:offices", args=[of("director").pk]),
        **roles(of),
        **emergencies(of),
    }


def emergencies(of: Callable[[str], Any]) -> dict[str, str]:
    """Make an emergency access in each state that has a page of its own, and give their pages."""
    from commonweal.kinds import Purpose
    from commonweal.offices.desk import emergency
    from commonweal.offices.desk.models import Notice, Task
    from commonweal.offices.house.policy import Role
    from commonweal.offices.people.models import Emergency, Person

    made, what = {}, "The account of somebody who left"
    for state in ("asked", "open", "ended"):
        name = f"in-emergency-{state}@test.example"
        person = Person.objects.create_user(name, name="Kim Hurry")
        by = replace(actor("member"), id=str(person.pk))
        one = emergency.ask(by, Role.PRIVACY, Purpose.OPERATE_THE_SYSTEM, what, REASON)
        if state != "asked":
            one = emergency.take(emergency.AGREE, one, actor("counsel"), REASON)
        if state == "ended":
            one = emergency.take(emergency.END, one, by)
        made[f"emergency {state}"] = one.path()
    Emergency.objects.filter(state="open").update(until=MOMENT + timedelta(minutes=42))
    for model in (Task, Notice):  # so that nobody's other pages move
        model.objects.filter(about__startswith="people.emergency:").delete()
    return made


def looking() -> str:
    """Give the session of somebody who looks by an emergency access."""
    from django.contrib.sessions.backends.db import SessionStore

    from commonweal.offices.desk import emergency, steps, trail
    from commonweal.offices.house.policy import SYSTEM
    from commonweal.offices.people.middleware import LENT
    from commonweal.offices.people.models import Emergency

    one = Emergency.objects.get(state="open")
    # Each page that is walked by it adds a line, in the order of the tests: both stand first.
    for look in ("people:people /people/", f"desk:emergency_page {one.path()}"):
        trail.write(SYSTEM, f"{emergency.LOOK}{look}", steps.about(one))
    key = session_of(one.person)
    session = SessionStore(key)
    session[LENT] = str(one.pk)
    session.save()
    return key


def roles(of: Callable[[str], Any]) -> dict[str, str]:
    """Ask for a strong role, grant one that was undone, and give the pages of roles."""
    from django.urls import reverse

    from commonweal.offices.desk import granting, steps
    from commonweal.offices.desk.models import Notice, Task
    from commonweal.offices.house.policy import PURPOSES, Role

    keeper, until = actor("administrator"), MOMENT + timedelta(days=99)
    want = granting.Wanted(Role.QUALITY, PURPOSES[Role.QUALITY][:1], ("",), until)
    asked = granting.grant(keeper, of("officer"), want, REASON)
    want = granting.Wanted(Role.STEWARD, PURPOSES[Role.STEWARD], ("",), until)
    undone = granting.grant(keeper, of("researcher"), want, REASON)
    decision = steps.last_decision(undone)
    steps.undo(decision, keeper) if decision else None
    held = of("director").grants.get()
    for model in (Task, Notice):  # so that nobody's other pages move
        model.objects.filter(about__startswith="people.").delete()
    return {
        "account asked": reverse("people:person", args=[of("officer").pk]),
        "role grant": (grant := reverse("desk:grant_role", args=[of("director").pk])),
        "role grant director": f"{grant}?role=director",
        "role grant strong": f"{grant}?role=analyst",
        "role end": reverse("desk:end_role", args=[of("director").pk, held.pk]),
        "role asked": asked.path(),
        "role undone": undone.path(),
    }


REASON = "Somebody made up looked at this page."


def things() -> dict[str, str]:
    """Make things in every state by real steps, and give the pages they stand on."""
    from django.urls import reverse

    from commonweal.findings.trace import Trace
    from commonweal.offices.desk.models import Task
    from commonweal.offices.scorecard.flow import signing, widening
    from commonweal.offices.scorecard.models import Edition, Label, Origin

    edition = Edition.objects.get()
    whole, narrow, falls, silent, absent, _ = edition.records.order_by("place")
    analyst, counsel, quality = (actor(role) for role in ("analyst", "counsel", "quality"))
    one = tasks()
    whole, narrow, silent = (
        signing.decide(signing.SIGN, record, analyst, REASON) for record in (whole, narrow, silent)
    )
    for label, records in ((Label.PUBLIC, (whole, narrow)), (Label.QUALITY, (silent,))):
        widening.agree(widening.ask(records, label, analyst, REASON), counsel, REASON)
    narrow = widening.narrow(edition.records.get(pk=narrow.pk), Label.BOARD, counsel, REASON)
    silent.refresh_from_db()
    falls.label = Label.BOARD
    falls.save()
    signing.decide(signing.SEND_BACK, falls, quality, REASON)
    asked = widening.ask([silent], Label.BOARD, analyst, REASON)
    # Two tasks of one moment stand in any order; one of them came first here.
    Task.objects.filter(path=asked.path(), role="counsel").update(since=MOMENT - timedelta(days=1))
    origin = Trace(
        "2026-07-01-8c1f3e", whole.key, "1.2", whole.view_key, "White", "2025-07/2026-06", "", "",
        "smallest cell 11", "8c1f3e", "DuckDB 2.0", "0.1",
    )  # fmt: skip
    number = whole.finding.rows[0].trace
    Origin.objects.create(record=whole, trace=number, content=json.dumps(asdict(origin)))
    Origin.objects.create(record=whole, trace="cw1-broken", content="{")
    pages = {
        "trace that fails": reverse("scorecard:trace", args=["cw1-broken"]),
        "measure with figures": whole.path(),
        "measure with hidden rows": narrow.path(),
        "measure sent back": falls.path(),
        "measure with nothing shown": silent.path(),
        "measure not computable": absent.path(),
        "published": reverse("scorecard:published", args=[whole.pk]),
        "sign signed": reverse("scorecard:sign", args=[whole.pk]),
        "sign found": reverse("scorecard:sign", args=[absent.pk]),
        "sign returned": reverse("scorecard:sign", args=[falls.pk]),
        "open what nobody signed": reverse("scorecard:widen", args=[absent.pk]),
        "open": reverse("scorecard:widen", args=[silent.pk]),
        "close": reverse("scorecard:narrow", args=[whole.pk]),
        "opening asked": asked.path(),
        "trace": reverse("scorecard:trace", args=[number]),
        "task done": reverse("desk:done", args=[one.pk]),
    }
    return pages | initiatives(whole) | papers(edition, whole) | desk(one)


def to_sign(store: Path) -> dict[str, str]:
    """Make findings of an older edition: they are signed by journeys, and stand in no list."""
    from django.urls import reverse
    from tests.unit.report.example import audit, finding

    from commonweal.findings.audit import Answer
    from commonweal.findings.kept import keep
    from commonweal.offices.desk.models import Task
    from commonweal.offices.house.policy import SYSTEM
    from commonweal.offices.scorecard import jobs

    store.mkdir()
    before = set(Task.objects.values_list("pk", flat=True))
    findings = tuple(finding(key=f"care.{who}", commitments=("C1",)) for who in JOURNEYS)
    older = replace(audit(), findings=findings, first=(), version="older")
    keep(store, Answer(said(older, set()), ()))
    edition = jobs.load(store, SYSTEM)
    edition.loaded = MOMENT - timedelta(days=300)
    edition.save()
    Task.objects.exclude(pk__in=before).delete()
    return {
        f"to sign {who}": reverse("scorecard:sign", args=[record.pk])
        for who, record in zip(JOURNEYS, edition.records.order_by("place"), strict=True)
    }


def papers(edition: Any, record: Any) -> dict[str, str]:
    """Make a book in each state, tools of the register, and keys of the interface."""
    from django.http import QueryDict
    from django.urls import reverse

    from commonweal.offices.desk import drafts
    from commonweal.offices.desk.steps import about
    from commonweal.offices.people.models import Person
    from commonweal.offices.scorecard.flow import books
    from commonweal.offices.scorecard.models import ApiKey, Tool, Wanted

    owner = Person.objects.get(email="officer@test.example")
    draft, out = books.begun("board", edition), books.begun("annual", edition)
    waits = books.begun("board", edition)
    for book in (draft, out, waits):
        book.records.set([record])
    waits = books.take(books.SUBMIT, waits, actor("quality"))
    for book in (draft, out):
        asked = Wanted.objects.create(book=book, commitment="C1", says="Pay for evening hours.")
    typed = QueryDict("commitment=C2&says=Pay+for+evening+hours+in+all+of+our+clinics.")
    drafts.keep(actor("quality"), f"wanted {about(draft)}", typed)
    out = books.take(books.SUBMIT, out, actor("analyst"))
    out = books.take(books.RELEASE, out, actor("counsel"), REASON)
    tools = [
        Tool.objects.create(
            name=name, vendor="A made-up vendor", purpose="Whom a nurse calls first.",
            known=known, inputs=inputs, owner=owner, review=TODAY + timedelta(days=days),
            mitigation="The threshold was set anew.", made=MOMENT, measure=measure,
        )
        for name, known, inputs, days, measure in (
            ("Risk of a fall", "some", " age sex ", 90, record.key),
            ("Kidney function", "unknown", "", -9, "care.nowhere"),
        )
    ]  # fmt: skip
    for name, withdrawn in (("Page of the department", None), ("Old program", MOMENT)):
        ApiKey.objects.create(
            name=name, begins="cw_abcd", digest=name, scopes=" findings ", label="4-public",
            owner=owner, made=MOMENT, expires=TODAY + timedelta(days=90), withdrawn=withdrawn,
        )  # fmt: skip
    return {
        "book draft": draft.path(),
        "book released": out.path(),
        "book submitted": waits.path(),
        "book release": reverse("scorecard:book_step", args=[waits.pk, "release"]),
        "book choose": reverse("scorecard:book_choose", args=[draft.pk]),
        "book wanted": reverse("scorecard:book_wanted", args=[draft.pk]),
        "book step": reverse("scorecard:book_step", args=[draft.pk, "submit"]),
        "book decided": reverse("scorecard:book_decided", args=[asked.pk]),
        "tool": tools[0].path(),
        "tool overdue": tools[1].path(),
        "tool change": reverse("scorecard:tool_change", args=[tools[0].pk]),
        "tool review": reverse("scorecard:tool_review", args=[tools[1].pk]),
    }


def desk(one: Any) -> dict[str, str]:
    """Give a task with comments and files, a notice, and work in each state."""
    from django.urls import reverse

    from commonweal.offices.desk import comments, notices, trail
    from commonweal.offices.desk.models import Attachment, Job, Notice
    from commonweal.offices.people.models import Person

    analyst = Person.objects.get(email="analyst@test.example")
    first = comments.write(one.about, actor("analyst"), "I asked the clinic. أجابت العيادة.")
    first.at -= timedelta(minutes=5)
    first.save()
    comments.withdraw(comments.write(one.about, actor("analyst"), "Wrong."), actor("analyst"))
    files = [
        Attachment.objects.create(
            about=one.about, person=analyst, name=name, size=48_213, kind="application/pdf",
            sha256="0", state=state, at=MOMENT,
        )
        for name, state in (
            ("التقرير 2026.pdf", "clean"), ("A name " + "without-end" * 12 + ".pdf", "waiting"),
            ("bad.pdf", "bad"),
        )
    ]  # fmt: skip
    Notice.objects.create(
        person=analyst, says="Something is due in Commonweal", about=one.about, made=MOMENT,
        path=one.path, key="seen-in-a-browser",
    )  # fmt: skip
    for _page in range(100):  # whatever a visit writes, the trail has more than one page
        trail.write(actor("administrator"), "read the trail", "desk.entry:all")
    messages = {
        "done": "The trail is whole.",
        "failed": "Entry 12 does not hold: it was changed after it was written.",
    }
    jobs = {
        state: Job.objects.create(
            name="Walk the trail", person=analyst, role="analyst", purpose="P1", state=state,
            steps=["1", "2"], step=1, done=40, total=100, asked=MOMENT,
            started=MOMENT - timedelta(seconds=60), step_began=MOMENT - timedelta(seconds=40),
            message=messages.get(state, ""), path="/desk/" if state == "done" else "",
            finished=MOMENT if state == "done" else None,
        )
        for state in ("running", "done", "failed")
    }  # fmt: skip
    return {
        "task": reverse("desk:task", args=[one.pk]),
        "hand over": reverse("desk:hand_over", args=[one.pk]),
        "put file": reverse("desk:put_file", args=[one.pk]),
        "delete file": reverse("desk:delete_file", args=[files[1].pk]),
        "stop mail": notices.stop_path(analyst),
        **{f"job {state}": reverse("desk:job", args=[job.pk]) for state, job in jobs.items()},
    }


def initiatives(record: Any) -> dict[str, str]:
    """Make an initiative in several states, one with words that the law may not allow."""
    from django.urls import reverse
    from tests.offices.scorecard.plans import NAMED, initiative

    from commonweal.offices.desk.models import Job
    from commonweal.offices.people.models import Person
    from commonweal.offices.scorecard.models import WorkList

    owner = Person.objects.get(email="officer@test.example")
    fine = initiative(owner, record)
    named = initiative(owner, record, name="Write to some", eligibility=NAMED)
    runs = initiative(owner, record, name="Open in the evening", state="running")
    WorkList.objects.create(
        initiative=runs, measure=record.key, period="2025-07/2026-06", state="ready",
        asked_by=owner, asked=MOMENT, expires=MOMENT + timedelta(days=7), keys="1\n2",
    )  # fmt: skip
    asker = Person.objects.get(email="quality@test.example")
    job = Job.objects.create(
        name="Work list: Open in the evening", person=asker, role="quality", purpose="P2",
        state="running", steps=["1", "2", "3"], step=2, asked=MOMENT, started=MOMENT,
    )  # fmt: skip
    WorkList.objects.create(
        initiative=runs, measure=record.key, period="2025", asked_by=asker, job=job,
        asked=MOMENT - timedelta(days=1), expires=MOMENT + timedelta(days=6),
    )  # fmt: skip
    return {
        "initiative proposed": fine.path(),
        "initiative with a finding of the lint": named.path(),
        "initiative running": runs.path(),
        "initiative change": reverse("scorecard:initiative_change", args=[fine.pk]),
        "initiative todo": reverse("scorecard:initiative_todo", args=[runs.pk]),
        "initiative step": reverse("scorecard:initiative_step", args=[fine.pk, "approve"]),
        "initiative step with a finding of the lint": reverse(
            "scorecard:initiative_step", args=[named.pk, "approve"]
        ),
        "initiative packet": reverse("scorecard:initiative_packet", args=[runs.pk]),
        "work list": reverse("scorecard:worklist", args=[runs.pk]),
    }


if __name__ == "__main__":
    if sys.argv[2] == "work":
        work(Path(sys.argv[1]))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]))
