"""What changes over time: trends of groups and of gaps, control charts, funnels.

Series are tables of one row a series and one column a period; many at once.
"""

from commonweal.stats.time.chart import Chart
from commonweal.stats.time.control import laney_chart, p_chart, proportion_chart, xmr_chart
from commonweal.stats.time.funnel import Funnel, funnel
from commonweal.stats.time.gap_chart import GapChart, gap_chart
from commonweal.stats.time.gap_trend import GapTrend, gap_trend
from commonweal.stats.time.joinpoint import Pieces, join_pieces
from commonweal.stats.time.rate_control import laney_rate_chart, rate_chart, u_chart
from commonweal.stats.time.rate_funnel import rate_funnel
from commonweal.stats.time.slope import log_slope, logit_slope, percent_change, slope_difference
from commonweal.stats.time.trend import TrendTest, cochran_armitage, straight_slope

__all__ = [
    "Chart",
    "Funnel",
    "GapChart",
    "GapTrend",
    "Pieces",
    "TrendTest",
    "cochran_armitage",
    "funnel",
    "gap_chart",
    "gap_trend",
    "join_pieces",
    "laney_chart",
    "laney_rate_chart",
    "log_slope",
    "logit_slope",
    "p_chart",
    "percent_change",
    "proportion_chart",
    "rate_chart",
    "rate_funnel",
    "slope_difference",
    "straight_slope",
    "u_chart",
    "xmr_chart",
]
