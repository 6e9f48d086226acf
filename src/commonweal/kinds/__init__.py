"""The words every room shares: groups, periods, counts, estimates, purposes, problems.

Imports nothing else of ours. No decision is made here.
"""

from commonweal.kinds.counts import Counts
from commonweal.kinds.estimate import Estimate
from commonweal.kinds.group import Group
from commonweal.kinds.period import Period
from commonweal.kinds.problem import Problem
from commonweal.kinds.purpose import Purpose

__all__ = ["Counts", "Estimate", "Group", "Period", "Problem", "Purpose"]
