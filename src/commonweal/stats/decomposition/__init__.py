"""Where a gap comes from: who is different, and who is treated differently.

Each way splits one gap into parts that add up to it. Nothing here says that a part is just.
"""
