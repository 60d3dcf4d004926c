"""Units that are likely the same: the list of pairs, two held against each other, merged or found to be different."""

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.clock import now
from app.door import Permission, requires, viewer
from app.text import show_phone
from app.units import actions, queries
from app.units.forms import MergeForm, UnlikeForm
from app.units.labels import UNIT_KIND_LABELS, UNIT_STATUS_LABELS
from app.units.likeness import Likeness
from app.units.models import Unit
from app.units.queries import Double, DoubleFilter, compared
from app.units.rules import may_merge
from app.units.telling import LIKENESS_LABELS
from app.units.views.blueprint import bp
from app.units.views.listing import LARGEST_ID, choices, chosen_member, row_id
from app.web.pages import asked, render, see_other
from app.web.pagination import wished_page
from app.web.sheets import Sheet, answer_sheet, file_of
from app.web.short import Columns


@bp.get("/units/doubles")
@requires(Permission.UNIT_APPROVE)
def doubles() -> Response:
    wanted = _wanted()
    return render(
        "units/doubles.html",
        fragment="double_list",
        page=queries.list_doubles(viewer(), wanted, wished_page()),
        wanted=wanted,
        updated_at=now(),
        address=asked(),
        **choices(),
    )


@file_of(bp, "/units/doubles")
@requires(Permission.UNIT_APPROVE)
def export_doubles(suffix: str) -> Response:
    rows = map(_row, queries.list_all_doubles(viewer(), _wanted()))
    header = [_("Giống nhau ở"), *(f"{title} ({n})" for n in (1, 2) for title in _titles())]
    told = Columns(1, 0, 1 + len(_titles()))
    return answer_sheet(Sheet(_("Đơn vị có thể trùng"), "don-vi-trung", header, rows, told), suffix)


@bp.get("/units/<int:unit_id>/double")
@requires(Permission.UNIT_APPROVE)
def compare(unit_id: int) -> Response:
    """Two units side by side, with what a merge would do; without a second one those to choose from."""
    unit = queries.get_unit(viewer(), unit_id)
    other = _other(unit, request.args)
    return _comparison(unit, other) if other else _choice(unit)


@bp.post("/units/<int:unit_id>/double")
@requires(Permission.UNIT_APPROVE)
def merge(unit_id: int) -> Response:
    """The unit of the address goes up in the other one."""
    unit = queries.get_unit(viewer(), unit_id)
    staying, form = _other(unit, request.form), _merge_form(unit)
    if staying is None:
        return _choice(unit, status=422)
    if not form.validate():
        return _comparison(unit, staying, merging=form, status=422)
    actions.merge_units(viewer(), unit, staying, reason=form.reason.data or "", user_ids=form.accounts.data or [])
    flash(_("Đã gộp %(other)s vào %(name)s. Mã QR của cả hai đều dùng được.", other=unit.name, name=staying.name))
    return see_other("units.show", unit_id=staying.id)


@bp.post("/units/<int:unit_id>/unlike")
@requires(Permission.UNIT_APPROVE)
def declare_unlike(unit_id: int) -> Response:
    unit = queries.get_unit(viewer(), unit_id)
    other, form = _other(unit, request.form), UnlikeForm(prefix="unlike")
    if other is None:
        return _choice(unit, status=422)
    if not form.validate():
        return _comparison(unit, other, differing=form, status=422)
    actions.declare_unlike(viewer(), unit, other, **form.values())
    flash(_("Đã ghi: %(name)s và %(other)s không phải trùng.", name=unit.name, other=other.name))
    return see_other("units.doubles")


def _other(unit: Unit, sent: MultiDict[str, str]) -> Unit | None:
    """The second unit that an address or a form names, the viewer's too; None when it names none."""
    number = sent.get("other", type=int)
    if number is None or number == unit.id:
        return None
    return queries.get_unit(viewer(), number if 0 < number <= LARGEST_ID else 0)


def _choice(unit: Unit, status: int = 200) -> Response:
    likely = queries.list_likely_same(viewer(), compared(unit))
    return render("units/choose_double.html", unit=unit, likely=likely, status=status)


def _wanted() -> DoubleFilter:
    return DoubleFilter(sign=chosen_member(Likeness, "sign"), area_id=row_id("area"), organisation_id=row_id("owner"))


def _merge_form(unit: Unit) -> MergeForm:
    managers = queries.list_managers(unit)
    return MergeForm([(user.id, f"{user.full_name} ({user.username})", confirmed) for user, confirmed in managers])


def _comparison(
    unit: Unit,
    other: Unit,
    *,
    merging: MergeForm | None = None,
    differing: UnlikeForm | None = None,
    status: int = 200,
) -> Response:
    """The page; `merging` or `differing` is the one of its forms that was sent with mistakes."""
    return render(
        "units/compare.html",
        unit=unit,
        other=other,
        rows=list(zip(_titles(), _cells(unit), _cells(other), strict=True)),
        doors=[door for door in unit.checkpoints if door.retired_at is None],
        may_go=may_merge(other.status, unit.status),
        may_stay=may_merge(unit.status, other.status),
        merging=merging or _merge_form(unit),
        differing=differing or UnlikeForm(prefix="unlike"),
        form=merging or differing,
        status=status,
    )


def _titles() -> list[str]:
    return [
        _("Tên đơn vị"),
        _("Trạng thái"),
        _("Loại hình"),
        _("Địa chỉ"),
        _("Địa bàn"),
        _("Cơ quan quản lý"),
        _("Mã số thuế"),
        _("Người đứng đầu đơn vị"),
        _("Điện thoại người đứng đầu"),
        _("Điện thoại của đơn vị"),
    ]


def _cells(unit: Unit) -> list[object]:
    return [
        unit.name,
        UNIT_STATUS_LABELS[unit.status],
        UNIT_KIND_LABELS[unit.kind],
        unit.address,
        ", ".join(area.name for area in (unit.area, unit.area.parent) if area),
        unit.organisation.name,
        unit.tax_code,
        unit.manager_name,
        show_phone(unit.manager_phone),
        show_phone(unit.phone),
    ]


def _row(double: Double) -> list[object]:
    signs = ", ".join(str(LIKENESS_LABELS[sign]) for sign in double.signs)
    return [signs, *_cells(double.unit), *_cells(double.other)]
