"""The outbox: what was sent, waits, failed; for administrators."""

from collections.abc import Mapping

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Absent, Permission, requires, viewer
from app.notices import actions, budget, queries
from app.notices.exports import messages_sheet, reminders_sheet
from app.notices.kinds import defined
from app.notices.queries import MessageFilter
from app.notices.rules import Channel, MessageStatus
from app.notices.views.blueprint import bp
from app.text import nfc
from app.web.days import read_day
from app.web.filters import number
from app.web.pages import render, see_other
from app.web.pagination import each_page, wished_page
from app.web.sheets import answer_sheet, file_of

STATUSES: Mapping[str, MessageStatus] = {status.value: status for status in MessageStatus}
SENT_TOGETHER = (MessageStatus.FAILED, MessageStatus.UNCLEAR)
CHANNELS: Mapping[str, Channel] = {channel.value: channel for channel in Channel}


@bp.get("")
@requires(Permission.SETTING_READ)
def list_messages() -> Response:
    return render(
        "notices/messages.html",
        "messages_table",
        page=queries.list_messages(viewer(), wished_page(), _wanted()),
        counts=queries.count_by_status(viewer()),
        sent_together=[status.value for status in SENT_TOGETHER],
        kinds={kind.key: kind.label for kind in defined()},
        spending=budget.spending(),
    )


@file_of(bp, "")
@requires(Permission.SETTING_READ)
def export_messages(suffix: str) -> Response:
    """The same messages as a file, without their texts."""
    wanted, reader = _wanted(), viewer()
    return answer_sheet(messages_sheet(each_page(lambda wish: queries.list_messages(reader, wish, wanted))), suffix)


@bp.get("/<int:message_id>")
@requires(Permission.SETTING_READ)
def show_message(message_id: int) -> Response:
    message = queries.get_message(viewer(), message_id)
    kinds = {kind.key: kind.label for kind in defined()}
    return render("notices/message.html", message=message, kinds=kinds, may_repeat=actions.may_repeat(message))


@bp.post("/<int:message_id>/again")
@requires(Permission.SETTING_READ, Permission.SETTING_MANAGE)
def send_again(message_id: int) -> Response:
    message = queries.get_message(viewer(), message_id)
    actions.send_again(viewer(), message)
    flash(_("Tin sẽ được gửi lại."))
    return see_other("notices.show_message", message_id=message.id)


@bp.post("/<int:message_id>/arrived")
@requires(Permission.SETTING_READ, Permission.SETTING_MANAGE)
def note_arrival(message_id: int) -> Response:
    """Somebody asked: the message of which nobody knew has arrived."""
    message = queries.get_message(viewer(), message_id)
    actions.note_arrival(viewer(), message)
    flash(_("Đã ghi tin là đã gửi."))
    return see_other("notices.show_message", message_id=message.id)


@bp.post("/again")
@requires(Permission.SETTING_READ, Permission.SETTING_MANAGE)
def send_all_again() -> Response:
    """All that failed, or of which nobody knows, at once: after a server was away there may be many."""
    status = STATUSES.get(request.form.get("status", ""))
    if status not in SENT_TOGETHER:
        raise Absent
    count = actions.send_all_again(viewer(), status)
    flash(_("%(n)s tin sẽ được gửi lại.", n=number(count)))
    return see_other("notices.list_messages", status=MessageStatus.WAITING.value)


@bp.get("/reminders")
@requires(Permission.SETTING_READ)
def list_reminders() -> Response:
    """What bodies are being reminded of."""
    labels = {kind.key: kind.label for kind in defined()}
    return render("notices/reminders.html", page=queries.list_reminders(viewer(), wished_page()), labels=labels)


@file_of(bp, "/reminders")
@requires(Permission.SETTING_READ)
def export_reminders(suffix: str) -> Response:
    """The same reminders as a file."""
    reader = viewer()
    return answer_sheet(reminders_sheet(each_page(lambda wish: queries.list_reminders(reader, wish))), suffix)


def _wanted() -> MessageFilter:
    asked = request.args
    return MessageFilter(
        status=STATUSES.get(asked.get("status", "")),
        channel=CHANNELS.get(asked.get("channel", "")),
        kind=nfc(asked.get("kind", "")),
        on=read_day(asked.get("day", "")),
    )
