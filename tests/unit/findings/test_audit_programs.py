"""An audit evaluates the programs that are registered to change a measure of ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.engine import made
from tests.unit.findings.test_evaluate import STAYS, YEAR, answers, exposure, stays

from commonweal.findings.audit import Answer, Question, audit
from commonweal.findings.kept import Kept
from commonweal.findings.recount import recount
from commonweal.measures.registry import find
from commonweal.tables.dataset import Dataset
from commonweal.vision.vision import Vision

EFFECT = find("teaching.effect_staggered")


@pytest.fixture
def held(tmp_path: Path) -> Dataset:
    tables = stays()
    begun = {"north": "2025-07-01", "south": "2025-08-20"}
    tables["exposure"] = [
        exposure(site, begun.get(site), STAYS) for site in ("east", "hill", "mill", *begun)
    ]
    told = answers(tables["patient"], "patient_key")
    return made.dataset(tmp_path, tables, told)


def asked(held: Dataset, measure: str) -> Answer:
    return audit(Question(held, YEAR, (find(measure),)), Vision("Ours", "en", ()))


def test_the_gap_is_computed_place_by_place_where_nobody_sent_it_in(held: Dataset) -> None:
    (finding,) = asked(held, EFFECT.key).audit.findings
    assert finding.computable
    assert finding.site == (
        "gaps of care.readmit30_simple:sex=female, computed place by place from this data"
    )
    assert finding.rows[0].label == "rounds: care.readmit30_simple, female"


def test_its_number_can_be_traced_and_computed_again(held: Dataset) -> None:
    answer = asked(held, EFFECT.key)
    found = Kept(answer.audit, answer.traces).find(answer.audit.findings[0].trace)
    assert found is not None
    assert found[0].site == "care.readmit30_simple:sex=female"
    assert recount(held.store, held, found).same


def test_a_measure_of_effect_by_another_design_says_what_it_lacks(held: Dataset) -> None:
    (finding,) = asked(held, "teaching.effect_wedge").audit.findings
    assert not finding.computable
