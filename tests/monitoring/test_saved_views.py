"""An officer keeps a page with its filters under a name of her own."""

import pytest

pytestmark = pytest.mark.usefixtures("noon")
PATH = "/monitor/areas/911?period=yesterday"


def post(browser, path, values=None):
    """Send values by a form of the staff's pages."""
    token = browser.get("/desk").fields("/logout")["csrf_token"]
    return browser.post(path, {"csrf_token": token, **(values or {})})


def test_an_opens_again_what_she_kept_and_forgets_it(cast, browse):
    browser = browse(cast.an)
    post(browser, "/monitor/views", {"name": "Phú Quốc, hôm qua", "path": PATH})

    page = browser.get("/monitor/views").text
    assert f'href="{PATH}">Phú Quốc, hôm qua</a>' in page

    post(browser, "/monitor/views/1/forget")
    assert "Phú Quốc, hôm qua</a>" not in browser.get("/monitor/views").text


def test_binh_neither_sees_nor_forgets_what_an_kept(cast, browse):
    post(browse(cast.an), "/monitor/views", {"name": "Của An", "path": PATH})
    binh = browse(cast.binh)

    assert "Của An" not in binh.get("/monitor/views").text
    assert post(binh, "/monitor/views/1/forget").status == 404


@pytest.mark.parametrize("path", ["https://evil.example/monitor", "//evil.example", "/monitor/../login", "/logout", ""])
def test_only_own_pages_are_kept(cast, browse, path):
    answer = post(browse(cast.an), "/monitor/views", {"name": "Trang", "path": path})

    assert answer.status == 422
    assert "Trang này không lưu được." in answer.text


def test_a_view_without_a_name_is_asked_for_one(cast, browse):
    answer = post(browse(cast.an), "/monitor/views", {"name": " ", "path": PATH})

    assert answer.status == 422
    assert "Hãy đặt tên cho cách xem này." in answer.text
    assert PATH.replace("&", "&amp;") in answer.text
