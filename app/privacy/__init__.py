"""The data's end: each day's declarations and entries are erased on their day, the counts stay."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Offer the command, register the job, let readiness speak of what should be gone."""
    from app.privacy import jobs, lists, queries  # noqa: F401 - importing the jobs registers them
    from app.privacy.cli import cli
    from app.web.health import add_check

    app.cli.add_command(cli)
    add_check("retention", queries.problem)
    add_check("lists", lists.problem)
