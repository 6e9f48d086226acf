"""What is measured, as declarations. No query, no number."""
