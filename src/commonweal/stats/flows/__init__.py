"""Flows of people: leaving, moving between grades, projection, leaks and succession.

Nothing here sets a group's hires, promotions or share: levers are the same for everybody.
"""
