"""Which wavelength of a grating every map answers most.

Source: part VII of the series says that each pooling doubles it. Gratings are what neurophysiology
asks cells with: Hubel and Wiesel (1962), De Valois, Albrecht and Thorell (1982).
"""
