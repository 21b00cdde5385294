"""Questions beside the main line, one folder each; the catalogue asks for its ``measure_...``.

May use all rooms that measure; the folders do not use one another.
"""
