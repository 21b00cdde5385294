"""Looking inside for chosen images: activations, geometry, confusion, responses to data, ablation.

May use images, networks, framework and results.
"""
