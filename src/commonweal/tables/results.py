"""Results that another engine computed, and the figures that were submitted from them.

One row a person or visit, measure, version, period and site, as certified systems and survey
houses hand them out. Unknown is a blank, never a no.
"""

from __future__ import annotations

from typing import ClassVar

from commonweal.tables.columns import Flag, Number, Person, Point, Span, Table, Text


class MeasureResult(Table):
    """Hold one result of a measure for one person or visit, as another engine computed it."""

    name: ClassVar[str] = "measure_result"
    says: ClassVar[str] = "A result of a measure that was computed elsewhere"
    key: ClassVar[str] = "measure_result_key"
    measure_result_key = Text("source and hash of the row")
    patient_key = Person("patient", "whose result; of a row that names a visit only, whose visit")
    encounter_key = Text("visit that is counted, where the measure counts visits")
    measure_id = Text("id of the measure, as its engine calls it")
    measure_version = Text("version of the measure")
    in_denominator = Flag("whether it counts in the denominator; missing: unknown")
    excluded = Flag("whether an exclusion or exception took it out")
    in_numerator = Flag("whether it is in the numerator; missing: unknown")
    value = Number("the value, of a measure that is no proportion")
    unit = Text("unit of the value, such as minutes")
    period_start = Point("first day of the measurement period")
    period_end = Point("last day of the measurement period")
    site = Text("site, as the engine calls it")
    period = Span(period_start, period_end)


class SubmittedFigure(Table):
    """Hold a figure as it was submitted; what was not submitted is missing."""

    name: ClassVar[str] = "submitted_figure"
    says: ClassVar[str] = "A figure of a measure as it was submitted"
    key: ClassVar[str] = "submitted_figure_key"
    submitted_figure_key = Text("source and hash of the row")
    measure_id = Text("id of the measure")
    measure_version = Text("version; missing: whichever there is")
    period_start = Point("first day of the measurement period")
    period_end = Point("last day of the measurement period")
    population = Text("whom it is about, where not everybody; rows do not say who that is")
    site = Text("site; missing: all sites")
    denominator = Number("denominator that was submitted")
    exclusions = Number("exclusions and exceptions that were submitted")
    exclusions_inside = Flag("whether the denominator still holds them; missing: it does not")
    numerator = Number("numerator that was submitted")
    rate = Text("rate or value as it was written, with its decimals")
    unit = Text("unit of the rate: percent (also when missing), proportion, per_1000, or its own")
    period = Span(period_start, period_end)


class ReportedMeasure(Table):
    """Hold what the institution says of a measure that was computed elsewhere."""

    name: ClassVar[str] = "reported_measure"
    says: ClassVar[str] = "What is said of a measure that was computed elsewhere"
    key: ClassVar[str] = "reported_measure_key"
    reported_measure_key = Text("source, id and version")
    measure_id = Text("id of the measure")
    measure_version = Text("version; missing: all of them")
    title = Text("plain phrase of at most 8 words")
    better = Text("higher, lower or neither; missing: nobody said")
    unit = Text("unit of its values")
    smallest_difference = Number("smallest difference of values that matters, in their unit")
    smallest_gap = Number("smallest difference that matters, as a share of the rate")
    met = Text("what is said of those in the numerator, or of values with {value}")
    promises = Text("keys of the promises it bears on, with blanks between")


RESULTS: tuple[type[Table], ...] = (MeasureResult, SubmittedFigure, ReportedMeasure)
