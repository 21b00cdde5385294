"""What machines read: one JSON for each thing and lists of all, each with a type that says what
stands in it and makes its schema.

May use pages and words; knows no build.
"""
