"""What numbers allow to be said: multiplicity, power, presentation, the six grades.

No words for readers: those live in `commonweal.findings`.
"""

from commonweal.stats.decision.composite import blended_index, tertile_index
from commonweal.stats.decision.grade import Grade, Grades, grade_groups
from commonweal.stats.decision.interval_grade import grade_by_interval
from commonweal.stats.decision.modifiers import Qualified, qualify
from commonweal.stats.decision.multiplicity import (
    bh,
    bh_within,
    bonferroni,
    by,
    hochberg,
    holm,
    selected,
    selected_within,
    simes,
)
from commonweal.stats.decision.planning import (
    expected_detectable,
    people_needed,
    people_needed_beside,
)
from commonweal.stats.decision.power import detectable, mdd, people_for, people_for_means, power_of
from commonweal.stats.decision.presentation import Presentation, nchs
from commonweal.stats.decision.rate_presentation import RatePresentation, nchs_rate
from commonweal.stats.decision.resampling import Composite

__all__ = [
    "Composite",
    "Grade",
    "Grades",
    "Presentation",
    "Qualified",
    "RatePresentation",
    "bh",
    "bh_within",
    "blended_index",
    "bonferroni",
    "by",
    "detectable",
    "expected_detectable",
    "grade_by_interval",
    "grade_groups",
    "hochberg",
    "holm",
    "mdd",
    "nchs",
    "nchs_rate",
    "people_for",
    "people_for_means",
    "people_needed",
    "people_needed_beside",
    "power_of",
    "qualify",
    "selected",
    "selected_within",
    "simes",
    "tertile_index",
]
