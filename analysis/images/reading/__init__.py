"""Images of a person's own, from whatever they are kept in: NumPy files, IDX files, folders of
pictures.

All of them become ``Pictures``, checked and in an order that is the same each time; what cannot be
read is refused in one sentence that says the way out. Also how their values become those that a
network was trained on (``scale``); knows no network, and uses the room it stands in.
"""
