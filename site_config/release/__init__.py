"""A build that stands, as one archive for a repository that gives DOIs: what may be released, what
it says of itself, and how it is written. Uses every room of the site; none of them knows it.
"""
