"""Arrays to pictures, light and dark.

No framework, no files, no clock. May use results, and the likeness of pictures from images.
"""
