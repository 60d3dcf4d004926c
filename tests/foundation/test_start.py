"""What a server loads: the program is not looked through for garbage, what comes after it is."""

import subprocess
import sys

import pytest

from app.config import ROOT
from tests.conftest import environ

SAYS = "import gc, wsgi; print(gc.isenabled(), gc.get_freeze_count() > 100_000)"


@pytest.mark.slow
def test_what_was_loaded_at_the_start_is_set_aside(tmp_path):
    settings = environ("sqlite://", tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", SAYS], cwd=ROOT, env=settings, check=True, capture_output=True, text=True
    )

    assert done.stdout.split() == ["True", "True"]


def test_an_address_is_compiled_when_it_is_built_and_right_each_time(app):
    rule = next(each for each in app.url_map.iter_rules() if each.endpoint == "entry.show")
    first = rule.build({"code": "A B", "lang": "en"})

    assert first == rule.build({"code": "A B", "lang": "en"}) == ("", "/q/A%20B?lang=en")
    assert rule.build({"code": "A B", "lang": "en"}, append_unknown=False) == ("", "/q/A%20B")
