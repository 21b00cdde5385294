"""With what else each claim is judged: other trainings, and other choices, one at a time.

``choices.toml`` holds every choice that is ours and could have been another one, with its reason
and its alternatives.
"""

from __future__ import annotations

from analysis.catalogue.variations.choices import Alternative, Choice, Choices, choices
from analysis.catalogue.variations.declared import Variation, variations

__all__ = ["Alternative", "Choice", "Choices", "Variation", "choices", "variations"]
