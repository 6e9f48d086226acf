"""Scales of several items: composites, and how reliably they measure.

What one item does among groups is in items. Respondents are weighted in surveys.
"""
