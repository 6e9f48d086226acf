"""What numbers allow to be said: multiplicity, power, presentation, the six grades.

No words for readers: those live in `commonweal.findings`.
"""
