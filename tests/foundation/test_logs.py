"""What the server's log tells of a bug: where, never what somebody typed."""

import io
import logging

import pytest

from app import logs
from app.config import Environment


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_exception_is_logged_without_its_words_and_values(app, form, monkeypatch):
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    monkeypatch.setitem(app.config, "TESTING", False)
    monkeypatch.setitem(app.config, "PORTAL_ENV", Environment.DEVELOPMENT)
    monkeypatch.setitem(app.config, "LOG_FORMAT", form)
    logs.init_app(app)

    try:
        typed = "Nguyễn Thị MARKER 0912345678"
        raise ValueError(typed)
    except ValueError:
        logging.getLogger("app.jobs").exception("job %s failed", "x")

    assert "job x failed" in written.getvalue()
    assert "ValueError" in written.getvalue()
    assert "test_logs.py" in written.getvalue()
    assert "MARKER" not in written.getvalue().replace('typed = "Nguyễn Thị MARKER 0912345678"', "")
    assert "raise ValueError(typed)" in written.getvalue()
