"""Does a smoother recipe of the ascent give OIPs that tell more? One start, four recipes, every
map.
"""
