"""Every page in the reader's language: asked for in the address, remembered, or told by the browser."""

import pytest


def lang(page):
    return page.tree.get("lang")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "vi"),
        ("en", "en"),
        ("en-US,en;q=0.9", "en"),
        ("km-KH, en;q=0.5", "km"),
        ("fr-FR,fr;q=0.9", "vi"),
        ("fr, en;q=0.1", "en"),
        ("*", "vi"),
        ("en;q=0, km;q=0.1", "km"),
        ("vi;q=0.1, en;q=0.9", "en"),
        (" KM-KH , en;q=1", "km"),
        ("en_US, km;q=0.9", "km"),
        (";;;,,q=x", "vi"),
    ],
)
def test_the_browsers_wish(header, expected, browse):
    assert lang(browse().get("/", headers={"Accept-Language": header})) == expected


def test_a_chosen_language_is_remembered_over_the_browsers_wish(browse):
    browser = browse()
    browser.get("/lang/km")

    assert lang(browser.get("/", headers={"Accept-Language": "en"})) == "km"


def test_the_address_wins_over_what_is_remembered(browse):
    browser = browse()
    browser.get("/lang/km")

    assert lang(browser.get("/?lang=en")) == "en"
    assert lang(browser.get("/")) == "km"


def test_who_came_by_a_link_in_a_language_goes_on_in_it(browse):
    browser = browse()
    browser.get("/register?lang=en")

    assert lang(browser.get("/")) == "en"


def test_a_poster_in_a_language_is_no_wish_for_pages(browse, cast):
    browser = browse(cast.an)
    browser.get("/units.csv?lang=en")

    assert lang(browser.get("/desk")) == "vi"


@pytest.mark.parametrize("wish", ["xx", "", "EN", "../../etc/passwd", "vi\x00", "<script>"])
def test_an_unknown_language_is_not_asked_for(wish, browse):
    assert lang(browse().get("/", query_string={"lang": wish})) == "vi"
    assert browse().get(f"/lang/{wish or 'xx'}".replace("../", "")).status in (404, 308)


def test_caches_are_told_what_a_page_depends_on(browse):
    vary = browse().get("/").response.vary

    assert "Cookie" in vary
    assert "Accept-Language" in vary


def test_every_language_is_offered_in_its_own_script(browse):
    links = {link.get("hreflang"): link for link in browse().get("/").tree.iter("a") if link.get("hreflang")}

    assert {code: link.text for code, link in links.items()} == {"vi": "Tiếng Việt", "en": "English", "km": "ភាសាខ្មែរ"}
    assert all(link.get("lang") == code for code, link in links.items())
