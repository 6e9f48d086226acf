"""Who takes part in research: measured against a reference, stage by stage, and forecast.

Everything here counts groups; nothing chooses, ranks or turns away a person.
"""
