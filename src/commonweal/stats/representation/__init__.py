"""Representation: shares beside a benchmark of a named kind, by rank, and spread over units.

Benchmarks are facts with a kind. No goal, quota or date for a group's share exists here.
"""
