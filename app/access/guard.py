"""The door kept: before any view runs, its mark is held against who asks."""

from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app.access import keeping, sessions, sign_in_page
from app.access.models import User
from app.access.policy import APPLICANT
from app.clock import now
from app.door import Access, Viewer, access_of
from app.web import csrf
from app.web.destinations import own_path
from app.web.dispatch import READING
from app.web.pages import is_fragment

login_manager = LoginManager()
ACTED = "acted"
ACTED_WITHIN_MS = 60_000
CHANGE_PASSWORD = "access.change_password"  # noqa: S105 - an endpoint
LEAVE = frozenset({CHANGE_PASSWORD, "access.set_password", "access.sign_out"})


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps for a request: the account and the token of this browser's session."""

    def __init__(self, user: User, token: str) -> None:
        self.user = user
        self.token = token

    def get_id(self) -> str:
        """The session's token, not the account's id: deleting the row signs this browser out."""
        return self.token


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(token: str) -> SignedIn | None:
    """Who holds this token, if the session still stands; notes about once a minute that it is in use."""
    found = sessions.find_session(token)
    if found is None:
        return None
    if now() - found.last_seen_at >= sessions.TOUCH_EVERY:
        sessions.touch(found.id)
        found = sessions.find_session(token)
    return SignedIn(found.user, token) if found else None


def keep_door() -> Response | None:
    """Let pass, send to sign in, or refuse; runs before every view. Public pages look up nobody."""
    if request.endpoint is None:
        return None
    access = access_of(current_app, request.endpoint)
    if access is None:
        abort(403)
    if access.public and not knows_session():
        return None
    if current_user.is_authenticated:
        found = replace(sessions.viewer_of(current_user.user), acted=_acted_lately())
        g.viewer = _as_far_as_approved(found, access)
    if access.public:
        return None
    return _keep_out(access.permissions)


def _acted_lately() -> int | None:
    acted: int | None = session.get(ACTED)
    return acted if acted is not None and _instant() - acted < ACTED_WITHIN_MS else None


def _note_act(response: Response) -> Response:
    """In the browser's own cookie: what it changed is older than what others remember of the figures."""
    if "viewer" in g and knows_session() and request.method not in READING and response.status_code < 400:
        session[ACTED] = _instant()
    return response


def _instant() -> int:
    return int(now().timestamp() * 1000)


def _as_far_as_approved(found: Viewer, access: Access) -> Viewer:
    """Of an account's units some may wait for approval: over those it may do no more than any applicant."""
    if not found.waiting_unit_ids:
        return found
    if (request.view_args or {}).get("unit_id") in found.waiting_unit_ids:
        return replace(found, permissions=APPLICANT)
    if access.permissions <= APPLICANT:
        return found
    return replace(found, unit_ids=found.unit_ids - found.waiting_unit_ids)


def keep_signed_in(user: User, token: str) -> None:
    """Put a new session into this browser's cookie; whatever the cookie held before is gone."""
    session.clear()
    # Flask-WTF keeps the token of a request: a form of this answer needs one of the new session.
    g.pop("csrf_token", None)
    login_user(SignedIn(user, token))


def knows_session() -> bool:
    """Whether the browser carries a sign-in at all; citizens' phones do not."""
    return "_user_id" in session


def _keep_out(permissions: frozenset[object]) -> Response | None:
    if not current_user.is_authenticated:
        return _to_sign_in()
    if not permissions <= g.viewer.permissions or (current_user.user.is_device and not permissions):
        abort(403)
    if current_user.user.must_change_password and request.endpoint not in LEAVE:
        return _to_own_password()
    if request.method not in READING:
        csrf.protect()
    return None


def _to_own_password() -> Response:
    """First a password of one's own; what was sent meanwhile goes along."""
    kept = None if request.method in READING else keeping.keep_request(current_user.user)
    if kept is None:
        return redirect(url_for(CHANGE_PASSWORD), 303)
    page = sign_in_page.first_password(current_user.user, kept, back=own_path(_page_left()), status=422)
    return _instead_of_page(page) if is_fragment() else page


def _to_sign_in() -> Response:
    if page := _page_with_what_was_typed():
        return page
    address = url_for("access.sign_in", next=own_path(_page_left()))
    if is_fragment():
        return Response(status=401, headers={"HX-Redirect": address})
    return redirect(address, 303)


def _page_with_what_was_typed() -> Response | None:
    """Where a session ran out while somebody typed: the page to sign in at once, which carries what he has sent."""
    if request.method in READING or not (past := keeping.past_session()):
        return None
    kept = keeping.keep_request(past.user)
    if kept is None:
        return None
    back = own_path(_page_left())
    if not is_fragment():
        return sign_in_page.after(past, kept, back=back, status=401)
    # A row that is kept when it is left: the whole page gives way to the one to sign in.
    return _instead_of_page(sign_in_page.after(past, kept, back=back, status=422))


def _instead_of_page(page: Response) -> Response:
    page.headers["HX-Retarget"], page.headers["HX-Reswap"] = "body", "innerHTML show:window:top"
    return page


def _page_left() -> str | None:
    """The page on which somebody was when it turned out that he is signed in no more; None if it can't be opened."""
    if is_fragment():
        page = urlsplit(request.htmx.current_url or "")  # type: ignore[attr-defined]
    else:
        page = urlsplit(request.full_path if request.method in READING else request.referrer or "")
    # What was drawn as the answer to a form has an address that only takes forms.
    with suppress(HTTPException):
        current_app.create_url_adapter(request).match(page.path, method="GET")  # type: ignore[union-attr]
        return f"{page.path}?{page.query}" if page.query else page.path
    return None


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    app.before_request(keep_door)
    app.after_request(_note_act)
