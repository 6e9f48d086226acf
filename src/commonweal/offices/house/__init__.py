"""Settings and furniture of the web house, without models: what its other rooms stand on."""
