"""What suppliers disclose of their workforce, how it changes, and whom they buy from in turn.

All of it is for reports on the whole; none of it may choose, rank or drop a supplier.
"""
