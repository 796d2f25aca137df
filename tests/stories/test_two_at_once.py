"""Two at the same thing in the same moment: one has it done, the other is told so, and the books agree."""

import threading

from shoppos.base.errors import ShopError
from shoppos.base.ids import new_id
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give

ROUNDS = 8


def together(shop: Shop, act, many=2):
    """Do it in several threads that start as one; gives how many were refused."""
    barrier, refused = threading.Barrier(many), []

    def one():
        shop.db.raw.execute("SELECT 1")
        barrier.wait()
        try:
            act()
        except ShopError as error:
            refused.append(error)
        finally:
            shop.db.release()

    threads = [threading.Thread(target=one) for _n in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(refused)


def test_a_phone_number_is_taken_once(shop: Shop):
    for n in range(ROUNDS):
        phone = f"98765{n:05d}"
        assert together(shop, lambda phone=phone: shop.customers.add("Asha", phone)) == 1
        count = "SELECT count(*) FROM customer c JOIN personal p ON p.id = c.personal_id WHERE p.phone = ?"
        assert shop.db.row(count, (phone,)) == (1,)
    assert audit(shop.db).faults == ()


def test_a_due_is_paid_once(shop: Shop):
    anil = shop.customers.add("Anil Verma", "9812345678")
    for _n in range(ROUNDS):
        shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678")
        assert together(shop, lambda: shop.customers.pay(anil.id, 150_00)) == 1
        assert shop.customers.get(anil.id).owes == 0
    assert audit(shop.db).faults == ()


def test_each_undo_takes_back_one_change(shop: Shop):
    for _n in range(ROUNDS):
        sale = new_id()
        for code in ("1001", "1002", "1003"):
            shop.sales.enter(sale, code)
        assert together(shop, lambda sale=sale: shop.sales.undo(sale)) == 0
        assert [line.code for line in shop.sales.view(sale).lines] == ["1001"]
        shop.sales.abandon(sale)


def test_a_code_is_given_once(shop: Shop):
    for n in range(ROUNDS):
        form = ProductForm(f"N{n}", "Nine", 100)
        assert together(shop, lambda form=form: shop.catalogue.add(form)) == 1
    assert shop.db.row("SELECT count(*) FROM product WHERE name = 'Nine'") == (ROUNDS,)


def test_a_bill_is_cancelled_once(shop: Shop):
    for _n in range(ROUNDS):
        number = shop.sales.sell(["1001"], [Tender("cash")]).numbers[0]
        assert together(shop, lambda number=number: shop.sales.void(number, "brought back")) == 1
    assert shop.stock.on_hand(shop.catalogue.show("1001").product_id) == 50_000
    assert audit(shop.db).faults == ()


def test_names_and_tills_are_given_once(shop: Shop):
    assert together(shop, lambda: shop.staff.add("Ravi")) == 1
    assert together(shop, lambda: shop.tills.add("B1")) == 1
    assert together(shop, shop.tills.add) == 0
    assert len(shop.tills.list()) == 4


def test_the_last_piece_comes_back_once(shop: Shop):
    for _n in range(ROUNDS):
        number = shop.sales.sell(["2*1001"], [Tender("cash")]).numbers[0]
        shop.returns.take(number, {1: Give(1000)}, Refund("cash"))
        assert together(shop, lambda number=number: shop.returns.take(number, {1: Give(1000)}, Refund("cash"))) == 1
        assert together(shop, lambda number=number: shop.sales.void(number, "wrong")) == 2
    assert shop.stock.on_hand(shop.catalogue.show("1001").product_id) == 50_000
    assert audit(shop.db).faults == ()


def test_a_bill_is_cancelled_or_comes_back_but_never_both(shop: Shop):
    for _n in range(ROUNDS):
        number = shop.sales.sell(["1001"], [Tender("cash")]).numbers[0]
        acts = [
            lambda n=number: shop.sales.void(n, "wrong"),
            lambda n=number: shop.returns.take(n, None, Refund("cash")),
        ]
        assert together(shop, lambda acts=acts: acts.pop()()) == 1
    assert shop.stock.on_hand(shop.catalogue.show("1001").product_id) == 50_000
    assert audit(shop.db).faults == ()
