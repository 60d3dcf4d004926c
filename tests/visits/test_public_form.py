"""The page behind a code: found however it is typed, small, quick, and nothing typed is ever lost."""

import gzip
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from app.areas.actions import load_areas
from app.areas.places import shipped_areas
from app.areas.rules import AreaLevel
from app.clock import local_day, now
from app.codes import show_code
from app.db import db, transaction
from app.declarations.choices import Places
from app.door import office_viewer
from app.posters.actions import replace_poster
from app.posters.queries import find_poster, get_poster
from app.units.actions import close_unit, suspend_unit
from app.units.queries import get_unit
from app.units.rules import UnitStatus
from app.visits.limits import MISSES
from app.web.assets import STATIC, asset_url
from tests.places import open_place
from tests.visits.records import stored
from tests.visits.sheets import sheet

FIRST_PAGE_BYTES = 30 * 1024


def _look_alikes(code: str) -> list[str]:
    return [
        code.lower(),
        show_code(code),
        f"{code[:2]}-{code[2:]}".lower(),
        code.replace("0", "O").replace("1", "l"),
        code.replace("0", "o").replace("1", "I"),
    ]


def test_a_code_is_found_however_it_is_typed(inn, browse):
    for typed in _look_alikes(inn.code):
        for path in (f"/q/{typed}", f"/Q/{typed}"):
            assert "Khách sạn Biển Xanh" in browse().get(path).text


def test_mistyped_malformed_and_never_issued_codes_get_the_same_page(inn, browse):
    pages = [browse().get(f"/q/{code}") for code in ("0000-0000-0", "0000-0000-1", "xyz", "🦠" * 5, "1" * 500)]

    assert {page.status for page in pages} == {404}
    assert len({page.text.partition("<nav")[0] for page in pages}) == 1


def test_an_address_that_misses_too_often_must_wait(inn, browse):
    guesser = browse()

    answers = [guesser.get("/q/0000-0000-1").status for _ in range(MISSES.amount + 1)]

    assert answers == [404] * MISSES.amount + [429]
    assert guesser.get(f"/q/{inn.code}").status == 429
    neighbour = browse().client.get(f"/q/{inn.code}", environ_base={"REMOTE_ADDR": "198.51.100.7"})
    assert neighbour.status_code == 200


def test_a_replaced_code_says_so_and_leads_on(app, cast, inn, browse):
    with app.app_context(), transaction():
        old = get_poster(cast.an.viewer, find_poster(inn.code).id)
        new_code = replace_poster(cast.an.viewer, old, because="mất", at_once=True).code

    page = browse().get(f"/q/{inn.code}")

    assert page.status == 410
    assert f"/q/{new_code}" in page.text
    assert "<form" not in page.text
    assert browse().get(f"/q/{new_code}").status == 200
    assert browse().post(f"/q/{inn.code}", sheet()).status == 410


def test_for_some_days_a_replaced_code_still_works_and_says_that_a_new_one_is_due(app, cast, inn, browse):
    with app.app_context(), transaction():
        old = get_poster(cast.an.viewer, find_poster(inn.code).id)
        new_code = replace_poster(cast.an.viewer, old, because="mất").code
    visitor = browse()

    assert "mã mới đã được cấp" in visitor.get(f"/q/{inn.code}").text
    assert "mã mới đã được cấp" not in browse().get(f"/q/{new_code}").text
    assert visitor.send(f"/q/{inn.code}", sheet()).status == 303
    assert stored(app) == (1, 1, 1)
    with time_machine.travel(now() + timedelta(7, seconds=-60)):
        assert browse().get(f"/q/{inn.code}").status == 200
    # For ten seconds by the process's own clock an equal request has the same answer; that clock does not travel.
    app.extensions["repeats"].forget()
    with time_machine.travel(now() + timedelta(7)):
        assert browse().get(f"/q/{inn.code}").status == 410
        assert browse().post(f"/q/{inn.code}", sheet()).status == 410


@pytest.mark.parametrize(
    ("end", "word"), [(suspend_unit, "tạm ngừng hoạt động"), (close_unit, "đã đóng cửa")], ids=["suspended", "closed"]
)
def test_a_unit_out_of_operation_says_so(app, cast, inn, browse, end, word):
    stale = browse().get(f"/q/{inn.code}").fields()
    with app.app_context(), transaction():
        end(cast.an.viewer, get_unit(cast.an.viewer, inn.unit_id), from_on=local_day(), reason="dịch")

    page = browse().get(f"/q/{inn.code}")
    sent = browse().post(f"/q/{inn.code}", {**stale, **sheet()})

    assert word in page.text
    assert "<form" not in page.text
    assert sent.status == 409
    assert stored(app) == (0, 0, 0)


def test_a_refused_unit_is_not_called_approved(app, cast, inn, browse):
    approved = browse().get(f"/q/{inn.code}")
    with app.app_context(), transaction():
        get_unit(cast.an.viewer, inn.unit_id).status = UnitStatus.REFUSED
    page = browse().get(f"/q/{inn.code}")

    assert "Đã được duyệt" in approved.text
    assert "chưa được đăng ký" in page.text
    assert "Đã được duyệt" not in page.text


def test_a_unit_suspended_while_people_fill_in_the_form_takes_nobody_in(app, cast, inn, browse):
    form = {**browse().get(f"/q/{inn.code}").fields(), **sheet()}
    with app.app_context(), transaction():
        suspend_unit(cast.an.viewer, get_unit(cast.an.viewer, inn.unit_id), from_on=local_day(), reason="dịch")

    sent = browse().post(f"/q/{inn.code}", form)

    assert sent.status == 409
    assert "tạm ngừng hoạt động" in sent.text
    assert stored(app) == (0, 0, 0)


def test_a_unit_renamed_while_people_fill_in_the_form_takes_them_in(app, cast, inn, browse):
    form = {**browse().get(f"/q/{inn.code}").fields(), **sheet()}
    with app.app_context(), transaction():
        get_unit(cast.an.viewer, inn.unit_id).name = "Khách sạn Hoàng Hôn"
    phone = browse()

    receipt = phone.follow(phone.post(f"/q/{inn.code}", form))

    assert "Khách sạn Hoàng Hôn" in receipt.text
    assert stored(app) == (1, 1, 1)


def test_a_pending_unit_can_be_used_and_says_that_it_waits(app, cast, browse):
    waiting = open_place(app, status=UnitStatus.PENDING)
    phone = browse()

    page = phone.get(f"/q/{waiting.code}")

    assert "Chờ duyệt" in page.text
    assert phone.send(f"/q/{waiting.code}", sheet()).status == 303


def test_a_renamed_unit_is_shown_at_once(app, cast, inn, browse):
    browse().get(f"/q/{inn.code}")
    with app.app_context(), transaction():
        get_unit(cast.an.viewer, inn.unit_id).name = "Khách sạn Hoàng Hôn"

    assert "Khách sạn Hoàng Hôn" in browse().get(f"/q/{inn.code}").text


def test_no_health_question_has_an_answer_beforehand(inn, browse):
    page = browse().get(f"/q/{inn.code}")

    assert not {"travelled", "symptoms", "contact_case", "contact_country", "contact_symptoms"} & set(page.fields())
    assert page.fields()["nationality"] == "VN"
    assert "<script" not in page.text


@pytest.mark.parametrize("language", ["vi", "en", "km"])
def test_the_first_page_stays_small_with_all_places(app: Flask, cast, browse, language):
    with app.app_context(), transaction():
        commune = {"valid_from": local_day()}
        rows = [row for row in shipped_areas() if row["code"] not in {"911", "900", "31078", "31096", "30769"}]
        load_areas(office_viewer(), [row for row in rows if row["level"] != AreaLevel.PROVINCE.value], **commune)
    app.extensions["declaration_places"] = Places()
    inn = open_place(app, cast.an)

    page = browse().get(f"/q/{inn.code}?lang={language}", headers={"Accept-Encoding": "gzip"})

    app.extensions["declaration_places"] = Places()
    styles = Path(STATIC, asset_url("citizen.css").rpartition("/")[2] + ".gz").stat().st_size
    assert gzip.decompress(page.response.data).count(b"<option") > 400
    assert len(page.response.data) + styles <= FIRST_PAGE_BYTES


def test_the_page_is_the_same_compressed_or_not_but_for_its_stamp(inn, browse):
    packed = browse().get(f"/q/{inn.code}", headers={"Accept-Encoding": "br, gzip"})
    plain = browse().get(f"/q/{inn.code}", headers={"Accept-Encoding": "gzip;q=0"})
    opened = gzip.decompress(packed.response.data).decode()

    assert packed.response.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.response.headers
    stamp = plain.fields()["stamp"]
    assert opened.partition('name="stamp"')[0] == plain.text.partition('name="stamp"')[0]
    assert opened.rpartition("</form>")[2] == plain.text.rpartition("</form>")[2]
    assert stamp not in opened


def test_every_page_has_a_stamp_of_its_own(inn, browse):
    stamps = {browse().get(f"/q/{inn.code}").fields()["stamp"] for _ in range(3)}

    assert len(stamps) == 3


def test_the_page_asks_the_database_once(app, inn, browse):
    browse().get(f"/q/{inn.code}")
    asked: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_conn, _cursor, statement, *_rest) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        browse().get(f"/q/{inn.code}?lang=vi")
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert len([each for each in asked if each.startswith("SELECT")]) == 1


def test_a_language_chosen_on_the_page_leads_back_to_it(inn, browse):
    page = browse().get(f"/Q/{show_code(inn.code)}")

    assert f"/lang/en?next=/q/{inn.code}" in page.text


def test_what_was_typed_stays_when_something_is_missing(app, inn, browse):
    phone = browse()
    typed = sheet(birth_year="19855", phone="12", travelled="yes", contact_case=None, symptoms_details="ho < 2 ngày")

    page = phone.send(f"/q/{inn.code}", {**typed, "remember": "y"})
    kept = page.fields()

    assert page.status == 422
    assert page.tree.find(".//title").text.startswith("Lỗi:")
    assert {name: kept.get(name) for name in typed} == typed
    assert kept["remember"] == "y"
    assert "contact_case" not in kept
    for anchor in ("birth_year", "phone", "contact_case-0", "travelled_details"):
        assert f'href="#{anchor}"' in page.text
        assert f'id="{anchor}"' in page.text
    assert stored(app) == (0, 0, 0)


def test_a_page_left_open_for_three_days_keeps_everything_and_can_be_sent_again(app, inn, browse, time_machine):
    phone = browse()
    form = {**phone.get(f"/q/{inn.code}").fields(), **sheet()}
    time_machine.move_to(now() + timedelta(hours=72))

    page = phone.post(f"/q/{inn.code}", form)

    assert page.status == 422
    assert "mở quá lâu" in page.text
    assert phone.post(f"/q/{inn.code}", page.fields()).status == 303


def test_a_page_left_open_overnight_still_works(app, inn, browse, time_machine):
    phone = browse()
    form = {**phone.get(f"/q/{inn.code}").fields(), **sheet()}
    time_machine.move_to(now() + timedelta(hours=20))

    assert phone.post(f"/q/{inn.code}", form).status == 303


@pytest.mark.parametrize("stamp", ["", "enter.X.abc~1~2", None], ids=["empty", "forged", "absent"])
def test_a_stamp_that_is_not_ours_is_refused_and_everything_kept(app, inn, browse, stamp):
    page = browse().post(f"/q/{inn.code}", {**sheet(), **({} if stamp is None else {"stamp": stamp})})

    assert page.status == 422
    assert page.fields()["full_name"] == "NGUYỄN VĂN TÈO"
    assert stored(app) == (0, 0, 0)


def test_another_gates_stamp_is_refused(app, inn, market, browse):
    stamp = browse().get(f"/q/{market.code}").fields()["stamp"]

    assert browse().post(f"/q/{inn.code}", {**sheet(), "stamp": stamp}).status == 422


def test_a_form_sent_by_another_site_is_refused(app, inn, browse):
    form = {**browse().get(f"/q/{inn.code}").fields(), **sheet()}

    page = browse().post(f"/q/{inn.code}", form, headers={"Origin": "https://evil.example"})

    assert page.status == 403
    assert stored(app) == (0, 0, 0)


def test_the_language_that_an_address_asks_for_stays_to_the_receipt(inn, browse):
    phone = browse()
    page = phone.get(f"/q/{inn.code}?lang=en")
    form = next(form for form in page.tree.iter("form"))

    sent = phone.post(form.get("action"), {**page.fields(), **sheet()})

    assert form.get("action") == f"/q/{inn.code}?lang=en"
    assert sent.location.endswith("?lang=en")
    assert phone.follow(sent).tree.get("lang") == "en"
    assert phone.get(f"/q/{inn.code}").tree.find(".//form").get("action") == f"/q/{inn.code}"


@pytest.mark.parametrize(("lang", "words"), [("en", "Steering Committee for Covid-19"), ("km", "គណៈកម្មាធិការដឹកនាំ")])
@pytest.mark.parametrize("path", ["/q/{code}", "/privacy"])
def test_who_keeps_the_data_is_named_in_the_readers_language(inn, browse, lang, words, path):
    page = browse().get(f"{path.format(code=inn.code)}?lang={lang}")

    assert words in page.text.partition("</h1>")[2].partition("<footer")[0]
    assert "Ban Chỉ đạo" not in page.text
