"""People declare, something is killed, again and again; then the journal is held against the rows."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from bench.world import World
from script.serve import end_with_supervisor
from tests.durability.comparison import Findings, compare, read_rows
from tests.durability.journal import read_journal, receipt_times
from tests.durability.site import ROOT, Site

# More in script/drill.
FAULTS = int(os.environ.get("DURABILITY_FAULTS", "6"))
CALM_SECONDS = (0.3, 1.0)
RECOVERY_SECONDS = 60
LAST_TRIES_SECONDS = 60
# Does the harm, and says when (by the monotonic clock) what it killed was gone.
Fault = Callable[[], float]


@dataclass(frozen=True)
class Outcome:
    """What was found, how many declarations were acknowledged, and how long entries stood still after each fault."""

    findings: Findings
    acknowledged_count: int
    recoveries: dict[str, list[float]]


def run_drill(
    world: World,
    directory: Path,
    faults: Callable[[Site], Sequence[Fault]],
    *,
    fault_count: int = FAULTS,
    target: str = "wsgi:app",
) -> Outcome:
    """Let people declare while the faults happen in turn, `fault_count` in all."""
    journal = directory / "journal.jsonl"
    recoveries: dict[str, list[float]] = {}
    with (
        Site(world.environ, directory / "server.log", target) as site,
        _phones(site.port, journal, [door.code for door in world.doors]),
    ):
        _wait_for_receipt(journal, since=0)
        for fault in islice(cycle(faults(site)), fault_count):
            time.sleep(random.uniform(*CALM_SECONDS))
            recoveries.setdefault(fault.__name__, []).append(_strike(fault, journal))
        time.sleep(CALM_SECONDS[1])
    sent = read_journal(journal)
    findings = compare(sent, read_rows(world.app()))
    return Outcome(findings, sum(each.is_acknowledged for each in sent), recoveries)


@contextmanager
def _phones(port: int, journal: Path, codes: Sequence[str]) -> Iterator[None]:
    """People at the gates; at the end each is served before he goes."""
    command = [sys.executable, "-m", "tests.durability.client", str(port), str(journal), *codes]
    client = subprocess.Popen(command, cwd=ROOT, preexec_fn=end_with_supervisor)
    try:
        yield
    finally:
        client.send_signal(signal.SIGTERM)
        client.wait(LAST_TRIES_SECONDS)
    assert client.returncode == 0, "the load client failed"


def _strike(fault: Fault, journal: Path) -> float:
    """Seconds until somebody got a receipt again."""
    offset = journal.stat().st_size
    return _wait_for_receipt(journal, since=fault(), offset=offset)


def _wait_for_receipt(journal: Path, *, since: float, offset: int = 0) -> float:
    deadline = time.monotonic() + RECOVERY_SECONDS
    while time.monotonic() < deadline:
        if after := [at for at in receipt_times(journal, offset=offset) if at > since]:
            return after[0] - since
        time.sleep(0.05)
    raise AssertionError(f"no declaration was accepted within {RECOVERY_SECONDS} s")
