"""Load again: what is new, what stays, what is gone, what is kept how long."""
