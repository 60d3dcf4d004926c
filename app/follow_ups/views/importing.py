"""Many cases from one file: every problem is named, nothing is opened until there is none; sent twice it opens once."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.documents.tables_in import LARGEST_FILE_BYTES
from app.door import Permission, requires, viewer
from app.follow_ups import actions
from app.follow_ups.actions import NewCase
from app.follow_ups.case_rows import HEADINGS, NEEDED, CaseRow, form_values
from app.follow_ups.forms import CaseFileForm
from app.follow_ups.views.blueprint import bp
from app.follow_ups.views.opening import case_choices, case_of, new_case_form
from app.web.dispatch import takes_files
from app.web.pages import render, see_other


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row: its number, which field, what stands there, what to do."""

    number: int
    field: str
    typed: str
    sentence: str


@bp.get("/isolation/import")
@requires(Permission.FOLLOW_UP_WORK)
def import_form() -> Response:
    return _page(CaseFileForm(), [])


@bp.post("/isolation/import")
@requires(Permission.FOLLOW_UP_WORK)
@takes_files(LARGEST_FILE_BYTES)
def import_cases() -> Response:
    form = CaseFileForm()
    if not form.validate():
        return _page(form, [], status=422)
    cases, problems = _read(form.rows)
    if problems:
        return _page(form, problems, status=422)
    opened = actions.open_cases(viewer(), cases)
    known = len(cases) - opened
    flash(_("Đã mở %(n)s trường hợp; %(known)s trường hợp đã có từ trước.", n=opened, known=known))
    return see_other("follow_ups.index")


def _read(rows: Sequence[CaseRow]) -> tuple[list[NewCase], list[Problem]]:
    cases: list[NewCase] = []
    problems: list[Problem] = []
    choices = case_choices()
    for row in rows:
        values = form_values(row, choices.sites, choices.communes)
        form = new_case_form(choices, formdata=MultiDict(values), meta={"csrf": False})
        if form.validate():
            cases.append(case_of(form, None))
        problems += [
            Problem(row.number, str(bound.label.text), row.cells.get(bound.short_name, ""), bound.errors[0])
            for bound in form
            if bound.errors
        ]
    return cases, problems


def _page(form: CaseFileForm, problems: Sequence[Problem], status: int = 200) -> Response:
    titles = {name: names[0] for name, names in HEADINGS.items()}
    return render("follow_ups/import.html", form=form, problems=problems, titles=titles, needed=NEEDED, status=status)
