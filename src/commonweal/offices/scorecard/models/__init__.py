"""What the scorecard keeps: facts and constraints, no decisions."""

from commonweal.offices.scorecard.models.findings import Edition, Label, Record, Widening

__all__ = ["Edition", "Label", "Record", "Widening"]
