"""What guards' scanners read, in the shapes in which cards and phones show it."""

import pytest

from app.declarations.rules import Gender
from app.gate.rules.scans import Card, CardKind, Pass, Phone, Unfit, read_scan

NAME_IN_HEX = "Nguyễn Thị Bé".encode().hex()
ADDRESS_IN_HEX = "Ấp Hòa An, Xã Mong Thọ B".encode().hex().upper()
LAN = Card(
    CardKind.CITIZEN,
    full_name="Trần Thị Mỹ Lan",
    id_number="091190012345",
    birth_year="1990",
    gender=Gender.FEMALE,
    address="Khu phố 5, Dương Đông, Phú Quốc, Kiên Giang",
)


def _read(text):
    return read_scan(text, national_hosts={"tokhaiyte.vn"}, own_host="khaibao.kiengiang.gov.vn")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "091190012345|371234567|Trần Thị Mỹ Lan|05031990|Nữ|Khu phố 5, Dương Đông, Phú Quốc, Kiên Giang|15042021",
            id="seven fields",
        ),
        pytest.param(
            "091190012345||Trần Thị Mỹ Lan|05031990|Nữ|Khu phố 5,Dương Đông,Phú Quốc,Kiên Giang|15042021\r\n",
            id="no CMND, no blanks, a scanner's line end",
        ),
        pytest.param(
            "091190012345||Trần Thị Mỹ Lan|05031990|Nữ|Khu phố 5, Dương Đông, Phú Quốc, Kiên Giang|15042021||Trần Ba|",
            id="a card of 2024 with more",
        ),
        pytest.param(
            "091190012345||Trần Thị Mỹ Lan|05031990|Nu|Khu phố 5, Dương Đông, Phú Quốc, Kiên Giang|15042021",
            id="a keyboard that lost a mark",
        ),
    ],
)
def test_a_citizens_card_names_its_holder(text):
    assert _read(text) == LAN


def test_a_personal_code_hides_part_of_the_paper_and_of_the_phone():
    card = _read("******012345|NGUYEN VAN AN|1985-**-**|0|VN-0001|1<GD4877*******<0943******")

    assert card == Card(CardKind.PERSONAL, full_name="Nguyen Van An", birth_year="1985", gender=Gender.MALE)


def test_a_personal_code_that_hides_nothing_gives_number_and_phone():
    card = _read("091085000111|NGUYEN VAN AN|1985-02-03|1|VN-0001|VN-0002<2<<0912345678<c2ln")

    assert (card.id_number, card.phone, card.gender) == ("091085000111", "0912345678", Gender.FEMALE)


@pytest.mark.parametrize("number", ["GD4919112345678", "9112345678"])
def test_a_health_insurance_card_has_its_name_in_hexadecimal(number):
    card = _read(f"{number}|{NAME_IN_HEX}|01/02/1956|2|{ADDRESS_IN_HEX}|91 - 001|01/01/2021|31/12/2021|-|4|-|$")

    assert card == Card(
        CardKind.HEALTH,
        full_name="Nguyễn Thị Bé",
        birth_year="1956",
        gender=Gender.FEMALE,
        address="Ấp Hòa An, Xã Mong Thọ B",
    )


def test_a_pass_of_ours_and_a_phone_number():
    assert _read("https://khaibao.kiengiang.gov.vn/r/AbCd-_1234567890") == Pass("AbCd-_1234567890")
    assert _read("+84 912.345.678") == Phone("0912345678")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("HTTPS://KHAIBAO.KIENGIANG.GOV.VN/Q/7K2M9QXWA", Unfit.POSTER),
        ("https://khaibao.kiengiang.gov.vn/stats", Unfit.OTHER_PAGE),
        ("https://tokhaiyte.vn/?page=Login.Form&code=1", Unfit.NATIONAL_PLACE),
        ("https://tokhaiyte.vn", Unfit.NATIONAL_PLACE),
        ("00020101021238570010A000000727", Unfit.PAYMENT),
        ("https://zalo.me/0912345678", Unfit.FOREIGN),
        ("091190012345||123|05031990|Nữ|Dương Đông|15042021", Unfit.BROKEN),
        ("GD4919112345678|xyz|01/02/1956|2|00|x|", Unfit.BROKEN),
        ("9112345678|", Unfit.BROKEN),
        ("xin chào", Unfit.UNKNOWN),
        ("", Unfit.UNKNOWN),
        ("|" * 5000, Unfit.UNKNOWN),
    ],
)
def test_what_lets_nobody_in_says_why(text, why):
    assert _read(text) is why
