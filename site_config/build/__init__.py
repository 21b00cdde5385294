"""How a site comes about: staged as plain Markdown, rendered, previewed; and how a build runs and
what it says.

May use pages and words.
"""
