"""Made-up exports about a community: ledger, suppliers, hires, partners, needs and benefit.

Nobody and no firm in it exists or has existed.
"""
