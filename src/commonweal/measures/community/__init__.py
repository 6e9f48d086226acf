"""Measures of the promises to the community: membership, careers and suppliers."""
