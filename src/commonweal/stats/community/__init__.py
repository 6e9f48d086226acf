"""What reaches a place: hires, benefit, and money that goes round in it.

Places are counted, never people's groups.
"""
