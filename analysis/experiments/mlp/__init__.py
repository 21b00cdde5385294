"""Which digits does the MLP confuse, and does it depend on the training? The companion on its
confusions.
"""
