"""Forms of the scorecard: one file a subject."""
