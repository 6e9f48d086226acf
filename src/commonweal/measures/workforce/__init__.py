"""Measures of work: who is chosen, who stays, who rises, and who is ready to follow."""
