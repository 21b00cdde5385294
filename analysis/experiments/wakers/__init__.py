"""Which mixtures of length scales wake the maps of Conv2D_2 that plain starts leave silent? A
random search over the weights of the grids.

Source: an open question of part XII of the series; how it is tested is ours.
"""
