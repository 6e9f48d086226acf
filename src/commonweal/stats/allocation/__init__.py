"""How money, space and time are shared out: how unequally, against what need, and by what decision.

Inequality describes; whether it is fair is judged beside how the decisions were made.
"""
