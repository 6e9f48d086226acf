"""The second wall: on PostgreSQL a row is shown only to whom it is for, whatever a view asks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.house.reading import CHECKOUT
from tests.offices import serving
from tests.offices.conftest import ClientOf, PersonOf
from tests.unit.report.example import audit

from commonweal.findings.audit import Answer
from commonweal.findings.kept import keep
from commonweal.offices.desk import outbox, trail
from commonweal.offices.desk.access import reads_trail
from commonweal.offices.desk.models import Draft, Entry, Notice
from commonweal.offices.house import clock, health, rows, wall
from commonweal.offices.house.policy import PUBLIC, PURPOSES, SYSTEM, Actor, Role
from commonweal.offices.scorecard.models import Edition, Label, Origin, Record, findings
from commonweal.offices.scorecard.models.findings import labels_for

needs_wall = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite has the first wall only; set COMMONWEAL_DATABASE to a PostgreSQL",
)
pytestmark = pytest.mark.django_db
ROLES = list(Role)
HELD = frozenset({"R1", "R2"})  # as if counsel held them back


def acts(role: Role, person: str = "") -> Actor:
    return Actor(person, role, PURPOSES[role][0], frozenset({role}))


def counted(table: str) -> int:
    """Count rows by plain SQL: no manager, no filter."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def plain() -> dict[str, Any]:
    told = connection.settings_dict
    return {"dbname": told["NAME"], "user": told["USER"], "password": told["PASSWORD"],
            "host": told["HOST"], "port": told["PORT"]}  # fmt: skip


@pytest.fixture
def labelled(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """Give findings every label, and let each label hold one that counsel holds back."""
    monkeypatch.setattr(findings, "held_keys", lambda: HELD)
    like = edition.records.first()
    assert like
    for place in range(8):
        like.pk, like.place, like.label = uuid4(), 100 + place, Label.values[place % 4]
        like.commitments = " C2 R1 C3 " if place < 4 else " C2 "
        like.save(force_insert=True)
        Origin.objects.create(record_id=like.pk, trace=f"trace-{place}", content="{}")
    return edition


@needs_wall
@pytest.mark.parametrize("table", wall.TABLES)
def test_whoever_says_nothing_finds_nothing(
    table: str, labelled: Edition, person_of: PersonOf
) -> None:
    person = person_of(Role.MEMBER)
    outbox.tell_person(person, "why", "a:b", "Words.")
    Draft.objects.create(person=person, form="f", fields={}, at=clock.now())
    assert counted(table) > 0
    with wall.asking(None):
        assert counted(table) == 0


@needs_wall
@pytest.mark.parametrize("role", ROLES)
def test_the_database_shows_a_role_what_the_check_shows_it(role: Role, labelled: Edition) -> None:
    actor = acts(role)
    checked = set(Record.objects.seen_by(actor).values_list("pk", flat=True))
    origins = set(Origin.objects.filter(record__in=checked).values_list("pk", flat=True))
    with wall.asking(actor):
        assert set(Record.objects.values_list("pk", flat=True)) == checked
        assert set(Origin.objects.values_list("pk", flat=True)) == origins
        assert counted("scorecard_record") == len(checked)
    assert 0 < len(checked) <= Record.objects.count()
    assert 0 < len(origins) <= 8


@needs_wall
def test_every_set_of_labels_shows_what_the_check_shows(labelled: Edition) -> None:
    sets = [set(one) for size in range(5) for one in combinations(Label.values, size)]
    assert len(sets) == 16
    for asked in sets:
        checked = set(Record.objects.labeled(asked).values_list("pk", flat=True))
        assert bool(checked) is bool(asked)
        told = {
            "labels": partial(_words, asked),
            "held": partial(_words, findings.held_from(asked)),
        }
        with patch.dict(wall._TOLD, told), wall.asking(PUBLIC):
            assert set(Record.objects.values_list("pk", flat=True)) == checked


def _words(words: Iterable[str], _actor: Actor) -> Iterable[str]:
    return words


@needs_wall
def test_what_counsel_holds_back_is_not_there_for_the_public(labelled: Edition) -> None:
    public = Record.objects.filter(label=Label.PUBLIC)
    held = {one.pk for one in public if set(one.promised) & HELD}
    assert held
    with wall.asking(PUBLIC):
        assert not held & set(Record.objects.values_list("pk", flat=True))


@needs_wall
def test_nobody_changes_or_adds_what_they_may_not_see(labelled: Edition) -> None:
    shut = Record.objects.filter(label=Label.COUNSEL)
    with wall.asking(acts(Role.BOARD)):
        assert shut.update(label=Label.PUBLIC) == 0
        assert Record.objects.filter(label=Label.BOARD).update(rank=1) > 0
        assert Record.objects.filter(label=Label.BOARD).delete()[0] == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Record.objects.filter(label=Label.BOARD).update(label=Label.COUNSEL)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Record.objects.create(
                edition=labelled, place=99_999, rank=0, computable=True, label=Label.PUBLIC,
            )  # fmt: skip
    assert shut.exists()


@pytest.fixture
def forgetful(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Have a page that everybody may open forget the filter, and note how much it found."""
    from commonweal.offices.house import urls

    found: list[int] = []

    def page(request: HttpRequest) -> HttpResponse:
        found.append(Record.objects.all().count())
        with transaction.atomic():
            found.append(Record.objects.all().count())
        found.append(len(list(Record.objects.all().iterator(chunk_size=10))))
        return HttpResponse("told")

    about = next(one for one in urls.urlpatterns[0].url_patterns if one.name == "about")
    monkeypatch.setattr(about, "callback", page)
    return found


@needs_wall
@pytest.mark.parametrize("role", [Role.PUBLIC, Role.MEMBER, Role.RESEARCHER, Role.ADMINISTRATOR])
def test_a_view_that_forgets_to_ask_shows_nothing(
    role: Role, edition: Edition, client_of: ClientOf, forgetful: list[int]
) -> None:
    assert edition.records.count() > 0
    assert client_of(role).get(reverse("house:about")).content == b"told"
    assert forgetful == [0, 0, 0]


@needs_wall
def test_nothing_is_left_for_the_next_request(
    edition: Edition, client_of: ClientOf, forgetful: list[int]
) -> None:
    every = edition.records.count()
    connected = connection.connection
    for role in (Role.COUNSEL, Role.PUBLIC, Role.PRIVACY, Role.MEMBER):
        client_of(role).get(reverse("house:about"))
    assert connection.connection is connected
    assert forgetful == [*[every] * 3, *[0] * 3, *[every] * 3, *[0] * 3]


@needs_wall
@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_on_a_connection_outside_of_transactions(edition: Edition) -> None:
    assert connection.get_autocommit()
    assert counted("scorecard_record") > 0
    with connection.cursor() as cursor:  # not about rows for our cursor, so nothing is said
        cursor.execute("TABLE scorecard_record")
        assert cursor.fetchall() == []
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(**plain()) as bare:  # the same role, without our cursor
        assert bare.execute("SELECT * FROM scorecard_record").fetchall() == []
    with wall.asking(acts(Role.COUNSEL)):
        assert len(list(Record.objects.iterator(chunk_size=10))) > 0
    with wall.asking(acts(Role.MEMBER)):
        assert list(Record.objects.iterator(chunk_size=10)) == []
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE scorecard_record SET rank = %s", [(1,), (2,)])
        assert not Record.objects.exists()
    assert Record.objects.filter(rank=2).count() < Record.objects.count()
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE scorecard_record SET rank = %s", [(1,), (2,)])
    assert Record.objects.filter(rank=2).count() == Record.objects.count()


@needs_wall
def test_a_savepoint_that_fails_leaves_the_next_reader_their_own_sight(edition: Edition) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), wall.asking(acts(Role.COUNSEL)):
        assert Record.objects.exists()
        raise ZeroDivisionError
    with wall.asking(PUBLIC):
        assert not Record.objects.exists()
        with wall.house():
            assert Record.objects.exists()
        assert not Record.objects.exists()


@needs_wall
def test_drafts_and_notices_are_their_own(person_of: PersonOf, client_of: ClientOf) -> None:
    one, other = person_of(Role.MEMBER), person_of(Role.PRIVACY)
    for person in (one, other):
        outbox.tell_person(person, "why", "a:b", "Words.")
        Draft.objects.create(person=person, form="f", fields={}, at=clock.now())
    for person, role in ((one, Role.MEMBER), (other, Role.PRIVACY)):
        with wall.asking(acts(role, str(person.pk))):
            assert {row.person_id for row in Draft.objects.all()} == {person.pk}
            assert {row.person_id for row in Notice.objects.all()} == {person.pk}
            assert Notice.objects.update(seen=clock.now()) == 1
            assert Draft.objects.exclude(person=person).delete()[0] == 0
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                stranger = other if person is one else one
                Draft.objects.create(person=stranger, form="g", fields={}, at=clock.now())
    assert Draft.objects.count() == 2


@needs_wall
@pytest.mark.parametrize("role", ROLES)
def test_who_looked_is_for_the_person_and_the_trail_for_its_keepers(
    role: Role, person_of: PersonOf
) -> None:
    me = str(person_of(Role.MEMBER).pk)
    with wall.asking(PUBLIC):
        trail.write(PUBLIC, "look", f"people.person:{me}")  # every act is written
    trail.write(SYSTEM, "look", "people.person:another")
    for purpose in PURPOSES[role]:
        actor = Actor(me, role, purpose, frozenset({role}))
        with wall.asking(actor):
            seen = set(Entry.objects.values_list("object_id", flat=True))
            assert (seen == {f"people.person:{me}"}) is not reads_trail(actor)


@needs_wall
def test_the_page_of_who_looked_shows_them(client_of: ClientOf, person_of: PersonOf) -> None:
    trail.write(SYSTEM, "read own answers", f"people.person:{person_of(Role.MEMBER).pk}")
    client = client_of(Role.MEMBER)
    assert client.get(reverse("desk:who_looked")).context["page"].paginator.count > 0


def test_a_word_that_could_end_the_statement_is_not_said() -> None:
    with pytest.raises(wall.Untold):
        _ = wall.View(acts(Role.MEMBER, "x', true); DROP TABLE a; --")).said


def test_nobody_is_said_to_be_nobody() -> None:
    assert "'commonweal.person', ''" in wall.View(None).said
    assert "'commonweal.labels', ''" in wall.View(None).said


@pytest.mark.parametrize("role", ROLES)
def test_labels_and_promises_held_back_are_told(
    role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "held_keys", lambda: HELD)
    said = wall.View(acts(role)).said
    assert f"'commonweal.labels', '{','.join(labels_for(role))}'" in said
    held = sorted(HELD) if labels_for(role) == [Label.PUBLIC] else []
    assert f"'commonweal.held', '{','.join(held)}'" in said


def found(monkeypatch: pytest.MonkeyPatch, **more: object) -> health.Part:
    stood = {"role": "serves", "passes": False, "owns": (), "without": ()} | more
    monkeypatch.setattr(rows, "stand", lambda: rows.Stand(**stood))
    return health.second_wall()


def test_the_doctor_says_how_the_wall_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(monkeypatch).state is health.State.FINE
    assert found(monkeypatch, owns=("a",)).state is health.State.LOOK
    assert "without their wall: b" in found(monkeypatch, without=("b",)).says
    assert found(monkeypatch, without=("b",)).state is health.State.STOP
    assert found(monkeypatch, passes=True, owns=("a",)).state is health.State.STOP


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="says what SQLite lacks")
def test_with_sqlite_the_first_wall_is_said_to_be_the_only_one(client: Client) -> None:
    assert rows.stand() is None
    told = client.get(reverse("house:ready")).json()["parts"]["rows"]
    assert told["says"].startswith("The first wall only")
    with rows.as_owner():  # there is no other role to be
        assert counted("people_person") == 0


@needs_wall
def test_the_wall_is_looked_at_as_the_database_knows_it() -> None:
    stood = rows.stand()
    assert stood
    assert (stood.role, stood.passes, stood.without) == (serving.ROLE, False, ())
    assert stood.owns == wall.TABLES  # the tests may become the owner, to empty the tables
    with serving.as_owner(), connection.cursor() as cursor:
        stood = rows.stand()
        assert stood and stood.passes  # of the cluster of the tests: a superuser
        cursor.execute("CREATE ROLE serves_alone")
        rows.admit("serves_alone")
        cursor.execute("ALTER TABLE desk_draft NO FORCE ROW LEVEL SECURITY")
        cursor.execute(f"GRANT serves_alone TO {serving.ROLE}")
        cursor.execute("SET LOCAL ROLE serves_alone")
        assert rows.stand() == rows.Stand("serves_alone", False, (), ("desk_draft",))
        cursor.execute("RESET ROLE")


def run(*words: object, **more: str) -> str:
    """Run a program; what it says is shown where it fails."""
    asked = subprocess.run(
        list(map(str, words)), env={**os.environ, **more}, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stdout + asked.stderr
    return asked.stdout


@pytest.fixture
def address(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Make an empty database with the two roles that deploy/roles.sql makes, and name them."""
    told = {**connection.settings_dict, **connections.settings["default"]}
    with_psql = {"PGHOST": told["HOST"], "PGPORT": told["PORT"], "PGUSER": told["USER"],
                 "PGPASSWORD": told["PASSWORD"]}  # fmt: skip
    if shutil.which("psql") is None:
        pytest.skip("psql is not on the path: apt-get install postgresql-client")
    for name, word in (("database_password", "serves-it"), ("database_owner_password", "has-it")):
        (tmp_path / name).write_text(word)
    script = (CHECKOUT / "deploy" / "roles.sql").read_text(encoding="utf-8")
    script = re.sub(r"\bhouse", "apart", script).replace("/run/secrets", str(tmp_path))
    (tmp_path / "roles.sql").write_text(script)
    psql = ("psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1")
    run(*psql, "--dbname", "postgres", "--command", "CREATE DATABASE apart", **with_psql)
    run(*psql, "--dbname", "apart", "--file", tmp_path / "roles.sql", **with_psql)
    try:
        yield with_psql
    finally:
        for thing in ("DATABASE IF EXISTS apart_again", "DATABASE apart", "ROLE apart",
                      "ROLE apart_owner"):  # fmt: skip
            run(*psql, "--dbname", "postgres", "--command", f"DROP {thing}", **with_psql)


@needs_wall
@pytest.mark.slow
def test_a_house_of_two_roles_is_set_up_copied_and_restored(
    address: dict[str, str], tmp_path: Path
) -> None:
    store, state = tmp_path / "store", tmp_path / "state"
    store.mkdir()
    keep(store, Answer(audit(), ()))
    host = f"{address['PGHOST']}:{address['PGPORT']}"
    serves = {
        "COMMONWEAL_DATABASE": f"postgresql://apart@{host}/apart",
        "COMMONWEAL_DATABASE_PASSWORD_FILE": str(tmp_path / "database_password"),
        "COMMONWEAL_DEMO": "", "COMMONWEAL_PLAIN_HTTP": "1",
        "DJANGO_SETTINGS_MODULE": "commonweal.offices.house.settings",
    }  # fmt: skip
    owner = {
        "COMMONWEAL_DATABASE_OWNER": "apart_owner",
        "COMMONWEAL_DATABASE_OWNER_PASSWORD_FILE": str(tmp_path / "database_owner_password"),
    }
    command = (sys.executable, "-m", "commonweal")
    serve = (*command, "serve", store, "--state", state, "--prepare")
    run(*serve, **serves, **owner)
    run(*serve, **serves)  # once it stands, it is started without its owner
    told = run(*command, "doctor", "--state", state, "--store", store, **serves)
    assert "The second wall stands" in told
    with psycopg_as("apart", "serves-it", address) as bare:
        for table in wall.TABLES:
            assert bare.execute(f"SELECT * FROM {table}").fetchall() == []
        bare.execute("SELECT set_config('commonweal.labels', '1-counsel', true), "
                     "set_config('commonweal.held', '', true)")  # fmt: skip
        many = bare.execute("SELECT count(*) FROM scorecard_record").fetchone()
    assert many[0] > 0
    for act in ("ALTER TABLE scorecard_record DISABLE ROW LEVEL SECURITY",
                "UPDATE desk_entry SET actor = ''", "SET ROLE apart_owner"):  # fmt: skip
        with (
            pytest.raises(Exception, match=r"owner|denied"),
            psycopg_as("apart", "serves-it", address) as bare,
        ):
            bare.execute(act)
    run(*command, "backup", state, "--store", store, "--out", tmp_path / "copies", **serves)
    (dump,) = (tmp_path / "copies").rglob("*.dump")
    made = "CREATE DATABASE apart_again OWNER apart_owner"
    run("psql", "--dbname", "postgres", "--command", made, **address)
    restored = {**address, "PGUSER": "apart_owner", "PGPASSWORD": "has-it"}
    run("pg_restore", "--no-owner", "--exit-on-error", "--dbname", "apart_again", dump, **restored)
    with psycopg_as("apart", "serves-it", {**address, "PGDATABASE": "apart_again"}) as bare:
        assert bare.execute("SELECT * FROM scorecard_record").fetchall() == []
        bare.execute("SELECT set_config('commonweal.person', 'system', true)")
        assert bare.execute("SELECT count(*) FROM scorecard_record").fetchone() == many


def psycopg_as(role: str, password: str, where: dict[str, str]) -> Any:
    import psycopg

    return psycopg.connect(
        host=where["PGHOST"], port=where["PGPORT"], user=role, password=password,
        dbname=where.get("PGDATABASE", "apart"),
    )  # fmt: skip
