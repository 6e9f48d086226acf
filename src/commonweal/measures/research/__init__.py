"""Measures of research: a fair share of resources, of places in studies, and of the portfolio."""
