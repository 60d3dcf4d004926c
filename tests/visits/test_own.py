"""What the device that sent a form may do with it, and nobody else: correct, withdraw, rate, look back, take along."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from app.clock import now
from app.declarations.queries import find_person
from app.documents.codes_in import read_codes
from app.visits.rules import Crowding, crowding_of
from app.visits.stays import open_visitor
from tests.gate.conftest import make_gate, scan
from tests.visits.records import counted, declarations, stored, visits
from tests.visits.sheets import sheet

pytestmark = pytest.mark.slow


@pytest.fixture
def phone(browse):
    return browse()


@pytest.fixture
def receipt(inn, phone):
    """Of a visit that the phone's owner began a moment ago."""
    return phone.send(f"/q/{inn.code}", sheet()).location


def _leave(phone, receipt):
    return phone.send(receipt, to=f"{receipt}/out")


def test_a_declaration_is_corrected_and_judged_anew(app, inn, phone, receipt):
    page = phone.get(f"{receipt}/correct")
    sent = phone.post(f"{receipt}/correct", {**page.fields(), **sheet(full_name="Nguyễn Văn Tý", symptoms="yes")})

    assert page.fields()["full_name"] == "NGUYỄN VĂN TÈO"
    assert "symptoms" not in page.fields()
    assert sent.status == 303
    assert "CHƯA VÀO" in phone.get(receipt).text
    assert "Nguyễn Văn Tý" in phone.get(receipt).text
    assert stored(app) == (1, 1, 1)
    assert counted(app, inn.unit_id) == (1, 0, 0, 1)
    assert declarations(app)[0].corrected_at is not None


def test_what_is_wrong_in_a_correction_is_said_and_changes_nothing(app, phone, receipt):
    page = phone.send(f"{receipt}/correct", sheet(birth_year="x"))

    assert page.status == 422
    assert declarations(app)[0].corrected_at is None


def test_nobody_is_corrected_into_somebody_who_is_inside(app, inn, browse, phone, receipt):
    browse().send(f"/q/{inn.code}", sheet(full_name="Bà Tư", phone="0912000333"))

    page = phone.send(f"{receipt}/correct", sheet(full_name="Bà Tư", phone="0912000333"))

    assert page.status == 422
    assert declarations(app)[0].corrected_at is None


def test_a_declaration_is_withdrawn_and_nothing_of_it_is_left(app, inn, phone, receipt):
    asked = phone.get(f"{receipt}/withdraw")
    phone.post(f"{receipt}/withdraw", asked.fields())
    again = phone.post(f"{receipt}/withdraw", asked.fields())

    row = declarations(app)[0]
    assert (row.person, row.answers, row.phone_index) == (b"", b"", None)
    assert again.status == 303
    assert "ĐÃ RÚT TỜ KHAI" in phone.get(receipt).text
    assert counted(app, inn.unit_id) == (1, 0, 0, 0)


def _shown(app):
    """Name and phone of every visit, opened with the app's own keys."""
    with app.app_context():
        return [open_visitor(visit.day, visit.id, visit.person) for visit in visits(app)]


def test_whoever_withdraws_leaves_no_name_on_any_entry_that_went_by_the_declaration(app, inn, market, phone):
    receipt = phone.send(f"/q/{inn.code}", sheet(remember="y")).location
    phone.send(f"/q/{market.code}", {"tap": "1"})

    phone.send(f"{receipt}/withdraw")

    assert _shown(app) == [None, None]
    assert [visit.phone_index for visit in visits(app)] == [None, None]
    assert counted(app, inn.unit_id)[0] == counted(app, market.unit_id)[0] == 1
    assert counted(app, inn.unit_id)[3] == 0
    assert "TÈO" not in phone.get(receipt).text


def test_a_correction_reaches_the_entries_by_one_tap_and_the_phone_itself(app, inn, market, phone):
    receipt = phone.send(f"/q/{inn.code}", sheet(remember="y")).location
    phone.send(f"/q/{market.code}", {"tap": "1"})

    phone.send(f"{receipt}/correct", sheet(full_name="Nguyễn Văn Tý", phone="0912000333"))

    assert [(each.full_name, each.phone) for each in _shown(app)] == [("Nguyễn Văn Tý", "0912000333")] * 2
    assert len({visit.phone_index for visit in visits(app)}) == 1
    assert phone.get(f"/q/{market.code}?form=1").fields()["full_name"] == "Nguyễn Văn Tý"


def test_a_correction_reaches_an_entry_that_a_guard_made_by_the_number(app, browse, cast, market, inn):
    phone, house = browse(), make_gate(app, cast, username="tu", name="Nhà khách")
    receipt = phone.send(f"/q/{inn.code}", sheet()).location
    scan(browse(house.tu), "0912345678")

    phone.send(f"{receipt}/correct", sheet(full_name="Nguyễn Văn Tý"))

    assert [each.full_name for each in _shown(app)] == ["Nguyễn Văn Tý"] * 2


def test_what_a_family_shares_is_corrected_for_all_and_what_is_ones_own_is_not(app, inn, phone):
    receipt = _family(phone, inn)

    phone.send(f"{receipt}/correct", sheet(full_name="Nguyễn Văn Tý", phone="0912000333", address="7 Mạc Cửu"))

    assert {(each.full_name, each.phone) for each in _shown(app)} == {
        ("Nguyễn Văn Tý", "0912000333"),
        ("Bé Na", "0912000333"),
    }
    relative = next(row for row in declarations(app) if row.corrected_at is None)
    with app.app_context():
        assert find_person(relative.day, relative.id)["address"] == "7 Mạc Cửu"
    assert "MỜI VÀO" in phone.get(receipt).text


def test_one_of_the_family_withdraws_and_the_others_stay(app, inn, phone):
    phone.send(f"{_family(phone, inn)}/withdraw")

    assert [each.full_name for each in _shown(app) if each] == ["Bé Na"]
    assert counted(app, inn.unit_id) == (2, 0, 0, 1)


def _family(phone, inn):
    """Tèo and Bé Na, who has no phone of her own, by one form; the receipt is Tèo's."""
    page = phone.post(f"/q/{inn.code}", {**phone.get(f"/q/{inn.code}").fields(), **sheet(), "change": "add"})
    member = {f"p2-{name}": value for name, value in sheet(full_name="Bé Na", phone=None, place=None).items()}
    fields = {name: value for name, value in page.fields().items() if name != "change"}
    return phone.post(f"/q/{inn.code}", {**fields, **sheet(), **member}).location


def test_a_withdrawn_declaration_is_not_used_again(inn, market, phone):
    receipt = phone.send(f"/q/{inn.code}", sheet(remember="y")).location
    phone.send(f"{receipt}/withdraw")

    assert "VÀO</button>" not in phone.get(f"/q/{market.code}").text


@pytest.mark.parametrize("what", ["correct", "withdraw"])
def test_after_a_day_and_on_other_devices_nothing_can_be_changed(app, browse, phone, receipt, time_machine, what):
    page = phone.get(f"{receipt}/{what}")
    form = {**page.fields(), **(sheet(full_name="Ai Đó") if what == "correct" else {})}

    stranger = browse().post(f"{receipt}/{what}", form)
    time_machine.move_to(now() + timedelta(hours=24))
    late = phone.post(f"{receipt}/{what}", form)

    assert (stranger.status, late.status) == (303, 303)
    assert browse().get(f"{receipt}/{what}").location.startswith(receipt)
    assert (declarations(app)[0].corrected_at, declarations(app)[0].withdrawn_at) == (None, None)


def test_on_leaving_the_unit_is_rated_with_one_tap_once(app, browse, phone, receipt):
    early = phone.post(f"{receipt}/rate", {"rating": "3"})
    _leave(phone, receipt)
    browse().post(f"{receipt}/rate", {"rating": "1"})

    assert 'name="rating"' in phone.get(receipt).text
    for rating in ("9", "2", "3"):
        phone.post(f"{receipt}/rate", {"rating": rating})

    assert early.status == 303
    assert [visit.rating for visit in visits(app)] == [2]
    assert "Bình thường" in phone.get(receipt).text


def test_a_phone_shows_its_own_visits_and_marks_what_is_a_guess(inn, market, phone, browse):
    for place in (inn, market):
        phone.send(f"/q/{place.code}?new=1", sheet(remember="y"))

    page = phone.get("/mine")

    assert page.text.index("Chợ Dương Đông") < page.text.index("Khách sạn Biển Xanh")
    assert page.text.count("(ước tính)") == 1
    assert "TÈO" not in page.text
    assert "không nhớ lượt nào" in browse().get("/mine").text


def test_a_relative_on_the_phone_does_not_inherit_its_owners_visits(inn, market, phone):
    phone.send(f"/q/{inn.code}", sheet(remember="y"))
    phone.send(f"/q/{market.code}?new=1", sheet(full_name="Bà Tư", remember="y"))

    assert "Khách sạn Biển Xanh" not in phone.get("/mine").text


def test_a_family_leaves_with_one_tap(app, inn, browse):
    phone = browse()
    receipt = _family(phone, inn)

    browse().post(f"{receipt}/out-together")
    assert counted(app, inn.unit_id) == (2, 0, 0, 2)
    phone.post(f"{receipt}/out-together")
    assert counted(app, inn.unit_id) == (2, 2, 0, 2)


def test_the_pass_is_a_picture_of_the_receipts_address_with_place_and_time_and_nobodys_name(browse, phone, receipt):
    picture = phone.get(f"{receipt}/pass.png").response

    assert picture.mimetype == "image/png"
    assert read_codes(picture.data) == [f"http://localhost{receipt}"]
    width, height = Image.open(BytesIO(picture.data)).size
    assert height > width * 1.05
    assert browse().get(f"{receipt}/pass.png").response.data == picture.data


@pytest.mark.slow
def test_the_receipt_can_be_printed(browse, phone, receipt):
    for reader in (phone, browse()):
        assert reader.get(f"{receipt}/pass.pdf").response.data.startswith(b"%PDF-")


def test_the_paper_says_what_it_is_and_advises_only_who_is_inside(drawn, phone, receipt):
    before = drawn(phone, receipt)
    phone.post(f"{receipt}/out", phone.get(receipt).fields(f"{receipt}/out"))
    after = drawn(phone, receipt)

    assert "Biên nhận khai báo y tế</p>" in before
    assert ("cho người kiểm soát" in before, "cho người kiểm soát" in after) == (True, False)
    assert "ĐÃ RA" in after


@pytest.fixture
def drawn(monkeypatch):
    """What would be printed, before it is drawn."""
    seen = []
    monkeypatch.setattr("app.visits.passes.render_pdf", lambda html: seen.append(html) or b"%PDF-")
    return lambda reader, receipt: reader.get(f"{receipt}/pass.pdf") and seen[-1]


def test_how_full_a_place_is_is_public_and_rounded(cast, inn, browse, receipt):
    manager = browse(inn.manager)
    manager.send(f"/units/{inn.unit_id}/capacity", {"people": "2"}, to=f"/units/{inn.unit_id}/capacity")

    page = browse().get(f"/q/{inn.code}/crowding")

    assert "Đang vừa" in page.text
    assert "dưới 10 người" in page.text
    assert "nhận cùng lúc 2 người" in page.text
    assert browse(cast.binh).get(f"/units/{inn.unit_id}/capacity").status == 404
    refused = manager.send(f"/units/{inn.unit_id}/capacity", {"people": "0"}, to=f"/units/{inn.unit_id}/capacity")
    assert refused.status == 422


@pytest.mark.parametrize(
    ("people", "expected"),
    [(0, Crowding.QUIET), (49, Crowding.QUIET), (50, Crowding.BUSY), (80, Crowding.CROWDED), (100, Crowding.FULL)],
)
def test_crowding(people, expected):
    assert crowding_of(people, 100) is expected


def test_who_left_alone_can_let_the_rest_of_his_family_leave(app, inn, browse):
    phone = browse()
    receipt = _family(phone, inn)
    alone = phone.follow(phone.send(receipt, to=f"{receipt}/out"))
    assert counted(app, inn.unit_id)[:2] == (2, 1)

    together = f"{receipt}/out-together"
    done = phone.follow(phone.post(together, alone.fields(together)))

    assert counted(app, inn.unit_id)[:2] == (2, 2)
    assert "Cả nhà cùng ra" not in done.text
    assert "Cả nhà cùng ra" not in browse().get(receipt).text
