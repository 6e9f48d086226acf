"""Estimates for one group or two: proportions, rates, means, their differences and ratios.

No decision is made here; `commonweal.stats.decision` judges.
"""
