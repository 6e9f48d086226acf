"""Intervals that cover as often as they say, also at and near equality, or none.

The measures stand one folder up; delta intervals stay there as named methods.
"""
