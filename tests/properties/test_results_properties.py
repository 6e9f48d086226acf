"""Results computed elsewhere, whatever the rows: counted once, left for one reason, added up."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.engine.made import YEAR, Row
from tests.unit.engine.results_made import figure, result, store

from commonweal.engine.gather import gather
from commonweal.engine.reconciling import compare
from commonweal.engine.reported import absent, reported
from commonweal.engine.session import Session
from commonweal.tables.views import by_name

TRUTH = st.sampled_from([True, True, False, None])
ODD: list[Row] = [
    {}, {}, {}, {"measure_version": "2"}, {"measure_version": None}, {"period_end": None},
    {"period_start": "2024", "period_end": "2024"}, {"site": "North"},
    {"patient_key": "gone", "problem": ["orphan"]}, {"problem": ["flag_unreadable"]},
    {"patient_key": None, "problem": ["orphan"]}, {"encounter_key": "main/e1"},
]  # fmt: skip
COUNT = st.none() | st.integers(0, 30).map(float)


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Draw rows of few people, so that some have several."""
    made = []
    for place in range(draw(st.integers(1, 25))):
        row = result(place, patient_key=f"p{draw(st.integers(0, 9)):02d}")
        for flag in ("in_denominator", "in_numerator", "excluded"):
            row[flag] = draw(TRUTH if flag != "excluded" else st.sampled_from([False, None, True]))
        made.append(row | draw(st.sampled_from(ODD)))
    return made


@settings(max_examples=10, deadline=None)
@given(rows(), COUNT, COUNT, COUNT, st.booleans())
def test_every_row_is_counted_or_left_and_the_parts_add_up(
    given_rows: list[Row], size: float | None, met: float | None, out: float | None, twice: bool
) -> None:
    lines = {str(given_rows[0]["measure_result_key"]): (1, 2)} if twice else {}
    submitted = figure(denominator=size, numerator=met, exclusions=out)
    with TemporaryDirectory() as folder:
        held = store(Path(folder), given_rows, [submitted], lines)
        (found,) = compare(held)
        ours = [measure for one, measure in reported(held) if one.measure_version == "1"]
        with Session(held, None, blind=True) as look:
            counts = [gather(look, measure, YEAR, (by_name("whole"),))[0].counts
                      for measure in ours if not absent(look, measure, YEAR)]  # fmt: skip
    for place, goal in enumerate(found.difference):
        taken = sum(part.taken[place] for part in found.explained.parts)
        assert goal is None or taken + found.explained.rest[place] == goal
    counted = [(one.total_denominator, one.total_events, int(one.total_units[-3]))
               for one in counts]  # fmt: skip
    assert found.ours == (counted[0] if counted else (0, 0, 0))
    left = [(row.key, row.line) for row in found.left]
    assert len(left) == len(set(left)) <= len(given_rows) + twice
    assert len(left) == sum(part.lot.rows for part in found.explained.parts)
