"""Typed arrays that measurements return, with named axes and units, checked when they are built.

NumPy only. Uses no other room.
"""
