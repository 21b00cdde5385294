"""Maps that plain starts leave silent: a search among many large-scale starts against restarts from
plain ones, at equal cost.

Source: part X of the series says that the search fills gaps; the comparison is the brief's.
"""
