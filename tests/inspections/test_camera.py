"""The record alone may use the camera and run the reader; who does not inspect there is shown the visit instead."""

import pytest

from tests.inspections.conftest import begin, plan


@pytest.fixture
def inspection(browse, cast, school):
    address = plan(browse(cast.an), school)
    begin(browse(cast.an), address)
    return address


@pytest.mark.parametrize(("page", "is_wide"), [("/record", True), ("", False), ("/sign", False)])
def test_the_record_alone_has_the_wider_policy(browse, cast, inspection, page, is_wide):
    headers = browse(cast.an).get(f"{inspection}{page}").response.headers

    assert ("wasm-unsafe-eval" in headers["Content-Security-Policy"]) is is_wide
    assert ("camera=(self)" in headers["Permissions-Policy"]) is is_wide


def test_a_record_with_mistakes_may_use_the_camera_too(browse, cast, inspection):
    an = browse(cast.an)
    page = an.post(f"{inspection}/record", {**an.get(f"{inspection}/record").fields(), "inspected_on": "31/12/2099"})

    assert page.status == 422
    assert "camera=(self)" in page.response.headers["Permissions-Policy"]


def test_every_door_has_a_button_that_names_its_code_for_the_script(browse, cast, inspection):
    text = browse(cast.an).get(f"{inspection}/record").text

    assert text.count("data-camera data-field=") == text.count("mã đã cấp:")
    assert 'data-reader="' in text


def test_an_officer_of_another_body_is_shown_the_inspection_instead_of_its_record(browse, cast, inspection):
    page = browse(cast.hai).get(f"{inspection}/record")

    assert page.status == 303
    assert page.location.endswith(inspection)


def test_the_worker_that_opens_records_without_network_is_there_for_everybody(browse):
    page = browse().get("/inspections/worker.js")

    assert page.status == 200
    assert page.response.mimetype == "text/javascript"
    assert page.response.headers["Cache-Control"] == "no-cache"
