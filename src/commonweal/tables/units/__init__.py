"""Rows as measures want them, derived from the tables: one line a unit."""
