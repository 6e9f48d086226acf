"""Borrow strength: shrinkage, reliability, and what crossed groups have beyond their parts.

No gap is judged here; `commonweal.stats.decision` judges.
"""
