"""The shop's file as SQLite sees it: durable on every connection, read without being written."""

import threading

import pytest
from sqlcipher3 import dbapi2

from shoppos.base import file
from shoppos.base.clock import Clock
from shoppos.base.errors import Refused, Unavailable
from shoppos.base.file import Reader, connect, header, one_moment, wal_is_safe
from shoppos.models.schema import SCHEMA
from shoppos.shop import Shop

EXPECTED = {
    "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "trusted_schema": 0,
    "cell_size_check": 1, "mmap_size": 0, "secure_delete": 1,
    "wal_autocheckpoint": 0, "temp_store": 2, "journal_size_limit": 67108864,
}  # fmt: skip


def pragmas(raw):
    return {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in EXPECTED}


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ("3.7.0", False), ("3.40.1", False), ("3.44.5", False), ("3.44.6", True), ("3.44.9", True), ("3.45.0", False),
        ("3.50.4", False), ("3.50.6", False), ("3.50.7", True), ("3.51.0", False), ("3.51.2", False), ("3.51.3", True),
        ("3.52.0", False), ("3.53.0", True), ("3.53.4", True), ("4.0.0", True),
    ],
)  # fmt: skip
def test_a_write_ahead_log_is_trusted_to_versions_without_the_reset_bug_only(version, safe):
    assert wal_is_safe(version) is safe


def test_the_sqlite_that_comes_with_the_program_is_one_of_them():
    assert wal_is_safe(dbapi2.sqlite_version)


def test_every_connection_of_every_thread_is_durable(shop: Shop):
    seen = [pragmas(shop.db.raw)]

    def other():
        seen.append(pragmas(shop.db.raw))
        with shop.db.read() as session:
            seen.append(pragmas(session.connection().connection.driver_connection))
        shop.db.release()

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert seen == [EXPECTED] * 3


def test_a_buggy_sqlite_gets_a_rollback_journal_with_all_the_syncs(folder, monkeypatch):
    monkeypatch.setattr(file, "wal_is_safe", lambda _version: False)
    shop = Shop.open(folder)
    found = pragmas(shop.db.raw)
    assert (found["journal_mode"], found["synchronous"]) == ("delete", 3)
    shop.settings.set("language", "hi")
    shop.close()
    assert not (folder / "shop.db-wal").exists()


def test_a_reader_sees_what_is_committed_and_writes_nothing(shop: Shop):
    reader = Reader(shop.db.path, shop.db.clock)
    version = reader.data_version()
    shop.settings.set("language", "hi")
    assert reader.data_version() != version
    assert reader.row("SELECT value FROM setting WHERE key = ?", ("language",)) == ('"hi"',)
    assert reader.row("SELECT value FROM setting WHERE key = 'none'") is None
    with pytest.raises(dbapi2.OperationalError, match="readonly"):
        reader.raw.execute("DELETE FROM setting")
    reader.close()


def test_a_file_that_takes_no_writing_is_read_as_it_stands(folder, monkeypatch):
    """Root may write anywhere, so the refusal is made by hand; reading `immutable` is the real thing."""

    def refuse(_raw):
        raise dbapi2.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(file, "_durable", refuse)
    reader = Reader(folder / "shop.db", Clock())
    assert reader.row("SELECT code FROM till") == ("A1",)
    with pytest.raises(dbapi2.OperationalError, match="readonly"):
        reader.raw.execute("DELETE FROM till")
    reader.close()
    (folder / "shop.db-wal").write_bytes(b"x")  # what it holds would be left out
    with pytest.raises(Unavailable, match="cannot be opened"):
        reader.rows("SELECT 1")
    with pytest.raises(Unavailable, match="readonly"):
        connect(folder / "shop.db")


def test_no_file_is_made_where_there_is_none(tmp_path):
    with pytest.raises(Unavailable, match="no shop"):
        connect(tmp_path / "shop.db")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "shop.db").write_bytes(b"hello world, this is no database" * 50)
    with pytest.raises(Unavailable, match="not a database"):
        connect(tmp_path / "shop.db")


def test_the_header_tells_whose_file_it_is_without_opening_it(folder, tmp_path):
    assert header(folder / "shop.db") == (file.APPLICATION_ID, SCHEMA)
    (tmp_path / "short").write_bytes(b"SQLite format 3\0")
    (tmp_path / "other").write_bytes(b"x" * 200)
    assert header(tmp_path / "short") == header(tmp_path / "other") == (0, 0)


def test_a_copy_is_whole_while_the_log_is_full_and_never_overwrites(shop: Shop, tmp_path):
    assert shop.db.wal_size() > 0
    target = tmp_path / "copy.db"
    shop.db.copy_to(target)
    copy = Reader(target, shop.db.clock)
    counts = "SELECT (SELECT count(*) FROM product), (SELECT max(seq) FROM journal)"
    assert copy.rows(counts) == shop.db.rows(counts)
    assert copy.quick_check() == ""
    copy.close()
    with pytest.raises(Refused, match="exists already"):
        shop.db.copy_to(target)


def test_a_damaged_page_is_told(folder):
    whole = (folder / "shop.db").read_bytes()
    (folder / "shop.db").write_bytes(whole[: 4096 * 9] + bytes(4096) + whole[4096 * 10 :])
    reader = Reader(folder / "shop.db", Clock())
    assert reader.quick_check() != ""
    reader.close()


def test_one_moment_sees_nothing_of_what_is_written_meanwhile(shop):
    reader, asked = Reader(shop.db.path, shop.db.clock), "SELECT count(*) FROM setting WHERE key = 'x'"
    with one_moment(reader):
        with one_moment(reader):
            assert reader.row(asked) == (0,)
        shop.settings.set("x", 1)
        assert (reader.row(asked), shop.db.row(asked)) == ((0,), (1,))
    assert reader.row(asked) == (1,)
