"""The web server as `script/server` runs and restarts it, for any target.

python -m tests.durability.serving PORT TARGET
"""

import sys

from script.serve import Supervisor, web_server

WORKERS = 2


def main(port: str, target: str) -> None:
    *options, _ = web_server(int(port), WORKERS)
    Supervisor({"web server": [*options, target]}).watch()


if __name__ == "__main__":
    main(*sys.argv[1:])
