"""Words that were begun: each till's own, forgotten with a person and moved with a card, and never in the journal."""

import time
from contextlib import closing

import pytest

from shoppos.base.errors import Unavailable
from shoppos.base.file import connect
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.begun import KEPT
from tests.shop.order_taken import ANIL

YES = {"text": "Yes"}
HALF_OF_A_SALES_PATIENCE = 2.5
"""Seconds: whoever waited for the file as a sale does would wait twice that."""


@pytest.fixture
def other(shop: Shop) -> bytes:
    return shop.customers.add("Kavita Sharma", "9812300001").id


@pytest.fixture
def hours(shop: Shop, monkeypatch):
    """Lets hours go by on a clock that else stands still."""
    now = [shop.db.clock.ms()]
    monkeypatch.setattr(shop.db.clock, "ms", lambda: now[0])

    def go(by: int) -> None:
        now[0] += by * 3_600_000

    return go


def test_each_thing_has_its_own_words_and_the_last_of_a_page_are_found(shop: Shop, hours):
    shop.begun.keep({"order aa": {"texts": ["Ring"]}})
    hours(1)
    shop.begun.keep({"order 01": {"texts": ["अ'\""]}, "answer aa": YES})
    assert shop.begun.of("order aa") == {"texts": ["Ring"]}
    assert shop.begun.last("order") == {"texts": ["अ'\""]}
    shop.begun.keep({"order 01": {}, "order bb": {}})
    assert shop.begun.last("order") == {"texts": ["Ring"]}
    assert shop.begun.of("answer aa") == YES
    assert shop.begun.of("answer bb") == {}


def test_two_tills_do_not_see_each_others_words(shop: Shop, folder):
    shop.tills.add("B1", "Packing")
    shop.begun.keep({"answer aa": YES})
    with closing(Shop.open(folder, "B1")) as back:
        assert back.begun.of("answer aa") == {}
        assert back.begun.last("answer") == {}
        back.begun.keep({"answer aa": {"text": "No"}})
        back.begun.keep({"answer bb": YES, "answer aa": {}})
    assert shop.begun.last("answer") == YES


def test_what_nobody_went_on_with_is_forgotten_in_a_month_and_the_screen_stays(shop: Shop, hours):
    shop.sales.enter(shop.sales.on_screen().id, "1001")
    shown = shop.tills.screen()
    shop.begun.keep({"answer aa": YES})
    hours(KEPT // 3_600_000)
    shop.begun.keep({"answer bb": YES})
    assert shop.begun.of("answer aa") == YES
    hours(1)
    shop.begun.keep({"answer cc": YES})
    assert shop.begun.of("answer aa") == {}
    assert shop.begun.of("answer bb") == YES
    assert shop.tills.screen() == shown


def test_it_stands_in_no_journal(shop: Shop):
    before = shop.db.row("SELECT count(*) FROM journal")
    shop.begun.keep({"answer aa": YES})
    assert shop.db.row("SELECT count(*) FROM journal") == before
    assert audit(shop.db).agrees


def test_what_was_begun_to_an_erased_person_is_gone_from_the_file_and_nothing_else(
    shop: Shop, anil: bytes, order: bytes, other: bytes
):
    """Answers, what is asked on their orders, and who was taken down under their number; of every till."""
    gone = {f"answer {anil.hex()}", f"order {order.hex()}", f"order {ANIL}"}
    stays = {f"answer {other.hex()}": YES, "order 9811122233": {"texts": ["Leela Zebraqq"]}}
    first = shop.db.till
    shop.tills.add("B1")
    for till in (first, "B1"):
        shop.tills.use(till)
        shop.begun.keep({what: {"text": "Zarinaqq " * at} for at, what in enumerate(gone, 1)} | stays)
    shop.begun.keep({f"answer {anil.hex()}": {"text": "Zarinaqq, it comes at six " * 200}})
    shop.begun.keep({f"answer {anil.hex()}": {"text": "Zarinaqq"}})
    assert b"Zarinaqq" in stored(shop)
    shop.orders.confirm(order)
    shop.orders.cancel(order, "No")
    shop.privacy.erase(anil)
    assert b"Zarinaqq" not in stored(shop)
    assert b"Leela Zebraqq" in stored(shop)
    for till in (first, "B1"):
        shop.tills.use(till)
        assert [shop.begun.of(what) for what in gone] == [{}, {}, {}]
        assert {what: shop.begun.of(what) for what in stays} == stays


def test_an_erasing_that_fails_keeps_what_was_begun(shop: Shop, other: bytes, monkeypatch):
    shop.begun.keep({f"answer {other.hex()}": YES})
    monkeypatch.setattr(shop.customers, "write_words", fails)
    with pytest.raises(OSError, match="no"):
        shop.privacy.erase(other)
    assert shop.begun.of(f"answer {other.hex()}") == YES


def test_an_answer_goes_with_its_card_to_the_one_it_joins(shop: Shop, other: bytes):
    joining = shop.customers.add("Kavita S", "9812300002").id
    second = shop.customers.add("K Sharma", "9812300003").id
    shop.begun.keep({f"answer {joining.hex()}": YES})
    shop.merging.merge(other, joining)
    assert shop.begun.of(f"answer {other.hex()}") == YES
    assert shop.begun.of(f"answer {joining.hex()}") == {}
    shop.begun.keep({f"answer {second.hex()}": {"text": "Zarinaqq"}})
    shop.merging.merge(other, second)
    assert shop.begun.of(f"answer {other.hex()}") == YES, "what was begun there already stands"
    shop.privacy.erase(other)
    assert b"Zarinaqq" not in stored(shop)
    assert shop.begun.last("answer") == {}


def test_it_does_not_wait_for_who_writes_in_the_file(shop: Shop):
    writer = connect(shop.db.path)
    writer.execute("BEGIN IMMEDIATE")
    before = time.perf_counter()
    with pytest.raises(Unavailable, match="busy"):
        shop.begun.keep({"answer aa": YES})
    assert time.perf_counter() - before < HALF_OF_A_SALES_PATIENCE
    writer.execute("ROLLBACK")
    writer.close()
    shop.begun.keep({"answer aa": YES})
    assert shop.db.row("PRAGMA busy_timeout") == (5000,), "the next sale waits as ever"


def stored(shop: Shop) -> bytes:
    """All bytes of the shop's folder, the log folded in."""
    shop.db.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return b"".join(path.read_bytes() for path in shop.db.path.parent.rglob("*") if path.is_file())


def fails(*_what) -> None:
    raise OSError("no")
