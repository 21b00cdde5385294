"""What does a map carve into pictures of clouds and scribbles? The two companions on deep
dreams.
"""
