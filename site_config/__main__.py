"""``python -m site_config``: build the site, preview it, export the notebooks, verify what lies
there, release it, or remove it all.
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from pathlib import Path

from analysis import surroundings
from analysis.ending import have_streams, say, status_of, stop_at_once
from analysis.options import Parser, number, refuse_among_sources
from analysis.problem import Problem

REPOSITORY = Path(__file__).parent.parent


def check_profile(name: str) -> None:
    """Refuse a profile that does not exist, or a place for builds that is none, before anything
    starts.
    """
    from analysis.profiles import build_folder, profile_file

    refuse_among_sources(build_folder(name), REPOSITORY)
    profile_file(name)


def build(profile: str, wait: bool = False) -> int:
    """Build a profile while no other build of it runs; return the exit status."""
    from site_config.build import changes, pipeline, seal, swap
    from site_config.build.cluster import refuse_unusable
    from site_config.build.lock import alone, alone_with
    from site_config.build.passing import passing
    from site_config.build.pool import count
    from site_config.paths import Place

    check_profile(profile)
    count()
    if scheduler := os.environ.get("DASK"):
        refuse_unusable(scheduler)
    place = Place(profile)
    with alone(place.build, wait=wait), alone_with(place, wait=wait):
        swap.bring_back(place.site)
        now = seal.read()
        if done := seal.unbroken(place, now):
            say(seal.nothing_to_do(done.tasks))
            return 0
        part = seal.unbroken_part(place, now)
        seal.forget_altered(place)
        seal.lift(place, part)
        with passing(place.passing):
            tasks = pipeline.run(profile, spared=part.tasks if part else 0)
        # before the seal: behind it nobody would ask again what has changed
        changes.announce(place)
        seal.put(place, now, tasks)
    return 0


def _choose_renderer(name: str) -> None:
    """Let this process, and those that it starts, know the renderer."""
    from site_config.build.renderers import chosen

    os.environ["RENDERER"] = name
    chosen()


def _build(arguments: argparse.Namespace) -> int:
    """Build in a process of its own, which this one watches; in that process, build."""
    from site_config.build import supervise

    _choose_renderer(arguments.renderer)
    if arguments.channel is not None:
        supervise.supervised(arguments.channel)
        return supervise.told(lambda: build(arguments.profile, arguments.wait), arguments.profile)
    return supervise.supervise(["-m", "site_config", *sys.argv[1:]], arguments.profile)


def _notebooks(arguments: argparse.Namespace) -> int:
    """Export the notebooks of a profile while no build of it changes them."""
    from site_config.build.lock import alone
    from site_config.pages.notebooks import export as write
    from site_config.paths import Place

    check_profile(arguments.profile)
    with alone(Place(arguments.profile).build):
        if write(arguments.profile):
            raise Problem(
                f"profile {arguments.profile!r} has no notebooks yet. Run: make site"
                f" PROFILE={arguments.profile}"
            )
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    """Compare build and site with what the last build left, then with what is made again of what
    was published; ``Raises Problem`` at a difference.
    """
    from site_config.build import again, seal
    from site_config.build.lock import alone
    from site_config.build.passing import passing
    from site_config.paths import Place

    check_profile(arguments.profile)
    _choose_renderer(arguments.renderer)
    place, report = Place(arguments.profile), partial(print, flush=True)
    count = seal.check(place)
    report(f"{count} files of build and site are as the last build left them")
    with alone(place.build), passing(place.passing):
        again.check(place, report)
    return 0


def _offline(arguments: argparse.Namespace) -> int:
    """Make the folder that works without a server while no build of the profile runs."""
    from site_config.build.lock import alone
    from site_config.build.offline.folder import make
    from site_config.paths import Place

    check_profile(arguments.profile)
    place = Place(arguments.profile)
    with alone(place.build):
        say(f"open {make(place) / 'index.html'} in a browser; the folder needs no server")
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    from site_config.build.serve import serve

    check_profile(arguments.profile)
    _choose_renderer(arguments.renderer)
    return serve(arguments.profile, arguments.host, arguments.port)


def _worker(arguments: argparse.Namespace) -> int:
    """Become a worker of a cluster, in the project's folder and environment."""
    from site_config.build.cluster import refuse_unusable

    if not arguments.scheduler:
        raise Problem(
            "a worker needs the address of its scheduler: make worker DASK=tcp://host:8786"
        )
    refuse_unusable(arguments.scheduler)
    os.chdir(REPOSITORY)
    command = ["-m", "dask", "worker", arguments.scheduler, "--nthreads", "1"]
    os.execv(sys.executable, [sys.executable, *command, "--nworkers", str(arguments.count)])


def _release(arguments: argparse.Namespace) -> int:
    """Make the archive of a version while no build changes what is in it."""
    from site_config.build.lock import alone, alone_with
    from site_config.paths import Place
    from site_config.release.make import release

    check_profile(arguments.profile)
    place = Place(arguments.profile)
    with alone(place.build), alone_with(place):
        release(place, arguments.tag)
    return 0


def _clean(arguments: argparse.Namespace) -> int:
    from site_config.build.clean import clean

    return clean()


def _parser() -> Parser:
    parser = Parser(prog="python -m site_config", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, run, about in (
        ("build", _build, "make what is stale"),
        ("serve", _serve, "live preview"),
        ("notebooks", _notebooks, "export the pages as notebooks"),
        ("offline", _offline, "make a folder of the site that works without a server"),
        ("worker", _worker, "work for a build on a Dask cluster"),
        ("verify", _verify, "compare build and site with what a build makes"),
        ("release", _release, "make the archive of a version, for a repository that gives DOIs"),
        ("clean", _clean, "remove everything that builds have made"),
    ):
        command = commands.add_parser(name, help=about)
        command.set_defaults(run=run, profile="full")
        if name == "worker":
            command.add_argument("--scheduler", default="", help="address, tcp://host:port")
            command.add_argument("--count", type=number(1, 64), default=1, help="of processes")
        elif name != "clean":
            command.add_argument("--profile", default="full")
        if name in ("build", "serve", "verify", "release"):
            command.add_argument(
                "--site-url", default="", help="where it is published, in place of mkdocs.yml's"
            )
        if name in ("build", "serve", "verify"):
            command.add_argument("--renderer", default="", help="mkdocs (default) or zensical")
        if name == "build":
            command.add_argument("--channel", type=int, help=argparse.SUPPRESS)
            command.add_argument(
                "--wait", action="store_true", help="for another build of the profile to end"
            )
        if name == "release":
            command.add_argument("--tag", default="", help="of git, which names the version")
        if name == "serve":
            command.add_argument("--port", type=number(0, 65535), default=8000)
            command.add_argument(
                "--host",
                default="127.0.0.1",
                help="address to listen at (default: 127.0.0.1, this machine alone)",
            )
    return parser


def main() -> int:
    """Build, preview, export, verify or clean; return the exit status."""
    arguments = _parser().parse_args()
    if hasattr(arguments, "profile"):
        os.environ["PROFILE"] = arguments.profile  # before anything asks what it consists of
    if getattr(arguments, "site_url", ""):
        os.environ["SITE_URL"] = arguments.site_url
    if arguments.command not in ("build", "serve"):
        stop_at_once()
    return status_of(lambda: arguments.run(arguments))


if __name__ == "__main__":
    have_streams()
    surroundings.enter()
    sys.exit(main())
