"""Which licences SPDX lists: what is cited under one leads readers to its text there."""

from __future__ import annotations

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from analysis.problem import Problem

OWN = "LicenseRef-"  # how those begin that are on no list


def refuse_unlisted(name: str) -> None:
    """``Raises Problem`` for a licence that SPDX does not list, or writes otherwise; none is no
    licence.
    """
    if not name:
        return
    try:
        listed = str(canonicalize_license_expression(name))
    except InvalidLicenseExpression:
        listed = ""
    if not listed or listed.startswith(OWN):
        raise Problem(
            f"{name} is no licence that SPDX lists. Name one that it does, e.g. CC-BY-4.0, or leave"
            " --licence out."
        )
    if listed != name:
        raise Problem(f"SPDX writes the licence {name} as {listed}. Write it so.")
