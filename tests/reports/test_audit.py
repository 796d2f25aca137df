"""The audit: a busy day's books agree, and whoever changes them behind the program's back is found and named."""

import hashlib
import json
import time

import pytest
from sqlcipher3 import dbapi2

from shoppos.base import journal, packing
from shoppos.base.file import Reader
from shoppos.base.row import Row, table_name
from shoppos.models import schema
from shoppos.reports.audit import audit
from shoppos.reports.audit.shapes import FROZEN, LIVE
from shoppos.shop import Shop
from shoppos.shop.payments import Tender

CASH = [Tender("cash")]


@pytest.fixture
def busy(shop):
    """A shop after a day with everything in it."""
    sales, catalogue = shop.sales, shop.catalogue
    anil = shop.customers.add("Anil Verma", "9812345678", address="4 Tilak Road")
    for n in range(1, 6):
        sales.sell([f"{n}*1001", "1002", ".75*2001"], CASH, discount="5%" if n % 2 else "")
    sales.sell(
        ["1001@140/10-5", "3001"], [Tender("cash", 300_00), Tender("upi", reference="412345678901")], shipping=4000
    )
    sales.sell(["1001", "2001"], [Tender("cash", 500_00)], gstin="29AABCR1718E1ZL", discount="7")
    sales.sell(["2*1003"], [Tender("khata")], customer_phone="9812345678")
    sales.sell(["1003"], [Tender("khata")], customer_phone="9812345678")
    shop.customers.pay(anil.id, 50_00)
    shop.customers.change(anil.id, address="5 Tilak Road")
    sales.void(sales.last().number, "wrong item")
    held = sales.on_screen().id
    sales.enter(held, "2*1001")
    sales.enter(held, "1002")
    sales.hold(held, "blue shirt")
    given_up = sales.on_screen().id
    sales.enter(given_up, "1003")
    sales.abandon(given_up)
    sales.recall(held)
    sales.enter(held, "/10")
    sales.upi_attempt(held, 100_00)
    claimed = sales.checkout(held, [Tender("upi")]).numbers[0]
    time.sleep(0.002)  # in the millisecond of its sale a UTR would count as given with it
    sales.verify_upi(claimed, 1, "412345678902")
    sales.enter(sales.on_screen().id, "1001")
    card = catalogue.show("1003")
    catalogue.change(card.product_id, price=6400, rate=1800, barcodes=("8901262010016", "8900000000017"))
    catalogue.retire(catalogue.show("3001").product_id)
    shop.stock.move("1002", -3000, "broken")
    sales.reprint(claimed)
    shop.settings.set("language", "hi")
    shop.settings.set_profile(name="Sharma Kirana and Sons")
    shop.staff.add("Ravi")
    shop.staff.leave("Ravi")
    return shop


def attack(shop, *statements):
    """Change the file as somebody with another program would: the locks off, the change made, the locks on again."""
    raw = dbapi2.connect(str(shop.db.path), isolation_level=None)
    locks = [row[0] for row in raw.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
    for lock in locks:
        raw.execute(f"DROP TRIGGER {lock.split()[2]}")
    for statement in statements:
        sql, values = statement if isinstance(statement, tuple) else (statement, ())
        assert raw.execute(sql, values).rowcount != 0, sql
    for lock in locks:
        raw.execute(lock)
    raw.close()


def first(shop):
    found = audit(shop.db).faults
    assert found
    return found[0]


def test_a_busy_day_agrees(busy):
    verdict = audit(busy.db)
    assert verdict.faults == ()
    assert verdict.documents == 11
    head = verdict.heads[0]
    assert (head.till, head.entries) == ("A1", verdict.entries)
    assert head.hash == busy.db.row("SELECT hash FROM journal ORDER BY seq DESC LIMIT 1")[0].hex()


def test_the_audit_reads_one_moment_and_writes_nothing(busy):
    reader = Reader(busy.db.path, busy.db.clock)
    seen = []
    assert audit(reader, lambda done, every: seen.append((done, every))).agrees
    assert seen[-1][0] == seen[-1][1] > 20
    assert not reader.raw.in_transaction
    with pytest.raises(dbapi2.OperationalError, match="readonly"):
        reader.raw.execute("UPDATE counter SET attempts = 0")
    reader.close()


def test_two_tills_of_one_file_agree(busy):
    busy.tills.add("A2", "Counter 2")
    other = Shop.open(busy.db.path.parent, till="A2")
    assert other.sales.sell(["1001"], CASH).numbers[0].startswith("A2/")
    other.catalogue.change(other.catalogue.show("1002").product_id, price=1100)
    busy.catalogue.change(busy.catalogue.show("1002").product_id, low=9000)
    verdict = audit(other.db)
    assert verdict.faults == ()
    assert [head.till for head in verdict.heads] == ["A1", "A2"]
    other.close()


def test_the_rate_of_a_line_changed_is_named(busy):
    attack(
        busy,
        "UPDATE sale_line SET rate = 500 "
        "WHERE line = 1 AND sale_id = (SELECT id FROM sale WHERE number LIKE '%/000003')",
    )
    fault = first(busy)
    assert fault.kind == "row"
    assert fault.where.startswith("Line 1 of bill A1/")
    assert fault.where.endswith("/000003")
    assert "rate is" in fault.sentence


def test_payment_and_total_lowered_together_are_named(busy):
    number = busy.db.row("SELECT number FROM sale WHERE number LIKE '%/000002'")[0]
    attack(
        busy,
        f"UPDATE payment SET amount = amount - 500 WHERE sale_id = (SELECT id FROM sale WHERE number = '{number}')",
        f"UPDATE sale SET payable = payable - 500, round_off = round_off - 500 WHERE number = '{number}'",
    )
    fault = first(busy)
    assert fault.where == f"bill {number}"
    assert "₹" in fault.sentence


def bill_gone(number):
    """The statements that take a bill and all of its rows out of the books, but not out of the journal."""
    of = f"(SELECT id FROM sale WHERE number = '{number}')"
    return [
        f"DELETE FROM payment WHERE sale_id = {of}", f"DELETE FROM sale_line WHERE sale_id = {of}",
        f"DELETE FROM stock_move WHERE doc_id = {of}", f"DELETE FROM print_job WHERE doc_id = {of}",
        f"DELETE FROM sale WHERE number = '{number}'",
    ]  # fmt: skip


def number_like(shop, end):
    return shop.db.row("SELECT number FROM sale WHERE number LIKE ?", (f"%{end}",))[0]


def test_a_bill_taken_out_of_the_middle_is_named(busy):
    number = number_like(busy, "/000002")
    attack(busy, *bill_gone(number))
    fault = first(busy)
    assert (fault.kind, "gone" in fault.sentence) == ("missing", True)


def test_a_bill_taken_out_with_its_journal_entry_is_named(busy):
    number = number_like(busy, "/000002")
    seq = busy.db.row("SELECT seq FROM sale WHERE number = ?", (number,))[0]
    attack(busy, f"DELETE FROM journal WHERE seq = {seq}", *bill_gone(number))
    found = audit(busy.db, most=100).faults
    assert found[0].where == f"A1#{seq}"
    assert "missing from the journal" in found[0].sentence
    assert any(fault.where == number and fault.kind == "number" for fault in found)


def test_a_bill_taken_out_and_the_rest_renumbered_is_named(busy):
    number = number_like(busy, "/000002")
    seq = busy.db.row("SELECT seq FROM sale WHERE number = ?", (number,))[0]
    last = busy.db.row("SELECT max(seq) FROM journal")[0]
    statements = [f"DELETE FROM journal WHERE seq = {seq}", *bill_gone(number)]
    statements += [f"UPDATE journal SET seq = {n - 1} WHERE seq = {n}" for n in range(seq + 1, last + 1)]
    for n in range(3, 12):
        statements.append(f"UPDATE sale SET number = '{number[:-6]}{n - 1:06d}' WHERE number = '{number[:-6]}{n:06d}'")
    attack(busy, *statements, "UPDATE series SET next = next - 1")
    fault = first(busy)
    assert (fault.kind, fault.where) == ("chain", f"A1#{seq}")


def test_the_last_bills_taken_out_with_the_end_of_the_journal_are_named(shop):
    for _n in range(8):
        shop.sales.sell(["1001", "1002"], CASH)
    numbers = [row[0] for row in shop.db.rows("SELECT number FROM sale ORDER BY number DESC LIMIT 5")]
    seq = shop.db.row("SELECT seq FROM sale WHERE number = ?", (numbers[-1],))[0]
    attack(shop, f"DELETE FROM journal WHERE seq >= {seq}", *[one for number in numbers for one in bill_gone(number)])
    found = audit(shop.db, most=100).faults
    assert [fault.where for fault in found if fault.kind == "number"] == sorted(numbers)
    mended = "UPDATE stock SET on_hand = (SELECT sum(quantity) FROM stock_move m WHERE m.product_id = stock.product_id)"
    attack(shop, mended)
    assert first(shop).where == min(numbers)


def test_every_changed_byte_of_a_body_is_found(shop):
    number = shop.sales.sell(["1001", "1002"], CASH).numbers[0]
    seq = shop.db.row("SELECT seq FROM sale WHERE number = ?", (number,))[0]
    body = bytearray(shop.db.row("SELECT body FROM journal WHERE seq = ?", (seq,))[0])
    for place in range(0, len(body), 5):
        changed = bytes(body[:place]) + bytes([body[place] ^ 0x20]) + bytes(body[place + 1 :])
        attack(shop, ("UPDATE journal SET body = ? WHERE seq = ?", (changed, seq)))
        fault = first(shop)
        assert (fault.kind, fault.where) == ("chain", f"A1#{seq}"), place
    attack(shop, ("UPDATE journal SET body = ? WHERE seq = ?", (bytes(body), seq)))
    assert audit(shop.db).agrees


def test_a_changed_sum_of_stock_is_named(busy):
    attack(
        busy,
        "UPDATE stock SET on_hand = on_hand + 1000 WHERE product_id = (SELECT id FROM product WHERE code = '1002')",
    )
    fault = first(busy)
    assert (fault.kind, "item 1002" in fault.sentence) == ("sum", True)


def rehash(shop, change):
    """Rewrite the journal from the first entry that `change` alters: the strongest forger, who knows the method."""
    rows = shop.db.rows("SELECT seq, body FROM journal ORDER BY seq")
    prev, statements = journal.genesis("A1"), []
    for seq, stored in rows:
        body = json.loads(journal.body_of(stored))
        change(body)
        told = journal.canonical(body)
        digest = hashlib.sha256(prev + told).digest()
        statements.append(
            ("UPDATE journal SET body = ?, prev = ?, hash = ? WHERE seq = ?", (packing.pack(told), prev, digest, seq))
        )
        prev = digest
    return statements


def test_a_forger_who_hashes_all_anew_still_has_to_price_the_bill(busy):
    number = number_like(busy, "/000004")

    def cheaper(body):
        sales = body.get("new", {}).get("sale", {"c": [], "r": []})
        if number in str(sales["r"]):
            for name in ("payable", "round_off"):
                sales["r"][0][sales["c"].index(name)] -= 500
            payments = body["new"]["payment"]
            payments["r"][0][payments["c"].index("amount")] -= 500

    attack(
        busy, *rehash(busy, cheaper),
        f"UPDATE sale SET payable = payable - 500, round_off = round_off - 500 WHERE number = '{number}'",
        f"UPDATE payment SET amount = amount - 500 WHERE sale_id = (SELECT id FROM sale WHERE number = '{number}')",
    )  # fmt: skip
    fault = first(busy)
    assert (fault.kind, fault.where) == ("sum", f"bill {number}")


@pytest.mark.parametrize(
    ("statement", "kind", "said"),
    [
        ("UPDATE product SET price = 1 WHERE code = '1001'", "row", "Item 1001 was changed"),
        ("UPDATE setting SET value = '\"en\"' WHERE key = 'language'", "row", "setting language"),
        ("UPDATE personal SET name = 'Somebody' WHERE address = '5 Tilak Road'", "row", "customer's card"),
        ("UPDATE void SET reason = 'other'", "row", "reason"),
        ("DELETE FROM khata_entry WHERE kind = 'payment'", "missing", "khata_entry"),
        ("UPDATE employee SET role = 'owner' WHERE name = 'Ravi'", "row", "Employee Ravi"),
        ("UPDATE letterhead SET gstin = ''", "row", "letterhead"),
        ("DELETE FROM barcode WHERE code = '8900000000017'", "missing", "barcode"),
        ("UPDATE series SET next = next + 1", "number", "was drawn"),
        ("UPDATE journal SET kind = 'x' WHERE seq = 9", "chain", "filed"),
        ("UPDATE journal SET hlc = hlc + 1 WHERE seq = 9", "chain", "filed"),
        ("UPDATE utr SET line = 9 WHERE utr = '412345678902'", "missing", "utr 412345678902"),
        ("UPDATE utr SET made_at = 9 WHERE utr = '412345678902'", "row", "made_at"),
    ],
)  # fmt: skip
def test_whatever_is_changed_behind_the_program_is_named(busy, statement, kind, said):
    attack(busy, statement)
    fault = first(busy)
    assert fault.kind == kind
    assert said in fault.sentence


def test_a_row_that_nobody_wrote_through_the_program_is_named(busy):
    attack(
        busy,
        "INSERT INTO stock_move SELECT randomblob(16), 1, 'adjust', product_id, 5000, 20260503, '' FROM stock LIMIT 1",
        "UPDATE stock SET on_hand = on_hand + 5000 WHERE product_id = (SELECT product_id FROM stock LIMIT 1)",
    )
    fault = first(busy)
    assert (fault.kind, "knows nothing of it" in fault.sentence) == ("unknown", True)


def test_a_lock_that_is_gone_is_named(busy):
    busy.db.raw.execute("DROP TRIGGER payment_no_update")
    assert (first(busy).kind, first(busy).where) == ("guard", "payment_no_update")


def test_a_person_who_was_erased_leaves_the_books_in_agreement(busy):
    attack(
        busy,
        "UPDATE personal SET salt = x'', name = '', phone = '', address = '', pin_code = '', state = '', email = ''",
    )
    assert any("name and tags" in fault.sentence for fault in audit(busy.db).faults), "their words would be a trace"
    attack(busy, "DELETE FROM customer_word")
    assert audit(busy.db).agrees


def test_every_table_is_watched_or_local():
    watched = {table_name(model) for model in (*FROZEN, *LIVE)}
    every = {table_name(model): model for model in Row.__subclasses__() if hasattr(model, "__table__")}
    assert watched == {name for name, model in every.items() if not model.__local__}
    assert set(schema.ALWAYS) - {"journal"} <= {table_name(model) for model in FROZEN}


# -- the short way and the many cores find what the long way finds


def test_plain_sales_go_the_short_way(busy):
    from shoppos.reports.audit import chain
    from shoppos.reports.audit.retelling import retold

    entries = [entry for batch in chain.walk(busy.db, chain.Span("A1", 1, 1_000)) for entry in as_entries(batch)]
    sales = [entry.seq for entry in entries if entry.kind == "sale.done"]
    short = retold(busy.db, entries)
    two_papers = busy.db.row("SELECT seq FROM sale WHERE with_id IS NOT NULL")[0]
    assert set(short) == set(sales) - {two_papers}


def as_entries(batch):
    return batch if isinstance(batch, list) else []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sale_line SET name = 'x' WHERE line = 2",
        "UPDATE sale_line SET cost = 1 WHERE line = 1",
        "UPDATE sale SET tendered = tendered + 1 WHERE state = 'done'",
        "UPDATE payment SET attempt = 'x'",
        "UPDATE stock_move SET reason = 'x' WHERE kind = 'sale'",
        "UPDATE khata_entry SET made_at = made_at + 1 WHERE kind = 'sale'",
        "UPDATE utr SET employee_id = randomblob(16) WHERE utr = '412345678901'",
        "DELETE FROM stock_move WHERE line = 2",
    ],
)
def test_a_row_that_no_longer_says_the_same_leaves_the_short_way_and_is_named(busy, statement):
    attack(busy, statement)
    fault = first(busy)
    assert fault.kind in {"row", "missing"}


def test_the_long_way_comes_to_the_same_verdict(busy, monkeypatch):
    from shoppos.reports.audit import span

    short = audit(busy.db)
    monkeypatch.setattr(span, "retold", lambda _db, _entries: {})
    assert audit(busy.db) == short


def test_many_cores_come_to_the_same_verdict(busy):
    one = audit(busy.db)
    seen = []
    assert audit(busy.db, lambda done, every: seen.append((done, every)), span=11) == one
    assert seen[-1] == (one.entries + one.documents,) * 2
    assert len(seen) > 2


def test_many_cores_name_the_first_fault_in_order(busy):
    last = busy.db.row("SELECT max(seq) FROM journal")[0]
    attack(busy, f"DELETE FROM journal WHERE seq = {last - 1}", "DELETE FROM journal WHERE seq = 11")
    found = audit(busy.db, most=3, span=10).faults
    assert [fault.where for fault in found[:2]] == ["A1#11", f"A1#{last - 1}"]
