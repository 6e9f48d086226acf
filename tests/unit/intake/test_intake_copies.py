"""Rows of one id that come again are settled some at a time, so that memory stays bounded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.unit.intake.records import LOINC, about, concept, load, patient, visit

from commonweal.intake import copies

PEOPLE = [f"p{n}" for n in range(30)]


def panel(person: str, when: str, parts: int) -> dict[str, Any]:
    systolic = concept("8480-6", system=LOINC)
    said = [
        {"code": systolic, "valueQuantity": {"value": 100 + n, "code": "mm[Hg]"}}
        for n in range(parts)
    ]
    return about("Observation", f"o-{person}", person, meta={"lastUpdated": when}, component=said)


def export() -> list[dict[str, Any]]:
    """Give people of whom every third is said once, every third twice alike, every third twice."""
    found = [patient(one) for one in PEOPLE] + [patient("p1", birthDate="1981-01-01")]
    found += [visit(f"e-{one}", one) for one in PEOPLE] * 2
    for place, one in enumerate(PEOPLE):
        last = panel(one, "2021-01-01", 2)
        found += [[last], [last, last], [last, panel(one, "2020-01-01", 3)]][place % 3]
    return found


def test_copies_that_are_settled_in_turns_make_the_same_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A load of 2.5 GB with a few ids that came again once ended for want of memory."""
    key = tmp_path / "key"
    whole = load(tmp_path / "whole", export(), key_file=key)
    monkeypatch.setattr(copies, "TURN_ROWS", 3)
    turned = load(tmp_path / "turns", export(), key_file=key)
    assert turned.report.version == whole.report.version
    assert turned.report.rows == whole.report.rows
    assert turned.report.rows == {
        "component": 60, "encounter": 30, "observation": 30, "patient": 30,
    }  # fmt: skip
    unlike = [row for row in turned.rows("observation") if "dup_conflict" in row["problem"]]
    assert len(unlike) == 10


@pytest.mark.parametrize(("many", "turns"), [(0, 1), (1, 1), (250_000, 1), (250_001, 2)])
def test_even_no_rows_are_compared_in_one_turn(many: int, turns: int) -> None:
    assert len(copies._turns(many)) == turns
