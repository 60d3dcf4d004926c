"""`python -m bench`: measure, print the table, write instance/bench.json."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from app.config import INSTANCE
from bench import declaring, finding, importing, isolating, opening, printing, starting, steady, watching
from bench.figures import Figure, table, write
from bench.rounds import FULL, QUICK, Rounds

BENCHMARKS: Mapping[str, Callable[[Rounds], list[Figure]]] = {
    "s1": declaring.measure,
    "s2": steady.measure,
    "s3": opening.measure,
    "s4": watching.measure,
    "s5": finding.measure,
    "isolation": isolating.measure,
    "s7": printing.measure,
    "s8": importing.measure,
    "s12": starting.measure,
}


def main() -> None:
    asked = _arguments()
    rounds = QUICK if asked.quick else FULL
    figures: list[Figure] = []
    for name in asked.only:
        measured = BENCHMARKS[name](rounds)
        print(table(measured), flush=True)
        figures += measured
    write(figures, asked.out)
    print(f"\nwritten to {asked.out}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description="Measure, as ratios against a floor.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: to see a tendency, not to quote")
    parser.add_argument("--only", type=_names, default=list(BENCHMARKS), help=f"some of {','.join(BENCHMARKS)}")
    parser.add_argument("--out", type=Path, default=INSTANCE / "bench.json", help="where the figures are written")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    names = text.lower().split(",")
    if unknown := [name for name in names if name not in BENCHMARKS]:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}")
    return names


if __name__ == "__main__":
    main()
