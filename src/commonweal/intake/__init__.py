"""From a health system's exports to a published dataset version and a quality report."""
