"""Compute a number again from the version of the data it came from, and say how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import commonweal
from commonweal.disclosure import Policy
from commonweal.engine import reported
from commonweal.engine.rows import sql_of
from commonweal.engine.session import ENGINE
from commonweal.findings import words
from commonweal.findings.audit import Question, audit
from commonweal.findings.finding import Finding, Row
from commonweal.findings.trace import Trace, plan_hash
from commonweal.kinds import Period, Problem
from commonweal.tables.dataset import Dataset
from commonweal.vision.vision import Vision

Found = tuple[Trace, Finding, Row | None]


@dataclass(frozen=True)
class Again:
    """Hold what came out when a number was computed again.

    row:  the row as it is now, or None for a whole table
    same: whether everything that was shown came out again
    sql:  the query that ran

    >>> Again(None, True, "SELECT 1").same
    True
    """

    row: Row | None
    same: bool
    sql: str


def recount(store: Path, dataset: Dataset, found: Found) -> Again:
    """Compute a number again.

    store:   folder of the store
    dataset: the version that the trace names
    found:   the trace, its finding and its row
    Fails with Problem "trace-other-version" when measure or software have changed since.

    >>> old = Trace("d", "care.bp_control", "0.1", "sex", "", "2020", "", "", "t=11", "", "", "0.1")
    >>> try:
    ...     recount(Path("store"), Dataset(Path("store"), "d", frozenset(), "", ""),
    ...             (old, None, None))
    ... except Problem as problem:
    ...     print(problem.do)
    Install Commonweal 0.1 to compute it again.
    """
    trace, finding, row = found
    measure = reported.find(dataset, trace.measure)
    period = Period.parse(trace.period)
    sql = sql_of(measure, period)
    then = (trace.measure_version, trace.plan, trace.engine, trace.code)
    if then != (measure.version, plan_hash(sql), ENGINE, commonweal.__version__):
        raise Problem(
            "trace-other-version",
            f"The number was made by version {trace.measure_version} of {trace.measure} and "
            f"Commonweal {trace.code} on {trace.engine}; this is version {measure.version} and "
            f"Commonweal {commonweal.__version__} on {ENGINE}.",
            f"Install Commonweal {trace.code} to compute it again.",
        )
    sets = store / "valuesets" / f"{trace.value_sets}.parquet"
    question = Question(
        dataset=dataset,
        period=period,
        measures=(measure,),
        views=(trace.view,),
        value_sets=(trace.value_sets, sets) if trace.value_sets else None,
        policy=_policy(trace.policy),
    )
    made = audit(question, Vision("", "en", ())).audit.findings
    now = next((one for one in made if one.trace == finding.trace), made[0])
    if row is None:
        return Again(None, now == finding, sql)
    rows = (*now.rows, now.everybody)
    fresh = next((one for one in rows if one and one.trace == row.trace), None)
    return Again(fresh, fresh == row, sql)


def told(found: Found, manifest: Mapping[str, Any], again: Again) -> list[str]:
    """Say in lines where a number came from and whether it came out again.

    found:    the trace, its finding and its row
    manifest: what is written about the dataset version
    again:    what came out now

    >>> from commonweal.findings.compose import Setting, not_computable
    >>> from commonweal.measures.registry import find
    >>> from commonweal.tables.views import by_name
    >>> year = Period.parse("2020")
    >>> finding = not_computable(Setting(find("care.bp_control"), by_name("sex"), year, "", "v",
    ...                                  lambda group: "cw-0"), ("The export holds no Encounter.",))
    >>> trace = Trace("v", "care.bp_control", "1", "sex", "", year.key, "", "", "t=11", "", "", "1")
    >>> told((trace, finding, None), {}, Again(None, True, "SELECT 1"))[-1]
    'Computed again just now: everything shown came out the same.'
    """
    lines = [*_origin(found, manifest), "", again.sql, ""]
    lines.append(words.TRACE_SAME if again.same else words.TRACE_DIFFERS)
    return lines


def known(found: Found, manifest: Mapping[str, Any]) -> list[str]:
    """Say in lines what is still known of a number whose rows were purged.

    found:    the trace, its finding and its row
    manifest: what is written about the dataset version

    >>> from commonweal.findings.compose import Setting, not_computable
    >>> from commonweal.measures.registry import find
    >>> from commonweal.tables.views import by_name
    >>> year = Period.parse("2020")
    >>> finding = not_computable(Setting(find("care.bp_control"), by_name("sex"), year, "", "v",
    ...                                  lambda group: "cw-0"), ("The export holds no Encounter.",))
    >>> trace = Trace("v", "care.bp_control", "1", "sex", "", year.key, "", "", "t=11", "", "", "1")
    >>> known((trace, finding, None), {"loaded_on": "2024-01-02", "purged_on": "2026-01-05"})[-1]
    'Loaded on 2024-01-02; its rows were purged on 2026-01-05, so it can not be computed again.'
    """
    gone = words.TRACE_PURGED.format(loaded=manifest["loaded_on"], purged=manifest["purged_on"])
    return [*_origin(found, manifest), "", gone]


def _origin(found: Found, manifest: Mapping[str, Any]) -> list[str]:
    trace, finding, row = found
    lines = [finding.headline if row is None else row.sentence, ""]
    lines += [
        words.TRACE_LINE.format(name=name, value=value)
        for name, value in (
            (words.TRACE_DATASET, trace.dataset),
            (words.TRACE_MEASURE, f"{trace.measure} {trace.measure_version}"),
            (words.TRACE_VIEW, trace.view),
            (words.TRACE_PERIOD, trace.period),
            (words.TRACE_SETS, trace.value_sets or words.NONE),
            (words.TRACE_POLICY, trace.policy),
            (words.TRACE_ENGINE, trace.engine),
            (words.TRACE_CODE, trace.code),
        )
    ]
    lines += ["", words.TRACE_FILES]
    lines += [f"  {one['sha256']}  {one['name']}" for one in manifest.get("files", ())]
    mapped = [one for one in manifest.get("files", ()) if one.get("mapping")]
    if mapped:
        lines += ["", words.TRACE_MAPPINGS]
        lines += [f"  {one['mapping']}  {one['name']}" for one in mapped]
    return lines


def _policy(text: str) -> Policy:
    parts = dict(part.split("=") for part in text.split())
    return Policy(threshold=int(parts["t"]), level=parts["level"])
