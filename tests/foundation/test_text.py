"""Text as people in Kiên Giang type it, on all sorts of phones and keyboards."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text import (
    SORT_KEY_LENGTH,
    InvalidIdNumber,
    InvalidPhone,
    fold_place,
    mask_name,
    mask_phone,
    name_sort_key,
    nfc,
    normalise_id_number,
    normalise_phone,
    search_key,
    show_phone,
    sort_key,
)

ANYTHING = st.text(st.characters(), max_size=60)
VIETNAMESE = st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyÀáẳẵặĐộờỹ "), min_size=1, max_size=30)


class TestNfc:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            pytest.param(
                unicodedata.normalize("NFD", "Nguyễn Thị Bưởi"), "Nguyễn Thị Bưởi", id="decomposed, from a Mac"
            ),
            pytest.param("  Chợ \t Mới\u00a0 ", "Chợ Mới", id="white space"),
            pytest.param("Chợ\r\nMới", "Chợ Mới", id="line end in a one-line field"),
            pytest.param("An\x00\x07\x1b", "An", id="control characters"),
            pytest.param("\u202eAn\u202c\u200f\u2067", "An", id="direction marks"),
            pytest.param("A\u200bn\ufeff\u00ad", "An", id="zero width"),
            pytest.param("An \u200b B", "An B", id="blanks around something unseen"),
            pytest.param("a\u200b\u0301", "á", id="a mark that lost its letter"),
            pytest.param("A\u200dn", "An", id="joiner outside Khmer"),
            pytest.param("ក\u200dខ", "ក\u200dខ", id="joiner inside Khmer"),
            pytest.param("ស្រុក\u200bគៀនលឿង", "ស្រុកគៀនលឿង", id="zero-width blank in Khmer"),
            pytest.param("An\ud800", "An", id="lone surrogate"),
            pytest.param("Nhà 🏠 số 5", "Nhà 🏠 số 5", id="emoji"),
            pytest.param("<script>", "<script>", id="markup is text"),
        ],
    )
    def test_stored_form(self, typed, stored):
        assert nfc(typed) == stored

    def test_paragraphs_are_kept_only_where_asked_for(self):
        typed = "\r\n  Ho \t khan \r\nsốt\x0b\n\n\n\nmệt  \n"

        assert nfc(typed, multiline=True) == "Ho khan\nsốt\n\nmệt"
        assert nfc(typed) == "Ho khan sốt mệt"

    @given(ANYTHING, st.booleans())
    def test_cleaning_again_changes_nothing_and_any_database_takes_it(self, typed, multiline):
        stored = nfc(typed, multiline=multiline)

        assert nfc(stored, multiline=multiline) == stored
        assert "\x00" not in stored.encode().decode()


class TestSearchKey:
    @pytest.mark.parametrize("typed", ["kien luong", "Kiên Lương", "KIÊN LƯƠNG", " Kiên  Luơng"])
    def test_one_place_however_it_is_typed(self, typed):
        assert search_key(typed) == "kien luong"

    @pytest.mark.parametrize(("one", "other"), [("Hoà", "Hòa"), ("Thuý", "Thúy"), ("Đất", "Ðất"), ("đỏ", "ĐO")])
    def test_equal_for_searchers(self, one, other):
        assert search_key(one) == search_key(other)

    def test_khmer_keeps_its_vowels_and_coeng(self):
        assert search_key("ស្រុក គៀនលឿង") == "ស្រុក គៀនលឿង"

    def test_korean_and_french_visitors_are_found(self):
        assert search_key("김철수") == "김철수"
        assert search_key("Élodie Façon") == "elodie facon"

    @given(ANYTHING)
    def test_a_key_is_its_own_key_and_fits_the_column_of_its_text(self, typed):
        key = search_key(typed)

        assert search_key(key) == key
        assert len(key) <= len(nfc(typed))


class TestFoldPlace:
    @pytest.mark.parametrize(
        "typed", ["TP.Rạch Giá", "TP. Rạch Giá", "tp rach gia", "Thành phố Rạch Giá", "RẠCH GIÁ", "UBND TP. Rạch Giá"]
    )
    def test_the_kind_of_place_does_not_count(self, typed):
        assert fold_place(typed) == "rach gia"

    @pytest.mark.parametrize(
        ("typed", "folded"),
        [
            ("H. Kiên Lương", "kien luong"),
            ("X.Bình An", "binh an"),
            ("TT. Thứ Ba", "thu ba"),
            ("Thị trấn Thứ Ba", "thu ba"),
            ("Thị xã Hà Tiên", "ha tien"),
            ("P. Vĩnh Thanh, TP Rạch Giá", "vinh thanh, rach gia"),
            pytest.param("Tân Hiệp", "tan hiep", id="t is not Tỉnh without a dot or blank"),
            pytest.param("Phú Quốc", "phu quoc", id="nor p Phường"),
            pytest.param("Huyện", "huyen", id="nothing but the kind"),
        ],
    )
    def test_folded(self, typed, folded):
        assert fold_place(typed) == folded


class TestSortKey:
    @pytest.mark.parametrize(
        "in_order",
        [
            pytest.param("a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y", id="letters"),
            pytest.param("ma mà mả mã má mạ man", id="tones, after letters"),
            pytest.param("an ang anh ăn ân", id="a whole word before the next letter's"),
            pytest.param("Dương Đào Em", id="Đ after D, case aside"),
        ],
    )
    def test_words(self, in_order):
        words = in_order.split()

        assert sorted(set(words), key=sort_key) == words

    def test_names_of_places_word_by_word(self):
        places = ["Chốt 2", "Chốt 10", "Chốt Mỹ Đức", "Hoa Biển", "Hòa An", "Hòa An 3", "Hòa Điền", "Hoàn Mỹ"]

        assert sorted(set(places), key=sort_key) == places

    def test_case_and_punctuation_do_not_count(self):
        assert sort_key("Nhà hàng «Biển-Xanh»") == sort_key("NHÀ HÀNG BIỂN XANH")

    @given(VIETNAMESE)
    def test_every_collation_agrees_on_keys_of_vietnamese(self, text):
        """Only 0-9 and a-z: byte order, ICU and glibc rank these alike."""
        assert set(sort_key(text)) <= set("0123456789abcdefghijklmnopqrstuvwxyz")

    @pytest.mark.parametrize("text", ["ắ" * 300, "1a " * 300, "김" * 300, "\u0344" * 300])
    def test_a_key_fits_its_column(self, text):
        assert len(sort_key(text)) <= SORT_KEY_LENGTH
        assert len(name_sort_key(text)) <= SORT_KEY_LENGTH

    def test_absurd_numbers_are_no_error(self):
        assert sort_key("9" * 10_000) > sort_key("1")


class TestNameSortKey:
    def test_given_name_first_then_family_and_middle(self):
        people = ["Nguyễn An", "Nguyễn Thị An", "Nguyễn Văn An", "Trần Bá An", "Lê Ân", "Phan Bình", "Đỗ Y"]

        assert sorted(set(people), key=name_sort_key) == people

    @pytest.mark.parametrize("nameless", ["", "…", "?"])
    def test_somebody_without_a_name(self, nameless):
        assert isinstance(name_sort_key(nameless), str)


class TestPhones:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("0912345678", "0912345678"),
            (" 0912.345.678 ", "0912345678"),
            ("(091) 234-5678", "0912345678"),
            ("+84912345678", "0912345678"),
            ("+84 (0)912 345 678", "0912345678"),
            ("84912345678", "0912345678"),
            ("0084 912 345 678", "0912345678"),
            pytest.param("\u202a0912345678\u202c", "0912345678", id="copied from a contact, with direction marks"),
            pytest.param("០៩១២៣៤៥៦៧៨", "0912345678", id="Khmer digits"),
            ("0297 3812345", "02973812345"),
            ("+84 297 3812 345", "02973812345"),
            ("024 3812 3456", "02438123456"),
            pytest.param("0169 123 4567", "0391234567", id="Viettel before 2018"),
            pytest.param("+84 121 234 5678", "0792345678", id="MobiFone before 2018, from abroad"),
            pytest.param("01991234567", "0591234567", id="Gmobile before 2018"),
            pytest.param("+855 12 345 678", "+85512345678", id="Cambodia"),
            pytest.param("+1 (415) 555-2671", "+14155552671", id="America"),
        ],
    )
    def test_stored_form(self, typed, stored):
        assert normalise_phone(typed) == stored

    @pytest.mark.parametrize("prefix", ["032", "039", "052", "055", "059", "070", "076", "079", "081", "087", "099"])
    def test_every_network_in_use(self, prefix):
        assert normalise_phone(prefix + "1234567") == prefix + "1234567"

    @pytest.mark.parametrize(
        "typed",
        [
            *("", "không có", "091234567", "09123456789", "0712345678", "0012345678", "0000000000"),
            *("0912345678 0987654321", "0912 345 67x", "01611234567", "+84 12 345", "+84711234567", "+0123456789"),
            *("+123456", "+1234567890123456", "=0912345678", "115", "00912345678", "00855 12 345 678"),
        ],
    )
    def test_refused_without_repeating_what_was_typed(self, typed):
        with pytest.raises(InvalidPhone) as refusal:
            normalise_phone(typed)

        assert str(refusal.value) == ""

    @given(
        st.builds(str.__add__, st.sampled_from(["0", "84", "+84", "+", "01"]), st.text("0123456789 .()-", max_size=16))
    )
    def test_what_is_stored_is_its_own_stored_form(self, typed):
        try:
            stored = normalise_phone(typed)
        except InvalidPhone:
            return

        assert normalise_phone(stored) == stored
        assert normalise_phone(show_phone(stored)) == stored

    @pytest.mark.parametrize(
        ("stored", "shown"),
        [
            ("0912345678", "0912 345 678"),
            ("02973812345", "0297 3812 345"),
            ("02438123456", "024 3812 3456"),
            ("+85512345678", "+85512345678"),
        ],
    )
    def test_shown_in_groups(self, stored, shown):
        assert show_phone(stored) == shown

    def test_masked_as_the_national_systems_do(self):
        assert mask_phone("0912345678") == "0912345 ***"


class TestIdNumbers:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            pytest.param("091 090 001 234", "091090001234", id="CCCD"),
            pytest.param("370.123.456", "370123456", id="CMND"),
            pytest.param("b1234567", "B1234567", id="Vietnamese passport"),
            pytest.param("12345678", "12345678", id="foreign passport, digits only"),
            pytest.param("០៩១០៩០០០១២៣៤", "091090001234", id="Khmer digits"),
            pytest.param("AB-12.345", "AB12345", id="punctuated"),
        ],
    )
    def test_stored_form(self, typed, stored):
        assert normalise_id_number(typed) == stored

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "1234",
            "AB12",
            "0910900012",
            "09109000123",
            "0910900012345",
            "A" * 21,
            "0910/90001",
            "Ж1234567",
            "<b>12345",
        ],
    )
    def test_refused_without_repeating_what_was_typed(self, typed):
        with pytest.raises(InvalidIdNumber) as refusal:
            normalise_id_number(typed)

        assert str(refusal.value) == ""


@pytest.mark.parametrize(
    ("full_name", "shown"),
    [("Nguyễn Văn An", "Nguyễn Văn ***"), ("Lê Bình", "Lê ***"), ("An", "A***"), ("A\u0302n", "Â***"), ("", "***")],
)
def test_a_unit_sees_no_given_names(full_name, shown):
    assert mask_name(full_name) == shown
