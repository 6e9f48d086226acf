"""A made-up staff of a health system over ten years, written as a personnel system exports it.

Nobody in it lives or has lived.
"""
