"""What an OIP is worth: one file for each kind of number, and one table that lists them all.

Does not know how an OIP was found. May use ascent, what ascent uses, and results.
"""
