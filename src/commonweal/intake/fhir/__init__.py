"""Reading FHIR R4: where each table stands in its resources, and one line after the other."""
