"""Does the network hold an idea of a 4 that it could be asked for? Images that it is sure of, and
how far they are from real ones.

Source: part V of the series, which says so without a test; ascent and distances are ours.
"""
