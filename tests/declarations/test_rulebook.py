"""What the health department edits on screen: forms and rules by version, epidemic areas, stations, recordings."""

import io
from datetime import timedelta

import pytest

from app import tasks
from app.clock import local_day, now
from tests.visits.conftest import inn  # noqa: F401
from tests.visits.records import declarations, stored
from tests.visits.sheets import sheet

pytestmark = pytest.mark.slow

NEW_QUESTION = {
    "text_vi": "Ông/bà đã tiêm vắc xin chưa?",
    "text_en": "Have you been vaccinated?",
    "reason_vi": "Ông/bà đã tiêm vắc xin.",
}


@pytest.fixture
def hai(cast, browse):
    """Hải of the health department at her desk."""
    return browse(cast.hai)


def _draft(hai, address, to):
    """The address of a draft that was begun from the overview."""
    page = hai.send("/rulebook", to=address)
    assert page.status == 303
    assert page.location.startswith(to)
    return page.location


def _new_form(hai, question=NEW_QUESTION, kinds=()):
    """A second version of the general form, with one more question, in use."""
    here = _draft(hai, "/rulebook/forms/general", "/rulebook/form-versions/")
    fields = hai.get(here).fields(here)
    last = max(int(name.split("-")[1]) for name in fields if name.startswith("questions-"))
    changes = {f"questions-{last}-{name}": text for name, text in question.items()}
    assert hai.post(here, {**fields, **changes, "unit_kinds": list(kinds)}).status == 303
    assert hai.send(here, {"basis": "12/SYT"}, to=f"{here}/activate").status == 303
    return here


def test_only_the_health_department_edits(cast, browse):
    for person in (cast.chau, cast.binh, cast.quan, cast.an):
        assert browse(person).get("/rulebook").status == 403


def test_a_new_question_is_asked_from_now_on_and_each_record_keeps_its_version(app, hai, inn, browse):  # noqa: F811
    before, phone = browse(), browse()
    old_page = before.get(f"/q/{inn.code}").fields()
    _new_form(hai)

    page = phone.get(f"/q/{inn.code}")
    unanswered = phone.post(f"/q/{inn.code}", {**page.fields(), **sheet()})
    answered = phone.post(f"/q/{inn.code}", {**page.fields(), **sheet(question_1="no")})
    late = before.post(f"/q/{inn.code}", {**old_page, **sheet(phone="0912000111")})

    assert "tiêm vắc xin" in page.text
    assert unanswered.status == 422
    assert 'href="#question_1-0"' in unanswered.text
    assert answered.status == late.status == 303
    assert sorted(row.form_version for row in declarations(app)) == [1, 2]
    assert "Have you been vaccinated" in browse().get(f"/q/{inn.code}?lang=en").text


def test_a_page_of_a_version_that_ended_two_days_ago_is_asked_anew_and_keeps_what_was_typed(
    app,
    hai,
    inn,  # noqa: F811
    browse,
    time_machine,
):
    here = _new_form(hai)
    phone = browse()
    opened = phone.get(f"/q/{inn.code}").fields()
    hai.send(here, to=f"{here}/retire")
    time_machine.move_to(now() + timedelta(hours=49))
    stamp = phone.get(f"/q/{inn.code}").fields()["stamp"]

    page = phone.post(f"/q/{inn.code}", {**opened, **sheet(question_1="no"), "stamp": stamp})

    assert page.status == 422
    assert page.fields()["full_name"] == "NGUYỄN VĂN TÈO"
    assert stored(app) == (0, 0, 0)


def test_two_versions_lie_side_by_side_behind_codes_of_different_kinds(hai, inn, browse):  # noqa: F811
    _new_form(hai, kinds=["hospital"])

    assert "tiêm vắc xin" not in browse().get(f"/q/{inn.code}").text


def test_a_version_in_use_cannot_be_changed(hai, inn):  # noqa: F811
    here = _draft(hai, "/rulebook/forms/general", "/rulebook/form-versions/")
    fields = hai.get(here).fields(here)
    hai.send(here, {"basis": "12/SYT"}, to=f"{here}/activate")

    assert hai.post(here, {**fields, "csrf_token": hai.get(here).fields(f"{here}/retire")["csrf_token"]}).status == 409


def test_a_question_needs_what_is_told_to_who_answers_yes(hai):
    here = _draft(hai, "/rulebook/forms/domestic", "/rulebook/form-versions/")

    page = hai.send(here, {"questions-5-text_vi": "Ông/bà có sốt không?"}, to=here)

    assert page.status == 422
    assert "lời báo" in page.text
    assert page.fields(here)["questions-5-text_vi"] == "Ông/bà có sốt không?"


def test_a_table_is_tried_before_it_is_switched_on_and_judgements_keep_it(app, hai, inn, browse):  # noqa: F811
    here = _draft(hai, "/rulebook/triage", "/rulebook/triage/")
    fields = {**hai.get(here).fields(here), "rules-3-level": "red", "rules-3-advice_vi": "Hãy gọi 115 ngay."}
    conditions = {f"rules-{n}-conditions": key for n, key in enumerate(_shipped_order())}

    assert hai.post(here, {**fields, **conditions}).status == 303
    assert "activate" not in hai.get(here).text
    assert hai.send(here, to=f"{here}/try").status == 303
    assert hai.send(here, {"basis": "34/SYT"}, to=f"{here}/activate").status == 303
    phone = browse()
    receipt = phone.follow(phone.send(f"/q/{inn.code}", sheet(travelled="yes", travelled_details="Cà Mau")))

    assert "CHƯA VÀO" in receipt.text
    assert "Hãy gọi 115 ngay." in receipt.text
    assert [row.rules_version for row in declarations(app)] == [2]


def test_a_table_that_judges_a_sample_wrongly_cannot_be_switched_on(hai):
    here = _draft(hai, "/rulebook/triage", "/rulebook/triage/")
    sample = {"name": "Người đi Cà Mau về", "conditions": "travelled", "level": "red"}

    hai.send(here, sample, to=f"{here}/samples")
    hai.send(here, to=f"{here}/try")
    page = hai.get(here)

    assert "Người đi Cà Mau về" in page.text
    assert "Sai" in page.text
    refused = hai.post(f"{here}/activate", {**page.fields(here), "basis": "1/SYT"})
    assert refused.status == 409


def test_declarations_still_good_are_judged_again_when_an_area_is_listed(app, hai, inn, browse):  # noqa: F811
    phone = browse()
    receipt = phone.send(f"/q/{inn.code}", sheet(place="48", remember="y")).location
    other = browse().send(f"/q/{inn.code}", sheet(phone="0912000222"))
    listing = {"name": "Thành phố Đà Nẵng", "code": "48", "from_on": local_day().isoformat(), "basis": "5/BYT"}

    assert "MỜI VÀO" in phone.get(receipt).text
    assert hai.send("/rulebook/epidemic-areas", listing, to="/rulebook/epidemic-areas").status == 303
    with app.app_context():
        tasks.run_all()

    assert "CHƯA VÀO" in phone.get(receipt).text
    assert "vùng đang có dịch" in phone.get(receipt).text
    assert "MỜI VÀO" in browse().get(other.location).text
    assert "Đã phân loại lại 2 tờ khai" in hai.get("/rulebook/epidemic-areas").text
    assert "VÀO</button>" not in phone.get(f"/q/{inn.code}?form=1").text
    assert [bool(row.judged_at) for row in sorted(declarations(app), key=lambda row: row.risk)] == [False, True]


def test_what_is_declared_after_the_listing_ends_counts_until_the_window_is_over(app, hai, inn, browse):  # noqa: F811
    listing = {"name": "Đà Nẵng", "from_on": local_day().isoformat(), "basis": "5/BYT"}
    hai.send("/rulebook/epidemic-areas", listing, to="/rulebook/epidemic-areas")
    phone = browse()

    receipt = phone.send(f"/q/{inn.code}", sheet(travelled="yes", travelled_details="da nang, Huế"))

    assert "CHƯA VÀO" in phone.follow(receipt).text


def test_a_station_is_told_with_its_number_once_somebody_vouches_for_it(hai, inn, browse):  # noqa: F811
    phone = browse()
    receipt = phone.send(f"/q/{inn.code}", sheet(symptoms="yes")).location
    here = "/rulebook/stations/31078"

    assert "chưa xác minh" in hai.get("/rulebook/stations").text
    assert "Trạm y tế phường Dương Đông" in phone.get(receipt).text
    hai.send(here, {"phone": "0297 3846 123"}, to=here)
    assert "0297" not in phone.get(receipt).text
    hai.send(here, {"is_verified": "y"}, to=here)
    assert "0297 3846 123" in phone.get(receipt).text


def test_a_recording_is_played_on_the_page_in_its_language_only(hai, inn, browse):  # noqa: F811
    here = "/rulebook/recordings/km"
    fields = hai.get("/rulebook").fields(here)

    wrong = hai.post(here, {**fields, "sound": (io.BytesIO(b"GIF89a"), "a.mp3")})
    sent = hai.post(here, {**fields, "sound": (io.BytesIO(b"ID3" + bytes(40)), "km.mp3")})
    page = browse().get(f"/q/{inn.code}?lang=km")
    address = page.tree.find(".//audio").get("src")
    played = browse().get(address)

    assert wrong.status == 422
    assert sent.status == 303
    assert page.tree.find(".//audio").get("preload") == "none"
    assert played.response.mimetype == "audio/mpeg"
    assert browse().get(f"/q/{inn.code}").tree.find(".//audio") is None


def _shipped_order():
    return ("symptoms", "contact_case", "epidemic_area", "travelled", "contact_country", "contact_symptoms")


@pytest.mark.parametrize(
    ("listing", "said"),
    [
        pytest.param({"name": "Thành phố Phú Quốc"}, {"place": "31078"}, id="a district by its name"),
        pytest.param({"name": "Vùng 3", "code": "911"}, {"place": "31078"}, id="a district by its code"),
        pytest.param({"name": "Vùng 4", "code": "31078"}, {"place": "31078"}, id="a commune by its code"),
        pytest.param(
            {"name": "Vùng biên giới", "code": "kh"},
            {"travelled": "yes", "travelled_details": "Phnom Penh, Cambodia"},
            id="a country in another language",
        ),
    ],
)
def test_an_area_of_ours_or_a_country_is_found_however_it_is_listed(hai, inn, browse, listing, said):  # noqa: F811
    add = {"from_on": local_day().isoformat(), "basis": "5/BYT", **listing}
    assert hai.send("/rulebook/epidemic-areas", add, to="/rulebook/epidemic-areas").status == 303
    ill, well = browse(), browse()

    assert "CHƯA VÀO" in ill.follow(ill.send(f"/q/{inn.code}", sheet(**said))).text
    assert "MỜI VÀO" in well.follow(well.send(f"/q/{inn.code}", sheet(phone="0987654321", place="01"))).text


def test_a_country_of_one_syllable_is_not_taken_for_a_place_of_ours(hai, inn, browse):  # noqa: F811
    add = {"from_on": local_day().isoformat(), "basis": "5/BYT", "name": "Cộng hòa Liên bang Đức", "code": "DE"}
    hai.send("/rulebook/epidemic-areas", add, to="/rulebook/epidemic-areas")
    phone = browse()

    there = phone.send(f"/q/{inn.code}", sheet(travelled="yes", travelled_details="Đức Hòa, Long An"))
    assert "CHƯA VÀO" not in phone.follow(there).text


@pytest.mark.parametrize(("field", "value"), [("name", "!!!"), ("code", "999"), ("code", "ZZ"), ("code", "12345")])
def test_an_area_that_nobody_could_ever_name_is_not_listed(hai, field, value):
    add = {"name": "Đà Nẵng", "from_on": local_day().isoformat(), "basis": "5/BYT", field: value}
    page = hai.send("/rulebook/epidemic-areas", add, to="/rulebook/epidemic-areas")

    assert page.status == 422
    assert page.fields("/rulebook/epidemic-areas")[field] == value
    assert "Chưa có vùng dịch nào" in page.text
