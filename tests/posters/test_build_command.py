"""`posters build` writes the sheets of a body's or a place's units."""

from zipfile import ZipFile

import pytest

from app.posters.links import short_url
from tests.made_once import made_once
from tests.places import open_place
from tests.posters.pages import codes, pictures


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=["posters", "build", *map(str, words)])


@made_once
def hotel(app, cast):
    open_place(app, cast.binh, name="Quán Hà Tiên", owner="district-900", commune="30769", username="ha")
    return open_place(app, cast.an)


def test_a_place_in_one_pdf(app, run, hotel, tmp_path):
    said = run("--area", "911", "--out", tmp_path / "all.pdf", "--size", "a5", "--logo")

    assert said.exit_code == 0, said.output
    assert "1 posters" in said.output
    (picture,) = pictures((tmp_path / "all.pdf").read_bytes())
    with app.app_context():
        assert codes(picture) == [short_url(hotel.code)]


def test_a_body_in_a_zip(run, hotel, tmp_path):
    said = run("--owner", "district-900", "--out", tmp_path / "all.zip")

    assert said.exit_code == 0, said.output
    assert ZipFile(tmp_path / "all.zip").namelist() == ["Thành phố Hà Tiên/Phường Đông Hồ (001).pdf"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "say --owner or --area"),
        (["--area", "99"], "no place has the code 99"),
        (["--owner", "nobody"], "no body has the code nobody"),
        (["--area", "911", "--state", "displayed"], "no code fits"),
    ],
)
def test_what_cannot_be_printed_is_named(run, hotel, tmp_path, words, message):
    said = run(*words, "--out", tmp_path / "all.pdf")

    assert said.exit_code != 0
    assert message in said.output
    assert not (tmp_path / "all.pdf").exists()


def test_another_kind_of_file_is_refused(run, hotel, tmp_path):
    assert "ends with .pdf or .zip" in run("--area", "911", "--out", tmp_path / "all.docx").output
