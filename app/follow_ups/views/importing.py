"""Many cases from one file: every problem is named, nothing is opened until there is none; sent twice it opens once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import flash
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.documents.tables_in import LARGEST_FILE_BYTES
from app.door import Permission, requires, viewer
from app.follow_ups import actions, queries
from app.follow_ups.actions import NewCase
from app.follow_ups.case_rows import HEADINGS, NEEDED, CaseRow, HeadProblem, form_values, heads_of
from app.follow_ups.forms import CaseFileForm, NewCaseForm
from app.follow_ups.rules.beds import Beds
from app.follow_ups.views.blueprint import bp
from app.follow_ups.views.opening import case_choices, case_of, new_case_form
from app.web.dispatch import takes_files
from app.web.pages import render, see_other

HEAD_SENTENCES: Mapping[HeadProblem, LazyString] = {
    HeadProblem.UNKNOWN: _l("Không thấy người này trong tệp, cũng không phải số trường hợp đang theo dõi tự khai."),
    HeadProblem.SEVERAL: _l("Tệp có nhiều người tên này. Hãy ghi thêm năm sinh, ví dụ: Nguyễn Văn An 1985."),
    HeadProblem.MEMBER: _l("Người này cũng do người khác khai thay. Hãy ghi chủ hộ của cả nhà."),
}


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
    cases, heads, problems = _read(form.rows)
    if problems:
        return _page(form, problems, status=422)
    opened = actions.open_cases(viewer(), cases, heads)
    known = len(cases) - opened
    flash(_("Đã mở %(n)s trường hợp; %(known)s trường hợp đã có từ trước.", n=opened, known=known))
    return see_other("follow_ups.index")


def _read(rows: Sequence[CaseRow]) -> tuple[list[NewCase], Mapping[int, int], list[Problem]]:
    """The cases in the order of the file, who of them reports for whom, and everything that is wrong."""
    choices, heads, problems = case_choices(), heads_of(rows), []
    forms = [
        new_case_form(
            choices, formdata=MultiDict(form_values(row, choices.sites, choices.communes)), meta={"csrf": False}
        )
        for row in rows
    ]
    cases = {index: case_of(form, None) for index, form in enumerate(forms) if form.validate()}
    wrong = dict(heads.problems)
    found = {number: queries.find_head(viewer(), number) for number in set(heads.by_number.values())}
    for index, number in heads.by_number.items():
        head = found[number]
        if head is None:
            wrong[index] = HeadProblem.UNKNOWN
        elif index in cases:
            cases[index] = replace(cases[index], head=head)
    _look_for_beds(forms, cases)
    for index, (row, form) in enumerate(zip(rows, forms, strict=True)):
        problems += [
            Problem(row.number, str(bound.label.text), row.cells.get(bound.short_name, ""), bound.errors[0])
            for bound in form
            if bound.errors
        ]
        if index in wrong:
            problems.append(
                Problem(row.number, HEADINGS["head"][0], row.cells["head"], str(HEAD_SENTENCES[wrong[index]]))
            )
    return list(cases.values()), heads.of_file, problems


def _look_for_beds(forms: Sequence[NewCaseForm], cases: Mapping[int, NewCase]) -> None:
    """Say beside its row who finds no bed, those of the rows above being in theirs; who is there already has his."""
    people = [(new.person, new.started_on) for new in cases.values()]
    sites: dict[int, Beds] = {}
    for (index, new), known in zip(cases.items(), queries.find_known(viewer(), people), strict=True):
        if new.unit is None or not known.is_new:
            continue
        beds = sites.setdefault(new.unit.id, queries.beds_of(viewer(), new.unit))
        forms[index].bed_errors(beds.problem(new.room, new.bed))
        beds.put(new.room, new.bed)


def _page(form: CaseFileForm, problems: Sequence[Problem], status: int = 200) -> Response:
    titles = {name: names[0] for name, names in HEADINGS.items()}
    return render("follow_ups/import.html", form=form, problems=problems, titles=titles, needed=NEEDED, status=status)
