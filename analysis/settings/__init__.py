"""The shape of a profile: every number that a run depends on, checked before anything starts.

A profile is a TOML file in ``site_config/profiles``; it may extend another one and then holds only
what differs. Unknown keys are refused, numbers have ranges (``kinds``), and what belongs together
is checked together (``together``).
"""

from __future__ import annotations

from analysis.profiles import PROFILES
from analysis.settings.experiments import Dreams
from analysis.settings.learning import Recipe
from analysis.settings.profiles import load_settings
from analysis.settings.searching import Challenge, Ladder
from analysis.settings.sections import Settings, changed, chosen, fingerprint, read_by_all
from analysis.settings.subjects import SubjectSettings

__all__ = ["PROFILES", "Challenge", "Dreams", "Ladder", "Recipe", "Settings", "SubjectSettings"]
__all__ += ["changed", "chosen", "fingerprint", "load_settings", "read_by_all"]
