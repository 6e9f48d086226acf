"""The shapes of data a health system has. Declarations only: no reading, no counting."""
