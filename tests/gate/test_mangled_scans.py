"""What keyboards do to codes on their way: another code page, Caps Lock, a Vietnamese input method, lost letters."""

import pytest

from app.declarations.rules import Gender
from app.gate.rules.scans import Card, CardKind, Pass, Unfit, read_scan
from tests.gate.conftest import scan

CARD = "091085000111||Nguyễn Văn Tèo|05031985|Nữ|Ấp Đá Chồng, Bãi Thơm|15042021"


def _read(text):
    return read_scan(text, national_hosts={"tokhaiyte.vn"}, own_host="khaibao.kiengiang.gov.vn")


def _byte_by_byte(text):
    """As a scanner types UTF-8 that takes every byte for a letter of Windows-1252."""
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode())


def test_a_card_typed_byte_by_byte_is_read_as_it_was_written():
    assert "Nguyá»…n" in _byte_by_byte(CARD)
    assert _read(_byte_by_byte(CARD)) == _read(CARD)
    assert _read(CARD).full_name == "Nguyễn Văn Tèo"


@pytest.mark.parametrize("name", ["Hà", "Tô Ã", "Đỗ Văn Ý", "José Ñuñez"])
def test_a_name_that_is_well_stays_as_it_is(name):
    assert _read(CARD.replace("Nguyễn Văn Tèo", name)).full_name == name


@pytest.mark.parametrize("lost", ["Nguy?n V?n T?o", "Nguy\ufffdn V\ufffdn T\ufffdo"])
def test_where_letters_were_lost_the_guard_types_and_the_number_still_finds(lost):
    card = _read(f"091085000111||{lost}|05031985|N?|?p 4, B?i Th?m|15042021")

    assert card == Card(CardKind.CITIZEN, full_name="", id_number="091085000111", birth_year="1985")
    assert _read(CARD).gender is Gender.FEMALE


def test_a_pass_scanned_with_caps_lock_on_is_turned_back_and_a_poster_stays_a_poster():
    assert _read("HTTPS://KHAIBAO.KIENGIANG.GOV.VN/R/aBcD-_1234567890") == Pass("AbCd-_1234567890")
    assert _read("HTTPS://KHAIBAO.KIENGIANG.GOV.VN/Q/7K2M9QXWA") is Unfit.POSTER


@pytest.mark.parametrize("receipt", ["ÁbCd-_123456789", "AbCđ-_1234567890", "AbCd-_123456", "AbCd-_12345678901"])
def test_a_pass_that_an_input_method_changed_says_what_to_switch_off(receipt):
    assert _read(f"https://khaibao.kiengiang.gov.vn/r/{receipt}") is Unfit.MISTYPED


def test_the_guard_is_told_what_to_switch_off(browse, gate):
    page = scan(browse(gate.tu), "http://localhost/r/ÁbCdêf")

    assert "Hãy tắt bộ gõ tiếng Việt" in page.text


def test_whom_the_guard_has_to_ask_stands_before_the_scanner_and_typing_begins_there(browse, gate):
    guard = browse(gate.tu)

    page = scan(guard, CARD)
    assert page.text.index('id="by_hand"') < page.text.index('id="text"')
    assert [each.get("name") for each in page.tree.iter() if each.get("autofocus") is not None] == ["phone"]
    assert "Bỏ qua, quét người tiếp theo" in page.text

    number = scan(guard, "0912345678")
    assert [each.get("name") for each in number.tree.iter() if each.get("autofocus") is not None] == ["full_name"]

    usual = guard.get("/gate")
    assert usual.text.index('id="by_hand"') > usual.text.index('id="text"')
    assert [each.get("name") for each in usual.tree.iter() if each.get("autofocus") is not None] == ["text"]
