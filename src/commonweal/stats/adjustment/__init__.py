"""Gaps between groups after adjustment for other things, fitted to compressed cells.

Splitting a gap into its sources is not done here: see decomposition.
"""
