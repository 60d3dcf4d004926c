"""An assessment: answered section by section, looked through, submitted; then as it was submitted."""

from flask import Response as Answer
from flask import abort, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.db import begin_write
from app.door import Permission, requires, viewer
from app.safety import actions, queries
from app.safety.exports import assessment_sheet
from app.safety.fields import PHOTO_LIMIT_BYTES
from app.safety.forms import SectionForm, SubmitForm, form_of
from app.safety.labels import LEVEL_LABELS
from app.safety.models import Assessment
from app.safety.rules import Section, judge, missing, to_fix
from app.safety.views.blueprint import bp
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import render, see_other
from app.web.sheets import answer_sheet, file_of

# Of the criteria on one page some three come with a full-size picture; phones that send more send them in turns.
SECTION_LIMIT_BYTES = 3 * PHOTO_LIMIT_BYTES


@bp.get("/assessments/<int:assessment_id>")
@requires(Permission.ASSESSMENT_READ)
def show(assessment_id: int) -> Response:
    """How far a draft is and what it comes to; once submitted, what was answered."""
    return _page(queries.get_assessment(viewer(), assessment_id))


@file_of(bp, "/assessments/<int:assessment_id>")
@requires(Permission.ASSESSMENT_READ)
def export_one(assessment_id: int, suffix: str) -> Response:
    """The answers in the order of the form, as a file."""
    return answer_sheet(assessment_sheet(queries.get_assessment(viewer(), assessment_id)), suffix)


@bp.get("/assessments/<int:assessment_id>/sections/<int:section_number>")
@requires(Permission.ASSESSMENT_MAKE)
def section(assessment_id: int, section_number: int) -> Response:
    assessment = queries.get_assessment(viewer(), assessment_id)
    answered = _section(assessment, section_number)
    if assessment.submitted_at:
        return see_other("safety.show", assessment_id=assessment.id)
    return _section_page(assessment, section_number, form_of(answered, assessment.values, assessment.notes))


@bp.post("/assessments/<int:assessment_id>/sections/<int:section_number>")
@requires(Permission.ASSESSMENT_MAKE)
@takes_files(SECTION_LIMIT_BYTES)
@thinks_first
def save(assessment_id: int, section_number: int) -> Response:
    """Keep what was answered so far and go on; the last section leads to the summary."""
    assessment = queries.get_assessment(viewer(), assessment_id)
    answered = _section(assessment, section_number)
    form = form_of(answered, {}, {})
    if not form.validate():
        return _section_page(assessment, section_number, form, status=422)
    begin_write()
    assessment = queries.get_assessment(viewer(), assessment_id)
    photos, dropped = form.photos(answered), form.dropped(answered)
    actions.save_answers(viewer(), assessment, form.answers(answered), photos=photos, dropped=dropped)
    if section_number < len(_sections(assessment)):
        return see_other("safety.section", assessment_id=assessment.id, section_number=section_number + 1)
    return see_other("safety.show", assessment_id=assessment.id)


@bp.get("/assessments/<int:assessment_id>/photos/<int:photo_number>")
@requires(Permission.ASSESSMENT_READ)
def photo(assessment_id: int, photo_number: int) -> Answer:
    """How a criterion is met, as a picture that a browser shows within our page and does not open by itself."""
    kept = queries.get_photo(viewer(), queries.get_assessment(viewer(), assessment_id), photo_number)
    headers = {"Content-Disposition": f'attachment; filename="danh-gia-{assessment_id}-{photo_number}.jpg"'}
    return Answer(kept.content, mimetype="image/jpeg", headers=headers)


@bp.post("/assessments/<int:assessment_id>/submit")
@requires(Permission.ASSESSMENT_MAKE)
def submit(assessment_id: int) -> Response:
    assessment, form = queries.get_assessment(viewer(), assessment_id), SubmitForm()
    if not form.validate():
        return _page(assessment, form=form, status=422)
    level = actions.submit_assessment(viewer(), assessment)
    flash(_("Đã nộp bản đánh giá. Mức độ an toàn: %(level)s.", level=LEVEL_LABELS[level]))
    return see_other("safety.show", assessment_id=assessment.id)


def _sections(assessment: Assessment) -> tuple[Section, ...]:
    """The sections of the set; what was assessed elsewhere has none."""
    if assessment.criteria_set is None:
        abort(404)
    return assessment.criteria_set.scoring.sections


def _section(assessment: Assessment, number: int) -> Section:
    sections = _sections(assessment)
    if not 0 < number <= len(sections):
        abort(404)
    return sections[number - 1]


def _section_page(assessment: Assessment, number: int, form: SectionForm, status: int = 200) -> Response:
    sections = _sections(assessment)
    return render(
        "safety/section.html",
        status=status,
        assessment=assessment,
        section=sections[number - 1],
        number=number,
        sections=sections,
        photos={each.number for each in queries.list_photos(viewer(), assessment)},
        form=form,
    )


def _page(assessment: Assessment, form: SubmitForm | None = None, status: int = 200) -> Response:
    criteria_set, values = assessment.criteria_set, assessment.values
    scoring = criteria_set.scoring if criteria_set else None
    left = missing(scoring, values) if scoring else ()
    return render(
        "safety/show.html",
        status=status,
        form=form,
        assessment=assessment,
        scoring=scoring,
        values=values,
        notes=assessment.notes,
        photos={each.number for each in queries.list_photos(viewer(), assessment)},
        left=left,
        verdict=judge(scoring, values) if scoring and not left else None,
        to_fix=to_fix(scoring, values) if scoring else (),
    )
