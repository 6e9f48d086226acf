"""Why we measure: the promises of the institution, read from a file it can replace.

No promise text stands in code: commitments are known by key only.
"""

from commonweal.vision.vision import Commitment, Domain, Office, Vision, names, read, shipped

__all__ = ["Commitment", "Domain", "Office", "Vision", "names", "read", "shipped"]
