"""The page behind a machine's link, and the worker that keeps the console without network."""

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from app.access.guard import keep_signed_in
from app.clock import now
from app.db import begin_write
from app.door import VISITOR, public
from app.gate import machines
from app.gate.limits import ENROLLING
from app.gate.links import get_invited
from app.gate.queue_keys import is_shut_out
from app.gate.rules.acts import is_link_alive
from app.web.assets import read_asset
from app.web.dispatch import thinks_first
from app.web.limits import caller, count_or_refuse
from app.web.pages import render, see_other
from app.web.stamps import find_stamp, new_stamp, refuse_foreign_origin

bp = Blueprint("gate_public", __name__, template_folder="templates")
ENROL = "enrol-device"


@bp.get("/gate/enrol/<device_token>")
@public
def enrol(device_token: str) -> Response:
    """At which door this phone or computer will stand."""
    device = get_invited(device_token)
    alive = not device.enrolled_at and not device.revoked_at and is_link_alive(device.invited_at, now=now())
    return render(
        "gate/public_enrol.html",
        device=device,
        token=device_token,
        stamp=new_stamp(ENROL) if alive else "",
        status=200 if alive else 410,
    )


@bp.post("/gate/enrol/<device_token>")
@public
@thinks_first
def enrol_now(device_token: str) -> AnyResponse:
    """From now on this browser is the machine."""
    refuse_foreign_origin()
    count_or_refuse(ENROLLING, caller())
    if find_stamp(ENROL) is None:
        return see_other("gate_public.enrol", device_token=device_token)
    begin_write()
    user, token = machines.enrol_device(VISITOR, get_invited(device_token))
    keep_signed_in(user, token)
    return see_other("gate.console")


@bp.get("/gate/shut-out")
@public
def shut_out() -> Response:
    """Whether the machine that holds this key's name was revoked; asked by one that was sent away."""
    return jsonify(shut_out=is_shut_out(request.args.get("name", "")))


@bp.get("/gate/worker.js")
@public
def worker() -> Response:
    """The service worker, at an address whose pages it may keep."""
    response = Response(read_asset("gate-worker.js"), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    # Its own folder is /gate/, the console's address has no stroke at its end.
    response.headers["Service-Worker-Allowed"] = "/gate"
    return response
