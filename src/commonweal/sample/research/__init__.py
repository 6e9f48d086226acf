"""The research part of the made-up system: studies, recruitment, awards, portfolio and burden.

Nobody in it lives or has lived.
"""
