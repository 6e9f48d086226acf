"""Sum up how unequal the groups of a table are: pairs, impact, spread, ranks, many tables at once.

Rows about single people and calibrated intervals have modules of their own here.
"""

from commonweal.stats.inequality.best_and_worst import best_and_worst_test
from commonweal.stats.inequality.concentration import (
    absolute_concentration_index,
    erreygers_index,
    extended_concentration_index,
    relative_concentration_index,
    wagstaff_index,
)
from commonweal.stats.inequality.deviation import (
    index_of_disparity,
    index_of_disparity_unweighted,
    index_of_disparity_weighted,
    mean_difference_from_best_unweighted,
    mean_difference_from_best_weighted,
    mean_difference_from_mean_unweighted,
    mean_difference_from_mean_weighted,
    mean_difference_from_reference_unweighted,
    mean_difference_from_reference_weighted,
)
from commonweal.stats.inequality.direction import disadvantage, disadvantage_ratio
from commonweal.stats.inequality.elasticity import (
    Explained,
    ExplainedChange,
    explain,
    explain_change,
)
from commonweal.stats.inequality.entropy import mean_log_deviation, theil_index
from commonweal.stats.inequality.heterogeneity import heterogeneity, heterogeneity_test
from commonweal.stats.inequality.impact import (
    events_to_close,
    population_attributable_fraction,
    population_attributable_risk,
)
from commonweal.stats.inequality.individual_concentration import (
    absolute_index as individual_absolute_index,
)
from commonweal.stats.inequality.individual_concentration import (
    erreygers_index as individual_erreygers_index,
)
from commonweal.stats.inequality.individual_concentration import (
    relative_index as individual_relative_index,
)
from commonweal.stats.inequality.individual_concentration import (
    wagstaff_index as individual_wagstaff_index,
)
from commonweal.stats.inequality.individual_slope import (
    individual_relative_slope,
    individual_slope_index,
)
from commonweal.stats.inequality.pair import compared_groups, difference, ratio
from commonweal.stats.inequality.ranks import RankedRows, rank_rows
from commonweal.stats.inequality.simulate import interval_peer
from commonweal.stats.inequality.slope import kunst_mackenbach_index, relative_index, slope_index
from commonweal.stats.inequality.standard_errors import rate_errors, share_errors
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inequality.summary import by_delta, summarize
from commonweal.stats.inequality.variance import (
    between_group_standard_deviation,
    between_group_variance,
    between_group_variance_bias,
    between_group_variance_corrected,
    coefficient_of_variation,
)

__all__ = [
    "Explained",
    "ExplainedChange",
    "RankedRows",
    "Subgroups",
    "absolute_concentration_index",
    "best_and_worst_test",
    "between_group_standard_deviation",
    "between_group_variance",
    "between_group_variance_bias",
    "between_group_variance_corrected",
    "by_delta",
    "coefficient_of_variation",
    "compared_groups",
    "difference",
    "disadvantage",
    "disadvantage_ratio",
    "erreygers_index",
    "events_to_close",
    "explain",
    "explain_change",
    "extended_concentration_index",
    "heterogeneity",
    "heterogeneity_test",
    "index_of_disparity",
    "index_of_disparity_unweighted",
    "index_of_disparity_weighted",
    "individual_absolute_index",
    "individual_erreygers_index",
    "individual_relative_index",
    "individual_relative_slope",
    "individual_slope_index",
    "individual_wagstaff_index",
    "interval_peer",
    "kunst_mackenbach_index",
    "mean_difference_from_best_unweighted",
    "mean_difference_from_best_weighted",
    "mean_difference_from_mean_unweighted",
    "mean_difference_from_mean_weighted",
    "mean_difference_from_reference_unweighted",
    "mean_difference_from_reference_weighted",
    "mean_log_deviation",
    "population_attributable_fraction",
    "population_attributable_risk",
    "rank_rows",
    "rate_errors",
    "ratio",
    "relative_concentration_index",
    "relative_index",
    "share_errors",
    "slope_index",
    "summarize",
    "theil_index",
    "wagstaff_index",
]
