"""Units of measures that were computed elsewhere: the results of one measure and version.

How they come about is in `engine.units.results`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from commonweal.tables.columns import Column, Flag, Number, Person, Table, Text


class ReportedResult(Table):
    """Hold a result of the period, one of each person, visit and site.

    >>> ReportedResult.people()
    'patient'
    """

    name: ClassVar[str] = "reported_result"
    says: ClassVar[str] = "A result of a measure that was computed elsewhere"
    key: ClassVar[str] = "result_key"
    of: ClassVar[tuple[str, str]] = ("", "")
    result_key = Text("row it comes from")
    patient_key = Person("patient", "whose result")
    counted = Flag("whether it is in the denominator or was excluded from it; missing: unknown")
    excluded = Flag("whether an exclusion or exception took it out")
    met = Flag("whether it is in the numerator")
    value = Number("the value, of a measure that is no proportion")
    reported_site = Text("site, as the engine calls it")


@lru_cache(maxsize=1024)
def results_of(measure_id: str, version: str, *, one_each: bool) -> type[ReportedResult]:
    """Give the unit table of one measure and version.

    measure_id: as its engine calls it
    version:    of the measure, or "" where rows name none
    one_each:   whether a person has at most one result in a period
    Gives the same class whenever the same is asked.
    >>> results_of("CMS165", "v13", one_each=True).of
    ('CMS165', 'v13')
    >>> results_of("CMS165", "v13", one_each=True).key
    'patient_key'
    """
    columns = {name: one for name, one in vars(ReportedResult).items() if isinstance(one, Column)}
    key = "patient_key" if one_each else ReportedResult.key
    own = {"name": ReportedResult.name, "key": key, "of": (measure_id, version), **columns}
    made: type[ReportedResult] = type("ReportedResult", (ReportedResult,), own)
    return made
