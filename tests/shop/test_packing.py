"""The packing table: only what was ordered goes into the box, and what is in it survives everything."""

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.ids import new_id
from shoppos.models.order import CONFIRMED, PACKED
from shoppos.shop import Shop
from shoppos.shop.batches import NewBatch
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.packing import DROP, LATER
from shoppos.shop.payments import Tender
from tests.shop.order_taking import confirmed


@pytest.fixture
def order(shop: Shop) -> bytes:
    """Two packs of Surf and one of Parle-G."""
    return confirmed(shop, "2*1001", "1002")


def box(shop: Shop, order_id: bytes) -> dict[str, int]:
    """Thousandths in the box by code."""
    return {line.code: line.packed for line in shop.dispatching.packing(order_id).lines}


def test_each_scan_puts_one_into_the_box(shop: Shop, order):
    d = shop.dispatching
    assert box(shop, order) == {"1001": 0, "1002": 0}
    assert d.scan(order, "8901030865275").packing.lines[0].packed == 1000
    d.scan(order, "1002")
    assert not d.packing(order).complete
    assert d.scan(order, "1001").packing.complete
    assert d.pack(order).state == PACKED
    assert shop.orders.view(order).state == PACKED


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1003", "Amul Butter 100 g is not in order A1/2627/O00001"),
        ("3*1001", "Order A1/2627/O00001 wants 2 more of Surf Excel 1 kg only"),
        ("7777777", "No item has the code 7777777"),
    ],
)
def test_what_was_not_ordered_stays_out_by_its_name(shop: Shop, order, text, said):
    with pytest.raises((Refused, NotFound), match=said):
        shop.dispatching.scan(order, text)
    assert box(shop, order) == {"1001": 0, "1002": 0}


def test_one_too_many_is_put_back(shop: Shop, order):
    shop.dispatching.scan(order, "1002")
    with pytest.raises(Refused, match="All 1 of Parle-G 100 g are in the box already"):
        shop.dispatching.scan(order, "1002")


def test_what_is_no_item_says_so(shop: Shop, order):
    with pytest.raises(InvalidInput):
        shop.dispatching.scan(order, "+3")


def test_a_restart_forgets_nothing(shop: Shop, order, folder):
    shop.dispatching.scan(order, "2*1001")
    shop.close()
    again = Shop.open(folder)
    try:
        assert box(again, order) == {"1001": 2000, "1002": 0}
    finally:
        again.close()


def test_a_box_is_closed_only_when_it_is_said_what_becomes_of_the_rest(shop: Shop, order):
    d = shop.dispatching
    with pytest.raises(Refused, match="Nothing of order A1/2627/O00001 is in the box yet"):
        d.pack(order)
    d.scan(order, "1001")
    with pytest.raises(Refused, match="Not in the box yet: 1 Surf Excel 1 kg, 1 Parle-G 100 g"):
        d.pack(order)
    assert shop.orders.view(order).state == CONFIRMED


def test_what_is_left_out_lowers_the_total_and_is_free_again(shop: Shop, order):
    surf, parle = (shop.catalogue.show(code).product_id for code in ("1001", "1002"))
    shop.dispatching.scan(order, "1001")
    shop.dispatching.pack(order, short=DROP)
    view = shop.orders.view(order)
    assert [(line.code, line.quantity) for line in view.sale.lines] == [("1001", 1000)]
    assert (view.payable, view.agreed) == (150_00, 150_00)
    assert (shop.stock.reserved(surf), shop.stock.reserved(parle)) == (1000, 0)
    assert view.steps[-1].told["short"] == {"1001": 1000, "1002": 1000}


def test_what_follows_later_stays_promised(shop: Shop, order):
    surf = shop.catalogue.show("1001").product_id
    shop.dispatching.scan(order, "1001")
    shop.dispatching.pack(order, short=LATER)
    assert shop.stock.reserved(surf) == 2000
    done = shop.dispatching.dispatch(order).done
    view = shop.orders.view(order)
    assert done.payable == 150_00
    assert (view.state, view.payable) == (CONFIRMED, 310_00)
    assert [(line.code, line.quantity) for line in view.sale.lines] == [("1001", 1000), ("1002", 1000)]
    assert shop.stock.reserved(surf) == 1000


def test_the_customer_is_told_what_is_left_to_pay_when_it_is_packed(shop: Shop, order):
    shop.advances.take(order, Tender("cash", 60_00))
    shop.dispatching.pack_all(order)
    (body,) = shop.db.row("SELECT body FROM message WHERE doc_id = ? AND step = 'packed'", (order,))
    assert "₹250.00" in body


def test_all_may_be_packed_by_the_word_of_who_packed_it(shop: Shop, order):
    assert shop.dispatching.pack_all(order).complete
    assert shop.orders.view(order).state == PACKED
    with pytest.raises(Refused, match="packed already"):
        shop.dispatching.scan(order, "1001")


def test_an_opened_box_is_checked_anew(shop: Shop, order):
    shop.dispatching.pack_all(order)
    assert box(shop, order)
    assert not shop.dispatching.unpack(order).begun
    assert shop.orders.view(order).state == CONFIRMED


def test_a_change_of_the_goods_opens_the_box(shop: Shop, order):
    shop.dispatching.pack_all(order)
    shop.orders.enter(order, "1003")
    assert shop.orders.view(order).state == CONFIRMED
    assert box(shop, order) == {"1001": 0, "1002": 0, "1003": 0}


def test_a_count_by_hand_stands_as_well(shop: Shop, order):
    d = shop.dispatching
    assert d.put(order, 1, 2000).lines[0].packed == 2000
    assert not d.put(order, 1, 0).begun
    with pytest.raises(InvalidInput, match="has 2 of Surf"):
        d.put(order, 1, 3000)


def test_only_a_confirmed_order_is_packed(shop: Shop):
    draft = shop.orders.begin(phone="9845012345").id
    shop.orders.enter(draft, "1001")
    with pytest.raises(Refused, match="taken, but not confirmed"):
        shop.dispatching.scan(draft, "1001")


def test_a_part_of_a_pack_is_put_together_first(shop: Shop):
    product = shop.catalogue.add(ProductForm("KIT", "Gift Box", 20000))
    parts = {shop.catalogue.show("1001").product_id: 1000, shop.catalogue.show("1002").product_id: 2000}
    shop.packs.set_parts(product, parts)
    order = confirmed(shop, "2*KIT")
    with pytest.raises(Refused, match=r"Surf Excel 1 kg is a part of Gift Box\. Put the whole of it .* scan KIT"):
        shop.dispatching.scan(order, "1001")
    with pytest.raises(Refused, match=r"together \(1 Surf Excel 1 kg, 2 Parle-G 100 g\), then scan KIT"):
        shop.dispatching.scan(order, "1002")
    shop.dispatching.scan(order, "KIT")
    shop.dispatching.pack(order, short=LATER)
    shop.dispatching.dispatch(order)
    parle = shop.catalogue.show("1002").product_id
    assert (shop.stock.on_hand(parle), shop.stock.reserved(parle)) == (198_000, 2000)


def test_a_part_counts_for_its_own_line_first_and_then_says_what_its_pack_wants(shop: Shop):
    product = shop.catalogue.add(ProductForm("KIT", "Gift Box", 20000))
    shop.packs.set_parts(product, {shop.catalogue.show("1002").product_id: 2000})
    order = confirmed(shop, "KIT", "1002")
    assert shop.dispatching.scan(order, "1002").line == 2
    with pytest.raises(Refused, match=r"Parle-G 100 g is a part of Gift Box\. Put the whole .* then scan KIT"):
        shop.dispatching.scan(order, "1002")
    shop.dispatching.scan(order, "KIT")
    with pytest.raises(Refused, match=r"all 1 of it are in the box already\. Put this one back"):
        shop.dispatching.scan(order, "1002")


# -- goods that are weighed out


@pytest.fixture
def dal(shop: Shop) -> bytes:
    """Two kilograms of loose dal at 168 a kilogram."""
    return confirmed(shop, "2*2001")


def test_what_the_scale_shows_is_what_is_paid(shop: Shop, dal):
    found = shop.dispatching.scan(dal, "2.055*2001").packing
    assert found.complete
    assert (found.agreed, found.payable) == (336_00, 345_00)
    assert shop.orders.view(dal).agreed == 345_00
    told = shop.orders.view(dal).steps[-1].told
    assert (told["was"], told["quantity"], told["before"], told["payable"]) == (2000, 2055, 336_00, 345_00)
    assert shop.stock.reserved(shop.catalogue.show("2001").product_id) == 2055


def test_several_bags_make_one_line(shop: Shop, dal):
    assert shop.dispatching.scan(dal, "1.02*2001").packing.lines[0].left == 980
    assert shop.dispatching.scan(dal, "0.99*2001").packing.complete
    assert shop.orders.view(dal).sale.lines[0].quantity == 2010


def test_a_weight_far_off_is_asked_about(shop: Shop, dal):
    with pytest.raises(Doubtful, match=r"2.5 KG of Toor Dal \(loose\) instead of 2"):
        shop.dispatching.weigh(dal, 1, 2500)
    assert shop.dispatching.weigh(dal, 1, 2500, sure=True).packing.payable == 420_00


def test_weighed_goods_are_not_counted(shop: Shop, dal):
    with pytest.raises(InvalidInput, match="How much Toor Dal"):
        shop.dispatching.scan(dal, "2001")


# -- pieces and batches


def bought(shop: Shop, code: str, quantity: int, **how) -> None:
    """So many thousandths came in, with their batch or their pieces."""
    product = shop.catalogue.show(code).product_id
    with shop.db.transaction("purchase.received") as tx:
        shop.stock.receive(tx, new_id(), 1, product, quantity, day=20260401, **how)


@pytest.fixture
def phones(shop: Shop) -> bytes:
    """Two telephones that are kept by their numbers."""
    shop.catalogue.add(ProductForm("4001", "Nova Phone", 800000, rate=1800, hsn="8517"))
    shop.keepings.set(shop.catalogue.show("4001").product_id, tracks="serial")
    bought(shop, "4001", 3000, pieces=("IMEI1", "IMEI2", "IMEI3"))
    return confirmed(shop, "2*4001")


def test_each_piece_is_scanned_by_its_number(shop: Shop, phones):
    d = shop.dispatching
    with pytest.raises(InvalidInput, match="Which piece of Nova Phone"):
        d.scan(phones, "4001")
    with pytest.raises(InvalidInput, match="Which piece of Nova Phone"):
        d.pack_all(phones)
    d.scan(phones, "IMEI2")
    with pytest.raises(Refused, match="IMEI2 was scanned already"):
        d.scan(phones, "IMEI2")
    assert d.scan(phones, "IMEI3").packing.complete
    d.pack(phones)
    sale_id = d.dispatch(phones).done.sale_ids[0]
    assert shop.stock.pieces(shop.catalogue.show("4001").product_id) == ["IMEI1"]
    (note,) = shop.db.row("SELECT note FROM line_note WHERE sale_id = ?", (sale_id,))
    assert note == "S/N IMEI2, IMEI3"


@pytest.fixture
def curd(shop: Shop) -> str:
    """Curd that is kept by batch: five cups of yesterday's last day, and nothing else."""
    shop.catalogue.add(ProductForm("5001", "Curd Cup", 3000, rate=500, hsn="0403"))
    shop.keepings.set(shop.catalogue.show("5001").product_id, tracks="batch")
    bought(shop, "5001", 5000, batch=NewBatch("OLD", 20200101))
    return "5001"


def test_what_has_expired_stays_out_unless_who_may_says_so_twice(shop: Shop, curd):
    order = confirmed(shop, curd)
    with pytest.raises(Doubtful, match="Curd Cup expired on 01-01-2020"):
        shop.dispatching.scan(order, curd)
    shop.staff.set_pin("Meena", "1234")
    shop.staff.add("Ravi", "packer")
    shop.staff.sign_in("Ravi")
    with pytest.raises(Refused, match="Curd Cup expired on 01-01-2020"):
        shop.dispatching.scan(order, curd, sure=True)
    with pytest.raises(Refused, match="Curd Cup expired on 01-01-2020"):
        shop.dispatching.pack_all(order, sure=True)


def test_the_batch_that_expires_first_is_named(shop: Shop, curd):
    bought(shop, curd, 5000, batch=NewBatch("LATE", 20991231))
    bought(shop, curd, 5000, batch=NewBatch("NEXT", 20981231))
    (line,) = shop.dispatching.packing(confirmed(shop, curd)).lines
    assert (line.batch, line.expiry) == ("NEXT", 20981231)
