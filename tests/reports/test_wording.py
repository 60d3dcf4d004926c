"""How figures are said in an official sentence, and who signs in which capacity."""

import pytest

from app.organisations.rules import OrganisationKind as Kind
from app.reports.rules import capacity, issuer, place_of, reasons_told, symbol
from app.reports.wording import shortcomings, tasks
from app.reports.wording.figures import against_target, change, count, share
from app.reports.wording.results import _counted
from app.reports.wording.shortcomings import _below


def figure(numerator, denominator, **more):
    return {"numerator": numerator, "denominator": denominator, **more}


@pytest.mark.parametrize(("number", "words"), [(0, "0"), (5, "05"), (12, "12"), (1234, "1.234")])
def test_count(number, words):
    assert count(number) == words


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ((7, 8), "87,5%"),
        ((9, 10), "90%"),
        ((9999, 10000), "99,9%"),
        ((1, 10000), "0,1%"),
        ((0, 5), "0%"),
        pytest.param((1, 16), "6,3%", id="a half is rounded up"),
        pytest.param((41, 80), "51,3%", id="also where the floating number lies below it"),
        ((5, 5), "100%"),
    ],
)
def test_a_share_is_never_rounded_up_to_all_or_down_to_nothing(pair, words):
    assert share(*pair) == words


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        pytest.param((9, 10), (8, 10), ", tăng 10 điểm phần trăm so với kỳ trước (80%)", id="rises"),
        pytest.param((8, 10), (9, 10), ", giảm 10 điểm phần trăm so với kỳ trước (90%)", id="falls"),
        pytest.param((8, 10), (4, 5), ", bằng kỳ trước (80%)", id="stays"),
        pytest.param(
            (9999, 10000),
            (10, 10),
            ", giảm 0,1 điểm phần trăm so với kỳ trước (100%)",
            id="falls by less than that",
        ),
        pytest.param((8, 10), (0, 0), "", id="nothing was due before"),
        pytest.param((0, 0), (4, 5), "", id="nothing is due"),
    ],
)
def test_change(now, before, words):
    assert change(figure(*now), figure(*before)) == words


@pytest.mark.parametrize(
    ("numerator", "words"),
    [(90, "; đạt mục tiêu 90%"), (89, "; chưa đạt mục tiêu 90%")],
)
def test_against_target(numerator, words):
    assert against_target(figure(numerator, 100, target=0.9)) == words


@pytest.mark.parametrize("percent", range(1, 101))
def test_exactly_the_target_is_reached(percent):
    met = figure(percent, 100, target=percent / 100)

    assert against_target(met) == f"; đạt mục tiêu {percent}%"
    assert not _below([{"name": "Sở Y tế", "is_rankable": True, "measures": {"entry": met}}], met["target"])


@pytest.mark.parametrize(
    ("kind", "name", "title", "lines"),
    [
        (Kind.PROVINCE_OFFICE, "Văn phòng UBND tỉnh", "Chủ tịch UBND tỉnh", "TM. Ủy ban nhân dân\nChủ tịch"),
        (
            Kind.DISTRICT,
            "UBND huyện Hòn Đất",
            "Phó Chủ tịch UBND huyện Hòn Đất",
            "TM. Ủy ban nhân dân\nKT. Chủ tịch\nPhó Chủ tịch",
        ),
        (Kind.DEPARTMENT, "Sở Du lịch", "Giám đốc Sở Du lịch", "Giám đốc"),
        (Kind.DEPARTMENT, "Sở Du lịch", "Phó Giám đốc", "KT. Giám đốc\nPhó Giám đốc"),
        (Kind.DEPARTMENT, "Thanh tra tỉnh", "Chánh Thanh tra", "Chánh Thanh tra"),
    ],
)
def test_capacity(kind, name, title, lines):
    assert capacity(kind, name, title) == lines


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        (Kind.PROVINCE_OFFICE, "Văn phòng UBND tỉnh", "BC-UBND"),
        (Kind.COMMUNE, "UBND phường Đông Hồ", "BC-UBND"),
        (Kind.DEPARTMENT, "Sở Du lịch", "BC-SDL"),
        (Kind.DEPARTMENT, "Sở Giáo dục và Đào tạo", "BC-SGDĐT"),
        (Kind.DEPARTMENT, "Sở Lao động - Thương binh và Xã hội", "BC-SLĐTBXH"),
    ],
)
def test_symbol(kind, name, expected):
    assert symbol(kind, name) == expected


@pytest.mark.parametrize(
    ("kind", "name", "lines", "place"),
    [
        (Kind.PROVINCE_OFFICE, "Văn phòng UBND tỉnh", ("Ủy ban nhân dân", "tỉnh Kiên Giang"), "Kiên Giang"),
        (Kind.DISTRICT, "UBND thành phố Phú Quốc", ("Ủy ban nhân dân", "thành phố Phú Quốc"), "Phú Quốc"),
        (Kind.COMMUNE, "UBND thị trấn Tân Hiệp", ("Ủy ban nhân dân", "thị trấn Tân Hiệp"), "Tân Hiệp"),
        (Kind.DEPARTMENT, "Sở Y tế", ("", "Sở Y tế"), "Kiên Giang"),
    ],
)
def test_issuer_and_place(kind, name, lines, place):
    assert issuer(kind, name) == lines
    assert place_of(kind, name) == place


SAFETY = {"level_safe": 3, "not_assessed": 1, "area_set": 2, "area_never": 4}


def test_places_stand_beside_units_with_their_own_counts():
    said = [
        "".join(piece.text for piece in each) for each in _counted("safety", figure(5, 10, split=SAFETY), None, "x")
    ]

    assert said == [
        "Có 5/10 đơn vị có mức độ an toàn còn hạn và xã, phường, thị trấn được đặt hoặc xác nhận cấp độ trong kỳ, đạt "
        "50%.",
        "Trong đó: 03 đơn vị an toàn; 01 đơn vị chưa đánh giá.",
        "Trong đó: 02 xã được cấp huyện đặt hoặc xác nhận cấp độ; 04 xã chưa đặt cấp độ.",
    ]


def test_a_figure_frozen_before_places_were_counted_reads_as_it_did():
    frozen = figure(3, 4, split={"level_safe": 3, "not_assessed": 1})

    assert ["".join(piece.text for piece in each) for each in _counted("safety", frozen, None, "đơn vị còn hạn")] == [
        "Có 3/4 đơn vị còn hạn, đạt 75%."
    ]


def said(sentences):
    return ["".join(piece.text for piece in sentence) for sentence in sentences]


def test_who_reported_people_in_isolation_and_what_is_of_teams_stand_apart():
    isolation = figure(
        7, 9, split={"isolation_self": 4, "isolation_team": 2, "isolation_absent": 1, "isolation_silent": 2}
    )
    rounds = {"household_reported": 30, "household_late": 1, "round_filed": 5, "round_missing": 2}
    zones = figure(35, 38, split={**rounds, "households_listed": 35, "households_known": 1200})

    assert said(_counted("isolation", isolation, figure(8, 9), "lượt")) == [
        "Có 7/9 lượt, đạt 77,8%, giảm 11,1 điểm phần trăm so với kỳ trước (88,9%).",
        "Trong đó: 04 lượt người được cách ly tự cập nhật; 02 lượt Tổ Covid cộng đồng cập nhật; 01 lượt ghi nhận vắng "
        "mặt; 02 lượt chưa cập nhật.",
    ]
    assert said(_counted("zones", zones, figure(0, 0), "lượt"))[1:] == [
        "Trong đó: 30 lượt hộ trong khu vực cách ly y tế đã cập nhật; 01 lượt hộ cập nhật muộn; 05 lượt đi của tổ đã "
        "nộp; 02 lượt đi chưa nộp. Địa bàn nguy cơ cao có 35/1.200 hộ trong danh sách của các tổ."
    ]


def test_a_figure_frozen_before_its_split_was_told_reads_as_it_did():
    assert len(_counted("isolation", figure(7, 9, split={"isolation_self": 7}), None, "lượt")) == 1


@pytest.fixture
def weak():
    """A report's figures of two bodies; something is missing of every measure."""
    keys = ("lead", "qr", "entry", "safety", "isolation", "zones", "publicise")
    line = {"is_own": False, "measures": {"entry": figure(9, 10)}, "is_rankable": True, "name": "Sở Y tế"}
    return {
        "measures": {key: figure(10 - n, 10) for n, key in enumerate(keys, start=1)},
        "confirmations": {"missing": 1, "missing_names": ["Sở Du lịch"]},
        "sections": [{"label": "Sở", "is_ranked": True, "lines": [line]}],
    }


def test_what_is_missing_of_every_measure_is_told_with_the_reasons_of_heads(weak):
    weak["reasons"] = [
        {"name": "Sở Y tế", "text": "Thiếu người trực"},
        {"name": "Sở Công Thương", "text": "Mới nhận mã"},
    ]

    told = said(shortcomings(weak))

    assert [line.split(" ")[1] for line in told if line.startswith("Còn ")] == [
        "03",
        "02",
        "04",
        "05",
        "06",
        "07",
        "01",
    ]
    assert told[-2:] == [
        "Chưa xác nhận kết quả kỳ đã đến hạn: Sở Du lịch.",
        "Nguyên nhân do người đứng đầu các cơ quan nêu: Sở Y tế (Thiếu người trực); Sở Công Thương (Mới nhận mã).",
    ]
    assert len(tasks(weak)) == 7


def test_a_report_frozen_before_that_says_what_it_said(weak):
    assert len([line for line in said(shortcomings(weak)) if line.startswith("Còn ")]) == 2
    assert len(tasks(weak)) == 3


@pytest.mark.parametrize(
    ("numerator", "denominator", "more", "words"),
    [
        (4, 4, {"nothing_due": False}, ("không cho thấy nội dung chưa đạt", "Tiếp tục duy trì kết quả")),
        (0, 0, {"nothing_due": True}, ("không phát sinh số liệu để đánh giá", "đăng ký và khai báo trên hệ thống")),
        # What was frozen before says what it said.
        (0, 0, {}, ("không cho thấy nội dung chưa đạt", "Tiếp tục duy trì kết quả")),
    ],
)
def test_who_has_no_figures_has_reached_nothing(weak, numerator, denominator, more, words):
    measures = {key: {**each, "numerator": numerator, "denominator": denominator} for key, each in
                weak["measures"].items()}  # fmt: skip
    confirmations = {**weak["confirmations"], "missing": 0}
    none = {**weak, "sections": [], "measures": measures, "confirmations": confirmations, "reasons": [], **more}

    (missing,), (task,) = said(shortcomings(none)), said(tasks(none))

    assert words[0] in missing
    assert words[1] in task


@pytest.mark.parametrize(
    ("reasons", "words"),
    [
        ({"whole": "", "measures": {}}, ""),
        ({"whole": "Bão. ", "measures": {"qr": "Thiếu mã", "entry": "Bão"}}, "Bão; Thiếu mã"),
        ({"whole": "", "measures": {"qr": " ", "entry": "Thiếu người"}}, "Thiếu người"),
    ],
)
def test_each_reason_is_told_once(reasons, words):
    assert reasons_told(reasons) == words
