"""Pure decisions behind the offices: what may be asked, matched, due. No store, no web, no vault.

A decision takes what it needs as arguments, and a protected attribute is never one of them.
"""
