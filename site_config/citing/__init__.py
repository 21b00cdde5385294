"""How the publication and each thing in it is cited: what CITATION.cff says, one ``Item`` for
whatever has a page, and from it entries for BibTeX, RIS and CSL-JSON, a sentence, and the tags by
which reference managers, search engines and crawlers know a page. Knows paths and records alone.
"""
