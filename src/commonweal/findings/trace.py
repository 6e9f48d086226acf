"""Ids that let anybody recompute a number: what was asked of which version of the data."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Trace:
    """Name everything that a number depends on.

    dataset:   version of the dataset
    measure, measure_version: what was measured
    view, group: how people were grouped, and which group ("" for everybody)
    period, site: when and where, as keys
    value_sets: hash of the value sets loaded, or ""
    policy:    of disclosure
    plan:      hash of the SQL that ran
    engine:    name and version
    code:      version of this software

    >>> Trace("d", "m", "1", "sex", "", "p", "", "", "t=11", "x", "e", "c").id
    'cw-206c69ae72fa'
    """

    dataset: str
    measure: str
    measure_version: str
    view: str
    group: str
    period: str
    site: str
    value_sets: str
    policy: str
    plan: str
    engine: str
    code: str

    @property
    def id(self) -> str:
        """Give the short id that stands beside the number."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return f"cw-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def plan_hash(sql: str) -> str:
    """Give the hash of a query's text.

    sql: the text that ran
    >>> plan_hash("SELECT 1")[:8]
    'e004ebd5'
    """
    return hashlib.sha256(sql.encode()).hexdigest()
