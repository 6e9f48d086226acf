"""Groups guessed from names and places, for measuring many people together and nothing else.

The only door is lock.py: it gives numbers of groups, and nobody can ask it about a person.
"""
