"""The health department copies a set, changes it, tries it and switches it on; what was assessed is due again."""

from datetime import timedelta

import pytest
import time_machine

from app.clock import local_day, now
from app.db import db
from app.safety.labels import ASSESSED_LABELS
from app.safety.models import CriteriaSet
from app.safety.rules import Level, Model, read_scoring
from app.safety.sets.trying import SampleKind, Shift, by_text, compare, is_sound, samples
from app.safety.sets.writing import BadLines, Part, Problem, Wrong, read, write
from app.web.filters import day
from tests.browser_client import Browser
from tests.safety.conftest import assess, begin

WORDS = {level: str(label) for level, label in ASSESSED_LABELS.items()}
GOOD = {
    Part.OPTIONS: "1 = Đạt\n0 = Không đạt",
    Part.SECTIONS: "# Trước giờ học\n* Đủ nước sạch\nCó kế hoạch | 10 = đủ | 0 = chưa",
    Part.BANDS: "2 | An toàn | Tốt | Duy trì\n1 | có rủi ro | Khá | Khắc phục\n0 | Không an toàn | Kém | Dừng",
}


def test_a_set_written_and_read_again_is_the_same(app, school):
    with app.app_context():
        stored = [(each.code, each.model, each.content) for each in db.session.query(CriteriaSet)]
    assert len(stored) >= 9
    for code, model, content in stored:
        assert read(model, write(content, WORDS), WORDS) == content, code


@pytest.mark.parametrize(
    ("part", "text", "line", "wrong"),
    [
        (Part.OPTIONS, "một = Đạt\n0 = Không", 1, Wrong.OPTION),
        (Part.OPTIONS, "1 = Đạt", 0, Wrong.FEW_OPTIONS),
        (Part.OPTIONS, "1 = Đạt\n1 = Cũng đạt", 0, Wrong.FEW_OPTIONS),
        (Part.SECTIONS, "Đủ nước sạch", 1, Wrong.NO_SECTION),
        (Part.SECTIONS, "# Trước giờ học", 0, Wrong.EMPTY_SECTION),
        (Part.SECTIONS, "# Trước\n* " + "a" * 301, 2, Wrong.LONG),
        (Part.SECTIONS, "# Trước\nĐủ nước | 1 = đủ", 2, Wrong.FEW_OPTIONS),
        (Part.BANDS, "2 | Tuyệt vời | Tốt | Duy trì\n1 | An toàn | a | b\n0 | Không an toàn | a | b", 1, Wrong.BAND),
        (Part.BANDS, "2 | An toàn | Tốt | Duy trì", 0, Wrong.FEW_BANDS),
        (Part.BANDS, "0 | Không an toàn | a | b\n2 | An toàn | a | b", 0, Wrong.ORDER),
    ],
)
def test_what_is_no_set_is_said_by_line(part, text, line, wrong):
    with pytest.raises(BadLines) as caught:
        read(Model.COUNT, {**GOOD, part: text}, WORDS)

    assert Problem(part, line, wrong) in caught.value.problems


def test_bands_of_an_index_go_up():
    bands = "30 | An toàn | a | b\n100 | Không an toàn | a | b"
    assert read(Model.INDEX, {**GOOD, Part.BANDS: bands}, WORDS)["bands"][0]["bound"] == 30


def test_samples_show_the_best_the_worst_and_each_mandatory_one_failed():
    scoring = read_scoring(Model.COUNT, read(Model.COUNT, {**GOOD, Part.SECTIONS: "# A\n* Một\nHai\n* Ba"}, WORDS))
    found = samples(scoring)

    assert [(each.kind, each.criterion and each.criterion.number) for each in found] == [
        (SampleKind.BEST, None),
        (SampleKind.WORST, None),
        (SampleKind.ONE_FAILED, 1),
        (SampleKind.ONE_FAILED, 3),
    ]
    assert [each.verdict.level for each in found] == [Level.SAFE, Level.UNSAFE, Level.UNSAFE, Level.UNSAFE]
    assert is_sound(found)


def test_a_set_whose_best_answers_are_not_safe_is_unsound():
    bands = "12 | An toàn | a | b\n0 | Không an toàn | a | b"
    content = read(Model.COUNT, {**GOOD, Part.BANDS: bands}, WORDS)
    assert not is_sound(samples(read_scoring(Model.COUNT, content)))


def test_given_answers_are_compared_by_the_words_of_their_criteria():
    before = read_scoring(Model.COUNT, read(Model.COUNT, {**GOOD, Part.SECTIONS: "# A\nMột\nHai"}, WORDS))
    after = read_scoring(Model.COUNT, read(Model.COUNT, {**GOOD, Part.SECTIONS: "# A\nHai\nMột"}, WORDS))
    more = read_scoring(Model.COUNT, read(Model.COUNT, {**GOOD, Part.SECTIONS: "# A\nHai\nBa"}, WORDS))
    given = [(Level.SAFE, by_text(before, {1: 1, 2: 1})), (Level.AT_RISK, by_text(before, {1: 1, 2: 0}))]

    assert compare(after, given) == [Shift(Level.SAFE, Level.SAFE, 1), Shift(Level.AT_RISK, Level.AT_RISK, 1)]
    assert {each.after for each in compare(more, given)} == {None}


def draft(browser: Browser) -> str:
    """The address of a draft of the school's set."""
    page = browser.get("/assessments/criteria")
    schools = page.text.index("Bộ tiêu chí trường học an toàn")
    action = page.text[schools:].partition('action="')[2].partition('"')[0]
    return browser.send("/assessments/criteria", to=action).location


def _change(browser: Browser, path: str, **values: str):
    return browser.send(path, values, to=path)


@pytest.mark.slow
def test_hai_changes_a_copy_tries_it_and_switches_it_on(app, cast, school, browse):
    mai, hai = browse(school.mai), browse(cast.hai)
    assess(mai, school, failed=(1,))
    path = draft(hai)
    text = hai.get(path).fields(path)["sections"]

    assert hai.send(f"{path}/trial", to=f"{path}/tried").status == 303
    assert _change(hai, path, sections=text + "\nCó sổ theo dõi sức khỏe", basis="Công văn 99/SYT").status == 303
    # Changed after it was tried: to be tried again.
    assert hai.post(f"{path}/switch", {**hai.get(path).fields(), "from_on": day(local_day())}).status == 409
    trial = hai.get(f"{path}/trial").text
    assert "Mọi tiêu chí trả lời tốt nhất" in trial
    assert "1 bản" in trial
    hai.send(f"{path}/trial", to=f"{path}/tried")
    first = local_day() + timedelta(2)
    assert hai.send(f"{path}/trial", {"from_on": day(first)}, to=f"{path}/switch").status == 303

    page = mai.get(school.safety).text
    assert "bản 1" in page
    # What she assessed holds seven days longer than the old version at most.
    assert f"có hiệu lực đến hết ngày {day(first + timedelta(6))}" in page
    with time_machine.travel(now() + timedelta(2)):
        later = browse(school.mai)
        assert "Bộ tiêu chí đã có bản mới" in later.get(school.safety).text
        assert "/16 tiêu chí" in later.get(begin(later, school)).text
    with app.app_context():
        rows = db.session.query(CriteriaSet).filter_by(code="school").order_by(CriteriaSet.number).all()
        assert [(row.number, row.until_on) for row in rows] == [(1, first), (2, None)]


def test_lines_that_are_wrong_are_said_and_kept(cast, school, browse):
    hai = browse(cast.hai)
    path = draft(hai)

    page = _change(hai, path, bands="11 | Tốt | a | b", name="Tên mới")

    assert page.status == 422
    assert "Dòng 1: Mức viết theo mẫu" in page.text
    assert "11 | Tốt | a | b" in page.text
    assert "Tên mới" in page.text


def test_an_unsound_draft_is_not_tried_and_a_past_day_not_taken(cast, school, browse):
    hai = browse(cast.hai)
    path = draft(hai)
    _change(hai, path, bands="99 | An toàn | a | b\n0 | Không an toàn | a | b")
    assert hai.send(f"{path}/trial", to=f"{path}/tried").status == 409

    other = draft(hai)
    hai.send(f"{other}/trial", to=f"{other}/tried")
    late = hai.send(f"{other}/trial", {"from_on": day(local_day() - timedelta(1))}, to=f"{other}/switch")
    assert late.status == 422
    assert hai.send(other, to=f"{other}/drop").status == 303
    assert hai.get(other).status == 404


def test_one_tries_answers_of_ones_own(cast, school, browse):
    hai = browse(cast.hai)
    path = draft(hai)
    chosen = "&".join(f"a{n}={0 if n == 4 else 1}" for n in range(1, 16))

    assert "đạt 14/15 tiêu chí" in hai.get(f"{path}/trial?{chosen}").text


@pytest.mark.parametrize("who", ["an", "chau", "lan", "oanh"])
def test_nobody_else_changes_sets(cast, school, browse, who):
    path = draft(browse(cast.hai))
    browser = browse(getattr(cast, who))

    assert "Lập bản mới" not in browser.get("/assessments/criteria").text
    assert browser.get(path).status == 403
    assert browser.post(f"{path}/switch").status == 403
