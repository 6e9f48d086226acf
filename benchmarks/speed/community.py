"""Time the measures of careers and of suppliers over five million purchases.

The made-up exports are taken in as they are; their purchases are then multiplied in the memory of
the engine, spread over other days. Taking in is not timed.

    python -m benchmarks.speed.community [--purchases 5000000] [--rounds 3] [--page]
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.speed.clock import timed, told

from commonweal.engine.gather import gather
from commonweal.engine.session import Session
from commonweal.findings.judge import judge
from commonweal.intake.load import Source, ingest
from commonweal.kinds import Period
from commonweal.measures.measure import Measure
from commonweal.measures.registry import every_measure
from commonweal.sample.community.exports import write
from commonweal.sample.community.truth import Size
from commonweal.tables.views import by_name

TARGET = "20"
YEAR = Period.parse("2025")
MORE = """
    CREATE TABLE many AS
    SELECT p.purchase_key || '-' || r.copy AS purchase_key,
        p.* EXCLUDE (purchase_key, posted_day),
        p.posted_day + CAST(r.copy % 27 AS INTEGER) AS posted_day
    FROM purchase AS p, range($copies) AS r(copy)
"""


def measured(session: Session, measures: list[Measure]) -> int:
    """Measure and judge all of them by all their views; give how many groups were judged."""
    found = 0
    for measure in measures:
        views = tuple(by_name(view) for view in measure.stratify_by)
        for one in gather(session, measure, YEAR, views):
            found += len(judge(measure, one.counts, (), one.rows).grade)
    return found


def main() -> None:
    """Read the options, time and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--purchases", type=int, default=5_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--page", action="store_true", help="write docs/why/speed.md")
    options = asked.parse_args()
    size = Size()
    made_up = size.purchases * size.years
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        made = write(home / "exports", size=size)
        source = Source(made.folder, "csv", mapping=made.mapping)
        report = ingest(home / "store", [source], today=date(2026, 1, 2))
        assert report.dataset is not None
        with Session(report.dataset, None) as session:
            copies = -(-options.purchases // made_up)
            session.connection.execute(MORE, {"copies": copies})
            session.connection.execute("DROP VIEW purchase")
            session.connection.execute("CREATE VIEW purchase AS SELECT * FROM many")
            lines = []
            for promise, about in (("S2", "careers"), ("S3", "suppliers")):
                measures = [
                    one
                    for one in every_measure()
                    if one.key.startswith("community.") and promise in one.commitments
                ]
                took = timed(partial(measured, session, measures), options.rounds)
                what = f"{copies * made_up:,} purchases: measures of {about} ({promise}), judged"
                lines.append(took.line(what, TARGET))
    told("purchases", lines, options.page)


if __name__ == "__main__":
    main()
