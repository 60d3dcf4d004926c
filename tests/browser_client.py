"""A browser for tests: keeps cookies, reads forms from pages and sends them back as a person would."""

import gzip
from functools import cached_property
from typing import Any

import html5lib
from flask import Flask, session
from werkzeug.test import TestResponse

from app.access.models import User
from app.access.sessions import open_session
from app.access.views import keep_signed_in
from app.db import db, transaction


class Page:
    """One answer, with its forms."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.text = _body(response).decode() if response.mimetype.startswith("text/") else ""
        self.location = response.headers.get("Location", "")

    @cached_property
    def tree(self) -> Any:
        return html5lib.parse(self.text, namespaceHTMLElements=False)

    def fields(self, action: str | None = None) -> dict[str, str]:
        """Names and values of the first form (or the one with this action) as the browser would send it untouched."""
        form = next(form for form in self.tree.iter("form") if action in (None, form.get("action", "")))
        found: dict[str, str] = {}
        for element in form.iter():
            name = element.get("name")
            if not name:
                continue
            if element.tag == "input":
                if element.get("type") in ("checkbox", "radio") and element.get("checked") is None:
                    continue
                found[name] = element.get("value", "on")
            elif element.tag == "textarea":
                found[name] = (element.text or "").removeprefix("\n")
            elif element.tag == "select":
                options = list(element.iter("option"))
                chosen = next((o for o in options if o.get("selected") is not None), options[0] if options else None)
                found[name] = chosen.get("value", chosen.text or "") if chosen is not None else ""
        return found


def _body(response: TestResponse) -> bytes:
    packed = response.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(response.data) if packed else response.data


class Browser:
    """A citizen's phone or an officer's desk. Every request runs in an app context of its own."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def get(self, path: str, **options: Any) -> Page:
        return Page(self.client.get(path, **options))

    def post(self, path: str, values: dict[str, Any] | None = None, **options: Any) -> Page:
        """Send values as they are; `send` fills in the form of a page first."""
        return Page(self.client.post(path, data=values or {}, **options))

    def send(self, path: str, values: dict[str, Any] | None = None, *, to: str | None = None, **options: Any) -> Page:
        """Open the page at `path`, fill in its form (the one posting to `to`) and send it."""
        opened = self.get(path)
        fields = opened.fields(to) if to else opened.fields()
        return self.post(to or path, {**fields, **(values or {})}, **options)

    def follow(self, page: Page) -> Page:
        """Where a redirect leads."""
        assert page.status in (302, 303), f"{page.status} is no redirect"
        return self.get(page.location)

    def walk_in(self, person: Any) -> None:
        """As the person of the cast, who signed in a moment ago; a fifth of the suite's time less than by the form."""
        app = self.client.application
        with app.test_request_context(environ_base=self.client.environ_base):
            with transaction():
                user = db.session.get_one(User, person.user_id)
                token = open_session(user)
            keep_signed_in(user, token)
            kept = dict(session)
        with self.client.session_transaction() as cookie:
            cookie.update(kept)

    def sign_in(self, person: Any) -> None:
        """As the person of the cast, with her password."""
        page = self.send("/login", {"username": person.username, "password": person.password})
        assert page.status == 303, page.text
