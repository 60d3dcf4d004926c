"""What the province sets: values with the day they hold from and their basis."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import settings
from app.access.queries import names_of
from app.admin import queries
from app.admin.blueprint import bp
from app.admin.exports import settings_sheet
from app.admin.forms import SettingForm, setting_form
from app.clock import local_day
from app.door import Permission, requires, viewer
from app.settings import Setting
from app.web.pages import render, see_other
from app.web.sheets import answer_sheet, file_of


@bp.get("/admin/settings")
@requires(Permission.SETTING_READ)
def list_settings() -> Response:
    return render("admin/settings.html", reports=queries.list_settings())


@file_of(bp, "/admin/settings")
@requires(Permission.SETTING_READ)
def export_settings(suffix: str) -> Response:
    """The same settings as a file."""
    return answer_sheet(settings_sheet(queries.list_settings()), suffix)


@bp.get("/admin/settings/<key>")
@requires(Permission.SETTING_READ)
def show_setting(key: str) -> Response:
    return _page(queries.get_setting(key), _form(queries.get_setting(key)))


@bp.post("/admin/settings/<key>")
@requires(Permission.SETTING_READ, Permission.SETTING_MANAGE)
def change_setting(key: str) -> Response:
    setting = queries.get_setting(key)
    form = _form(setting)
    if not form.validate():
        return _page(setting, form, status=422)
    settings.change(viewer(), key, **form.values())
    flash(_("Đã lưu giá trị mới của “%(label)s”.", label=setting.label))
    return see_other("admin.show_setting", key=key)


def _form(setting: Setting) -> SettingForm:
    return setting_form(setting, today=local_day())


def _page(setting: Setting, form: SettingForm, *, status: int = 200) -> Response:
    changes = settings.changes(setting.key)
    names = names_of({change.changed_by_id for change in changes if change.changed_by_id})
    return render(
        "admin/setting.html",
        setting=setting,
        value=setting.words(settings.value(setting.key)),
        changes=changes,
        names=names,
        form=form,
        status=status,
    )
