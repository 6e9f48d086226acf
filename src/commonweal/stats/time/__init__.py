"""What changes over time: trends of groups and of gaps, control charts, funnels.

Series are tables of one row a series and one column a period; many at once.
"""
