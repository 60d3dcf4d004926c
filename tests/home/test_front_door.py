"""The front door: a typed code leads to its gate, and everybody reads what is kept."""

import pytest

from app.codes import new_code, show_code


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(lambda code: code, id="as stored"),
        pytest.param(show_code, id="as printed"),
        pytest.param(lambda code: f"  {show_code(code).lower()} ", id="in small letters with blanks"),
        pytest.param(lambda code: code.replace("0", "o").replace("1", "l"), id="with look-alikes"),
    ],
)
def test_a_typed_code_leads_to_its_page(typed, browse):
    code = new_code()
    page = browse().get("/enter", query_string={"code": typed(code)})

    assert page.status == 303
    assert page.location == f"/q/{code}"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        pytest.param("", "Hãy nhập mã in dưới hình QR.", id="nothing"),
        pytest.param("4T7K-9M2P", "Mã không đúng.", id="too short"),
        pytest.param("<script>alert(1)</script>", "Mã không đúng.", id="a script"),
        pytest.param("//evil.example", "Mã không đúng.", id="an address"),
        pytest.param("🙂" * 9, "Mã không đúng.", id="pictures"),
        pytest.param("\x00" * 9, "Hãy nhập mã in dưới hình QR.", id="control characters"),
        pytest.param("A" * 5000, "Mã không đúng.", id="far too long"),
    ],
)
def test_a_mistyped_code_says_what_to_do_and_is_kept(typed, message, browse):
    page = browse().get("/enter", query_string={"code": typed})

    assert page.status == 422
    assert message in page.text
    assert "<script>" not in page.text
    assert "<title>Lỗi:" in page.text


def test_the_home_page_leads_everywhere_a_visitor_may_go(browse):
    browser = browse()
    page = browser.get("/")
    links = {link.get("href") for link in page.tree.iter("a")}

    assert {"/register", "/login", "/privacy", "/accessibility"} <= links
    for address in links:
        if address.startswith("/"):
            assert browser.get(address).status in (200, 303), address


def test_who_is_signed_in_is_led_to_the_desk(cast, browse):
    assert 'href="/desk"' in browse(cast.an).get("/").text
    assert 'href="/desk"' not in browse().get("/").text


def test_the_privacy_page_says_how_long(browse):
    page = browse().get("/privacy")

    assert page.status == 200
    assert "28 ngày" in page.text
    assert "Quyền của ông/bà" in page.text


def test_visitors_get_no_cookie_from_the_front_door(browse):
    for path in ("/", "/privacy", "/accessibility", "/enter?code=x"):
        assert "Set-Cookie" not in browse().get(path).response.headers


def test_search_engines_are_asked_to_stay_out(browse):
    assert browse().get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
