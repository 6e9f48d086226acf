"""Our spend beside a made-up ledger: money to the cent, ratios to 1e-12."""

import csv
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from tests.reference.vectors import cases, find

from commonweal.stats.suppliers.families import family_concentration, family_roots
from commonweal.stats.suppliers.spend import (
    addressable,
    certified,
    certified_by_kind,
    read_certificates,
    sum_by,
)


def table(name):
    path = find("community", name)
    if path is None:
        pytest.skip(f"no vectors community/{name}")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {key: [row[key] for row in rows] for key in rows[0]}


def codes(values, names=None):
    names = sorted(set(values)) if names is None else names
    place = {name: at for at, name in enumerate(names)}
    return np.array([place.get(value, -1) for value in values]), names


def days(values):
    return np.array([(date.fromisoformat(value) - date(1970, 1, 1)).days for value in values])


def cents(value):
    return int((Decimal(str(value)) * 100).to_integral_value())


def money(sums, names):
    return {name: int(one) for name, one in zip(names, sums, strict=True)}


@pytest.mark.parametrize("case", cases("community", "spend"))
def test_ledger(case):
    suppliers, held, ledger = (table(name) for name in case["input"]["files"])
    expected = case["expected"]
    _, names = codes(suppliers["supplier_id"], suppliers["supplier_id"])
    amount = np.array([cents(one) for one in ledger["amount"]])
    whose, _ = codes(ledger["supplier_id"], names)
    category, categories = codes(ledger["category"])
    out = codes(case["input"]["excluded_categories"], categories)[0]
    total = addressable(amount, category, len(categories), excluded=out)
    assert total.total == cents(expected["addressable_spend"])
    assert total.total + total.excluded.sum() == amount.sum()

    amount, whose, posted = amount[total.kept], whose[total.kept], days(ledger["date"])[total.kept]
    kind, kinds = codes(held["type"])
    owner, first, last = codes(held["supplier_id"], names)[0], days(held["valid_from"]), days(
        held["valid_to"]
    )  # fmt: skip
    third = np.array(held["agency"]) == "third_party"
    checked = read_certificates(owner[third], first[third], last[third], kind[third])
    every = read_certificates(owner, first, last, kind)
    valid = int(amount[certified(whose, posted, checked)].sum())
    assert valid == cents(expected["certified_spend_third_party"])
    assert valid / total.total == pytest.approx(expected["certified_share_third_party"], rel=1e-12)
    said = int(amount[certified(whose, posted, every)].sum())
    assert said == cents(expected["certified_spend_including_self_attested"])
    undated = int(amount[certified(whose, posted, every, dated=False)].sum())
    assert undated == cents(expected["certified_spend_ignoring_validity_dates"])
    by_kind = certified_by_kind(amount, whose, posted, checked, len(kinds))
    wanted = {name: cents(one) for name, one in expected["certified_by_type_duplicated"].items()}
    assert money(by_kind, kinds) == wanted
    assert by_kind.sum() == cents(expected["sum_of_types"]) >= valid

    for column, key in (("location", "spend_by_location"), ("ownership", "spend_by_ownership")):
        code, classes = codes(suppliers[column])
        sums = money(sum_by(amount, code[whose], len(classes)), classes)
        assert sums == {name: cents(one) for name, one in expected[key].items()}
        assert sum(sums.values()) == total.total

    parent = codes(suppliers["parent_id"], names)[0]
    families = family_concentration(amount, family_roots(parent)[whose])
    assert families.families == expected["families_with_positive_net"]
    assert families.others == expected["families_net_nonpositive"]
    for found, key in (
        (families.index, "hhi"),
        (families.effective, "effective_suppliers"),
        (families.largest, "top5_share"),
        (families.gini, "gini"),
    ):
        assert found.value[0] == pytest.approx(expected[key], rel=1e-12)
    place, places = codes(suppliers["location"])
    sums = sum_by(amount, place[whose], len(places))
    named = money(sums, places)
    share = (named["priority_tract"] + named["service_area"]) / sums.sum()
    assert share == pytest.approx(expected["local_share_priority_and_service_area"], rel=1e-12)
