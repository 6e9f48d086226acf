"""Time to an event: staying, promotion and exit with ties as they are, late entry and censoring.

Tied times are never moved apart at random: the exact formulas need no such help.
"""
