"""Whether what holds of the series' network holds of others: two small ones of other images are
trained, and their maps searched and judged in the same way.
"""
