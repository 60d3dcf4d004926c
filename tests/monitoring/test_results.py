"""The results table compares bodies within one group, with denominators, change and source."""

import pytest


def names(page):
    return [line.split(";")[1] for line in page.text.splitlines()[1:]]


def test_groups_are_never_mixed(cast, province, letter, browse):
    browser = browse(cast.chau)

    districts = names(browser.get("/monitor/results.csv?group=districts"))
    departments = names(browser.get("/monitor/results.csv?group=direct"))

    assert set(districts) == {"UBND thành phố Phú Quốc", "UBND thành phố Hà Tiên"}
    assert not set(districts) & set(departments)


def test_denominators_and_the_change_stand_beside_a_share(cast, province, letter, browse):
    page = browse(cast.chau).get("/monitor/results?group=districts").text

    # Hà Tiên's own market was counted on five of its seven days; the week before nobody came.
    assert "5/7" in page
    assert "điểm so với 0% kỳ trước" in page
    assert "Dùng nội bộ" in page


def test_binh_sees_his_own_bodies_only(cast, province, letter, browse):
    page = browse(cast.binh).get("/monitor/results").text

    assert "thành phố Phú Quốc" not in page


@pytest.mark.slow
def test_the_table_goes_into_a_chat_as_text_and_picture(cast, province, letter, browse):
    browser = browse(cast.chau)

    assert "Kết quả thực hiện 13/5/2026" in browser.get("/monitor/results.chat?group=districts").text
    assert browser.get("/monitor/results.png?group=districts").response.data.startswith(b"\x89PNG")
    assert browser.get("/monitor/results.png?sort=name").status == 200
