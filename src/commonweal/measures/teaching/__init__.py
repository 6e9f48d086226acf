"""Measures of teaching: fair attainment, tests and ratings, what is taught, and what it changes."""
