"""One audit from exports to sentences, on a made-up system that was really taken in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.unit.findings.made import PRESSURE, counted
from tests.unit.findings.store import KEYS, VIEWS, answered, dataset, people, question, retold

from commonweal.disclosure import Policy, release
from commonweal.engine.cells import count
from commonweal.engine.session import Session
from commonweal.findings import words
from commonweal.findings.audit import _Conductor, _shown, audit
from commonweal.findings.finding import Finding
from commonweal.findings.judge import judge
from commonweal.findings.kept import encode
from commonweal.kinds import Period
from commonweal.measures.criteria import Has, Records
from commonweal.measures.measure import Privacy, Step
from commonweal.measures.registry import find
from commonweal.tables.clinical import Procedure
from commonweal.tables.dataset import Dataset
from commonweal.tables.views import by_name
from commonweal.vision.vision import Vision, shipped

NOBODY = Vision("", "en", ())
FLU = ("care.flu_vaccine_simple",)


def of(key: str, view: str) -> Finding:
    return next(one for one in answered().audit.findings if (one.key, one.view_key) == (key, view))


def test_there_is_one_finding_a_measure_and_view_in_order() -> None:
    found = [(one.key, one.view_key) for one in answered().audit.findings]
    assert found == [(key, view) for key in KEYS for view in VIEWS]


def test_what_was_computed_has_rows_and_what_was_not_has_reasons() -> None:
    breast, flu = of("care.breast", "sex"), of("care.flu_vaccine_simple", "sex")
    assert (breast.computable, breast.rows) == (False, ())
    assert "value sets are not loaded" in breast.headline
    assert flu.computable
    assert [row.label for row in flu.rows][:2] == ["Female", "Male"]
    assert flu.everybody is not None
    assert flu.everybody.denominator.value
    assert 200 < flu.everybody.denominator.value <= 300


def test_visits_are_counted_as_visits() -> None:
    visits = of("care.ed_visits_simple", "sex")
    assert visits.people == "visits"
    assert visits.everybody is not None
    assert visits.everybody.rate.shown or "not shown" in visits.everybody.rate.text


def test_missing_value_sets_are_listed_once_with_how_to_obtain_them() -> None:
    listed = answered().audit.value_sets
    assert len(listed) == len(set(listed)) > 5
    names = [name for name, _, _ in listed]
    assert names == sorted(names)
    name, url, how = listed[0]
    assert name
    assert url in how
    assert "--valuesets" in how


def test_the_summary_counts_what_stands_below_it() -> None:
    made = answered().audit
    computed = [one for one in made.findings if one.computable]
    assert made.summary[0].startswith(f"{len(computed)} tables were looked at for 2025.")
    assert words.summary_not(1).format(missing=1) in made.summary


def test_two_visions_see_the_same_numbers_in_their_own_promises() -> None:
    other = audit(question(), shipped("outcomes"))
    assert other.audit.findings == answered().audit.findings
    assert other.traces == answered().traces
    assert other.audit.promises != answered().audit.promises
    assert other.audit.institution != answered().audit.institution


def test_the_same_question_has_the_same_bytes() -> None:
    assert encode(audit(question(), shipped("promises"))) == encode(answered())


def test_every_number_shown_has_its_trace() -> None:
    known = {trace.id for trace in answered().traces}
    assert len(known) == len(answered().traces)
    for finding in answered().audit.findings:
        assert finding.trace in known
        for row in finding.rows:
            assert row.trace in known


def untold(person: dict[str, Any]) -> None:
    person["extension"] = []
    person["gender"] = "unknown"
    person.pop("communication", None)


def swapped(person: dict[str, Any]) -> None:
    person["gender"] = {"female": "male", "male": "female"}.get(person["gender"], "other")
    told = json.dumps(person["extension"])
    person["extension"] = json.loads(told.replace("2106-3", "2054-5").replace("2135-2", "2186-5"))


def totals(held: Dataset) -> list[list[int]]:
    """Give the cells of everybody, before anything is hidden."""
    asked = question(held, KEYS[1:])
    with Session(held, None) as look:
        views = (by_name("race_ethnicity"), by_name("sex"))
        found = count(look, asked.measures, (asked.period,), views)
    return [one.total_units.tolist() for one in found]


@pytest.mark.parametrize("change", [untold, swapped])
def test_who_people_are_never_changes_whether_they_are_counted(change: Any, tmp_path: Path) -> None:
    held = retold(tmp_path, change)
    assert totals(held) == totals(dataset())
    found = audit(question(held, KEYS[1:]), NOBODY).audit.findings
    assert found[0].rows != of(found[0].key, found[0].view_key).rows


def test_progress_is_told_before_each_measure_and_at_the_end() -> None:
    told: list[tuple[str, int, int]] = []
    audit(question(keys=FLU), NOBODY, lambda *step: told.append(step))
    assert told == [(find(FLU[0]).title, 0, 1), ("", 1, 1)]


def test_each_measure_has_its_own_views_unless_others_are_asked_for() -> None:
    asked = replace(question(keys=FLU), views=())
    found = audit(asked, NOBODY).audit.findings
    assert tuple(one.view_key for one in found) == find(FLU[0]).stratify_by


def test_a_view_asked_for_twice_is_answered_once() -> None:
    asked = replace(question(keys=("care.breast", *FLU)), views=("sex", "sex"))
    assert len(audit(asked, NOBODY).audit.findings) == 2


def test_notes_tell_the_day_of_the_load_and_the_marks() -> None:
    asked = replace(question(keys=()), loaded=date(2026, 6, 1), marked=True)
    made = audit(asked, NOBODY).audit
    assert made.made == "June 1, 2026"
    assert made.notes == (
        words.MADE_FROM.format(day="June 1, 2026"),
        words.MARKED,
    )
    assert made.summary == (words.summary_gaps(0).format(looked=0, period="2025", gaps=0),)
    assert audit(question(keys=()), NOBODY).audit.notes == ()


def test_what_the_export_could_not_show_is_noted_beside_what_holds_for_the_measure() -> None:
    flu = find(FLU[0])
    asked = replace(question(), measures=(replace(flu, caveats=("A caveat.",)),))
    notes = audit(asked, NOBODY).audit.findings[0].notes
    assert notes[:2] == (words.FIDELITY["local"], "A caveat.")
    treated = Has(Records(Procedure))
    wider = replace(flu, exclusions=(Step("treated", treated),))
    found = audit(replace(question(), measures=(wider,)), NOBODY).audit.findings[0]
    assert words.UNSEEN.format(sources="Procedure") in found.notes


def test_a_higher_threshold_hides_more_and_the_measure_may_raise_it() -> None:
    asked = replace(question(keys=FLU), policy=Policy(threshold=200))
    (_, strict) = audit(asked, NOBODY).audit.findings
    assert not strict.rows[0].denominator.shown
    careful = replace(find(FLU[0]), privacy=Privacy(200))
    found = audit(replace(question(), measures=(careful,)), NOBODY).audit.findings[1]
    assert not found.rows[0].denominator.shown
    assert "1 to 199" in found.foot


def test_a_gap_that_was_there_before_repeats_and_is_compared_with_the_year_before() -> None:
    found = of("care.flu_vaccine_simple", "sex")
    assert (found.grade, found.verdict) == ("A", words.VERDICTS["A"])
    assert found.over_time.startswith("The gap is ")
    assert found.over_time.count(" in 100 in 2024, ") == 1
    assert answered().audit.first == (found,)


def test_years_before_the_first_visit_are_not_looked_at() -> None:
    asked = replace(question(keys=FLU), period=Period.parse("2023"), views=("sex",))
    (found,) = audit(asked, NOBODY).audit.findings
    assert (found.grade, found.over_time) == ("B", "")


def test_no_name_or_id_of_a_person_stands_in_an_audit() -> None:
    text = encode(answered())
    for person in people():
        assert person["id"] not in text
        assert person["birthDate"] not in text
    assert dataset().version in text


def test_data_that_do_not_reach_over_the_period_are_said_to() -> None:
    short = replace(dataset(), first_day="2025-03-01", last_day="2025-10-31")
    asked = replace(question(keys=()), dataset=short)
    assert audit(asked, NOBODY).audit.notes == (
        words.DATA_BEGIN.format(day="March 1, 2025"),
        words.DATA_END.format(day="October 31, 2025"),
    )


def test_a_period_that_is_no_year_is_not_the_certified_figure() -> None:
    asked = replace(question(), period=Period.parse("2025-Q2"))
    notes = audit(asked, NOBODY).audit.findings[0].notes
    assert notes[0] == words.NOT_A_YEAR


@pytest.mark.parametrize(
    ("first", "covered"),
    [("2024-01-01", True), ("2024-02-05", True), ("2024-03-01", False), ("", False)],
)
def test_an_earlier_period_counts_when_the_data_reach_back_to_it(first: str, covered: bool) -> None:
    asked = replace(question(keys=FLU), dataset=replace(dataset(), first_day=first))
    with Session(asked.dataset, None) as look:
        conductor = _Conductor(asked, look)
        cells = conductor._cells(asked.measures[0], (by_name("sex"),))
    assert (len(cells[by_name("sex")]) > 1) is covered


def test_a_verdict_does_not_lean_on_a_hidden_number() -> None:
    hidden = release(counted([[3, 4], [500, 500]]))
    shown = release(counted([[300, 400], [500, 500]]))
    cells = counted([[300, 400], [500, 500]])
    judged = release(cells, judge(PRESSURE, cells))
    flags = frozenset({("female", "worse"), ("male", "better")})
    assert _shown(flags, hidden) == frozenset()
    assert _shown(flags, shown) == frozenset()
    assert _shown(flags, judged) == flags


def test_rows_without_any_date_are_told_in_guarded_people() -> None:
    with Session(dataset(), None) as look:
        conductor = _Conductor(question(), look)
        look.undated = lambda table: 3 if table == "condition" else 1200  # type: ignore[method-assign]
        assert conductor._undated(find("care.bp_control")) == [
            words.UNDATED_CONDITIONS.format(people="1 to 10"),
            words.UNDATED_ORDERS.format(people="1,200"),
        ]
        assert conductor._undated(find("care.flu_vaccine_simple")) == []


def test_data_without_any_visit_leave_their_reach_unsaid() -> None:
    asked = replace(question(keys=()), dataset=replace(dataset(), first_day="", last_day=""))
    assert audit(asked, NOBODY).audit.notes == ()
