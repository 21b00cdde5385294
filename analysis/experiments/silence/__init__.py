"""How often starts of one length scale leave a map of the deepest layer without response.

Source: part VII of the series says that pixel noise does so, and part IX that a map prefers certain
scales; how often, map by map, is ours.
"""
