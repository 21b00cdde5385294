"""What a release consists of, as an RO-Crate 1.1: whose it is, under which licence, which files.

Of versions of RO-Crate it is 1.1, which the profile Process Run Crate is a profile of.
"""

from __future__ import annotations

from typing import Any

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from analysis.artifacts import FileRecord
from site_config.citing.media import media_type
from site_config.citing.publication import OURS
from site_config.paths import REPOSITORY
from site_config.release.actions import SOURCE, actions
from site_config.release.deposit import LICENCES
from site_config.release.ready import Ready
from site_config.words.swhid import content_id, directory_id, revision_id

VERSION = "1.1"
PROCESS = "https://w3id.org/ro/wfrun/process/0.5"
MIT = "https://opensource.org/license/mit"
# a term of the profile's own vocabulary, which RO-Crate 1.1 does not have
TERMS = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}
AUTHORS = "#authors"


def to(*ids: str) -> Any:
    """Return a reference to one entity, or to several."""
    told = [{"@id": one} for one in dict.fromkeys(ids)]
    return told[0] if len(told) == 1 else told


def said(crate: ROCrate, identifier: str, **properties: Any) -> None:
    """Add something that is no file: somebody, a licence, a run."""
    properties["@type"] = properties.pop("kind")
    crate.add(ContextEntity(crate, identifier, properties=properties))


def add_file(crate: ROCrate, path: str, **properties: Any) -> None:
    """Add a file of the release by its path there."""
    kind = media_type(path, unknown="text/plain")
    crate.add_file(None, path, properties={"encodingFormat": kind, **properties})


def _home(address: str) -> dict[str, str]:
    """Return where somebody, or the code as a whole, is at home; nothing where the site has no
    address.
    """
    return {"url": address} if address else {}


def _whole(crate: ROCrate, release: Ready, address: str) -> None:
    """Say what the release is, whose, and under which licence."""
    cited, root = release.citation, crate.root_dataset
    # each author by name alone, as CITATION.cff has them: they may be a group
    names = ", ".join(author.name for author in cited.authors)
    said(crate, AUTHORS, kind="Organization", name=names, **_home(address))
    said(crate, OURS.address, kind="CreativeWork", name=OURS.name, description=LICENCES)
    said(crate, MIT, kind="CreativeWork", name="MIT licence", description="Of the source code.")
    said(crate, PROCESS, kind="CreativeWork", name="Process Run Crate", version="0.5")
    root["name"], root["description"] = cited.title, cited.abstract
    root["datePublished"] = release.version.day.isoformat()
    root["version"], root["keywords"] = release.version.number, ", ".join(cited.keywords)
    root["license"], root["author"], root["publisher"] = (
        to(OURS.address),
        to(AUTHORS),
        to(AUTHORS),
    )
    root["conformsTo"] = to(PROCESS)
    crate.metadata.extra_terms.update(TERMS)


def _folders(crate: ROCrate, release: Ready, tree: str, address: str) -> None:
    """Say what the folders of the release are."""
    about = {
        "site": ("Site", "The pages as they are published, for any web server.", {}),
        "artifacts": ("Results", "Arrays, figures and networks, and the manifest of them.", {}),
        "source": (
            "Source",
            "The whole source at its commit, data included.",
            {
                "@type": ["Dataset", "SoftwareSourceCode"],
                "version": release.version.number,
                "license": to(MIT),
                "identifier": [revision_id(release.commit), directory_id(tree)],
                "programmingLanguage": "Python",
                **_home(address),
            },
        ),
    }
    for folder, (name, description, more) in about.items():
        properties = {"name": name, "description": description, **more}
        crate.add_dataset(None, f"{folder}/", properties=properties)


def _results(crate: ROCrate, release: Ready) -> None:
    """List every file of the results, with size and checksum."""
    manifest = release.artifacts.manifest
    add_file(crate, "artifacts/manifest.json", name="Manifest of all results")
    for network in manifest.networks:
        _result(crate, network.file, f"Network {network.id}")
    for measurement in manifest.measurements:
        _result(crate, measurement.file, f"Arrays of {measurement.id}")
    for figure in manifest.figures:
        for variant, file in figure.files.items():
            _result(crate, file, f"Figure {figure.number}: {figure.title} ({variant})")


def _result(crate: ROCrate, file: FileRecord, name: str) -> None:
    size = str(file.size)
    add_file(crate, f"artifacts/{file.path}", name=name, contentSize=size, sha256=file.sha256)


def _code(crate: ROCrate, release: Ready, path: str) -> None:
    """List a file of the source that made a result."""
    properties = {
        "@type": ["File", "SoftwareSourceCode"],
        "name": path,
        "encodingFormat": "text/x-python",
        "version": release.version.number,
        "identifier": content_id((REPOSITORY / path).read_bytes()),
    }
    add_file(crate, f"{SOURCE}{path}", **properties)


def crate_of(release: Ready, tree: str, address: str, beside: tuple[str, ...]) -> dict[str, Any]:
    """Return the metadata of a release as JSON-LD.

    Args:
        tree: what git calls the source.
        address: of the site; empty where it has none.
        beside: files at the root of the release.
    """
    crate = ROCrate(version=VERSION)
    _whole(crate, release, address)
    _folders(crate, release, tree, address)
    for name in beside:
        add_file(crate, name, name=name)
    _results(crate, release)
    runs = actions(release)
    for path in sorted({run.code for run in runs} - {SOURCE}):
        _code(crate, release, path.removeprefix(SOURCE))
    for run in runs:
        said(crate, run.id, kind="CreateAction", **run.told(to, AUTHORS))
    crate.root_dataset["mentions"] = to(*(run.id for run in runs))
    return crate.metadata.generate()
