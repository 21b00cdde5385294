"""What a page may say beside its own text: values, references, citations, slips, terms, sources.

Each word is a function of the place where it stands (``context``); ``prose`` lists and renders all.
Of the site it uses paths alone.
"""
