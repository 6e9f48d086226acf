"""What an activity changed: staggered roll-outs, interrupted series, stepped wedges.

The outcome may be any measure, a gap between groups among them.
"""
