"""Each benchmark measures something, with counts too small to quote."""

import json
from pathlib import Path

import pytest

from bench import declaring, finding, importing, isolating, opening, printing, starting, steady, watching
from bench.__main__ import BENCHMARKS
from bench.client import BadAnswer, send_all
from bench.figures import Figure, table, write
from bench.people import address_of, get, person
from bench.rounds import TINY
from bench.servers import granian


@pytest.mark.slow
@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("S1", declaring.measure),
        ("S2", steady.measure),
        ("S3", opening.measure),
        ("S4", watching.measure),
        ("S5", finding.measure),
        ("S8", importing.measure),
    ],
)
def test_a_ratio_against_the_floor_is_measured(name, measure) -> None:
    figures = measure(TINY)

    assert all(figure.value >= 0 for figure in figures)
    assert {figure.name for figure in figures} == {name}


@pytest.mark.slow
@pytest.mark.postgresql
def test_pages_of_isolation_are_measured_for_each_reader() -> None:
    figures = isolating.measure(TINY)

    assert {figure.name for figure in figures} == {"S4", "S5"}
    assert len(figures) == len(isolating.PAGES) + 1
    assert all(figure.value > 0 for figure in figures)


@pytest.mark.slow
def test_the_start_is_measured() -> None:
    second_start, importing = starting.measure(TINY)

    assert 0 < second_start.value < second_start.details["the first start, which makes the demo"]
    assert importing.value > 0


@pytest.mark.slow
def test_printing_is_measured() -> None:
    speed, size, read, different = printing.measure(TINY)

    assert speed.details["ours, posters/s"] > speed.details["one document, posters/s"]
    assert 0 < size.value < 1
    assert read.value == 100
    assert 0 < different.value <= 0.5


@pytest.mark.slow
def test_an_answer_that_the_benchmark_is_not_about_stops_it() -> None:
    with granian("bench.floor:null_app", {}) as server, pytest.raises(BadAnswer, match="200: 8"):
        send_all(server.port, [get("/", port=server.port, caller="127.0.0.1")] * 8, status=303)


def test_a_goal_is_reached_or_missed_by_the_median() -> None:
    slow = Figure("S1", "requests/s of the floor", [0.5, 0.55, 0.9], 0.6, True)
    light = Figure("S3", "CPU of the null app", [8.0, 11.0, 9.0], 10, False)

    assert (slow.is_reached, light.is_reached) == (False, True)


def test_the_table_shows_median_spread_goal_and_verdict() -> None:
    shown = table([Figure("S1", "requests/s", [0.5, 0.55, 0.9], 0.6, True, details={"ours, requests/s": 1234.5})])

    for part in ("0.55 ×", "0.50–0.90", "≥ 0.6 ×", "MISSED", "ours, requests/s: 1,234.5"):
        assert part in shown


def test_figures_are_written_for_machines(tmp_path: Path) -> None:
    write([Figure("S3", "CPU", [8.0], 10, False)], tmp_path / "instance/bench.json")

    (figure,) = json.loads((tmp_path / "instance/bench.json").read_text(encoding="utf-8"))["figures"]
    assert (figure["name"], figure["value"], figure["is_reached"]) == ("S3", 8.0, True)


def test_every_benchmark_can_be_asked_for() -> None:
    assert set(BENCHMARKS) == {"s1", "s2", "s3", "s4", "s5", "s7", "s8", "s12", "isolation"}


def test_invented_people_differ_in_name_phone_and_address() -> None:
    people = [person(number) for number in range(1, 5000)]

    assert len({each["full_name"] for each in people}) == len({each["phone"] for each in people}) == len(people)
    assert len({address_of(number) for number in range(1, 5000)}) == len(people)
