"""The page behind the link of somebody in isolation: how he is this morning, this evening."""

from collections.abc import Sequence

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.clock import local, now
from app.db import begin_write
from app.door import VISITOR, Absent, public
from app.follow_ups.actions import write_report
from app.follow_ups.actions.reports import ask_for
from app.follow_ups.labels import SESSION_LABELS
from app.follow_ups.links import MISSES, SENDING, get_linked, people_of
from app.follow_ups.models import FollowUp
from app.follow_ups.people import person_of, told_apart
from app.follow_ups.public_forms import HealthForm
from app.follow_ups.rules.protocols import day_number
from app.follow_ups.rules.reports import Kind, Reading, Turn, Writer, turn_at, turns_meant
from app.posters.settings import HOTLINE
from app.settings import value
from app.web.dispatch import thinks_first
from app.web.limits import caller, count_or_refuse, limiter, over_limit, seconds_left
from app.web.pages import render, see_other
from app.web.stamps import find_stamp, new_stamp, refuse_foreign_origin

bp = Blueprint("daily_health", __name__, template_folder="templates")


@bp.get("/h/<health_token>")
@public
def show(health_token: str) -> Response:
    """The form of this session, of one person after the other where a household has several."""
    row = _linked(health_token)
    if row is None:
        return _closed()
    people = people_of(row)
    return _page(health_token, row, people, HealthForm()) if people else _not_begun(row)


@bp.post("/h/<health_token>")
@public
@thinks_first
def send(health_token: str) -> Response:
    """What is said of this session; said again it is a correction."""
    refuse_foreign_origin()
    count_or_refuse(SENDING, caller())
    linked = _linked(health_token)
    if linked is None:
        return _closed()
    people = people_of(linked)
    if not people:
        return _not_begun(linked)
    index, form = _wished(people), HealthForm(request.form)
    meant = [turn for turn in turns_meant(local(now())) if find_stamp(_purpose(people[index], turn))]
    if not meant:
        form.form_errors.append(
            _(
                "Trang đã mở từ buổi trước, hoặc của người khác trong hộ. Những gì đã nhập còn nguyên; "
                "hãy xem lại tên, buổi, số đo rồi bấm gửi lại."
            )
        )
        return _page(health_token, linked, people, form, status=422)
    row_id = people[index].id
    is_for_other = row_id != linked.id
    kind = _tapped(is_for_other=is_for_other)
    if kind is Kind.HEALTH and not form.validate():
        return _page(health_token, linked, people, form, status=422)
    reading = form.reading() if kind is Kind.HEALTH else Reading(kind)
    begin_write()
    row = next((each for each in people_of(get_linked(health_token)) if each.id == row_id), None)
    if row is None:
        raise Absent
    writer = Writer.HEAD if is_for_other else Writer.SELF
    write_report(VISITOR, row, reading, day=meant[0].day, session=meant[0].session, writer=writer)
    if kind is Kind.HEALTH:
        ask_for(row, form.needs.data or ())
    return see_other("daily_health.show", health_token=health_token, person=index + 1, done=1)


def _tapped(*, is_for_other: bool) -> Kind:
    """Which button was tapped; who is away does not say so himself, the head of the household does."""
    if "elsewhere" in request.form:
        return Kind.ELSEWHERE
    return Kind.ABSENT if is_for_other and "absent" in request.form else Kind.HEALTH


def _closed() -> Response:
    """A link that opens nothing, whether it ended, was replaced or never was."""
    return render("follow_ups/public_closed.html", hotline=value(HOTLINE), status=404)


def _not_begun(row: FollowUp) -> Response:
    """A link that was handed over the day before."""
    return render("follow_ups/public_not_begun.html", row=row, hotline=value(HOTLINE))


def _linked(token: str) -> FollowUp | None:
    if not limiter.limiter.test(MISSES, caller()):
        raise TooManyRequests(retry_after=seconds_left(MISSES, caller()))
    try:
        return get_linked(token)
    except Absent:
        over_limit(MISSES, caller())
        return None


def _wished(people: Sequence[FollowUp]) -> int:
    """Which person the address asks for, counted from 1; the first where it asks for none."""
    wished = request.args.get("person", 1, type=int)
    return wished - 1 if 0 < wished <= len(people) else 0


def _purpose(row: FollowUp, turn: Turn) -> str:
    return f"health-{row.id}-{turn}"


def _page(token: str, linked: FollowUp, people: Sequence[FollowUp], form: HealthForm, status: int = 200) -> Response:
    index = _wished(people)
    row, turn = people[index], turn_at(local(now()))
    session, today = turn.session, turn.day
    persons = [person_of(each) for each in people]
    return render(
        "follow_ups/public_health.html",
        token=token,
        form=form,
        index=index,
        is_for_other=row.id != linked.id,
        names=told_apart(persons),
        done=[each.last_on(session) == today for each in people],
        is_done=row.last_on(session) == today and status == 200,
        just_done="done" in request.args,
        session_label=SESSION_LABELS[session],
        day_number=day_number(row.started_on, today),
        day=today,
        stamp=new_stamp(_purpose(row, turn)),
        hotline=value(HOTLINE),
        status=status,
    )
