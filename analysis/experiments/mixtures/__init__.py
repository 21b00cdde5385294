"""Do activation patterns across maps relate to the OIPs of these maps? Pictures mixed from the OIPs
of the maps that a class uses, and random mixtures, shown to the network.

Source: an open question of part VI of the series; how it is tested is ours.
"""
