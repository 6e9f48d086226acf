"""Declare a measure whose results another engine computed: what the store holds, as a Measure.

Nothing of its logic is known here. What the institution says of it is taken; what nobody said
stays unsaid: without a direction a difference has a size, and is neither better nor worse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.measures.criteria import IsTrue, Known, either
from commonweal.measures.measure import UNITS, Better, Fidelity, Measure, Role, Step
from commonweal.tables.units.results import ReportedResult, results_of

DOMAIN = "results"
LONGEST_TITLE = 8
PROMISES = ("C1", "C2")
_STRATIFY = ("race_ethnicity", "language", "sex")
_WRITTEN = {"min": "minutes", "d": "days", "a": "years", "mo": "months", "%": "percent",
            "usd": "dollars", "{score}": "score"}  # fmt: skip


@dataclass(frozen=True)
class Reported:
    """Say what a store holds of one measure that was computed elsewhere.

    measure_id, measure_version: as its engine calls them; the version may be ""
    measured:  whether its rows bear values and no numerator
    visits:    whether rows name visits
    one_each:  whether a person has at most one result in a period
    sites:     how many sites its rows name
    title, better, unit, met, promises: as the institution said, or ""
    smallest_difference, smallest_gap: as the institution said, or None

    >>> Reported("CMS165", "v13").title
    ''
    """

    measure_id: str
    measure_version: str
    measured: bool = False
    visits: bool = False
    one_each: bool = True
    sites: int = 0
    title: str = ""
    better: str = ""
    unit: str = ""
    met: str = ""
    promises: str = ""
    smallest_difference: float | None = None
    smallest_gap: float | None = None


def declared(held: Iterable[Reported]) -> tuple[tuple[Reported, Measure], ...]:
    """Declare the measures of a store, each under a key of its own.

    held: what the store holds, one a measure and version
    Gives each with its measure, in the order of their keys: "results.<id>", and the version
    behind it where a measure is there in several.
    >>> held = [Reported("CMS165", "v13"), Reported("CMS122", "v12"), Reported("CMS122", "v13")]
    >>> [measure.key for _, measure in declared(held)]
    ['results.cms122.v12', 'results.cms122.v13', 'results.cms165']
    """
    listed = sorted(held, key=lambda one: (one.measure_id, one.measure_version))
    ids = [one.measure_id for one in listed]
    taken: dict[str, int] = {}
    found = []
    for one in listed:
        key = f"{DOMAIN}.{_slug(one.measure_id)}"
        if ids.count(one.measure_id) > 1:
            key += f".{_slug(one.measure_version or 'unversioned')}"
        taken[key] = taken.get(key, 0) + 1
        found.append((one, measure_of(one, key if taken[key] == 1 else f"{key}_{taken[key]}")))
    return tuple(sorted(found, key=lambda pair: pair[1].key))


def measure_of(one: Reported, key: str) -> Measure:
    """Declare one measure.

    one: what the store holds of it
    key: the key it bears
    >>> measure_of(Reported("CMS165", "v13"), "results.cms165").better.value
    'neither'
    """
    unit = results_of(one.measure_id, one.measure_version, one_each=one.one_each)
    title = one.title or " ".join(one.measure_id.split()[:LONGEST_TITLE])
    met = one.met or ("had a value of" if one.measured else f"met {title}")
    if one.measured and "{value}" not in met:
        met = f"{met} {{value}} on average"
    return Measure(
        key=key,
        version=one.measure_version or "not named",
        title=title,
        commitments=tuple(one.promises.split()) or PROMISES,
        better=Better(one.better or Better.NEITHER.value),
        unit_of_analysis=unit,
        people="visits" if one.visits else "patients",
        unit=unit_of(one),
        population=_population(measured=one.measured),
        exclusions=(Step("excluded by the engine that computed it", IsTrue(unit.excluded)),),
        event=None if one.measured else Step("in the numerator", IsTrue(unit.met)),
        met=met,
        estimator="mean" if one.measured else "proportion",
        roles=(Role("value", unit.value),) if one.measured else (),
        smallest_difference=one.smallest_difference if one.measured else None,
        smallest_gap=0.10 if one.smallest_gap is None else one.smallest_gap,
        stratify_by=(*_STRATIFY, "reported_site") if one.sites > 1 else _STRATIFY,
        needs=("patient", "measure_result"),
        fidelity=Fidelity.REPORTED,
        why="The institution reports this measure already. Here it is split by group.",
        limits=(
            "Its logic was run elsewhere and is taken as it came: who counts, and who met it, is "
            "what that engine said. People who are not in the rows are not seen."
        ),
        levers="Who owns this measure in the institution knows what moves it.",
        sources=(_source(one),),
        caveats=(_SIDE,) if one.better not in ("higher", "lower") else (),
    )


_SIDE = (
    "Nobody has said yet which way is better, so a difference is shown by its size alone. A file "
    "about the measures says it: commonweal ingest --about."
)


def unit_of(one: Reported) -> str:
    """Give the unit in which figures of a measure are written.

    one: what the store holds of it
    >>> unit_of(Reported("ED-1", "", measured=True, unit="min"))
    'minutes'
    """
    if not one.measured:
        return "percent"
    folded = one.unit.casefold()
    written = _WRITTEN.get(folded, folded)
    return written if written in UNITS else "number"


def _population(*, measured: bool) -> tuple[Step, ...]:
    known = "whose value is known" if measured else "of whom it is known whether they met it"
    result = Known(ReportedResult.value if measured else ReportedResult.met)
    return (
        Step("of whom it is known whether they count", Known(ReportedResult.counted)),
        Step("in the denominator", IsTrue(ReportedResult.counted)),
        Step(known, either(IsTrue(ReportedResult.excluded), result)),
    )


def _source(one: Reported) -> str:
    version = f", version {one.measure_version}" if one.measure_version else ""
    return f"Results of {one.measure_id}{version}, computed by the engine that reports them"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_") or "unnamed"
