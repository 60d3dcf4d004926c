"""For operations: is the process alive, may it take traffic, how much has it done."""

from collections.abc import Callable

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from app.db import db
from app.door import public

bp = Blueprint("health", __name__)
Check = Callable[[], str | None]
_checks: dict[str, Check] = {}


def add_check(name: str, check: Check) -> None:
    """Let readiness depend on `check`, which returns what is wrong or None."""
    _checks[name] = check


@bp.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """The database answers, its schema is this code's, and every chapter's check is content."""
    problems = {name: problem for name, check in _checks.items() if (problem := _ask(check))}
    return jsonify(ready=not problems, problems=problems), 503 if problems else 200


def _ask(check: Check) -> str | None:
    try:
        return check()
    except SQLAlchemyError:
        db.session.rollback()
        return "the database does not answer"


def schema_problem() -> str | None:
    """What is wrong with the database's schema version, or None."""
    head = ScriptDirectory(str(current_app.config["MIGRATIONS"])).get_current_head()
    current = MigrationContext.configure(db.session.connection()).get_current_revision()
    return None if current == head else f"schema is {current}, code wants {head}"


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add_check("schema", schema_problem)
