"""The page on which a body names who carries out each obligation of a letter."""

from flask import Response, flash
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from app.directives import actions, queries
from app.directives.forms.charges import ChargesForm, charges_form
from app.directives.models import Directive
from app.directives.views.cascade import bp
from app.door import Permission, requires, viewer
from app.web.pages import render, see_other


@bp.get("/<int:directive_id>/charges")
@requires(Permission.DIRECTIVE_WORK)
def charges(directive_id: int) -> Response:
    """Who of my body carries out what."""
    directive = queries.get_directive(directive_id)
    return _page(directive, _form(directive))


@bp.post("/<int:directive_id>/charges")
@requires(Permission.DIRECTIVE_WORK)
def name_in_charge(directive_id: int) -> AnyResponse:
    directive = queries.get_directive(directive_id)
    form = _form(directive)
    if not form.validate():
        return _page(directive, form, status=422)
    count = actions.name_in_charge(viewer(), directive, form.named())
    done = ngettext("Đã phân công %(num)s nội dung.", "Đã phân công %(num)s nội dung.", count)
    flash(done if count else _("Phân công không thay đổi."))
    return see_other("cascade.charges", directive_id=directive_id)


def _form(directive: Directive) -> ChargesForm:
    obligations = queries.get_own_obligations(viewer(), directive)
    return charges_form(queries.list_in_charge(viewer(), viewer().organisation_id or 0, obligations))


def _page(directive: Directive, form: ChargesForm, status: int = 200) -> Response:
    return render("directives/charges.html", status=status, directive=directive, form=form)
