"""How often an account may try its password again on a page."""

from app.door import viewer
from app.web.limits import limiter

TRIES = "10 per 5 minutes"


def _account() -> str:
    return f"password|{viewer().user_id}"


password_limit = limiter.shared_limit(TRIES, scope="password-again", key_func=_account)
