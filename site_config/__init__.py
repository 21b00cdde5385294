"""From artifacts and pages to the site. Of ``analysis`` it knows the contract,
``analysis.artifacts``, and nothing else.
"""
