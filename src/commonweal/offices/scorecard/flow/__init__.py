"""The states of what the scorecard keeps: one file a subject, each one table of steps."""
