"""A made-up health system, written as real exports: what the demo measures.

Nobody in it lives or has lived. Gaps are planted at a known size, and elsewhere there are none.
"""
