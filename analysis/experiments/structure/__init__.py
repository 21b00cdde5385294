"""What the maps of the first two layers still show of a digit: likeness to the input, direction of
lines before and after pooling, and maps that show nothing.

Source: part V of the series, by eye on three images of a 4; here over all test images of a class.
"""
