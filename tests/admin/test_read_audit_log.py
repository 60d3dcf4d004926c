"""The administrator reads who did what, and sees whether the log is whole."""

import re
from pathlib import Path

import pytest

import app as portal
from app import audit
from app.admin.labels import EVENT_LABELS, SUBJECT_LABELS
from app.clock import local_day
from app.jobs import run_job
from app.units.rules import UnitStatus

RECORDED = re.compile(r"""audit\.record(?:_all)?\(\s*f?"([a-z_]+)\.([a-z_]+|\{status\.value\})\"""")
CHANGES_OF_STATUS = {f"unit.{status.value}" for status in (UnitStatus.ACTIVE, UnitStatus.SUSPENDED, UnitStatus.CLOSED)}


@pytest.fixture
def sealed(app):
    with app.app_context():
        return run_job("seal-audit")


def test_the_log_names_who_did_what(cast, browse):
    browse(cast.binh, by_form=True)
    page = browse(cast.quan, by_form=True).get("/audit?actor=binh")

    assert "1 việc đã ghi" in page.text
    assert page.tree.find(".//tbody/tr/td[3]").text == "Đăng nhập"
    assert "Trần Văn Binh" in page.text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        pytest.param("name=account.created", 11, id="by what was done"),
        pytest.param("subject=account", 11, id="by kind of row"),
        pytest.param("subject=account 7", 1, id="by row"),
        pytest.param("subject=Tài khoản 7", 1, id="by row in the page's words"),
        pytest.param("subject=account 999", 0, id="a row without events"),
        pytest.param("actor=nobody-of-this-name", 0, id="an unknown account"),
        pytest.param("day=2021-05-07", 0, id="another day"),
    ],
)
def test_the_log_is_narrowed_by_its_address(query, count, cast, browse):
    assert f"{count} việc đã ghi" in browse(cast.quan).get(f"/audit?{query}").text


def test_today_is_the_provinces_day(cast, browse):
    browser = browse(cast.quan, by_form=True)

    assert browser.get(f"/audit?day={local_day()}&name=session.opened").text.count("Đăng nhập</td>") == 1


@pytest.mark.parametrize(
    "query",
    [
        "day=yesterday",
        "day=2021-13-45",
        "day=0001-01-01",
        "day=9999-12-31",
        "page=-1",
        "page=99999999",
        "subject=%00",
        "q=x",
    ],
)
def test_silly_questions_get_a_page(query, cast, browse):
    assert browse(cast.quan).get(f"/audit?{query}").status == 200


def test_a_whole_chain_says_so_with_its_root(cast, browse, app, sealed):
    page = browse(cast.quan).get("/audit/chain")

    with app.app_context():
        root = audit.root()
    assert "Còn nguyên vẹn" in page.text
    assert root in page.text


def test_the_chain_comes_as_a_fragment_for_the_log(cast, browse, sealed):
    page = browse(cast.quan).get("/audit/chain", headers={"HX-Request": "true"})

    assert page.text.lstrip().startswith('<div id="chain"')


def test_the_command_verifies_and_knows_a_printed_root(app, cast, sealed):
    with app.app_context():
        root = audit.root()
    run = app.test_cli_runner().invoke

    assert "the chain is whole" in run(args=["audit", "verify"]).output
    assert run(args=["audit", "verify", "--root", root]).exit_code == 0
    assert run(args=["audit", "verify", "--root", "0" * 64]).exit_code != 0


def test_every_act_and_what_it_is_about_have_a_name_on_screen():
    sources = [path.read_text() for path in Path(portal.__file__).parent.rglob("*.py")]
    recorded = {".".join(found) for source in sources for found in RECORDED.findall(source)}
    names = {name for name in recorded if "{" not in name} | CHANGES_OF_STATUS

    assert len(recorded) > 30
    assert names == set(EVENT_LABELS)
    assert {name.partition(".")[0] for name in names} == set(SUBJECT_LABELS)
