"""Work of the scorecard that is done apart from a page: reading in findings, the demonstration."""

from commonweal.offices.scorecard.jobs.demonstration import FEW, demo
from commonweal.offices.scorecard.jobs.loading import load

__all__ = ["FEW", "demo", "load"]
