"""Pictures as arrays: data sets (MNIST is carried here), how alike two pictures are, which
wavelengths they hold, which way their strokes run.

Knows no network. Uses no other room.
"""
