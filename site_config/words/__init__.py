"""What a page may say beside its own text: values, references, citations, slips, terms, sources.

Uses pages for the names of parts and layers.
"""
