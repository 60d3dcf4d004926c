"""Acknowledged declarations under kill -9: none lost, none doubled, none torn; on PostgreSQL with `--postgresql`."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.world import World
from script.postgresql import Cluster
from tests.durability.drill import FAULTS, Fault, run_drill
from tests.durability.site import Site

pytestmark = [pytest.mark.durability, pytest.mark.slow]


def test_no_acknowledged_declaration_is_lost_doubled_or_torn(
    world: World, cluster: Cluster | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def faults(site: Site) -> Sequence[Fault]:
        def kill_database() -> float:
            assert cluster
            cluster.kill()
            gone_at = time.monotonic()
            cluster.start()
            return gone_at

        of_the_portal = [site.kill_worker, site.kill_server, site.kill_everything]
        return [kill_database, *of_the_portal] if cluster else of_the_portal

    outcome = run_drill(world, tmp_path, faults)

    with capsys.disabled():
        print(f"\n{outcome.acknowledged_count} acknowledged; seconds to the next receipt: {outcome.recoveries}")
    assert outcome.findings.problems == {}
    assert outcome.acknowledged_count > 5 * FAULTS


def test_a_portal_that_answers_before_it_commits_is_caught(world: World, tmp_path: Path) -> None:
    target = "tests.durability.broken:ack_before_commit"

    outcome = run_drill(world, tmp_path, lambda site: [site.kill_server], fault_count=3, target=target)

    assert outcome.findings.lost


def test_a_portal_that_stores_what_it_knows_already_is_caught(world: World, tmp_path: Path) -> None:
    target = "tests.durability.broken:no_unique_submission"

    outcome = run_drill(world, tmp_path, lambda site: [site.kill_worker], fault_count=2, target=target)

    assert outcome.findings.doubled
