"""Pages and pieces of pages made by code: figures, maps, layers, cells.

Knows no build.
"""
