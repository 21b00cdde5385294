"""What a profile publishes: the series, or another subject."""

from __future__ import annotations

from functools import cache

from analysis import catalogue
from analysis.catalogue.atlas import Outline
from analysis.catalogue.contents import Contents
from analysis.catalogue.subjects import contents_of
from analysis.profiles import named_subject
from analysis.settings import load_settings


@cache
def contents(profile: str) -> Contents:
    """Return the declarations of a profile.

    Raises:
        Problem: there is no such profile, or its subject cannot be looked at.
    """
    name = named_subject(profile)
    if name is None:
        return catalogue.SERIES
    # what reads files of all kinds is loaded for them alone
    from analysis.publishing.adopting import adopt
    from analysis.publishing.outlook import outlook

    seen = outlook(name, load_settings(profile))
    outline = Outline(
        name,
        tuple(one.name for one in seen.layers),
        linked=tuple(one.name for one in seen.layers if one.reader),
        labelled=seen.labelled,
        maps={one.name: one.chosen for one in seen.layers if one.chosen},
        blocks={one.name: one.blocks for one in seen.layers if one.blocks},
    )
    return contents_of(adopt, outline, {one.name: one.maps for one in seen.layers})
