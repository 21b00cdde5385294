"""Pages and pieces of pages made by code: figures, maps, layers, cells.

May use words; knows no build.
"""
