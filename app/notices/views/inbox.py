"""What I was told in the portal."""

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.door import signed_in, viewer
from app.notices import actions, queries
from app.notices.exports import letters_sheet
from app.notices.links import absolute
from app.web.pages import render, see_other
from app.web.pagination import each_page, wished_page
from app.web.sheets import answer_sheet, file_of

bp = Blueprint("inbox", __name__, url_prefix="/inbox", template_folder="../templates")


@bp.get("")
@signed_in
def index() -> Response:
    page = queries.list_inbox(viewer(), wished_page(), unread="unread" in request.args)
    return render("notices/inbox.html", "letters_table", page=page, unread_count=queries.count_unread(viewer()))


@file_of(bp, "")
@signed_in
def export(suffix: str) -> Response:
    """The same letters as a file."""
    reader, unread = viewer(), "unread" in request.args
    return answer_sheet(letters_sheet(each_page(lambda wish: queries.list_inbox(reader, wish, unread=unread))), suffix)


@bp.get("/unread")
@signed_in
def count() -> Response:
    """How many are new: what stands beside the way to the inbox on every page."""
    return render("notices/unread.html", "unread", unread_count=queries.count_unread(viewer()))


@bp.get("/<int:letter_id>")
@signed_in
def show(letter_id: int) -> Response:
    """One of them; notes that I opened it."""
    actions.note_reading(viewer(), queries.get_letter(viewer(), letter_id))
    letter = queries.get_letter(viewer(), letter_id)
    # For a chat without the address, which is put behind them in short.
    lines = [line for line in letter.body.split("\n") if line and line != absolute(letter.path)]
    return render("notices/letter.html", letter=letter, lines=lines)


@bp.post("/read")
@signed_in
def read_all() -> AnyResponse:
    count = actions.read_all(viewer())
    flash(_("Đã đánh dấu đã đọc %(n)s thư.", n=count))
    return see_other("inbox.index")
