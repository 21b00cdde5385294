"""The series' CNN and MLP: built, trained, stored, looked at layer by layer; receptive fields read
off the layers.

Knows nothing of what is measured. May use images, framework and results.
"""
