"""People whose group is not known: how many, whether they differ, and what they could change.

They are never dropped in silence. Guessing their group from names and places is in proxies.
"""
