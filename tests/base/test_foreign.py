"""Another program's file is read and nothing more: no writing, no views, no question without end."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from shoppos.base.errors import Unavailable
from shoppos.base.file import Foreign

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "other.db"
    db = sqlite3.connect(file)
    db.execute("CREATE TABLE items (name TEXT, price REAL)")
    db.execute("INSERT INTO items VALUES (CAST(x'53ff' AS TEXT), 1.5)")
    db.execute("CREATE VIEW seen AS SELECT name FROM items")
    db.commit()
    db.close()
    return file


def test_tables_and_columns_are_told_and_views_are_none(path: Path) -> None:
    other = Foreign(path)
    assert other.tables == {"items"}
    assert (other.columns("items"), other.columns("seen")) == ({"name", "price"}, frozenset())
    assert other.ask("SELECT * FROM items") == [("S\ufffd", 1.5)]
    other.close()


def test_nothing_is_written(path: Path) -> None:
    other, before = Foreign(path), path.read_bytes()
    with pytest.raises(Unavailable):
        other.ask("DELETE FROM items")
    other.close()
    assert path.read_bytes() == before


def test_a_question_without_end_is_stopped(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Foreign, "MOST_CALLS", 50)
    other = Foreign(path)
    with pytest.raises(Unavailable, match="interrupted"):
        other.ask("WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r")
    other.close()


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"SQLite format 3\0" + b"\1" * 4096)
    with pytest.raises(Unavailable):
        Foreign(tmp_path / "x.db")
