"""Questions beside the main line, one folder each; ``measure`` holds what the catalogue asks for.

May use all rooms that measure; the folders do not use one another.
"""
