"""The next version of a set: begun, changed, tried, switched on."""

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day
from app.door import Permission, requires, viewer
from app.safety.forms import SubmitForm
from app.safety.rules import Scoring, Verdict, judge, missing
from app.safety.sets import actions, labels, queries
from app.safety.sets.forms import SetForm, SwitchForm, level_words
from app.safety.sets.models import CriteriaDraft
from app.safety.sets.trying import compare, samples
from app.safety.sets.writing import write
from app.safety.settings import renew_days
from app.safety.views.blueprint import bp
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitKind
from app.web.filters import day
from app.web.pages import render, see_other

DRAFT = "/assessments/criteria/drafts/<int:set_draft_id>"


@bp.post("/assessments/criteria/<int:set_id>/draft")
@requires(Permission.RULEBOOK_MANAGE)
def draft_set(set_id: int) -> Response:
    """Begin the next version with what this one says."""
    base, form = queries.get_set(set_id), SubmitForm()
    if not form.validate():
        return see_other("safety.criteria")
    return see_other("safety.set_draft", set_draft_id=actions.draft_set(viewer(), base).id)


@bp.get(DRAFT)
@requires(Permission.RULEBOOK_MANAGE)
def set_draft(set_draft_id: int) -> Response:
    draft = queries.get_draft(set_draft_id)
    return _page(draft, _form(draft))


@bp.post(DRAFT)
@requires(Permission.RULEBOOK_MANAGE)
def change_set_draft(set_draft_id: int) -> Response:
    draft = queries.get_draft(set_draft_id)
    form = SetForm(draft.based_on.model)
    if not form.validate():
        return _page(draft, form, status=422)
    actions.change_draft(viewer(), draft, **form.details())
    flash(_("Đã lưu bản nháp. Hãy thử trước khi áp dụng."))
    return see_other("safety.try_set_draft", set_draft_id=draft.id)


@bp.get(f"{DRAFT}/trial")
@requires(Permission.RULEBOOK_MANAGE)
def try_set_draft(set_draft_id: int) -> Response:
    """What the draft makes of samples, of what units answered lately, and of answers chosen here."""
    return _trial_page(queries.get_draft(set_draft_id))


@bp.post(f"{DRAFT}/tried")
@requires(Permission.RULEBOOK_MANAGE)
def mark_set_draft_tried(set_draft_id: int) -> Response:
    draft = queries.get_draft(set_draft_id)
    if not SubmitForm().validate():
        return _trial_page(draft, status=422)
    actions.mark_tried(viewer(), draft)
    flash(_("Đã ghi: bản nháp đã được thử."))
    return see_other("safety.try_set_draft", set_draft_id=draft.id)


@bp.post(f"{DRAFT}/switch")
@requires(Permission.RULEBOOK_MANAGE)
def switch_on_set(set_draft_id: int) -> Response:
    """Let units answer it from a day on."""
    draft, form = queries.get_draft(set_draft_id), SwitchForm(today=local_day())
    if not form.validate():
        return _trial_page(draft, form, status=422)
    row = actions.switch_on(viewer(), draft, **form.values())
    flash(_("%(name)s, bản %(number)s, áp dụng từ %(day)s.", name=row.name, number=row.number, day=day(row.from_on)))
    return see_other("safety.criteria")


@bp.post(f"{DRAFT}/drop")
@requires(Permission.RULEBOOK_MANAGE)
def drop_set_draft(set_draft_id: int) -> Response:
    draft, form = queries.get_draft(set_draft_id), SubmitForm()
    if not form.validate():
        return _page(draft, _form(draft), status=422)
    actions.drop_draft(viewer(), draft)
    flash(_("Đã bỏ bản nháp."))
    return see_other("safety.criteria")


def _form(draft: CriteriaDraft) -> SetForm:
    told = {name: getattr(draft, name) for name in ("name", "status", "basis", "note")}
    written = {part.value: text for part, text in write(draft.content, level_words()).items()}
    return SetForm(draft.based_on.model, data={**told, **written})


def _page(draft: CriteriaDraft, form: SetForm, status: int = 200) -> Response:
    kinds = [UNIT_KIND_LABELS[UnitKind(kind)] for kind in draft.based_on.kinds]
    return render("safety/set_draft.html", status=status, draft=draft, form=form, kinds=kinds)


def _trial_page(draft: CriteriaDraft, form: SwitchForm | None = None, status: int = 200) -> Response:
    scoring = draft.scoring
    return render(
        "safety/set_trial.html",
        status=status,
        draft=draft,
        scoring=scoring,
        samples=samples(scoring),
        sample_words=labels.sample_words,
        shifts=compare(scoring, queries.latest_answers(draft.based_on.code)),
        chosen=_chosen(scoring),
        verdict=_verdict(scoring),
        form=form or SwitchForm(today=local_day()),
        renew_days=renew_days(),
    )


def _chosen(scoring: Scoring) -> dict[int, int]:
    """Answers that the address gives, of those that are offered."""
    given = {each: request.args.get(f"a{each.number}", type=int) for each in scoring.criteria}
    offered = {each: {option.value for option in each.options} for each in scoring.criteria}
    return {each.number: value for each, value in given.items() if value is not None and value in offered[each]}


def _verdict(scoring: Scoring) -> Verdict | None:
    chosen = _chosen(scoring)
    return None if missing(scoring, chosen) else judge(scoring, chosen)
