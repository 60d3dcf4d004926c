"""The server's log: what happened to which row, never to whom. Text for people, JSON for machines."""

import logging
import sys
import traceback

import structlog
from flask import Flask

QUIET = ("werkzeug", "huey", "weasyprint", "fontTools", "alembic")


def place_of(error: BaseException) -> str:
    """Kind and place of an error, enough to find the bug; its own text may quote what somebody typed."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"


def _only_place(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Of an exception the log tells kind and place; neither its text nor the values of its frames."""
    error = event.pop("exc_info", None)
    error = sys.exc_info() if error is True else error
    error = error[1] if isinstance(error, tuple) else error
    if isinstance(error, BaseException):
        event["exception"] = place_of(error)
    return event


def init_app(app: Flask) -> None:
    """Send every logger through one handler in the format that LOG_FORMAT names."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if app.config["LOG_FORMAT"] == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _only_place, renderer],
        )
    )
    root = logging.getLogger()
    if not app.config["TESTING"]:
        root.handlers = [handler]
        root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
