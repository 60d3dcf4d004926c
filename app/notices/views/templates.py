"""The words of messages, edited by the province and shown as they will arrive."""

from dataclasses import dataclass

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import settings
from app.door import Absent, Permission, requires, viewer
from app.notices import actions, queries
from app.notices.forms import TemplateForm
from app.notices.kinds import Wording
from app.notices.queries import TemplateReport
from app.notices.rules import Channel
from app.notices.segments import Length, measure
from app.notices.settings import SEGMENT_COST
from app.notices.texts import written
from app.notices.views.blueprint import bp
from app.web.languages import LANGUAGES
from app.web.pages import render, see_other


@dataclass(frozen=True)
class Preview:
    """A message as it will be read, filled with examples; an SMS with its length and cost, with marks and without."""

    subject: str
    body: str
    lengths: tuple[tuple[bool, Length, int], ...]


@bp.get("/templates")
@requires(Permission.SETTING_READ)
def list_templates() -> Response:
    language = _language(request.args.get("language", "vi"), otherwise="vi")
    return render("notices/templates.html", reports=queries.list_templates(language), chosen=language)


@bp.get("/templates/<kind_key>/<channel_name>/<language>")
@requires(Permission.SETTING_READ)
def show_template(kind_key: str, channel_name: str, language: str) -> Response:
    report = _report(kind_key, channel_name, language)
    return _page(report, _form(report, report.wording), report.wording)


@bp.post("/templates/<kind_key>/<channel_name>/<language>")
@requires(Permission.SETTING_READ, Permission.SETTING_MANAGE)
def change_template(kind_key: str, channel_name: str, language: str) -> Response:
    report = _report(kind_key, channel_name, language)
    form = _form(report)
    if not form.validate():
        return _page(report, form, None, status=422)
    if "preview" in request.form:
        return _page(report, form, form.wording())
    actions.change_template(viewer(), report, form.wording())
    flash(_("Đã lưu mẫu tin “%(label)s”.", label=report.kind.label))
    return see_other(
        "notices.show_template", kind_key=kind_key, channel_name=report.channel.value, language=report.language
    )


@bp.post("/templates/<kind_key>/<channel_name>/<language>/reset")
@requires(Permission.SETTING_READ, Permission.SETTING_MANAGE)
def reset_template(kind_key: str, channel_name: str, language: str) -> Response:
    report = _report(kind_key, channel_name, language)
    actions.reset_template(viewer(), report)
    flash(_("Đã trở lại mẫu ban đầu."))
    return see_other(
        "notices.show_template", kind_key=kind_key, channel_name=report.channel.value, language=report.language
    )


def _form(report: TemplateReport, shown: Wording | None = None) -> TemplateForm:
    return TemplateForm(report.channel, report.kind.variables, shown)


def _report(kind_key: str, channel_name: str, language: str) -> TemplateReport:
    if channel_name not in {channel.value for channel in Channel}:
        raise Absent(channel_name)
    return queries.get_template(kind_key, Channel(channel_name), _language(language))


def _language(asked: str, *, otherwise: str = "") -> str:
    if asked in LANGUAGES:
        return asked
    if not otherwise:
        raise Absent(asked)
    return otherwise


def _page(report: TemplateReport, form: TemplateForm, shown: Wording | None, *, status: int = 200) -> Response:
    preview = _preview(report, shown) if shown else None
    return render("notices/template.html", report=report, form=form, preview=preview, status=status)


def _preview(report: TemplateReport, wording: Wording) -> Preview:
    values = report.kind.example_values()
    subject, body = written(wording, report.channel, values)
    if report.channel is not Channel.SMS:
        return Preview(subject, body, ())
    cost = int(settings.value(SEGMENT_COST))
    both = [(marked, Wording(wording.subject, wording.body, has_diacritics=marked)) for marked in (False, True)]
    measured = [(marked, measure(written(each, Channel.SMS, values)[1])) for marked, each in both]
    return Preview(subject, body, tuple((marked, length, length.segment_count * cost) for marked, length in measured))
