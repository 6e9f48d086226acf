"""The formulas alone: arrays in, arrays out, over any leading axes, so that draws can be measured.

Nothing is checked here and nothing is given a reason: what is undefined is nan.
"""
