"""Rates made comparable between groups of different age: direct and indirect standardization.

Crude rates are in `commonweal.stats.rates`; which groups differ is judged in decision.
"""
