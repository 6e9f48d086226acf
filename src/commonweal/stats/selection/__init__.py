"""Selection steps: impact ratios, thresholds, exact tests and many requisitions together.

Every group may stand on either side. Nothing here chooses, ranks or routes a person.
"""
