"""`flask units import`: a dry run that names every problem, and with --commit what the page does."""

import pytest

from app.units.intake.cli import cli
from tests.units.intake.files import row, xlsx

pytestmark = pytest.mark.slow


@pytest.fixture
def run(app, tmp_path):
    def start(*rows, commit=False, name="a.xlsx"):
        path = tmp_path / name
        path.write_bytes(xlsx(*rows))
        return app.test_cli_runner().invoke(cli, ["import", str(path), *(["--commit"] if commit else [])])

    return start


ROWS = (row(), row("Quán B", phone="12"), row("Quán ốc đêm 2"))


def test_without_commit_every_problem_is_named_by_its_line_and_nothing_is_written(cast, desk, run):
    done = run(*ROWS)

    assert done.exit_code == 0, done.output
    assert "3: Sai. Điện thoại người đứng đầu “12” không đúng" in done.output
    assert "4: Có thể trùng. Giống dòng 2" in done.output
    assert "Mới: 1" in done.output
    assert desk(cast.an).units() == []
    assert "a.xlsx" not in desk(cast.chau).browser.get("/units/import").text


def test_with_commit_the_good_rows_are_entered_and_again_nothing(cast, desk, run):
    first = run(*ROWS, commit=True)
    again = run(*ROWS, commit=True)

    assert "1 units entered, 0 changed" in first.output, first.output
    assert "0 units entered, 0 changed" in again.output
    assert [unit.name for unit in desk(cast.an).units()] == ["Quán Ốc Đêm"]


def test_a_file_without_the_needed_columns_names_them(run):
    done = run({"Tên đơn vị": "Quán A"})

    assert done.exit_code == 1
    assert "Loại hình" in done.output


def test_a_file_that_cannot_be_read_says_why(app, tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    done = app.test_cli_runner().invoke(cli, ["import", str(path)])

    assert done.exit_code == 1
    assert "Tệp Excel cũ" in done.output
