"""What lies between the maxima that ascents of one map end on, and where on a map each of them is
strong.

Source: part VII of the series asks whether a maximum is local, part IX that there are many; the
path between two of them on the sphere is the brief's.
"""
