"""Where a gap comes from: who is different, and who is treated differently.

Each way splits one gap into parts that add up to it. Nothing here says that a part is just.
"""

from commonweal.stats.decomposition.fairlie import fairlie
from commonweal.stats.decomposition.mix import SiteSplit, split_site_counts, split_sites
from commonweal.stats.decomposition.oaxaca import Decomposition, threefold, twofold
from commonweal.stats.decomposition.regression import Sample, sample
from commonweal.stats.decomposition.swap import Cells

__all__ = [
    "Cells",
    "Decomposition",
    "Sample",
    "SiteSplit",
    "fairlie",
    "sample",
    "split_site_counts",
    "split_sites",
    "threefold",
    "twofold",
]
