"""The papers as a list shows them, and one of them by the name a person gives it."""

import time

import pytest

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.reports import paper_list
from shoppos.shop.payments import Tender


@pytest.fixture
def number(shop):
    return shop.sales.sell(["1001"], [Tender("cash")]).numbers[0]


@pytest.fixture
def state(shop):
    """Put every paper into a state, as if its printing had gone so."""

    def put(name):
        shop.db.raw.execute("UPDATE print_job SET state = ?", (name,))

    return put


def test_what_waits_is_told_with_who_asked_for_it_the_doubtful_first(shop, number, state):
    state("uncertain")
    shop.papers.slip(number)
    shop.papers.reading()
    found = [(row.kind, row.number, row.state, row.employee) for row in paper_list.waiting(shop.db)]
    assert found == [
        ("bill", number, "uncertain", "Meena"),
        ("slip", number, "owed", "Meena"),
        ("reading", "", "owed", "Meena"),
    ]
    assert [row.kind for row in paper_list.waiting(shop.db, 1, 1)] == ["slip"]


def test_a_paper_is_named_by_its_bill_or_by_the_end_of_its_id(shop, number):
    (row,) = paper_list.waiting(shop.db)
    assert paper_list.named(shop.db, number.lower()) == row
    assert paper_list.named(shop.db, row.id.hex()[-8:].upper()) == row
    shop.papers.slip(number)
    with pytest.raises(InvalidInput, match=row.id.hex()[-8:]):
        paper_list.named(shop.db, number)
    for nobody in ("A1/2627/000099", "", "zz"):
        with pytest.raises(NotFound):
            paper_list.named(shop.db, nobody)


def test_a_paper_that_is_out_is_named_only_when_those_are_meant_too(shop, number, state):
    state("printed")
    with pytest.raises(NotFound):
        paper_list.named(shop.db, number)
    assert paper_list.named(shop.db, number, done=True).state == "printed"
    assert [row.state for row in paper_list.of_today(shop.db)] == ["printed"]


def test_a_paper_that_is_asked_for_anew_today_is_one_of_today_however_old_its_number(shop, number):
    shop.papers.label(number)
    for _copy in range(3):
        shop.papers.slip(number, again=True)
    shop.db.raw.execute("UPDATE print_job SET made_at = made_at - 3 * 86400000")
    assert paper_list.of_today(shop.db) == []
    for _copy in range(3):
        shop.papers.slip(number, again=True)
    time.sleep(0.002)  # the label is asked for in a millisecond of its own
    shop.papers.label(number)
    assert [row.kind for row in paper_list.of_today(shop.db, 2)] == ["label", "slip"]
    assert [row.kind for row in paper_list.of_today(shop.db, 9)] == ["label", "slip", "slip", "slip"]


def test_what_a_paper_is_asked_to_say_is_told_as_it_was_written_down(shop, number):
    shop.papers.label(number, awb="1490811234567")
    label = next(row for row in paper_list.waiting(shop.db) if row.kind == "label")
    assert '"awb": "1490811234567"' in paper_list.told(shop.db, label.id)
    assert paper_list.told(shop.db, b"nobody") == ""


def test_only_a_paper_that_went_out_or_may_have_makes_the_next_one_a_duplicate(shop, number, state):
    (sale,) = shop.db.row("SELECT doc_id FROM print_job")
    went = {}
    for name in ("owed", "cancelled", "sending", "uncertain", "sent", "printed"):
        state(name)
        went[name] = paper_list.printed_before(shop.db, sale, "bill")
    assert [name for name, out in went.items() if not out] == ["owed", "cancelled"]
    shop.db.raw.execute("UPDATE print_job SET state = 'cancelled', made_for = 'escpos 80'")
    assert paper_list.printed_before(shop.db, sale, "bill"), "nobody wants it any more, but it may lie there"
    assert not paper_list.printed_before(shop.db, sale, "label")
