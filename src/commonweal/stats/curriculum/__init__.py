"""What a curriculum teaches and tests of a frame of competencies.

Frames are data with versions; here they are numbers only.
"""
