"""``python -m site_config``: build the site, preview it, or export the notebooks."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from analysis import surroundings
from analysis.problem import Problem, nearest

REPOSITORY = Path(__file__).parent.parent
PROFILES = REPOSITORY / "site_config" / "profiles"
HOOKS = [f"site_config.build.{name}" for name in ("pytask_adapter", "reporter", "beside")]
HOOKS.append("analysis.publishing.counted")
SETTINGS = (
    'editor_url_scheme = "no_link"\n[tool.pytask.ini_options.markers]\nbeside = "may run in a'
    ' helper process"\n'
)


def check_profile(name: str) -> None:
    """Refuse a profile that does not exist, before anything starts."""
    known = [path.stem for path in PROFILES.glob("*.toml")]
    if name not in known:
        raise Problem(
            f"profile {name!r} does not exist in site_config/profiles; {nearest(name, known)}. Copy"
            " quick.toml to make one."
        )


def build(profile: str, wait: bool = False) -> int:
    """Build a profile while no other build of it runs; return the exit status."""
    from site_config.build import seal
    from site_config.build.lock import alone
    from site_config.paths import Place

    check_profile(profile)
    place = Place(profile)
    with alone(place.build, wait=wait):
        now = seal.read()
        if done := seal.unbroken(place, now):
            print(seal.nothing_to_do(done.tasks), file=sys.stderr)
            return 0
        seal.lift(place)
        status, tasks = run_pipeline(profile)
        if status == 0:
            seal.put(place, now, tasks)
        return status


def export(profile: str) -> int:
    """Export the notebooks of a profile while no build of it changes them."""
    from site_config.build.lock import alone
    from site_config.pages.notebooks import export as write
    from site_config.paths import Place

    check_profile(profile)
    with alone(Place(profile).build):
        return write(profile)


def run_pipeline(profile: str) -> tuple[int, int]:
    """Run every stale task of a profile with pytask; return the exit status and how many there are.

    The profile's own folder is pytask's root, so that lock files of profiles never mix.
    """
    from site_config.paths import Place

    config = Place(profile).build / "pipeline.toml"
    tasks = [
        str(REPOSITORY / "analysis" / "publishing" / "tasks"),
        str(REPOSITORY / "site_config" / "build" / "tasks"),
    ]
    try:
        config.write_text(
            f"[tool.pytask.ini_options]\npaths = {tasks!r}\nhook_module = {HOOKS!r}\n" + SETTINGS
        )
    except OSError as error:
        raise Problem(
            f"cannot write {config}: {error.strerror}. Mend the permissions or free some space,"
            " then run it again."
        ) from None
    os.environ["PROFILE"] = profile
    # progress bars go past pytask's capture of what frameworks print
    os.environ["TERMINAL_FD"] = str(os.dup(2))
    os.chdir(REPOSITORY)
    from pytask import ExitCode, cli

    status = 0
    try:
        cli.main(
            args=["build", "--config", str(config), "--verbose", "0", "--stop-after-first-failure"],
            standalone_mode=False,
        )
    except SystemExit as ended:  # how pytask's command reports its status
        status = int(ended.code or 0)
    from site_config.build import reporter

    if status not in (ExitCode.OK, ExitCode.FAILED, ExitCode.COLLECTION_FAILED):
        said = reporter.said.getvalue()
        print(f"error: this is a fault of the program, not of your input:\n{said}", file=sys.stderr)
    return status, reporter.tasks


def main() -> int:
    """Build, preview or export; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m site_config", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, about in (
        ("build", "make what is stale"),
        ("serve", "live preview"),
        ("notebooks", "export the pages as notebooks"),
    ):
        command = commands.add_parser(name, help=about)
        command.add_argument("--profile", default="full")
        if name == "serve":
            command.add_argument("--port", type=int, default=8000)
        if name == "build":
            command.add_argument(
                "--wait", action="store_true", help="for another build of the profile to end"
            )
    arguments = parser.parse_args()
    try:
        if arguments.command == "serve":
            from site_config.build.serve import serve

            return serve(arguments.profile, arguments.port)
        if arguments.command == "notebooks":
            return export(arguments.profile)
        return build(arguments.profile, arguments.wait)
    except Problem as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    surroundings.enter()
    sys.exit(main())
