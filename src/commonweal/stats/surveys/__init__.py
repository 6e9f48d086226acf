"""Surveys of a known frame: weights for who answered, and estimates with those weights.

Composites of items are made in scales.
"""
