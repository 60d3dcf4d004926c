"""Letters: the list, a draft from another list, its page and file, its number and day."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import local_day
from app.correspondence import actions, queries, sources
from app.correspondence.exports import letters_sheet
from app.correspondence.forms import DraftForm, RecordForm, RewriteForm
from app.correspondence.labels import KIND_LABELS, SOURCE_LABELS
from app.correspondence.rules import LetterKind, Listing, SourceKey, about_of, body_of, symbol
from app.correspondence.word import letter_docx
from app.documents.word import DOCX
from app.documents.wording import official_number
from app.door import Permission, requires, viewer
from app.reports.rules import full_name
from app.web.pages import asked, render, see_other
from app.web.pagination import each_page, wished_page
from app.web.sheets import answer_file, answer_sheet, file_of

LIST, LETTER = "list", "letter"
bp = Blueprint("correspondence", __name__, url_prefix="/correspondence", template_folder="templates")


@bp.get("")
@requires(Permission.CORRESPONDENCE_WRITE)
def index() -> Response:
    """The viewer's letters, newest first."""
    kind = _kind(request.args.get("kind", ""))
    page = queries.list_letters(viewer(), wished_page(), kind=kind)
    return render("correspondence/index.html", page=page, wanted=kind, kinds=KIND_LABELS, sources=SOURCE_LABELS)


@file_of(bp, "")
@requires(Permission.CORRESPONDENCE_WRITE)
def export(suffix: str) -> Response:
    """The same list as a file."""
    reader, kind = viewer(), _kind(request.args.get("kind", ""))
    pages = each_page(lambda wish: queries.list_letters(reader, wish, kind=kind))
    return answer_sheet(letters_sheet(letter for page in pages for letter in page.rows), suffix)


@bp.get("/new")
@requires(Permission.CORRESPONDENCE_WRITE)
def new() -> Response:
    """A draft from the list that the address means, with everybody of it as addressee."""
    source, kind = _asked_for()
    found = sources.listing(viewer(), source, kind, _args())
    keys = [each.key for each in found.addressees]
    proposed = {"about": about_of(kind, found.subject), "text": _text(kind, found), "addressees": keys}
    form = DraftForm(formdata=None, data=proposed)
    return _form(form, source, kind, found)


@bp.post("/new")
@requires(Permission.CORRESPONDENCE_WRITE)
def draft() -> AnyResponse:
    """Keep the draft with the list's rows as they are now."""
    source, kind = _asked_for()
    found, form = sources.listing(viewer(), source, kind, _args()), DraftForm()
    form.offer(found.addressees)
    if not form.validate():
        return _form(form, source, kind, found, status=422)
    typed = form.values()
    chosen = found.of(typed["addressees"])
    # What nobody changed counts those who were chosen, not all of the list.
    text = _text(kind, chosen) if _lines(typed["text"]) == _lines(_text(kind, found)) else typed["text"]
    letter = actions.draft_letter(
        viewer(),
        queries.own_body(viewer()),
        kind=kind,
        source=source,
        about=typed["about"],
        text=text,
        found=chosen,
    )
    flash(_("Đã soạn dự thảo công văn."))
    return see_other("correspondence.show", outgoing_id=letter.id)


@bp.get("/<int:outgoing_id>")
@requires(Permission.CORRESPONDENCE_WRITE)
def show(outgoing_id: int) -> Response:
    """The letter as it stands."""
    letter = queries.get_letter(viewer(), outgoing_id)
    return render("correspondence/show.html", letter=letter, kinds=KIND_LABELS, sources=SOURCE_LABELS)


@bp.get("/<int:outgoing_id>/letter.docx")
@requires(Permission.CORRESPONDENCE_WRITE)
def docx(outgoing_id: int) -> Response:
    """The letter for Word."""
    return answer_file(letter_docx(queries.get_letter(viewer(), outgoing_id)), DOCX, f"cong-van-{outgoing_id}.docx")


@bp.get("/<int:outgoing_id>/edit")
@requires(Permission.CORRESPONDENCE_WRITE)
def edit(outgoing_id: int) -> Response:
    """The draft's words."""
    letter = queries.get_letter(viewer(), outgoing_id)
    typed = {"about": letter.about, "text": letter.body, "addressees": "\n".join(letter.addressees)}
    return render("correspondence/edit.html", letter=letter, form=RewriteForm(formdata=None, data=typed))


@bp.post("/<int:outgoing_id>/edit")
@requires(Permission.CORRESPONDENCE_WRITE)
def rewrite(outgoing_id: int) -> AnyResponse:
    """Keep the words."""
    letter, form = queries.get_letter(viewer(), outgoing_id), RewriteForm()
    if not form.validate():
        return render("correspondence/edit.html", letter=letter, form=form, status=422)
    typed = form.values()
    names = [line.strip(" -;.") for line in typed["addressees"].splitlines() if line.strip(" -;.")]
    actions.rewrite_letter(viewer(), letter, about=typed["about"], text=typed["text"], addressees=names)
    flash(_("Đã lưu dự thảo công văn."))
    return see_other("correspondence.show", outgoing_id=outgoing_id)


@bp.post("/<int:outgoing_id>/discard")
@requires(Permission.CORRESPONDENCE_WRITE)
def discard(outgoing_id: int) -> AnyResponse:
    """Throw the draft away."""
    actions.discard_letter(viewer(), queries.get_letter(viewer(), outgoing_id))
    flash(_("Đã bỏ dự thảo công văn."))
    return see_other("correspondence.index")


@bp.get("/<int:outgoing_id>/record")
@requires(Permission.CORRESPONDENCE_WRITE)
def ask_to_record(outgoing_id: int) -> Response:
    """Which number and day the registry gave."""
    letter = queries.get_letter(viewer(), outgoing_id)
    body = letter.organisation
    proposed = {
        "symbol": symbol(body.kind, body.name),
        "dated_on": local_day(),
        "signer_name": letter.signer_name,
        "signer_title": letter.signer_title,
    }
    return render("correspondence/record.html", letter=letter, form=RecordForm(formdata=None, data=proposed))


@bp.post("/<int:outgoing_id>/record")
@requires(Permission.CORRESPONDENCE_WRITE)
def record(outgoing_id: int) -> AnyResponse:
    """Keep number and day; the draft no longer changes."""
    letter, form = queries.get_letter(viewer(), outgoing_id), RecordForm()
    form.know(not_before=local_day(letter.drafted_at), is_taken=partial(queries.is_number_taken, viewer(), letter))
    if not form.validate():
        return render("correspondence/record.html", letter=letter, form=form, status=422)
    typed = form.values()
    number = official_number(typed.pop("number"), typed.pop("symbol"))
    actions.record_letter(viewer(), letter, number=number, **typed)
    flash(_("Đã ghi công văn số %(number)s.", number=number))
    return see_other("correspondence.show", outgoing_id=outgoing_id)


def _form(form: DraftForm, source: SourceKey, kind: LetterKind, found: Listing, status: int = 200) -> Response:
    form.offer(found.addressees)
    about: dict[str, Any] = {**asked()}
    addresses = {each: url_for("correspondence.new", **{**about, LETTER: each.value}) for each in LetterKind}
    return render(
        "correspondence/new.html",
        status=status,
        form=form,
        kind=kind,
        kinds=KIND_LABELS,
        addresses=addresses,
        source_label=SOURCE_LABELS[source],
        found=found,
    )


def _text(kind: LetterKind, found: Listing) -> str:
    body = queries.own_body(viewer())
    return body_of(
        kind,
        found.subject,
        issuer=full_name(body.kind, body.name),
        letters=queries.letters_in_force(),
        to=found.addressees,
    )


def _kind(text: str) -> LetterKind | None:
    return LetterKind(text) if text in list(LetterKind) else None


def _asked_for() -> tuple[SourceKey, LetterKind]:
    """Which list and which kind of letter the address means; the list's own filters stand beside them."""
    text = request.args.get(LIST, "")
    source = SourceKey(text) if text in list(SourceKey) else SourceKey.CONFIRMATIONS
    return source, _kind(request.args.get(LETTER, "")) or LetterKind.URGE


def _args() -> dict[str, str]:
    """The list's own filters."""
    return {name: value for name, value in request.args.items() if name not in (LIST, LETTER)}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
