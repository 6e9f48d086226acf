"""Reading tables of an institution's own by a mapping that says what their columns mean."""
