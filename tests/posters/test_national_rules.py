"""What a scanned text is: a unit's code of the national system, or something that must not be recorded as one."""

import pytest

from app.posters.national.rules import CodeKind, full_address, kind_of

HOSTS = ("tokhaiyte.vn",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("https://qr.tokhaiyte.vn/d/7f3a91c2", CodeKind.NATIONAL, id="a place"),
        pytest.param("HTTPS://QR.TOKHAIYTE.VN/D/7F3A91C2", CodeKind.NATIONAL, id="in capitals"),
        pytest.param("http://tokhaiyte.vn/?page=Checkin&id=123", CodeKind.NATIONAL, id="by its question"),
        pytest.param("qr.tokhaiyte.vn/d/7f3a91c2", CodeKind.NATIONAL, id="typed without scheme"),
        pytest.param(" https://tokhaiyte.vn./d/1 ", CodeKind.NATIONAL, id="with the root's dot"),
        pytest.param("https://tokhaiyte.vn/", CodeKind.PAGE_OF_ALL, id="the front door"),
        pytest.param("https://qr.tokhaiyte.vn/dkdd", CodeKind.PAGE_OF_ALL, id="where places are registered"),
        pytest.param("https://tokhaiyte.vn.example.com/d/1", CodeKind.FOREIGN, id="a longer name"),
        pytest.param("https://xtokhaiyte.vn/d/1", CodeKind.FOREIGN, id="another name with the same end"),
        pytest.param("https://tokhaiyte.vn@example.com/d/1", CodeKind.FOREIGN, id="the name as a user"),
        pytest.param("https://a:b@tokhaiyte.vn/d/1", CodeKind.FOREIGN, id="with a password"),
        pytest.param("https://tokhaiyte.vn:8443/d/1", CodeKind.FOREIGN, id="at another port"),
        pytest.param("https://tоkhaiyte.vn/d/1", CodeKind.FOREIGN, id="with a Cyrillic o"),
        pytest.param("ftp://tokhaiyte.vn/d/1", CodeKind.FOREIGN, id="by another protocol"),
        pytest.param("https://example.com\\@tokhaiyte.vn/d/1", CodeKind.UNKNOWN, id="with a backslash"),
        pytest.param("https://tokhaiyte.vn/d 1", CodeKind.UNKNOWN, id="with a blank"),
        pytest.param("https://tokhaiyte.vn:x/d", CodeKind.UNKNOWN, id="with a port that is none"),
        pytest.param("https://[tokhaiyte.vn/d", CodeKind.UNKNOWN, id="half an address"),
        pytest.param("javascript://tokhaiyte.vn/%0aalert(1)", CodeKind.FOREIGN, id="a script"),
        pytest.param("https://portal.example/Q/7ZQ4K2M9A", CodeKind.OWN, id="ours"),
        pytest.param("HTTPS://PORTAL.EXAMPLE/Q/7ZQ4K2M9A", CodeKind.OWN, id="ours as posters have it"),
        pytest.param("https://qr.pccovid.gov.vn/x", CodeKind.FOREIGN, id="a system that is not named"),
        pytest.param(
            "00020101021138570010A00000072701270006970436011300110012345670208QRIBFTTA53037045802VN6304B1C9",
            CodeKind.PAYMENT,
            id="a bank transfer",
        ),
        pytest.param(
            "091090123456|371234567|Nguyễn Văn Ánh|01011990|Nam|Ấp Sao Mai, Dương Tơ, Phú Quốc|15042021",
            CodeKind.CITIZEN_CARD,
            id="a chip card",
        ),
        pytest.param(
            "091090123456||Nguyễn Văn Ánh|01011990|Nam|Phú Quốc|15042021",
            CodeKind.CITIZEN_CARD,
            id="a chip card without an earlier number",
        ),
        pytest.param(
            "091090123456||Nguyễn Văn Ánh|01011990|Nam|Phú Quốc|15042024|||Nguyễn Văn Cha|Lê Thị Mẹ",
            CodeKind.CITIZEN_CARD,
            id="a card of 2024",
        ),
        pytest.param(
            "******123456|NGUYEN VAN ANH|1990-**-**|0|8f6a1c|1<GD4877*******<0943******",
            CodeKind.PERSONAL,
            id="a personal code",
        ),
        pytest.param(
            "GD4919123456789|4e677579e1bb856e|01/01/1990|1|5068c3ba|91-001|01/01/2021|31/12/2021|-",
            CodeKind.HEALTH_CARD,
            id="a health insurance card",
        ),
        pytest.param("7ZQ4-K2M9-A", CodeKind.UNKNOWN, id="a typed code"),
        pytest.param("Điểm kiểm dịch số 5", CodeKind.UNKNOWN, id="words"),
        pytest.param("https://tokhaiyte.vn/" + "a" * 500, CodeKind.TOO_LONG, id="too long"),
        pytest.param("", CodeKind.UNKNOWN, id="nothing"),
    ],
)
def test_what_a_text_is(text, expected):
    assert kind_of(text, national_hosts=HOSTS, own_host="portal.example") is expected


def test_the_province_may_name_another_system():
    hosts = ("tokhaiyte.vn", "pccovid.gov.vn")

    assert kind_of("https://qr.pccovid.gov.vn/x", national_hosts=hosts, own_host="") is CodeKind.NATIONAL


def test_an_address_gets_the_scheme_that_people_leave_out():
    assert full_address("qr.tokhaiyte.vn/d/1") == "https://qr.tokhaiyte.vn/d/1"
    assert full_address("http://tokhaiyte.vn/d/1") == "http://tokhaiyte.vn/d/1"
