"""The engine: start images, domains, objectives, the forward pass that an ascent repeats, and the
climb itself.

Does not know which maps are asked for, nor why. May use images, networks and framework.
"""
