"""Pay: the gap a declared model leaves, and remedies that know no group and only raise.

Peer groups and which controls are declared are decided before any result is seen.
"""
