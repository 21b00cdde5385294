"""Which families do activations follow, and what does the best of many do? The companion on common
patterns.
"""
