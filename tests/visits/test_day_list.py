"""The list of the day: own units only, masked names, no way to reach anybody."""

from tests.visits.sheets import sheet


def test_a_manager_sees_who_is_inside_by_masked_names(inn, browse):
    browse().send(f"/q/{inn.code}", sheet(full_name="Nguyễn Văn Tèo"))

    page = browse(inn.manager).get("/visits")

    assert "Nguyễn Văn ***" in page.text
    assert "chưa ra" in page.text
    for secret in ("Tèo", "0912345678", "345678", "Nguyễn Trãi"):
        assert secret not in page.text


def test_who_left_can_be_filtered_away(inn, browse):
    phone = browse()
    receipt = phone.send(f"/q/{inn.code}", sheet(full_name="Nguyễn Văn Tèo")).location
    phone.send(receipt, to=f"{receipt}/out")

    manager = browse(inn.manager)

    assert "Nguyễn Văn ***" in manager.get("/visits").text
    assert "Nguyễn Văn ***" not in manager.get("/visits?open=1").text


def test_a_manager_sees_no_other_unit(app, cast, inn, market, browse):
    browse().send(f"/q/{inn.code}", sheet(full_name="Nguyễn Văn Tèo"))

    page = browse(market.manager).get("/visits")

    assert page.status == 200
    assert "Nguyễn Văn" not in page.text


def test_health_officers_see_no_more_of_a_name_here(cast, inn, browse):
    browse().send(f"/q/{inn.code}", sheet(full_name="Nguyễn Văn Tèo"))

    page = browse(cast.hai).get("/visits")

    assert "Nguyễn Văn ***" in page.text
    assert "Tèo" not in page.text


def test_officers_of_the_district_have_no_business_here(cast, inn, browse):
    assert browse(cast.an).get("/visits").status == 403
    assert browse(cast.binh).get("/visits").status == 403


def test_names_that_look_like_markup_stay_text(inn, browse):
    browse().send(f"/q/{inn.code}", sheet(full_name="<b onclick=x>Tèo</b> Văn"))

    page = browse(inn.manager).get("/visits")

    assert "<b onclick" not in page.text


def test_the_list_alone_answers_htmx_with_its_count(app, cast, inn, browse):
    for number in range(3):
        browse().send(f"/q/{inn.code}", sheet(full_name=f"Khách {'abc'[number]}"))

    page = browse(inn.manager).get("/visits?size=50", headers={"HX-Request": "true"})

    assert page.text.strip().startswith('<div id="visit_list">')
    assert "1–3 trong 3" in page.text


def test_the_file_of_the_day_masks_names_as_the_screen_does(inn, market, browse):
    browse().send(f"/q/{inn.code}", sheet(full_name="Nguyễn Văn Tèo"))

    text = browse(inn.manager).get("/visits.csv").response.data.decode("utf-8-sig")

    assert "Nguyễn Văn ***" in text
    assert not [secret for secret in ("Tèo", "0912345678", "345678", "Nguyễn Trãi") if secret in text]
    assert "Nguyễn Văn" not in browse(market.manager).get("/visits.csv").response.data.decode("utf-8-sig")
