"""Forms that others set: their rows, columns and words as dated data.

A change by who set the form is a change of its file, and of nothing else.
"""
