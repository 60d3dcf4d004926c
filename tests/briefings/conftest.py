"""Stands on the same small province as the drill-down."""

from tests.monitoring.conftest import letter, noon, province

__all__ = ["letter", "noon", "province"]
