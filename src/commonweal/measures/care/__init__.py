"""Patient-care measures: one file a measure, declarations only."""
