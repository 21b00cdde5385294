"""Two small sets of pictures that need no download: they come with scikit-learn, which the project
uses anyway.

Digits of 8 x 8 px in 17 shades of grey, and pieces of two colour photographs; whoever made them,
and under which licences, says the README beside this file. Uses the room ``reading``.
"""
