"""Worlds of their own, on a database that may be killed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.world import World, make_world
from script.postgresql import Cluster

DOORS = 3


@pytest.fixture
def cluster(request: pytest.FixtureRequest) -> Iterator[Cluster | None]:
    """A PostgreSQL that may be killed; None when the tests run on SQLite."""
    if not request.config.getoption("postgresql"):
        yield None
        return
    with Cluster(fsync=True) as cluster:
        yield cluster


@pytest.fixture
def world(cluster: Cluster | None, tmp_path: Path) -> World:
    url = cluster.url if cluster else f"sqlite:///{tmp_path / 'portal.db'}"
    return make_world(url, tmp_path, door_count=DOORS)
