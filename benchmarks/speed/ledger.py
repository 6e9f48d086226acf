"""Time five million purchases: all measures of S2 and S3 from a store, and the same as columns.

A made-up ledger of a hundred thousand lines is written and taken in; then each of its purchases is
written many times over, under other numbers, days and amounts, into the same version. None of that
is timed. The measures go the whole way, from query to verdict and disclosure.

    python -m benchmarks.speed.ledger [--purchases 5000000] [--rounds 3] [--page]
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
from benchmarks.speed.clock import Took, timed, told

from commonweal.findings.audit import Question, audit
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Period
from commonweal.measures.registry import every_measure
from commonweal.sample.community.exports import write
from commonweal.sample.community.truth import Size
from commonweal.stats.suppliers.spend import (
    addressable,
    certified,
    certified_by_kind,
    read_certificates,
    sum_by,
)
from commonweal.tables.dataset import Dataset
from commonweal.vision.vision import Vision

TARGET = 20.0
YEARS, A_YEAR, SUPPLIERS, KINDS, CATEGORIES = 3, 33_000, 5000, 4, 30


def stored(home: Path, purchases: int) -> tuple[Dataset, int]:
    """Publish a ledger, and write its purchases many times over."""
    size = Size(suppliers=SUPPLIERS, purchases=A_YEAR, years=YEARS)
    made = write(home / "exports", size=size)
    source = Source(made.folder, "csv", mapping=made.mapping)
    dataset = ingest(home / "store", [source], today=date(2026, 6, 1)).dataset
    assert dataset is not None
    parts = dataset.parts("purchase")
    with duckdb.connect() as connection:
        few = connection.read_parquet(parts).aggregate("count(*)").fetchall()[0][0]
        times = -(-purchases // few)
        connection.read_parquet(parts).create_view("few")
        connection.sql(
            "SELECT few.* REPLACE (purchase_key || '-' || n AS purchase_key, "
            "amount + n AS amount) FROM few CROSS JOIN range($1) AS t(n) LIMIT $2",
            params=[times, purchases],
        ).write_parquet(str(home / "many.parquet"))
    for part in parts:
        Path(part).unlink()
    (home / "many.parquet").rename(parts[0])
    return dataset, purchases


def measured(dataset: Dataset) -> int:
    """Audit the measures of S2 and S3 over one year and what is before it."""
    measures = tuple(
        one for one in every_measure() if {"S2", "S3"} & set(one.commitments)
    )  # fmt: skip
    answer = audit(Question(dataset, Period.parse("2025"), measures), Vision("Ours", "en", ()))
    return sum(one.computable for one in answer.audit.findings)


def by_column(purchases: int) -> Took:
    """Make columns of purchases, and add up what could be sourced and what was certified."""
    chance = np.random.Generator(np.random.Philox(1))
    cents, supplier = (
        chance.integers(-5000, 900_000, purchases),
        chance.integers(0, 20_000, purchases),
    )
    day, category = (
        chance.integers(19_000, 20_000, purchases),
        chance.integers(-1, CATEGORIES, purchases),
    )
    whose, first = chance.integers(0, 20_000, 6000), chance.integers(18_000, 20_000, 6000)
    last = np.where(chance.random(6000) < 0.1, np.nan, first + 700.0)
    held = read_certificates(whose, first, last, chance.integers(0, KINDS, 6000))

    def all_of_it() -> int:
        kept = addressable(cents, category, CATEGORIES, excluded=[0, 1, 2]).kept
        money, who, when = cents[kept], supplier[kept], day[kept]
        sums = [
            sum_by(money, category[kept], CATEGORIES).sum(),
            money[certified(who, when, held)].sum(),
            money[certified(who, when, held, dated=False)].sum(),
            certified_by_kind(money, who, when, held, KINDS).sum(),
        ]
        return int(sum(sums))

    return timed(all_of_it, 3)


def main() -> None:
    """Read the options, time and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--purchases", type=int, default=5_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--page", action="store_true", help="write docs/why/speed.md")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dataset, many = stored(Path(folder), options.purchases)
        audited = timed(lambda: measured(dataset), options.rounds)
    columns = by_column(options.purchases)
    told("ledger", [
        audited.line(f"{many:,} purchases: all measures of S2 and S3, {audited.found} findings"),
        columns.line("as many in columns: addressable, certified on the day, by kind"),
        Took(audited.wall + columns.wall, audited.cpu + columns.cpu, None).line(
            "together", f"{TARGET:g}"),
    ], options.page)  # fmt: skip


if __name__ == "__main__":
    main()
