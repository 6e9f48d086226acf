"""Reading in what an audit found, and the steps that the demonstration walks."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings
from tests.offices.conftest import ClientOf
from tests.offices.scorecard.made import graded, lacking, loaded, words_of

from commonweal.kinds import Problem
from commonweal.offices.desk import queues, steps
from commonweal.offices.desk.models import Decision, Entry, Task
from commonweal.offices.house import clock
from commonweal.offices.house.policy import SYSTEM, Role
from commonweal.offices.scorecard import jobs
from commonweal.offices.scorecard.jobs import demonstration
from commonweal.offices.scorecard.models import (
    Book,
    Edition,
    Initiative,
    Label,
    Record,
    Release,
    Tool,
    Widening,
)

pytestmark = pytest.mark.django_db


def test_an_edition_is_read_in_once(tmp_path: Path) -> None:
    edition = loaded(tmp_path, graded("A", "one"))
    assert jobs.load(tmp_path, SYSTEM) == edition
    assert (Edition.objects.count(), Record.objects.count(), Task.objects.count()) == (1, 1, 1)
    assert Entry.objects.filter(action="load findings").count() == 1


def test_a_finding_is_read_back_as_it_was_found(tmp_path: Path) -> None:
    one = graded("A", "one")
    record = loaded(tmp_path, one).records.get()
    assert record.finding == one
    assert (record.computable, record.grade, record.verdict, record.news) == (
        True, "A", one.verdict, "",
    )  # fmt: skip


def test_ranks_are_the_order_of_seriousness(tmp_path: Path) -> None:
    edition = loaded(tmp_path, lacking(), graded("N", "two"), graded("A", "three"))
    ranked = edition.records.order_by("rank").values_list("grade", flat=True)
    assert list(ranked) == ["A", "N", ""]


def test_a_newer_edition_closes_the_task_of_the_older_one(tmp_path: Path) -> None:
    old = loaded(tmp_path / "a", graded("A", "one"), period="2024")
    new = loaded(tmp_path / "b", graded("A", "one"), period="2025")
    open_now = Task.objects.filter(done_at__isnull=True)
    assert [one.about for one in open_now] == [steps.about(new)]
    assert Task.objects.get(about=steps.about(old)).done_by == SYSTEM.id


def test_an_edition_without_figures_asks_for_no_signature(tmp_path: Path) -> None:
    loaded(tmp_path, lacking())
    assert not Task.objects.exists()


def test_the_demonstration_walks_real_steps_once(tmp_path: Path, client_of: ClientOf) -> None:
    many = [graded("A", f"view{at}", key=f"care.m{at % 8}") for at in range(12)]
    edition = loaded(tmp_path, *many, lacking())
    assert jobs.demo(edition) == jobs.FEW
    assert edition.records.filter(state=Record.State.SIGNED).count() == 12
    assert edition.records.filter(label=Label.PUBLIC).count() == jobs.FEW
    assert edition.records.filter(label=Label.BOARD).count() == 12 - jobs.FEW
    assert Release.objects.count() == jobs.FEW
    said = Decision.objects.exclude(reason="").values_list("reason", flat=True)
    assert all("demonstration" in one for one in said)
    assert Initiative.objects.get().state == Initiative.State.RUNNING
    assert Book.objects.get().state == Book.State.RELEASED
    assert Tool.objects.get().known == Tool.Known.SOME
    waits = queues.sorted_out(Task.objects.filter(done_at__isnull=True), clock.today())
    assert {"late", "today", "week", "later"} <= {part for part, _name, _rows in waits}
    assert jobs.demo(edition) == 0
    assert "by view" in words_of(client_of(Role.BOARD), "/measures/")
    assert "by view" in words_of(client_of(Role.PUBLIC), "/published/")


def test_no_house_but_a_demonstration_signs_by_itself(tmp_path: Path, settings: Settings) -> None:
    edition = loaded(tmp_path, graded("A", "one"))
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        jobs.demo(edition)
    assert edition.records.get().state == Record.State.FOUND


def test_the_demonstration_of_an_empty_edition_publishes_nothing(tmp_path: Path) -> None:
    assert jobs.demo(loaded(tmp_path, lacking())) == 0
    assert not Release.objects.exists()


def test_a_form_that_the_demonstration_fills_in_wrongly_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demonstration, "MOVED", "no.such_measure")
    with pytest.raises(Problem, match="InitiativeForm"):
        jobs.demo(loaded(tmp_path, graded("A", "one")))


def test_what_is_kept_prints_no_names(tmp_path: Path) -> None:
    edition = loaded(tmp_path, graded("A", "one"), traced=True)
    jobs.demo(edition)
    record = edition.records.get()
    wish = Widening.objects.all()[0]
    things = (edition, record, wish, wish.wishes.get(), Release.objects.get(), record.origins.get())
    for thing in things:
        assert "Blood" not in str(thing)
    assert str(wish) == f"widening {wish.pk}"
