"""Commonweal: measure whether a health system keeps its promises of equity, and keep them."""

__version__ = "0.1.0"
