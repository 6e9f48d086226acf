"""Protected attributes: kept apart, read as cells or by the person."""
