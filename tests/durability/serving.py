"""The web server as `script/server` runs and restarts it, for any target.

python -m tests.durability.serving PORT TARGET
"""

import os
import sys

from script.serve import Supervisor, memory_for_counts, web_server

WORKERS = 2


def main(port: str, target: str) -> None:
    *options, _ = web_server(int(port), WORKERS)
    os.environ["SHARED_COUNTS"] = memory_for_counts()
    Supervisor({"web server": [*options, target]}).watch()


if __name__ == "__main__":
    main(*sys.argv[1:])
