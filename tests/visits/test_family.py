"""A family in one go: own answers and receipt each, one address; whoever has no phone or papers comes in too."""

import pytest

from app.units.rules import UnitKind
from tests.places import open_place
from tests.visits.records import counted, stored, visits
from tests.visits.sheets import HEALTHY, sheet

pytestmark = pytest.mark.slow

GRANDMOTHER = {"full_name": "Thạch", "birth_year": "1938", "gender": "female", "nationality": "VN", **HEALTHY}


def _with(phone, inn, *members, **changes):
    """The page with room for these members, made by the button, filled in."""
    page = phone.get(f"/q/{inn.code}")
    for _ in members:
        page = phone.post(f"/q/{inn.code}", {**page.fields(), **sheet(**changes), "change": "add"})
        assert page.status == 200
    filled = {f"p{n}-{name}": value for n, each in enumerate(members, 2) for name, value in each.items()}
    fields = page.fields()
    fields.pop("change", None)
    return {**fields, **sheet(**changes), **filled}


def test_a_family_comes_in_by_one_form_with_a_receipt_each(app, inn, browse):
    phone = browse()
    form = _with(phone, inn, GRANDMOTHER, {**GRANDMOTHER, "full_name": "Bé Na", "birth_year": "2015"})

    receipt = phone.follow(phone.post(f"/q/{inn.code}", form))

    assert stored(app) == (3, 3, 3)
    assert counted(app, inn.unit_id) == (3, 0, 0, 3)
    assert "NGUYỄN VĂN TÈO" in receipt.text
    links = [link for link in receipt.tree.iter("a") if link.text in ("Thạch", "Bé Na")]
    assert len(links) == 2
    assert "Thạch" in phone.get(next(link.get("href") for link in links if link.text == "Thạch")).text
    assert "Thạch" not in browse().get(links[0].get("href")).text


def test_the_family_stands_on_the_receipt_in_the_order_of_the_form(inn, browse):
    phone, names = browse(), [f"Cháu {letter}" for letter in "DACEB"]

    receipt = phone.follow(
        phone.post(f"/q/{inn.code}", _with(phone, inn, *({**GRANDMOTHER, "full_name": n} for n in names)))
    )

    assert [link.text for link in receipt.tree.iter("a") if link.text in names] == names


def test_each_is_judged_by_his_own_answers(inn, browse):
    phone = browse()
    form = _with(phone, inn, {**GRANDMOTHER, "symptoms": "yes"})

    receipt = phone.follow(phone.post(f"/q/{inn.code}", form))

    assert "MỜI VÀO" in receipt.text
    assert "CHƯA VÀO" in receipt.text


def test_a_family_sent_twice_is_one(app, inn, browse):
    phone = browse()
    form = _with(phone, inn, GRANDMOTHER)

    answers = {phone.post(f"/q/{inn.code}", form).location for _ in range(3)}

    assert len(answers) == 1
    assert stored(app) == (2, 2, 2)


def test_what_is_wrong_with_one_is_said_and_nothing_is_stored(app, inn, browse):
    phone = browse()
    form = _with(phone, inn, {**GRANDMOTHER, "birth_year": "38"})
    form.pop("p2-symptoms")

    page = phone.post(f"/q/{inn.code}", form)

    assert page.status == 422
    for anchor in ("p2-birth_year", "p2-symptoms-0"):
        assert f'href="#{anchor}"' in page.text
        assert f'id="{anchor}"' in page.text
    assert 'href="#p2-birth_year">Người thứ 2: Năm sinh' in page.text
    assert page.fields()["p2-full_name"] == "Thạch"
    assert stored(app) == (0, 0, 0)


def test_ten_fit_and_no_more(inn, browse):
    page = browse().post(f"/q/{inn.code}", {"members": "9", "change": "add"})

    assert page.fields()["members"] == "9"
    assert 'value="add"' not in page.text


def test_the_last_one_can_be_taken_off(inn, browse):
    page = browse().post(f"/q/{inn.code}", {"members": "2", "p2-full_name": "Thạch", "change": "remove"})

    assert page.fields()["members"] == "1"
    assert page.fields()["p2-full_name"] == "Thạch"


def test_nobody_stands_on_the_form_twice(inn, browse):
    phone = browse()

    page = phone.post(f"/q/{inn.code}", _with(phone, inn, {**GRANDMOTHER, "full_name": "nguyễn văn tèo"}))

    assert page.status == 422
    assert 'href="#p2-full_name"' in page.text


def test_an_old_man_without_phone_and_papers_comes_in(app, inn, browse):
    phone = browse()
    alone = sheet(full_name="Tèo", phone="", no_phone="y", other_user="y")

    receipt = phone.follow(phone.send(f"/q/{inn.code}", alone))

    assert "MỜI VÀO" in receipt.text
    assert visits(app)[0].phone_index is None


def test_two_of_one_name_without_phones_are_two_people(app, inn, browse):
    for year in ("1938", "1950"):
        browse().send(f"/q/{inn.code}", sheet(full_name="Tèo", phone="", no_phone="y", birth_year=year))

    assert [visit.checked_out_at for visit in visits(app)] == [None, None]


def test_a_phone_is_asked_for_unless_there_is_none(inn, browse):
    page = browse().send(f"/q/{inn.code}", sheet(phone=""))

    assert page.status == 422
    assert "Không có điện thoại" in page.text


def test_a_tourist_comes_in_with_passport_and_nationality(inn, browse):
    phone = browse()
    tourist = sheet(full_name="John O'Neil", nationality="IE", id_number="PA1234567", phone="+353851234567")

    assert "MỜI VÀO" in phone.follow(phone.send(f"/q/{inn.code}?lang=vi", tourist)).text


@pytest.mark.parametrize("word", ["dân tộc", "hộ khẩu", "thường trú"])
def test_no_question_on_ethnicity_or_residence(inn, browse, word):
    assert word not in browse().get(f"/q/{inn.code}").text.lower()


def test_on_a_ferry_people_say_where_they_come_from(app, cast, browse):
    pier = open_place(app, cast.an, username="ben", name="Bến tàu Bãi Vòng", kind=UnitKind.TRANSPORT)
    phone = browse()
    journey = {"origin": "91", "departed_on": "07/5/2021", "transport": "boat", "seat": "12A"}

    refused = phone.send(f"/q/{pier.code}", sheet())
    page = phone.send(f"/q/{pier.code}", sheet(**journey))

    assert 'href="#origin"' in refused.text
    assert "30 ngày" in page.text


def test_a_hotels_guest_may_ask_for_the_form_of_domestic_moves(inn, browse):
    general, domestic = browse().get(f"/q/{inn.code}"), browse().get(f"/q/{inn.code}?kind=domestic")

    assert "kind=domestic" in general.text
    assert "origin" not in general.fields()
    assert "origin" in domestic.fields()
