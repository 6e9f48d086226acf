"""The words every room shares: groups, periods, counts, rows, estimates, purposes, messages.

Imports nothing else of ours. No decision is made here.
"""

from commonweal.kinds.counts import Counts
from commonweal.kinds.estimate import Estimate
from commonweal.kinds.estimated import Estimated, Figure
from commonweal.kinds.group import Group
from commonweal.kinds.period import Period
from commonweal.kinds.problem import Problem
from commonweal.kinds.purpose import Purpose
from commonweal.kinds.rows import Asked, Beside, Rows
from commonweal.kinds.said import Said, message, messages, opened

__all__ = [
    "Asked",
    "Beside",
    "Counts",
    "Estimate",
    "Estimated",
    "Figure",
    "Group",
    "Period",
    "Problem",
    "Purpose",
    "Rows",
    "Said",
    "message",
    "messages",
    "opened",
]
