"""Pages about messages cost at most ten statements, with one row as with fifty."""

import pytest
from sqlalchemy import event

from app.clock import now
from app.db import db, transaction
from app.notices.models import Reminder
from app.notices.people import Recipient
from app.notices.rules import Channel
from app.notices.telling import Notice, tell
from app.organisations.queries import find_organisation
from tests.notices.conftest import VALUES

PAGES = (
    "/inbox",
    "/inbox/unread",
    "/inbox/1",
    "/admin/messages",
    "/admin/messages/1",
    "/admin/messages/reminders",
    "/admin/messages/templates",
    "/admin/messages/templates/notices.code/sms/vi",
    "/admin/messages/gateways",
    "/admin/messages/gateways/sms_first",
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


def write(app, person, numbers):
    with app.app_context(), transaction():
        body_id = find_organisation("tourism").id
        for n in numbers:
            tell(
                Notice("trial", f"trial/{n}", VALUES), [Recipient("user", {Channel.INBOX: ""}, person.user_id, body_id)]
            )
            words = {"kind": "trial", "values": {}, "path": "/desk", "path_above": "/desk", "before_minutes": 1}
            due = {"due_at": now(), "next_at": now(), "asked_at": now()}
            db.session.add(Reminder(round_key=f"trial-{n}", organisation_id=body_id, **words, **due))


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_little(path, app, installation, cast, browse, statements):
    write(app, cast.quan, [0])
    quan = browse(cast.quan)
    quan.get(path)
    counts = []
    for numbers in ([], range(1, 50)):
        write(app, cast.quan, numbers)
        statements.clear()
        assert quan.get(path).status == 200
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 10, "\n".join(statements)
