"""Pages of administration cost at most ten statements, however long their lists."""

import pytest
from sqlalchemy import event

from app.access.actions import create_account
from app.access.policy import Role
from app.db import db, transaction
from app.door import office_viewer
from app.organisations.queries import find_organisation

PAGES = (
    "/account",
    "/admin",
    "/admin/accounts",
    "/admin/accounts/new",
    "/admin/settings",
    "/admin/settings/declarations.retention_days",
    "/admin/jobs",
    "/audit",
    "/audit/chain",
    "/organisations",
    "/organisations/1",
    "/areas",
)


@pytest.fixture
def statements(app):
    """Statements that reached the database since the list was last cleared."""
    found = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith(("PRAGMA", "BEGIN")):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_little(path, cast, browse, app, statements):
    browser = browse(cast.quan)
    statements.clear()
    assert browser.get(path).status == 200
    few = len(statements)
    assert few <= 10, "\n".join(statements)

    with app.app_context(), transaction():
        body = find_organisation("office")
        for n in range(30):
            create_account(
                office_viewer(),
                username=f"more-{n}",
                password="một câu dài",
                full_name=f"Lê Văn {n}",
                role=Role.OBSERVER,
                organisation=body,
            )
    statements.clear()
    browser.get(path)

    assert len(statements) <= few


def test_a_visitors_page_asks_nothing_of_sessions(browse, statements):
    browse().get("/login")

    assert statements == []
