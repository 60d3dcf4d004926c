"""The health department's rooms: questions, rule table, epidemic areas, health stations, recordings."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day
from app.declarations.catalogue import catalogue, rules_of
from app.declarations.labels import (
    EPIDEMIC_AREA_LABEL,
    FORM_LABELS,
    RISK_COLOURS,
    RISK_LABELS,
    STATUS_COLOURS,
    STATUS_LABELS,
)
from app.declarations.models import FormVersion, TriageVersion
from app.declarations.rulebook import actions, queries
from app.declarations.rulebook.exports import epidemic_sheet, stations_sheet
from app.declarations.rulebook.forms import (
    LANGUAGE_NAMES,
    SOUND_LIMIT_BYTES,
    BasisForm,
    EndAreaForm,
    EpidemicAreaForm,
    QuestionsForm,
    RecordingForm,
    SampleForm,
    StationForm,
    TableForm,
)
from app.declarations.rules import EPIDEMIC_AREA, FormKind
from app.door import Absent, Permission, requires, viewer
from app.tasks import find_task
from app.web.dispatch import takes_files
from app.web.pages import render, see_other
from app.web.sheets import answer_sheet, file_of

bp = Blueprint("rulebook", __name__, template_folder="../templates")
# A file of the largest size, and the rest of its form.
UPLOAD_LIMIT_BYTES = SOUND_LIMIT_BYTES + 100_000


@bp.context_processor
def words() -> dict[str, object]:
    """What the pages of this file name."""
    return {
        "form_labels": FORM_LABELS,
        "risk_labels": RISK_LABELS,
        "risk_colours": RISK_COLOURS,
        "status_labels": STATUS_LABELS,
        "status_colours": STATUS_COLOURS,
        "language_names": LANGUAGE_NAMES,
        "condition_labels": _conditions(),
    }


@bp.get("/rulebook")
@requires(Permission.RULEBOOK_MANAGE)
def index() -> Response:
    """Which forms and which table hold now, and the drafts of the next."""
    return _overview(RecordingForm())


@bp.post("/rulebook/forms/<form>")
@requires(Permission.RULEBOOK_MANAGE)
def draft_form(form: str) -> Response:
    if form not in set(FormKind):
        raise Absent(form)
    return see_other("rulebook.show_form", version_id=actions.draft_form(viewer(), FormKind(form)).id)


@bp.get("/rulebook/form-versions/<int:version_id>")
@requires(Permission.RULEBOOK_MANAGE)
def show_form(version_id: int) -> Response:
    version = queries.get_form_version(version_id)
    return _form_page(version, _questions(version), BasisForm())


@bp.post("/rulebook/form-versions/<int:version_id>")
@requires(Permission.RULEBOOK_MANAGE)
def change_form(version_id: int) -> Response:
    version = queries.get_form_version(version_id)
    form = _questions(version)
    if not form.validate():
        return _form_page(version, form, BasisForm(formdata=None), status=422)
    kinds = [kind.value for kind in form.unit_kinds.data or ()]
    actions.change_form(viewer(), version, questions=form.asked(), unit_kinds=kinds)
    flash(_("Đã lưu bản soạn số %(number)s.", number=version.number))
    return see_other("rulebook.show_form", version_id=version_id)


@bp.post("/rulebook/form-versions/<int:version_id>/activate")
@requires(Permission.RULEBOOK_MANAGE)
def activate_form(version_id: int) -> Response:
    version, form = queries.get_form_version(version_id), BasisForm()
    if not form.validate():
        return _form_page(version, _questions(version, typed=False), form, status=422)
    actions.activate_form(viewer(), version, **form.values())
    flash(_("Bản số %(number)s đang dùng từ lúc này.", number=version.number))
    return see_other("rulebook.show_form", version_id=version_id)


@bp.post("/rulebook/form-versions/<int:version_id>/retire")
@requires(Permission.RULEBOOK_MANAGE)
def retire_form(version_id: int) -> Response:
    version = queries.get_form_version(version_id)
    actions.retire_form(viewer(), version)
    flash(_("Bản số %(number)s đã thôi dùng.", number=version.number))
    return see_other("rulebook.show_form", version_id=version_id)


@bp.post("/rulebook/triage")
@requires(Permission.RULEBOOK_MANAGE)
def draft_table() -> Response:
    return see_other("rulebook.show_table", table_id=actions.draft_table(viewer()).id)


@bp.get("/rulebook/triage/<int:table_id>")
@requires(Permission.RULEBOOK_MANAGE)
def show_table(table_id: int) -> Response:
    version = queries.get_triage_version(table_id)
    return _table_page(version, _table(version))


@bp.post("/rulebook/triage/<int:table_id>")
@requires(Permission.RULEBOOK_MANAGE)
def change_table(table_id: int) -> Response:
    version = queries.get_triage_version(table_id)
    form = _table(version)
    if not form.validate():
        return _table_page(version, form, status=422)
    actions.change_table(viewer(), version, form.table())
    flash(_("Đã lưu bảng số %(number)s; hãy thử trước khi dùng.", number=version.number))
    return see_other("rulebook.show_table", table_id=table_id)


@bp.post("/rulebook/triage/<int:table_id>/try")
@requires(Permission.RULEBOOK_MANAGE)
def try_table(table_id: int) -> Response:
    version = queries.get_triage_version(table_id)
    if actions.mark_tried(viewer(), version):
        flash(_("Mọi trường hợp mẫu đều ra đúng mức; có thể bắt đầu dùng bảng số %(number)s.", number=version.number))
    return see_other("rulebook.show_table", table_id=table_id, _anchor="trials")


@bp.post("/rulebook/triage/<int:table_id>/activate")
@requires(Permission.RULEBOOK_MANAGE)
def activate_table(table_id: int) -> Response:
    version, form = queries.get_triage_version(table_id), BasisForm()
    if not form.validate():
        return _table_page(version, _table(version, typed=False), basis=form, status=422)
    actions.activate_table(viewer(), version, **form.values())
    flash(_("Tờ khai được phân loại theo bảng số %(number)s từ lúc này.", number=version.number))
    return see_other("rulebook.show_table", table_id=table_id)


@bp.post("/rulebook/triage/<int:table_id>/samples")
@requires(Permission.RULEBOOK_MANAGE)
def add_sample(table_id: int) -> Response:
    version, form = queries.get_triage_version(table_id), SampleForm(_conditions())
    if not form.validate():
        return _table_page(version, _table(version, typed=False), sample=form, status=422)
    actions.add_sample(viewer(), **form.values())
    return see_other("rulebook.show_table", table_id=table_id, _anchor="trials")


@bp.post("/rulebook/triage/<int:table_id>/samples/<int:sample_id>/remove")
@requires(Permission.RULEBOOK_MANAGE)
def remove_sample(table_id: int, sample_id: int) -> Response:
    actions.remove_sample(viewer(), queries.get_sample(sample_id))
    return see_other("rulebook.show_table", table_id=table_id, _anchor="trials")


@bp.get("/rulebook/epidemic-areas")
@requires(Permission.RULEBOOK_MANAGE)
def epidemic_areas() -> Response:
    return _areas_page(EpidemicAreaForm())


@file_of(bp, "/rulebook/epidemic-areas")
@requires(Permission.RULEBOOK_MANAGE)
def export_epidemic_areas(suffix: str) -> Response:
    """The same list as a file."""
    return answer_sheet(epidemic_sheet(queries.list_epidemic_areas()), suffix)


@bp.post("/rulebook/epidemic-areas")
@requires(Permission.RULEBOOK_MANAGE)
def add_epidemic_area() -> Response:
    form = EpidemicAreaForm()
    if not form.validate():
        return _areas_page(form, status=422)
    area = actions.add_epidemic_area(viewer(), **form.values())
    flash(_("%(name)s là vùng dịch; các tờ khai còn hiệu lực đang được phân loại lại.", name=area.name))
    return see_other("rulebook.epidemic_areas")


@bp.get("/rulebook/epidemic-areas/<int:epidemic_area_id>/end")
@requires(Permission.RULEBOOK_MANAGE)
def ask_to_end_area(epidemic_area_id: int) -> Response:
    area = queries.get_epidemic_area(epidemic_area_id)
    return render("declarations/end_area.html", area=area, form=EndAreaForm(area))


@bp.post("/rulebook/epidemic-areas/<int:epidemic_area_id>/end")
@requires(Permission.RULEBOOK_MANAGE)
def end_epidemic_area(epidemic_area_id: int) -> Response:
    area = queries.get_epidemic_area(epidemic_area_id)
    form = EndAreaForm(area)
    if not form.validate():
        return render("declarations/end_area.html", area=area, form=form, status=422)
    actions.end_epidemic_area(viewer(), area, **form.values())
    flash(_("Đã ghi ngày thôi là vùng dịch của %(name)s.", name=area.name))
    return see_other("rulebook.epidemic_areas")


@bp.get("/rulebook/stations")
@requires(Permission.RULEBOOK_MANAGE)
def stations() -> Response:
    return render("declarations/stations.html", stations=queries.list_stations(on=local_day()))


@file_of(bp, "/rulebook/stations")
@requires(Permission.RULEBOOK_MANAGE)
def export_stations(suffix: str) -> Response:
    """The same list as a file."""
    return answer_sheet(stations_sheet(queries.list_stations(on=local_day())), suffix)


@bp.get("/rulebook/stations/<commune>")
@requires(Permission.RULEBOOK_MANAGE)
def show_station(commune: str) -> Response:
    station = queries.get_station(commune, on=local_day())
    return render("declarations/station.html", station=station, form=_station(station))


@bp.post("/rulebook/stations/<commune>")
@requires(Permission.RULEBOOK_MANAGE)
def correct_station(commune: str) -> Response:
    station = queries.get_station(commune, on=local_day())
    form = _station(station)
    if not form.validate():
        return render("declarations/station.html", station=station, form=form, status=422)
    actions.correct_station(viewer(), station.area, **form.values())
    flash(_("Đã lưu %(name)s.", name=form.name.data))
    return see_other("rulebook.stations")


@bp.post("/rulebook/recordings/<language>")
@requires(Permission.RULEBOOK_MANAGE)
@takes_files(UPLOAD_LIMIT_BYTES)
def store_recording(language: str) -> Response:
    if language not in LANGUAGE_NAMES:
        raise Absent(language)
    form = RecordingForm()
    if not form.validate():
        return _overview(form, status=422)
    actions.store_recording(viewer(), language, content=form.content, media_type=form.media_type)
    flash(_("Tờ khai có bản đọc bằng %(language)s.", language=LANGUAGE_NAMES[language]))
    return see_other("rulebook.index")


@bp.post("/rulebook/recordings/<language>/remove")
@requires(Permission.RULEBOOK_MANAGE)
def remove_recording(language: str) -> Response:
    recording = queries.find_recording(language)
    if recording is None:
        raise Absent(language)
    actions.remove_recording(viewer(), recording)
    flash(_("Đã bỏ bản đọc bằng %(language)s.", language=LANGUAGE_NAMES[language]))
    return see_other("rulebook.index")


def _conditions() -> Mapping[str, Any]:
    """What rules can ask: every question of a form in use, and the list of epidemic areas."""
    in_use = [form for form in catalogue().forms if form.retired_at is None]
    return {**{each.key: each.text for form in in_use for each in form.questions}, EPIDEMIC_AREA: EPIDEMIC_AREA_LABEL}


def _questions(version: FormVersion, *, typed: bool = True) -> QuestionsForm:
    return QuestionsForm(version.questions, version.unit_kinds, typed=typed)


def _table(version: TriageVersion, *, typed: bool = True) -> TableForm:
    return TableForm(rules_of(version.rules), _conditions(), typed=typed)


def _station(station: queries.Station) -> StationForm:
    return StationForm(station.row, _("Trạm y tế %(commune)s", commune=station.area.name))


def _overview(form: RecordingForm, status: int = 200) -> Response:
    return render(
        "declarations/rulebook.html",
        form_versions=queries.list_form_versions(),
        tables=queries.list_triage_versions(),
        recordings={each.language: each for each in queries.list_recordings()},
        form=form,
        status=status,
    )


def _form_page(version: FormVersion, form: QuestionsForm, basis: BasisForm, status: int = 200) -> Response:
    return render("declarations/form_version.html", version=version, form=form, basis=basis, status=status)


def _table_page(
    version: TriageVersion,
    form: TableForm,
    *,
    basis: BasisForm | None = None,
    sample: SampleForm | None = None,
    status: int = 200,
) -> Response:
    return render(
        "declarations/table.html",
        version=version,
        form=form,
        basis=basis or BasisForm(formdata=None),
        sample=sample or SampleForm(_conditions(), typed=False),
        trials=queries.try_table(version),
        status=status,
    )


def _areas_page(form: EpidemicAreaForm, status: int = 200) -> Response:
    areas = queries.list_epidemic_areas()
    task = find_task(actions.REJUDGE, areas[0].id) if areas else None
    return render(
        "declarations/epidemic_areas.html",
        fragment="rejudging",
        areas=areas,
        form=form,
        task=task,
        today=local_day(),
        status=status,
    )
