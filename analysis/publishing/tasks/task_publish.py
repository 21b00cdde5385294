"""Write the manifest, last: from now on the artifacts can be read as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pytask import Product, task

from analysis import history
from analysis.artifacts import refuse_orphans, sha256, to_json, write_atomically
from analysis.catalogue.variations import variations
from analysis.publishing import digests, numbers
from analysis.publishing.tasks import publishing, varying
from analysis.publishing.tasks import workplace as place

_CONTENTS = place.contents()
_FILES = [place.arrays_path(m) for m in _CONTENTS.measurements]
_FILES += [place.network_path(t.network) for t in _CONTENTS.trainings]
_FILES += [place.figure_path(f, variant) for f in _CONTENTS.figures for variant in place.VARIANTS]

refuse_orphans(place.ARTIFACTS, (path.relative_to(place.ARTIFACTS).as_posix() for path in _FILES))


@task(
    id="manifest",
    kwargs={
        "parts": place.nodes(
            {
                "code": digests.catalogue_digest(publishing.__name__, numbers.__name__),
                "settings": digests.digest(place.settings().model_dump_json()),
                "commits": publishing.committed_since(),
            }
        ),
        # each record is written again with the files it stands for
        "records": (
            [place.record_path(m) for m in _CONTENTS.measurements]
            + [place.record_path(f) for f in _CONTENTS.figures]
            + [varying.verdicts_path(v) for v in variations(place.settings())]
        ),
        "path": place.ARTIFACTS / "manifest.json",
        "lasting": place.BUILD / "published.sha256",
        "measured": place.BUILD / "measured.sha256",
        "seal": place.BUILD / publishing.SEAL,
    },
)
def publish(
    parts: dict[str, str],
    records: list[Path],
    path: Annotated[Path, Product],
    lasting: Annotated[Path, Product],
    measured: Annotated[Path, Product],
    seal: Annotated[Path, Product],
) -> None:
    """Write the manifest, last of all, its digest, and the digests of what lasts in it, with and
    without its figures.
    """
    if warning := history.warning():
        place.tell(warning)
    manifest = publishing.compose()
    write_atomically(path, to_json(manifest))
    write_atomically(seal, sha256(to_json(manifest).encode()) + "\n")
    told = publishing.lasting(manifest)
    write_atomically(lasting, digests.digest(to_json(told)) + "\n")
    del told["figures"]
    write_atomically(measured, digests.digest(to_json(told)) + "\n")
