"""The bench measures a shop that could be one, and judges by its own bars."""

import shutil

import pytest

from bench import commit, fill, long
from bench.__main__ import main
from bench.table import Bar, in_turns, percentile, show
from shoppos.reports import audit
from shoppos.shop import Shop
from tests.crash import books


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """A shop that the bench filled: 200 products, 700 bills."""
    folder = tmp_path_factory.mktemp("bench") / "shop"
    fill.make(folder, 200)
    fill.grow(folder, 700)
    return folder


def test_the_books_of_a_filled_shop_agree(grown):
    shop = Shop.open(grown)
    assert shop.db.row("SELECT count(*), count(DISTINCT business_date) > 300 FROM sale") == (700, 1)
    assert shop.db.row("SELECT count(*) FROM sale_line") == (3_500,)
    assert books.wrong_with(shop) == []
    assert audit.audit(shop.db).agrees
    shop.close()


def test_the_floor_writes_the_rows_of_a_bill(grown, tmp_path):
    shop = Shop.open(grown)
    kinds = fill.templates(shop, 2, 5)
    shop.close()
    floor = commit.Floor(shutil.copytree(grown, tmp_path / "floor"), kinds)
    tables = ("sale", "sale_line", "payment", "stock_move", "print_job", "journal")
    before = [floor.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
    floor.prepare()
    floor.bill()
    after = [floor.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 5, 1, 5, 1, 1]
    assert floor.db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert floor.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_printed_paper_leaves_next_to_nothing_in_the_file(tmp_path):
    fill.make(tmp_path / "shop", 60)
    size = commit.bytes_of_a_paper(tmp_path / "shop")
    papers = list((tmp_path / "printed" / "papers").iterdir())
    assert len(papers) == commit.PRINTED
    assert sum(path.stat().st_size for path in papers) / len(papers) > 1_500
    assert size < 300


def test_what_takes_long_is_timed_on_work_that_was_done(grown, tmp_path):
    proof = long.verified(grown, 700)
    assert (proof.no, proof.floor) == ("12", None)
    brought = long.imported(tmp_path, 150)
    assert brought.ours > brought.floor > 0
    db = long.dbapi2.connect(str(tmp_path / "floor" / long.FILE))
    assert db.execute("SELECT count(*) FROM product").fetchone() == (150,)
    db.close()


@pytest.mark.parametrize(
    ("asked", "measured"), [([], ["commit"]), (["--full"], ["commit", "long"]), (["--only", "long"], ["long"])]
)
def test_minutes_are_spent_only_when_asked_for(asked, measured, monkeypatch):
    done = []
    parts = tuple((name, lambda _bills, name=name: done.append(name) or []) for name in ("commit", "long"))
    monkeypatch.setattr("bench.__main__.SECTIONS", parts)
    monkeypatch.setattr("sys.argv", ["bench", *asked])
    assert main() == 0
    assert done == measured


def test_acts_are_measured_in_turns():
    done = []
    acts = [(lambda: done.append("a"), lambda: done.append("A")), (lambda: done.append("b"), lambda: done.append("B"))]
    times = in_turns(acts, 3)
    assert "".join(done) == "aAbB" * 4
    assert [len(one) for one in times] == [3, 3]


@pytest.mark.parametrize(
    ("ours", "floor", "must", "verdict"),
    [
        (1.4, 1.0, 2.0, "as wanted"),
        (1.9, 1.0, 2.0, "good"),
        (2.1, 1.0, 2.0, "MISSED"),
        (9, 1.0, None, ""),
        (3, None, 2, "MISSED"),
    ],
)
def test_a_bar_is_held_against_the_ratio_or_the_figure(ours, floor, must, verdict):
    bar = Bar("1", "a bill", ours, floor, "ms", must, 1.5 if must else None)
    assert bar.verdict == verdict
    assert verdict in show([bar])


def test_a_percentile_is_a_time_that_was_taken():
    assert percentile(list(range(101)), 95) == 95
    assert percentile([3.0], 99) == 3.0


@pytest.mark.parametrize(("asked", "code"), [([], 0), (["--judge"], 1)])
def test_only_the_judge_says_no(asked, code, monkeypatch, capsys):
    missed = Bar("1", "a bill", 3.0, 1.0, "ms", 2.0, 1.5)
    monkeypatch.setattr("bench.__main__.SECTIONS", (("commit", lambda _bills: [missed]),))
    monkeypatch.setattr("sys.argv", ["bench", *asked])
    assert main() == code
    assert "MISSED" in capsys.readouterr().out
