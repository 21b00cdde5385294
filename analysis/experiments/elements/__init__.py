"""What the OIP of a map is composed of: copies of what one of its nodes wants, shifted as its nodes
are, or turned; and whether strokes are longer in one half of the image than in the other.

Source: part VII of the series sees shifted and turned copies and bows of two sizes; the fits, the
mirrored starts and the overlap of equal elements are the brief's.
"""
