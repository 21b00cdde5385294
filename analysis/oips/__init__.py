"""Original input patterns: by the series' method, by the ladder that leaves no map out, of
controls, and one for a person.

May use ascent, what ascent uses, results, and looking for the answers of maps to data.
"""
