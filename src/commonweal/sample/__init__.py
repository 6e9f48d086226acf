"""A made-up health system with planted gaps, written as real exports."""
