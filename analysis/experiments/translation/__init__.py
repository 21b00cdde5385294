"""Digits that are moved across the image: what of the last convolutional layer and of the class
stays.

Source: part V of the series asks how convolution and pooling can make a class independent of where
its digit stands; the way from node to node of the last layer is the period that one would expect.
"""
