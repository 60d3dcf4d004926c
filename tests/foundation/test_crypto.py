"""What is sealed is read in its own place only, and by nobody once its key is destroyed."""

import json
import multiprocessing
import os
import shutil
import stat
import threading
import weakref
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from app.crypto import (
    CellRef,
    KeyDestroyed,
    KeyMissing,
    KeyStore,
    KeyUnusable,
    Unreadable,
    blind_index,
    blind_indexes,
    current_keys,
    day_key_id,
    files,
    init_app,
    seal,
    seal_json,
    unseal,
    unseal_json,
)

MASTER, NEW_MASTER = bytes(range(32)), bytes(range(32, 64))
DAY, NEXT_DAY = day_key_id(date(2026, 11, 22)), day_key_id(date(2026, 11, 23))
NAME = CellRef("visit", "full_name", 7, DAY)

# Later Pythons warn of threads in a process that forks; these children touch none of them.
forking = pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
fork = multiprocessing.get_context("fork")


class Ticker:
    """A monotonic clock that a test moves."""

    seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def path(tmp_path):
    return tmp_path / "instance" / "keys"


@pytest.fixture
def keys(path):
    return KeyStore(path, [MASTER])


def kinds(path):
    """Names of what lies in the store, without the key id."""
    return sorted(file.suffix for file in path.iterdir())


class TestCells:
    @pytest.mark.parametrize("plain", ["", "An", "Nguyễn Văn An", "ស្រុក 🏠", "\x00", "dài " * 5000])
    def test_read_back(self, keys, plain):
        assert unseal(keys, NAME, seal(keys, NAME, plain)) == plain

    def test_answers_to_questions_are_read_back(self, keys):
        answers = {"fever": True, "symptoms": ["ho", "sốt"], "temperature": 37.5, "note": None}

        assert unseal_json(keys, NAME, seal_json(keys, NAME, answers)) == answers

    def test_equal_names_look_different_and_like_nothing(self, keys):
        one, other = seal(keys, NAME, "Nguyễn Văn An"), seal(keys, NAME, "Nguyễn Văn An")

        assert one != other
        assert one[13:] != other[13:]
        assert b"An" not in one

    def test_any_changed_byte_is_noticed(self, keys):
        sealed = seal(keys, NAME, "An")

        for place in range(len(sealed)):
            changed = bytearray(sealed)
            changed[place] ^= 1
            with pytest.raises(Unreadable):
                unseal(keys, NAME, bytes(changed))

    @pytest.mark.parametrize("length", [0, 1, 5, 13, 20])
    def test_a_cut_cell_is_noticed(self, keys, length):
        with pytest.raises(Unreadable):
            unseal(keys, NAME, seal(keys, NAME, "An")[:length])

    @pytest.mark.parametrize(
        "elsewhere",
        [{"table": "declaration"}, {"column": "phone"}, {"row_id": 8}, {"key_id": NEXT_DAY}],
        ids=lambda change: next(iter(change)),
    )
    def test_a_cell_moved_elsewhere_is_refused(self, keys, elsewhere):
        keys.key(NEXT_DAY)
        sealed = seal(keys, NAME, "An")

        with pytest.raises(Unreadable):
            unseal(keys, NAME._replace(**elsewhere), sealed)

    def test_the_error_names_the_place_and_never_the_content(self, keys):
        sealed = seal(keys, NAME, "Nguyễn Văn An")

        with pytest.raises(Unreadable) as error:
            unseal(keys, NAME._replace(row_id=8), sealed)

        assert error.value.args == (NAME._replace(row_id=8),)

    def test_reading_makes_no_key(self, keys, path):
        with pytest.raises(Unreadable):
            unseal(keys, NAME, b"\x01" + bytes(40))

        assert kinds(path) == []


class TestBlindIndexes:
    def test_the_same_phone_is_found_under_the_same_key_and_purpose_only(self, keys):
        index = blind_index(keys, DAY, "phone", "0912345678")

        assert index == blind_index(keys, DAY, "phone", "0912345678")
        assert len(index) == 16
        assert index != blind_index(keys, DAY, "phone", "0912345679")
        assert index != blind_index(keys, DAY, "id_number", "0912345678")
        assert index != blind_index(keys, NEXT_DAY, "phone", "0912345678")

    def test_a_search_over_days_takes_those_that_have_a_key_and_makes_none(self, keys):
        stored = blind_index(keys, DAY, "phone", "0912345678")
        keys.destroy("day-2026-11-21")

        found = blind_indexes(keys, ["day-2026-11-21", DAY, NEXT_DAY], "phone", "0912345678")

        assert found == {DAY: stored}
        assert keys.ids() == [DAY]

    def test_an_index_dies_with_its_key(self, keys):
        blind_index(keys, DAY, "phone", "0912345678")
        keys.destroy(DAY)

        with pytest.raises(KeyDestroyed):
            blind_index(keys, DAY, "phone", "0912345678")


class TestDestroying:
    def test_erases_at_once_in_the_same_process(self, keys):
        sealed = seal(keys, NAME, "An")

        keys.destroy(DAY)

        with pytest.raises(Unreadable):
            unseal(keys, NAME, sealed)
        with pytest.raises(KeyDestroyed):
            seal(keys, NAME, "An")
        assert keys.is_destroyed(DAY)

    @forking
    def test_erases_within_a_minute_in_another_process(self, keys, path):
        sealed = seal(keys, NAME, "An")
        here, there = fork.Pipe()
        reader = fork.Process(target=read_at_each_second_asked_for, args=(path, sealed, there))
        reader.start()
        before = ask(here, 0)

        keys.destroy(DAY)
        after_a_minute = ask(here, 60)
        reader.join()

        assert (before, after_a_minute) == ("An", "unreadable")

    def test_no_use_of_a_key_prolongs_the_minute(self, keys, path):
        ticker = Ticker()
        other = KeyStore(path, [MASTER], monotonic=ticker)
        sealed = seal(other, NAME, "An")
        keys.destroy(DAY)

        with pytest.raises(Unreadable):
            read_every_second_of_a_minute(other, sealed, ticker)

    def test_is_for_good(self, keys, path):
        keys.key(DAY)
        keys.destroy(DAY)

        restarted = KeyStore(path, [MASTER])

        for read in (restarted.key, restarted.existing):
            with pytest.raises(KeyDestroyed):
                read(DAY)
        assert kinds(path) == [".destroyed"]

    def test_a_day_without_visits_gets_no_key_afterwards(self, keys):
        keys.destroy(DAY)

        with pytest.raises(KeyDestroyed):
            keys.key(DAY)

    def test_keeps_the_time_of_the_first_time(self, keys, path):
        keys.destroy(DAY)
        tombstone = (path / f"{DAY}.destroyed").read_text()

        keys.destroy(DAY)

        assert '"destroyed_at": "2' in tombstone
        assert (path / f"{DAY}.destroyed").read_text() == tombstone

    def test_other_keys_live_on(self, keys, path):
        refs = [NAME._replace(key_id=key_id) for key_id in (NEXT_DAY, f"{DAY}-2", "case-2026")]
        cells = [(ref, seal(keys, ref, "An")) for ref in refs]

        keys.destroy(DAY)

        restarted = KeyStore(path, [MASTER])
        assert [unseal(restarted, ref, sealed) for ref, sealed in cells] == ["An"] * 3

    def test_overwrites_the_file_and_removes_drafts_left_by_a_crash(self, keys, path, tmp_path):
        keys.key(DAY)
        os.link(path / f"{DAY}.key", tmp_path / "same-blocks")
        content = (path / f"{DAY}.key").read_bytes()
        shutil.copy(path / f"{DAY}.key", path / f".0123456789abcdef.{DAY}.key")

        keys.destroy(DAY)

        assert kinds(path) == [".destroyed"]
        overwritten = (tmp_path / "same-blocks").read_bytes()
        assert len(overwritten) == len(content)
        assert not set(content.split(b'"')) & set(overwritten.split(b'"'))

    def test_interrupted_already_hides_and_is_finished_by_the_next_run(self, keys, path, monkeypatch):
        keys.key(DAY)
        with monkeypatch.context() as crash:
            crash.setattr(files, "shred", killed)
            with pytest.raises(Killed):
                keys.destroy(DAY)

        restarted = KeyStore(path, [MASTER])
        with pytest.raises(KeyDestroyed):
            restarted.existing(DAY)
        assert not restarted.is_destroyed(DAY)

        for unfinished in restarted.ids():
            restarted.destroy(unfinished)
        assert restarted.is_destroyed(DAY)

    @pytest.mark.parametrize("moment", ["before", "after"])
    @pytest.mark.parametrize(("owner", "step"), [(files, "place_new"), (os, "link")], ids=["place", "link"])
    def test_wins_against_another_process_that_is_making_the_key(self, path, monkeypatch, owner, step, moment):
        keys, destroyer = KeyStore(path, [MASTER]), KeyStore(path, [MASTER])
        monkeypatch.setattr(owner, step, once(getattr(owner, step), moment, lambda: destroyer.destroy(DAY)))

        with pytest.raises(KeyDestroyed):
            keys.key(DAY)

        assert kinds(path) == [".destroyed"]

    def test_wins_against_another_process_that_is_reading_the_key(self, keys, path, monkeypatch):
        keys.key(DAY)
        monkeypatch.setattr(Path, "read_bytes", once(Path.read_bytes, "before", lambda: keys.destroy(DAY)))

        with pytest.raises(KeyDestroyed):
            KeyStore(path, [MASTER]).existing(DAY)

    @pytest.mark.parametrize("moment", ["before", "after"])
    @pytest.mark.parametrize(("owner", "step"), [(Path, "read_bytes"), (files, "replace")], ids=["read", "replace"])
    def test_wins_against_another_process_that_rewraps_the_key(self, keys, path, monkeypatch, owner, step, moment):
        keys.key(DAY)
        rotating = KeyStore(path, [NEW_MASTER, MASTER])
        monkeypatch.setattr(owner, step, once(getattr(owner, step), moment, lambda: keys.destroy(DAY)))

        rotating.rewrap()

        assert kinds(path) == [".destroyed"]


class TestMaking:
    @forking
    def test_processes_racing_for_a_key_get_the_same(self, path):
        names = [f"case-{number}" for number in range(15)]
        start, answers = fork.Barrier(4), fork.SimpleQueue()
        racers = [fork.Process(target=race, args=(path, names, start, answers)) for _ in range(4)]
        for racer in racers:
            racer.start()
        indexes = [answers.get() for _ in racers]
        for racer in racers:
            racer.join()

        assert indexes[0] == indexes[1] == indexes[2] == indexes[3]
        assert len(set(indexes[0])) == len(names)
        assert set(kinds(path)) == {".key"}

    def test_threads_racing_for_a_key_get_the_same(self, keys):
        start, made = threading.Barrier(8), []

        def run():
            start.wait()
            made.append(keys.key(DAY))

        threads = [threading.Thread(target=run) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(made) == 8
        assert len(set(made)) == 1

    def test_a_key_outlives_the_process(self, keys, path):
        sealed = seal(keys, NAME, "An")

        assert unseal(KeyStore(path, [MASTER]), NAME, sealed) == "An"

    def test_only_the_owner_reads_the_store(self, keys, path):
        keys.key(DAY)
        keys.destroy(NEXT_DAY)

        assert stat.S_IMODE(path.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in path.iterdir()} == {0o600}

    def test_a_store_that_others_could_read_is_closed(self, path):
        path.mkdir(parents=True, mode=0o755)

        KeyStore(path, [MASTER])

        assert stat.S_IMODE(path.stat().st_mode) == 0o700

    def test_a_key_is_on_disk_before_its_first_use(self, keys, path, monkeypatch):
        synced = []
        monkeypatch.setattr(os, "fsync", lambda file: synced.append(stat.S_IFMT(os.fstat(file).st_mode)))

        keys.key(DAY)
        assert synced == [stat.S_IFREG, stat.S_IFDIR]

        # Its maker may have been killed before it came to the directory: whoever seals with it makes sure.
        KeyStore(path, [MASTER]).key(DAY)
        assert synced == [stat.S_IFREG, stat.S_IFDIR, stat.S_IFDIR, stat.S_IFDIR]

    @pytest.mark.parametrize(
        "key_id", ["", "day", "../day-1", "day-1/../../x", "day-1.key", "Day-1", "day-1\n", "day-\0"]
    )
    def test_a_key_id_is_no_way_out_of_the_store(self, keys, key_id):
        for use in (keys.key, keys.existing, keys.destroy):
            with pytest.raises(ValueError, match="not a key id"):
                use(key_id)

    def test_a_key_not_asked_for_leaves_the_memory(self, path):
        ticker = Ticker()
        keys = KeyStore(path, [MASTER], monotonic=ticker)
        in_memory = weakref.ref(keys.key(DAY))
        assert in_memory() is not None

        ticker.seconds += 60
        keys.key(NEXT_DAY)

        assert in_memory() is None

    def test_a_key_never_made_is_missing(self, keys):
        with pytest.raises(KeyMissing):
            keys.existing(DAY)


class TestMasterKeys:
    def test_the_store_alone_opens_nothing(self, keys, path):
        keys.key(DAY)

        with pytest.raises(KeyUnusable, match="not in DATA_KEYS"):
            KeyStore(path, [NEW_MASTER]).existing(DAY)

    @pytest.mark.parametrize("bad", [[], [b"short"], [MASTER, b""]])
    def test_bad_master_keys_stop_the_start(self, path, bad):
        with pytest.raises(ValueError, match="DATA_KEYS"):
            KeyStore(path, bad)

    @pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff\x00", b'{"wrapped": 5, "master": ""}'])
    def test_a_damaged_file_is_a_loud_fault_and_not_taken_for_erased(self, keys, path, content):
        sealed = seal(keys, NAME, "An")
        (path / f"{DAY}.key").write_bytes(content)

        with pytest.raises(KeyUnusable, match=DAY):
            unseal(KeyStore(path, [MASTER]), NAME, sealed)

    @pytest.mark.parametrize("wrapped", ["", "AAAA", "A" * 80])
    def test_so_is_a_damaged_key_in_an_undamaged_file(self, keys, path, wrapped):
        keys.key(DAY)
        content = json.loads((path / f"{DAY}.key").read_bytes())
        (path / f"{DAY}.key").write_text(json.dumps(content | {"wrapped": wrapped}))

        with pytest.raises(KeyUnusable, match=DAY):
            KeyStore(path, [MASTER]).existing(DAY)

    def test_the_file_of_another_key_is_refused(self, keys, path):
        keys.key(DAY)
        shutil.copy(path / f"{DAY}.key", path / f"{NEXT_DAY}.key")

        with pytest.raises(KeyUnusable, match=NEXT_DAY):
            keys.existing(NEXT_DAY)

    def test_rotation_goes_on_where_it_stopped_and_frees_from_the_old_master(self, keys, path, monkeypatch):
        refs = [NAME._replace(key_id=f"day-2026-11-{day}") for day in range(10, 15)]
        cells = [(ref, seal(keys, ref, ref.key_id)) for ref in refs]
        rotating = KeyStore(path, [NEW_MASTER, MASTER])

        with monkeypatch.context() as crash:
            crash.setattr(files, "replace", killed_at_the_third(files.replace))
            with pytest.raises(Killed):
                rotating.rewrap()

        assert all(unseal(rotating, ref, sealed) == ref.key_id for ref, sealed in cells)
        assert rotating.rewrap() == 3
        assert rotating.rewrap() == 0
        freed = KeyStore(path, [NEW_MASTER])
        assert all(unseal(freed, ref, sealed) == ref.key_id for ref, sealed in cells)
        assert set(kinds(path)) == {".key"}

    def test_rotation_brings_nothing_back(self, keys, path):
        keys.key(DAY)
        keys.destroy(DAY)

        assert KeyStore(path, [NEW_MASTER, MASTER]).rewrap() == 0
        assert kinds(path) == [".destroyed"]


def test_the_application_has_its_store(path):
    app = Flask(__name__)
    app.config.update(KEY_STORE=path, DATA_KEYS=[MASTER])
    init_app(app)

    with app.app_context():
        assert unseal(current_keys(), NAME, seal(current_keys(), NAME, "An")) == "An"


class Killed(Exception):
    """Stands for kill -9 at the worst moment."""


def killed(*_):
    raise Killed


def killed_at_the_third(real):
    calls = iter(range(3))
    return lambda *args: real(*args) if next(calls) < 2 else killed()


def once(real, moment, meanwhile):
    """`real`, and what another process does just before or after its first call."""
    pending = [meanwhile]

    def stand_in(*args):
        if pending and moment == "before":
            pending.pop()()
        result = real(*args)
        if pending:
            pending.pop()()
        return result

    return stand_in


def ask(pipe, seconds):
    pipe.send(seconds)
    return pipe.recv()


def read_every_second_of_a_minute(keys, sealed, ticker):
    for _ in range(61):
        unseal(keys, NAME, sealed)
        ticker.seconds += 1


def read_at_each_second_asked_for(path, sealed, pipe):
    ticker = Ticker()
    keys = KeyStore(path, [MASTER], monotonic=ticker)
    for _ in range(2):
        ticker.seconds = 1000 + pipe.recv()
        try:
            pipe.send(unseal(keys, NAME, sealed))
        except Unreadable:
            pipe.send("unreadable")


def race(path, names, start, answers):
    keys = KeyStore(path, [MASTER])
    start.wait()
    answers.put([blind_index(keys, name, "phone", "0912345678") for name in names])
