"""The log of what officers did, and whether its chain is whole."""

from datetime import date

from flask import request
from werkzeug.wrappers import Response

from app import audit
from app.access.queries import find_account, names_of
from app.admin.blueprint import bp
from app.admin.exports import events_sheet
from app.admin.labels import EVENT_LABELS, SUBJECT_LABELS
from app.admin.queries import EventFilter, list_event_names, list_events
from app.door import Permission, requires, viewer
from app.text import nfc
from app.web.forms import YEARS
from app.web.pages import render
from app.web.pagination import each_page, wished_page
from app.web.sheets import answer_sheet, file_of

NOBODY = -1


@bp.get("/audit")
@requires(Permission.AUDIT_READ)
def audit_log() -> Response:
    page = list_events(viewer(), wished_page(), _wanted())
    names = names_of({event.actor_id for event in page.rows if event.actor_id})
    return render(
        "admin/audit.html",
        "events_table",
        page=page,
        names=names,
        event_names=list_event_names(),
        event_labels=EVENT_LABELS,
        subject_labels=SUBJECT_LABELS,
    )


@file_of(bp, "/audit")
@requires(Permission.AUDIT_READ)
def export_audit_log(suffix: str) -> Response:
    """The same events as a file."""
    wanted, reader = _wanted(), viewer()
    return answer_sheet(events_sheet(each_page(lambda wish: list_events(reader, wish, wanted))), suffix)


@bp.get("/audit/chain")
@requires(Permission.AUDIT_READ)
def audit_chain() -> Response:
    return render("admin/chain.html", "chain", found=audit.verify())


def _wanted() -> EventFilter:
    asked = request.args
    return EventFilter(
        actor_id=_actor_id(nfc(asked.get("actor", ""))),
        name=nfc(asked.get("name", "")),
        subject=_subject(nfc(asked.get("subject", ""))),
        on=asked.get("day", type=_day),
    )


def _subject(typed: str) -> str:
    """As the log keeps it: «Đơn vị 12» in the words of the page is `unit 12`."""
    for kind, label in SUBJECT_LABELS.items():
        if typed.lower().startswith(str(label).lower()):
            return kind + typed[len(str(label)) :]
    return typed


def _actor_id(username: str) -> int | None:
    if not username:
        return None
    user = find_account(username)
    return user.id if user else NOBODY


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.year not in YEARS:
        raise ValueError(text)
    return day
