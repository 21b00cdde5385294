"""``python -m analysis``: find an OIP, reproduce a published figure or map, verify a published set,
compare it with another one, measure the speed of the ascent.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import surroundings
from analysis.ending import have_streams, status_of, stop_at_once
from analysis.framework.quiet import load_quietly
from analysis.options import SEEDS, STEPS, Parser, names, number, numbers, refuse_unwritable

if TYPE_CHECKING:
    from analysis.oips.found import OneOip

USUAL = "full"  # the profile that is looked at


def _folder(arguments: argparse.Namespace) -> Path:
    """Return the artifacts of a profile; ``Raises Problem`` when there is no such profile."""
    from analysis.profiles import build_folder
    from analysis.settings import load_settings

    load_settings(arguments.profile)
    return build_folder(arguments.profile) / "artifacts"


def verify(arguments: argparse.Namespace) -> None:
    """Recompute checksums and samples of figures and results; ``Raises Problem`` at a deviation."""
    os.environ["PROFILE"] = arguments.profile  # whose records are looked at
    # loads TensorFlow only when something is recomputed
    from analysis.publishing.verify import verify as check

    check(
        _folder(arguments),
        sample=arguments.sample,
        figures=arguments.figures,
        seed=arguments.seed,
    )


def bench(arguments: argparse.Namespace) -> None:
    """Measure the ascent beside its peers, as ratios of one run."""
    from analysis.artifacts import Artifacts
    from analysis.publishing.bench import bench as measure
    from analysis.publishing.contents import contents
    from analysis.publishing.studies import study_for
    from analysis.settings import load_settings
    from analysis.subject import called

    folder, settings = _folder(arguments), load_settings(arguments.profile)
    every, out = contents(arguments.profile), folder.parent / "bench.json"
    layers = [called(name, every.maps) for name in arguments.layer or []]
    # what the sets of OIPs were found with
    searched = next(iter(every.oip_sets.values()))
    networks = {name: Artifacts(folder).network(name) for name in searched.networks}
    refuse_unwritable(out.parent, (out.name, "bench.svg"), "the build folder")
    steps = settings.oip.steps if arguments.steps is None else arguments.steps
    measure(study_for(searched, settings, networks), layers, steps, out)


def speed(arguments: argparse.Namespace) -> None:
    """Measure what a training, ascents and all OIPs take on this device, in s."""
    from analysis.publishing.speed import record

    out = _folder(arguments).parent if arguments.out is None else Path(arguments.out)
    refuse_unwritable(out, ("bench-cpu.json", "bench-gpu.json"))
    record(arguments.profile, out, arguments.steps)


def _published_beside(found: OneOip, folder: Path) -> str:
    """Return how an OIP compares with the one that is shown of its map."""
    from analysis.artifacts import Artifacts
    from analysis.catalogue.series.measurements import OIP_SETS

    request = found.numbers.request
    shown = Artifacts(folder).arrays(OIP_SETS[request.layer, request.domain].id).response
    published = float(shown[request.map])
    above = found.response > published * (1 + 1e-4)
    more = ": no search is complete, and this one went another way" if above else ""
    return f"  published: {published:.4g}{more}"


def oip(arguments: argparse.Namespace) -> None:
    """Find the OIP of one map, write it, and tell it beside the published one."""
    from analysis.oips.asked import Request, checked
    from analysis.oips.found import files_of, told
    from analysis.oips.one import find_oip
    from analysis.settings import load_settings

    asked = {item.name: getattr(arguments, item.name) for item in fields(Request)}
    request = checked(Request(**asked), load_settings(arguments.profile))
    refuse_unwritable(Path(arguments.out), files_of(request))
    found = find_oip(request)
    written = found.save(arguments.out)
    print(told(found))
    if request.objective == "mean" and request.network == "full-recipe":
        print(_published_beside(found, _folder(arguments)))
    for path in written:
        print(f"  wrote {path}")


def reproduce(arguments: argparse.Namespace) -> None:
    """Recompute a published figure or map; ``Raises Problem`` where another one comes out."""
    os.environ["PROFILE"] = arguments.profile  # whose figures are drawn
    from analysis.publishing.reproduce import reproduce as again

    again(_folder(arguments), arguments.id)


def replay(arguments: argparse.Namespace) -> int:
    """Compare a build with another one; return 1 where a verdict is another one or something is
    missing.
    """
    from analysis.publishing.replay import replay as compare

    file = Path(arguments.json) if arguments.json else None
    return 0 if compare(_folder(arguments), arguments.against, file) else 1


def atlas(arguments: argparse.Namespace) -> int:
    """Make the atlas of a network of a person's own; return the exit status."""
    from analysis.publishing.atlas import Asked
    from analysis.publishing.atlas import atlas as make

    seen = ("images", "labels", "test", "test_labels", "scale", "layers", "maps", "block")
    keys = (*seen, "colours", "title", "author", "licence", "version", "released", "profile")
    given = {key: value for key in keys if (value := getattr(arguments, key)) is not None}
    return make(Asked(arguments.network or "", arguments.name or "", given), arguments.serve)


def _add_atlas(commands: Any) -> None:
    """Add the command that makes a site of any network."""
    one = commands.add_parser("atlas", help="make a site of a network of your own")
    one.add_argument("network", nargs="?", help=".keras or .h5 file, or example:digits")
    one.add_argument("--images", help=".npz, .npy or IDX file, or folder with one for each class")
    one.add_argument("--labels", help="file of labels, where images have none beside")
    one.add_argument("--test", help="further images, that judge it (default: the same)")
    one.add_argument("--test-labels", help="file of their labels")
    one.add_argument("--name", help="of the atlas (default: that of the network's file)")
    one.add_argument(
        "--layers",
        type=names,
        help="with maps, separated by commas (default: all)",
    )
    one.add_argument(
        "--maps",
        action="append",
        help="of all these layers, as in 0-15,40, or of one, as in Conv2D_3=0-15,40; may be given"
        " again (default: all)",
    )
    one.add_argument(
        "--block",
        type=number(1, 100_000),
        help="maps of a layer that are searched together at most (default: 128)",
    )
    one.add_argument(
        "--scale",
        help="of its training: standardise, standardise-by-channel, 0..1, -1..1, none, or mean and"
        " deviation by channel, as in 0.5/0.25 (default: standardise)",
    )
    one.add_argument(
        "--colours",
        help="among which an ascent moves: as-stored, or decorrelated, in which colours that occur"
        " together go together (default: as-stored)",
    )
    one.add_argument("--title", help="of the site")
    one.add_argument("--author", help="who is cited for it")
    one.add_argument("--licence", help="under which it may be used, as SPDX lists it: CC-BY-4.0")
    one.add_argument("--version", help="of the site, for its citations")
    one.add_argument(
        "--released", help="the day that they name (default: that of the first command)"
    )
    one.add_argument(
        "--profile",
        default=argparse.SUPPRESS,
        help="whose ascents are taken: quick (default) or full",
    )
    one.add_argument("--serve", action="store_true", help="show it when it is made")
    one.set_defaults(run=atlas)


def _add_oip(commands: Any) -> argparse.ArgumentParser:
    """Add the command that finds one OIP; it has the most options."""
    from analysis.ascent.objectives import WORDS
    from analysis.oips.asked import MOST_STARTS

    one = commands.add_parser("oip", help="find the OIP of one map")
    one.add_argument("--layer", required=True, help="e.g. Conv2D_3 or conv2d-3")
    one.add_argument("--map", type=number(0, SEEDS), required=True, help="counted from 0")
    one.add_argument(
        "--seed",
        type=number(0, SEEDS),
        help="of the first start (default: that of the published search)",
    )
    one.add_argument(
        "--starts", type=number(1, MOST_STARTS), help="how many climb (default: the profile's)"
    )
    one.add_argument(
        "--weights",
        type=numbers,
        help="of the grids of a fluctuation, e.g. 0.2,0.2,0,0 (default: the layer's)",
    )
    one.add_argument("--domain", default="sphere", help="sphere or box (default: sphere)")
    one.add_argument(
        "--objective",
        default="mean",
        help=f"one of {', '.join(WORDS)} (default: mean)",
    )
    one.add_argument(
        "--rule",
        default="annealed",
        help="of a step: annealed, or that of the series (default: annealed)",
    )
    one.add_argument(
        "--steps", type=number(1, STEPS), help="of the ascent (default: the profile's)"
    )
    one.add_argument(
        "--start",
        default="fluctuation",
        help="fluctuation, noise, black or image:INDEX (default: fluctuation)",
    )
    one.add_argument(
        "--network", default="full-recipe", help="full-recipe or first-run (default: full-recipe)"
    )
    one.add_argument(
        "--out", default=".", help="folder for picture, arrays and numbers (default: here)"
    )
    one.set_defaults(run=oip)
    return one


def _parser() -> Parser:
    parser = Parser(prog="python -m analysis", description=__doc__)
    parser.add_argument("--profile", help="which build to look at (default: full)")
    steps = number(1, STEPS)
    commands = parser.add_subparsers(required=True, metavar="command")
    check = commands.add_parser(
        "verify", help="recompute checksums, and samples of figures and results"
    )
    check.add_argument(
        "--sample",
        type=number(0, 10_000),
        default=3,
        help="measurements to recompute at random, at most all there are, beside one for each"
        " network (default: 3; 0: none at all)",
    )
    check.add_argument(
        "--figures",
        type=number(0, 10_000),
        default=8,
        help="figures to draw again, at most all there are (default: 8)",
    )
    check.add_argument("--seed", type=number(0, SEEDS), help="of the random choice")
    check.set_defaults(run=verify)
    peers = commands.add_parser("bench", help="the ascent beside its peers, as ratios")
    peers.add_argument("--layer", action="append", help="e.g. Conv2D_3 (default: all)")
    peers.add_argument("--steps", type=steps, help="of the ascents (default: the profile's)")
    peers.set_defaults(run=bench)
    device = commands.add_parser(
        "speed", help="seconds of a training, of ascents and of all OIPs with trust, on this device"
    )
    device.add_argument("--steps", type=steps, help="of the timed ascents (default: the profile's)")
    device.add_argument("--out", help="folder (default: that of the build)")
    device.set_defaults(run=speed)
    one = _add_oip(commands)
    _add_atlas(commands)
    redo = commands.add_parser("reproduce", help="recompute a published figure or map and compare")
    redo.add_argument("id", help="of a figure, e.g. oip-evolution, or a map, e.g. conv2d-3/120")
    redo.set_defaults(run=reproduce)
    beside = commands.add_parser("replay", help="compare this build with another one")
    beside.add_argument("--against", required=True, help="archive of a release, or a folder")
    beside.add_argument("--json", help="file for the whole table (default: none)")
    beside.set_defaults(run=replay)
    for command in (check, beside, peers, device, one, redo):
        command.add_argument("--profile", default=argparse.SUPPRESS)
    return parser


def main() -> int:
    """Check, reproduce or time what is published; return the exit status."""
    arguments = _parser().parse_args()
    if arguments.run is not atlas:  # which has another one for its own
        arguments.profile = arguments.profile or USUAL
    stop_at_once("stopped")
    load_quietly()
    return status_of(lambda: arguments.run(arguments))


if __name__ == "__main__":
    have_streams()
    surroundings.enter()
    sys.exit(main())
