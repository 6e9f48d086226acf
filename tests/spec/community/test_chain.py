"""The chain from need to outcome, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.community.chain import MEASURE

EXAMPLE = """
need
need_key  chna_key  found_on
food      c23       2023-03-01
housing   c23       2023-03-01
asthma    c23       2023-03-01
dental    c23       2023-03-01
old       c19       2019-03-01

strategy
need_key  addressed  reason_if_not  adopted
food      yes        -              2023-05-01
housing   yes        -              2023-05-01
asthma    no         others-lead    2023-05-01
dental    no         -              2023-05-01

benefit_program
program_key  owner   valid_from  valid_to
pantry       health  2023-01-01  -
clinic       health  2023-01-01  -
fair         press   2023-01-01  -
ended        press   2020-01-01  2022-01-01

program_need
program_key  need_key
pantry       food
ended        housing
fair         old

benefit_activity
activity_key  program_key  held
a1            pantry       2025-04-01
a2            fair         2024-04-01

benefit_expense
expense_key  program_key  amount  spent
x1           pantry       100.00  2025-04-01
x2           clinic       100.00  2025-04-01
x3           -            5.00    2025-04-01

benefit_outcome
outcome_key  program_key  measured    baseline  value
o1           pantry       2025-12-01  0.4       0.5
o2           pantry       2025-12-01  -         9
o3           clinic       2024-12-01  0.4       0.5

need to answer: food and housing are addressed, asthma is not for a reason, dental is silent: 3 / 4;
the need of 2019 was followed by another assessment and is not asked
strategy to program: food has the pantry; the program for housing has ended: 1 / 2
program to need: the pantry; the clinic answers none, the fair one that is no longer asked: 1 / 3
dollars to activity: the pantry; the clinic did nothing in 2025, and $5 name no program: 1 / 3
program to outcome: of pantry and clinic, which showed life in 2025, the pantry: 1 / 2
outcome to baseline: o1 has one, o2 has none, o3 is of 2024: 1 / 2
all: 8 of 16 are there
"""
BY_HAND = {
    "need_answered": (3, 4),
    "strategy_program": (1, 2),
    "program_need": (1, 3),
    "dollars_activity": (1, 3),
    "program_outcome": (1, 2),
    "outcome_baseline": (1, 2),
}


@pytest.mark.parametrize("kind", BY_HAND)
def test_every_kind_of_link_is_counted(kind: str) -> None:
    whole, asked = BY_HAND[kind]
    found = measured(MEASURE, EXAMPLE, "evidence_link").group(kind)
    assert (found["met"], found["units"]) == (whole, asked)
    assert found["value"] == pytest.approx(whole / asked)
    assert found["gap"] == pytest.approx(whole / asked - 1)
    assert found["low"] == found["high"] == found["value"]


def test_every_broken_link_is_listed_by_its_kind() -> None:
    found = measured(MEASURE, EXAMPLE, "evidence_link")
    for kind, (whole, asked) in BY_HAND.items():
        assert found.figure("missing", kind) == asked - whole
    assert found.figure("missing_in_all") == 8
