"""Handling labels: a finding is seen by those it is meant for, and by nobody else."""

from __future__ import annotations

import pytest
from tests.offices.conftest import ClientOf

from commonweal.offices.house.policy import Role
from commonweal.offices.scorecard.models import Edition, Label
from commonweal.offices.scorecard.models.findings import CLEARED


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("label", Label)
def test_a_finding_is_there_for_whom_its_label_clears(
    edition: Edition, client_of: ClientOf, role: Role, label: Label
) -> None:
    record = edition.records.all()[0]
    edition.records.filter(pk=record.pk).update(label=label)
    answer = client_of(role).get(record.path())
    assert answer.status_code == (200 if role in CLEARED[label] else 404)


def test_every_finding_is_born_with_the_strictest_label(edition: Edition) -> None:
    assert {one.label for one in edition.records.all()} == {Label.COUNSEL}
