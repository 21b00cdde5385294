"""``python -m analysis``: find an OIP, reproduce a published figure or map, verify a published set,
measure the speed of the ascent.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis.artifacts import Artifacts, build_folder
from analysis.ending import status_of, stop_at_once
from analysis.framework.quiet import load_quietly


def _folder(arguments: argparse.Namespace) -> Path:
    return build_folder(arguments.profile) / "artifacts"


def verify(arguments: argparse.Namespace) -> None:
    # loads TensorFlow only when something is recomputed
    from analysis.publishing.verify import verify as check

    check(_folder(arguments), sample=arguments.sample, seed=arguments.seed)


def bench(arguments: argparse.Namespace) -> None:
    from analysis.publishing.bench import bench as measure
    from analysis.settings import load_settings
    from analysis.study import Study

    folder, settings = _folder(arguments), load_settings(arguments.profile)
    networks = {"full-recipe": Artifacts(folder).network()}
    steps = arguments.steps or settings.oip.steps
    out = folder.parent / "bench.json"
    measure(Study(settings, networks, ("oip", "ladder")), arguments.layer or [], steps, out)


def speed(arguments: argparse.Namespace) -> None:
    from analysis.publishing.speed import record

    record(arguments.profile, Path(arguments.out or _folder(arguments).parent), arguments.steps)


def oip(arguments: argparse.Namespace) -> None:
    from analysis.oips.one import Request, find_oip, told

    request = Request(
        arguments.layer,
        arguments.map,
        seed=arguments.seed,
        domain=arguments.domain,
        objective=arguments.objective,
        steps=arguments.steps,
        start=arguments.start,
        profile=arguments.profile,
        network=arguments.network,
    )
    found = find_oip(request)
    print(told(found))
    for path in found.save(arguments.out):
        print(f"  wrote {path}")


def reproduce(arguments: argparse.Namespace) -> None:
    from analysis.publishing.reproduce import reproduce as again

    again(_folder(arguments), arguments.id)


def main() -> int:
    """Check, reproduce or time what is published; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    parser.add_argument("--profile", default="full", help="which build to look at (default: full)")
    commands = parser.add_subparsers(required=True, metavar="command")
    check = commands.add_parser("verify", help="recompute checksums and a random sample of results")
    check.add_argument(
        "--sample", type=int, default=3, help="measurements to recompute (default: 3)"
    )
    check.add_argument("--seed", type=int, help="of the random choice")
    check.set_defaults(run=verify)
    peers = commands.add_parser("bench", help="the ascent beside its peers, as ratios")
    peers.add_argument("--layer", action="append", help="e.g. Conv2D_3 (default: all)")
    peers.add_argument("--steps", type=int)
    peers.set_defaults(run=bench)
    device = commands.add_parser(
        "speed", help="seconds of a training, of ascents and of all OIPs with trust, on this device"
    )
    device.add_argument("--steps", type=int, help="of the timed ascents (default: the profile's)")
    device.add_argument("--out", help="folder (default: that of the build)")
    device.set_defaults(run=speed)
    one = commands.add_parser("oip", help="find the OIP of one map")
    one.add_argument("--layer", required=True, help="e.g. Conv2D_3")
    one.add_argument("--map", type=int, required=True, help="counted from 0")
    one.add_argument("--seed", type=int, default=1, help="of the first start (default: 1)")
    one.add_argument("--domain", default="sphere", help="sphere or box (default: sphere)")
    one.add_argument(
        "--objective",
        default="mean",
        help="mean, pre-activation, node:ROW,COLUMN, any-node or negative (default: mean)",
    )
    one.add_argument("--steps", type=int, help="of the ascent (default: the profile's)")
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
    redo = commands.add_parser("reproduce", help="recompute a published figure or map and compare")
    redo.add_argument("id", help="of a figure, e.g. oip-evolution, or a map, e.g. conv2d-3/120")
    redo.set_defaults(run=reproduce)
    for command in (check, peers, device, one, redo):
        command.add_argument("--profile", default=argparse.SUPPRESS)
    arguments = parser.parse_args()
    stop_at_once("stopped")
    load_quietly()
    return status_of(lambda: arguments.run(arguments))


if __name__ == "__main__":
    sys.exit(main())
