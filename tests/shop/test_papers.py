"""Papers that are owed: each asked for in one transaction, none with a person's data in it, copies told apart."""

import json
import sqlite3

import pytest
from sqlcipher3 import dbapi2

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.reports import audit
from shoppos.shop import Shop
from shoppos.shop.papers import label_told
from shoppos.shop.payments import Tender


@pytest.fixture
def bill(shop: Shop):
    shop.customers.add("Anil Verma", "9876543210", address="4 Tilak Road, Pune", pin_code="411030")
    return shop.sales.sell(["1001"], [Tender("cash")], customer_phone="9876543210")


def jobs(shop: Shop, kind: str):
    return shop.db.rows(
        "SELECT id, doc_id, copy_no, state, told, printer FROM print_job WHERE kind = ? ORDER BY copy_no, id", (kind,)
    )


def out(shop: Shop, job: bytes, state: str = "printed"):
    """The paper has come out."""
    shop.db.raw.execute("UPDATE print_job SET state = ?, made_for = 'it' WHERE id = ?", (state, job))


def test_a_bill_owes_its_paper_with_nothing_to_say_beyond_itself(shop: Shop, bill):
    ((_job, doc, copy, state, told, printer),) = jobs(shop, "bill")
    assert (doc, copy, state, told, printer) == (bill.sale_ids[0], 0, "owed", "{}", "")


def test_a_copy_is_a_row_of_its_own_and_the_chain_says_who_asked_for_it(shop: Shop, bill):
    assert [shop.papers.copy(bill.numbers[0].lower()) for _time in range(2)] == [1, 2]
    assert [row[2] for row in jobs(shop, "bill")] == [0, 1, 2]
    assert shop.db.rows("SELECT doc_id, copy_no, employee_id FROM reprint ORDER BY copy_no") == [
        (bill.sale_ids[0], copy, shop.db.employee) for copy in (1, 2)
    ]
    assert audit.audit(shop.db).agrees


def test_a_bill_that_no_printer_has_taken_is_tried_again_instead_of_piling_up(shop: Shop, bill):
    """The printer is off, and somebody presses the key again and again."""
    number = bill.numbers[0]
    shop.db.raw.execute("UPDATE print_job SET tries = 3, next_at = 99, error = 'off'")
    assert [shop.papers.again(number) for _time in range(3)] == [0, 0, 0]
    assert shop.db.rows("SELECT state, next_at, error FROM print_job") == [("owed", 0, "")]
    out(shop, jobs(shop, "bill")[0][0])
    assert shop.papers.again(number) == 1
    shop.db.raw.execute("UPDATE print_job SET tries = 1, next_at = 99 WHERE copy_no = 1")
    assert shop.papers.again(number) == 1
    assert [row[2] for row in jobs(shop, "bill")] == [0, 1]
    assert shop.db.rows("SELECT copy_no FROM reprint") == [(1,)]
    assert audit.audit(shop.db).agrees


def test_a_bill_behind_one_that_no_printer_has_taken_does_not_pile_up_either(shop: Shop, bill):
    """Of all that waits before a printer that is off, only the first paper is tried."""
    shop.db.raw.execute("UPDATE print_job SET tries = 3, next_at = 99, error = 'off'")
    behind = shop.sales.sell(["1001"], [Tender("cash")]).numbers[0]
    assert [shop.papers.again(behind) for _time in range(3)] == [0, 0, 0]
    assert [row[2] for row in jobs(shop, "bill")] == [0, 0]
    out(shop, jobs(shop, "bill")[0][0])
    assert shop.papers.again(behind) == 1, "nothing keeps the first one any more"


def test_a_bill_for_which_there_was_no_printer_is_still_the_original(shop: Shop, bill):
    shop.db.raw.execute("UPDATE print_job SET state = 'cancelled', tries = 0")
    assert shop.papers.again(bill.numbers[0]) == 0
    assert [row[3] for row in jobs(shop, "bill")] == ["owed"]
    out(shop, jobs(shop, "bill")[0][0], "cancelled")
    assert shop.papers.again(bill.numbers[0]) == 1, "it may lie somewhere"


def test_a_copy_that_nobody_asked_for_is_found_by_the_audit(shop: Shop, bill):
    with shop.db.transaction("oops") as tx:
        shop.papers.owe(tx, bill.sale_ids, copy=1)
    assert [fault.where for fault in audit.audit(shop.db).faults] == [bill.numbers[0]]


@pytest.mark.parametrize("kind", ["label", "slip"])
def test_a_paper_of_a_bill_that_is_gone_is_found_by_the_audit(kind, shop: Shop, bill):
    with shop.db.transaction("oops") as tx:
        shop.papers.owe(tx, [b"?" * 16], kind)
    assert [fault.where for fault in audit.audit(shop.db).faults] == [(b"?" * 16).hex()]


def test_no_document_can_owe_the_same_paper_twice(shop: Shop, bill):
    with pytest.raises(dbapi2.IntegrityError), shop.db.transaction("twice") as tx:
        shop.papers.owe(tx, bill.sale_ids)
    with pytest.raises(dbapi2.IntegrityError), shop.db.transaction("twice") as tx:
        shop.papers.owe(tx, bill.sale_ids * 2, "slip")
    assert len(jobs(shop, "bill")) == 1
    assert jobs(shop, "slip") == []


def test_a_label_says_what_was_asked_and_nothing_of_the_customer(shop: Shop, bill):
    job = shop.papers.label(
        bill.numbers[0], courier="Delhivery", awb="DL 42", weight=1250, pieces=2, size_of_box="30x20"
    )
    ((found, doc, copy, _state, told, _printer),) = jobs(shop, "label")
    assert (found, doc, copy) == (job, bill.sale_ids[0], 0)
    said = json.loads(told)
    assert (said["courier"], said["awb"], said["weight"], said["pieces"]) == ("Delhivery", "DL 42", 1250, 2)
    for word in ("Anil", "Verma", "9876543210", "Tilak", "411030"):
        assert word not in told


def test_a_label_that_waits_is_corrected_and_one_that_is_out_is_followed_by_a_copy(shop: Shop, bill):
    first = shop.papers.label(bill.numbers[0], awb="ONE")
    assert shop.papers.label(bill.numbers[0], awb="TWO") == first
    assert [json.loads(row[4])["awb"] for row in jobs(shop, "label")] == ["TWO"]
    out(shop, first)
    second = shop.papers.label(bill.numbers[0], awb="THREE")
    assert [(row[0], row[2]) for row in jobs(shop, "label")] == [(first, 0), (second, 1)]
    assert shop.db.rows("SELECT 1 FROM reprint") == []


@pytest.mark.parametrize("state", ["uncertain", "sending", "sent"])
def test_a_paper_that_may_be_there_is_never_taken_for_one_that_was_not_printed(state, shop: Shop, bill):
    first = shop.papers.slip(bill.numbers[0])
    out(shop, first, state)
    assert shop.papers.slip(bill.numbers[0]) != first
    assert [row[2] for row in jobs(shop, "slip")] == [0, 1]


def test_a_cancelled_paper_is_owed_again_only_if_no_byte_of_it_went_out(shop: Shop, bill):
    first = shop.papers.slip(bill.numbers[0])
    shop.db.raw.execute("UPDATE print_job SET state = 'cancelled' WHERE id = ?", (first,))
    assert shop.papers.slip(bill.numbers[0]) == first
    assert [row[3] for row in jobs(shop, "slip")] == ["owed"]
    out(shop, first, "cancelled")
    assert shop.papers.slip(bill.numbers[0]) != first


def test_labels_for_goods_are_a_document_of_their_own_each_time(shop: Shop):
    ((one,),) = shop.db.rows("SELECT id FROM product WHERE code = '1001'")
    pair = [shop.papers.shelf([(one, 3)], skip=2) for _time in range(2)]
    rows = jobs(shop, "shelf")
    assert {row[0] for row in rows} == set(pair)
    assert len({row[1] for row in rows}) == 2
    assert [row[2] for row in rows] == [0, 0]
    said = json.loads(rows[0][4])
    assert (said["items"], said["skip"]) == ([[one.hex(), 3]], 2)


def test_a_reading_says_of_which_till_and_day_it_is(shop: Shop, bill):
    shop.papers.reading()
    ((_job, _doc, copy, _state, told, _printer),) = jobs(shop, "reading")
    said = json.loads(told)
    assert (copy, said["kind"], said["till"]) == (0, "X", "A1")
    assert said["day"] == shop.db.row("SELECT business_date FROM sale WHERE number = ?", (bill.numbers[0],))[0]


@pytest.mark.parametrize(
    ("ask", "field"),
    [
        (lambda shop, number: shop.papers.label(number, pieces=0), "pieces"),
        (lambda shop, number: shop.papers.label(number, pieces=100), "pieces"),
        (lambda shop, number: shop.papers.label(number, weight=-1), "weight"),
        (lambda shop, _number: shop.papers.shelf([]), "count"),
        (lambda shop, _number: shop.papers.shelf([(b"x" * 16, 5_001)]), "count"),
    ],
)
def test_what_no_paper_can_say_is_refused_and_owes_nothing(ask, field, shop: Shop, bill):
    with pytest.raises(InvalidInput) as refusal:
        ask(shop, bill.numbers[0])
    assert refusal.value.field == field
    assert len(shop.db.rows("SELECT 1 FROM print_job")) == 1


def test_a_paper_of_no_bill_is_refused(shop: Shop):
    for ask in (shop.papers.copy, shop.papers.label, shop.papers.slip):
        with pytest.raises(NotFound):
            ask("A1/2627/000099")


def test_words_of_a_label_lose_what_could_command_a_printer(shop: Shop, bill):
    shop.papers.label(bill.numbers[0], awb="42\x1bp\x00" + "9" * 500)
    told = json.loads(jobs(shop, "label")[0][4])
    assert told["awb"].startswith("42")
    assert "\x1b" not in told["awb"]
    assert len(told["awb"]) <= 60


def test_what_a_paper_says_is_plain_in_the_file(shop: Shop, bill):
    shop.papers.label(bill.numbers[0], courier="दिल्ली")
    plain = sqlite3.connect(f"file:{shop.db.path}?mode=ro", uri=True)
    assert "दिल्ली" in plain.execute("SELECT told FROM print_job WHERE kind = 'label'").fetchone()[0]
    plain.close()


def test_a_parcel_that_is_too_heavy_is_told_the_limit():
    with pytest.raises(InvalidInput, match=r"A parcel weighs at most 1,000 kg\."):
        label_told(weight=12_345_000)
