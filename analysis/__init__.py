"""From data files and one profile to checked artifacts. Each folder is a room; its own first lines
say what happens there and which rooms it may use. Results flow one way, from the images up to the
catalogue and what publishes it.
"""

from analysis import surroundings

# before any module that imports a framework or a library for numbers
surroundings.settle()
