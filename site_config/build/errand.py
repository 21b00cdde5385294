"""``python -m site_config.build.errand NAME=VALUE ...``: run one task that a worker of a cluster
was handed, and write how it ended. The names are what the build says of itself.
"""

from __future__ import annotations

import os
import pickle
import sys

from analysis import surroundings


def main() -> None:
    """Read a pickled function and its arguments; write the pickled outcome."""
    from site_config.build.pool import set_up

    package, out = sys.stdin.buffer.read(), os.dup(1)
    set_up(os.getppid())
    outcome: BaseException | None = None
    try:
        work, arguments = pickle.loads(package)
        work(**arguments)
    except Exception as error:
        outcome = error
    with os.fdopen(out, "wb") as told:
        told.write(pickle.dumps(outcome))


if __name__ == "__main__":
    surroundings.enter()
    for told in sys.argv[1:]:
        name, _, value = told.partition("=")
        os.environ[name] = value
    main()
