"""Labels read from records: whom a parcel goes to, what is to be collected, and which code goods carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.clock import day_of
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.reports import label
from shoppos.reports.label import CODE_128, EAN_8, EAN_13, QR, Party, best_code, by_measure
from shoppos.rules.entry import looks_like_barcode
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give

TOLD = {
    "courier": "DTDC", "awb": "D12345678901", "weight": 1250, "pieces": 2, "size_of_box": "30 × 20 × 10 cm",
    "size": "4x6",
}  # fmt: skip


@pytest.fixture(autouse=True)
def customer(shop: Shop):
    """A customer far away whose whole address is known."""
    return shop.customers.add(
        "Kaveri Traders", "9845012345", address="44 Brigade Road, Bengaluru", pin_code="560001", state="29"
    )


def sold(shop: Shop, *tenders, lines=("2*1001",), with_address=True, gstin=""):
    """The papers of a sale whose goods go to the customer."""
    done = shop.sales.sell(lines, tenders, customer_phone="9845012345", with_address=with_address, gstin=gstin)
    return done.sale_ids


def test_a_label_says_whom_it_goes_to_and_from_whom(shop: Shop):
    (sale_id,) = sold(shop, Tender("cash"))
    it = label.shipping_label(shop.db, sale_id, TOLD)
    assert it.to == Party("Kaveri Traders", "44 Brigade Road, Bengaluru", "560001", "29", "9845012345")
    assert it.sender == Party("Sharma Kirana", "12 MG Road, Pune", "411001", "27", "9876543210", "27AAPFU0939F1ZV")
    assert it.number == it.qr == shop.db.row("SELECT number FROM sale WHERE id = ?", (sale_id,))[0]
    assert it.date == day_of(shop.db.row("SELECT business_date FROM sale WHERE id = ?", (sale_id,))[0])
    assert (it.courier, it.awb, it.weight, it.box, it.pieces) == ("DTDC", "D12345678901", 1250, "30 × 20 × 10 cm", 2)
    assert it.cod == 0
    assert not it.masked


def test_only_what_is_still_due_by_cod_is_collected(shop: Shop):
    (whole,) = sold(shop, Tender("cod"))
    assert label.shipping_label(shop.db, whole, {}).cod == 300_00
    (part,) = sold(shop, Tender("upi", 100_00), Tender("cod"))
    assert label.shipping_label(shop.db, part, {}).cod == 200_00
    (khata,) = sold(shop, Tender("khata"))
    assert label.shipping_label(shop.db, khata, {}).cod == 0


def test_what_came_back_before_is_not_collected(shop: Shop):
    (sale_id,) = sold(shop, Tender("cod"))
    number = shop.db.row("SELECT number FROM sale WHERE id = ?", (sale_id,))[0]
    shop.returns.take(number, {1: Give(1000)}, Refund("cash"))
    assert label.shipping_label(shop.db, sale_id, {}).cod == 150_00


def test_the_two_papers_of_one_sale_go_in_one_parcel(shop: Shop):
    both = sold(shop, Tender("cod"), lines=("2*1001", "2001"), gstin="29AAGCB7383J1Z4")
    assert len(both) == 2
    assert [label.shipping_label(shop.db, one, {}).cod for one in both] == [468_00, 468_00]


def test_a_bill_without_an_address_or_cancelled_has_no_label(shop: Shop):
    (sale_id,) = sold(shop, Tender("cash"), with_address=False)
    with pytest.raises(Refused, match="has no address to send to") as refused:
        label.shipping_label(shop.db, sale_id, {})
    assert "before it is paid" in refused.value.hint
    (sale_id,) = sold(shop, Tender("cash"))
    shop.sales.void(shop.db.row("SELECT number FROM sale WHERE id = ?", (sale_id,))[0], "not wanted")
    with pytest.raises(Refused, match="was cancelled"):
        label.shipping_label(shop.db, sale_id, {})
    with pytest.raises(NotFound):
        label.shipping_label(shop.db, bytes(16), {})


def test_a_label_asked_for_nothing_more_is_one_plain_label(shop: Shop):
    (sale_id,) = sold(shop, Tender("cash"))
    it = label.shipping_label(shop.db, sale_id, {"mask": True})
    assert (it.courier, it.awb, it.weight, it.box, it.pieces, it.masked) == ("", "", 0, "", 1, True)


def items(shop: Shop, *codes, **how):
    asked = [[shop.catalogue.show(code).product_id.hex(), count] for code, count in codes]
    return label.shelf_labels(shop.db, {"items": asked, **how})


def test_labels_for_goods_are_read_as_they_stand_in_the_catalogue(shop: Shop):
    made = items(shop, ("1001", 2), ("2001", 1), ("3001", 3), skip=5)
    (soap, two), (dal, one), (tiffin, three) = made.labels
    assert (two, one, three, made.skip, made.goods) == (2, 1, 3, 5, False)
    assert (soap.name, soap.local_name, soap.price, soap.mrp, soap.shop) == (
        "Surf Excel 1 kg", "सर्फ एक्सेल", 150_00, 155_00, "Sharma Kirana",
    )  # fmt: skip
    assert (soap.barcode, soap.kind, soap.measure, soap.each) == ("8901030865275", EAN_13, "", None)
    assert (dal.barcode, dal.kind, dal.measure, dal.each) == ("2001", CODE_128, "kg", None)
    assert tiffin.inclusive is False
    assert items(shop, ("1001", 1), goods=True).goods


def test_the_price_on_a_label_is_the_one_of_now(shop: Shop):
    shop.catalogue.change(shop.catalogue.show("1001").product_id, price=145_00)
    assert items(shop, ("1001", 1)).labels[0][0].price == 145_00


def test_what_is_sold_by_the_gram_says_what_a_kilogram_costs(shop: Shop):
    shop.catalogue.add(ProductForm("4001", "Kesar", 35050, unit="G"))
    ((kesar, _count),) = items(shop, ("4001", 1)).labels
    assert (kesar.each, kesar.measure) == (350_500_00, "kg")


def test_nothing_asked_for_and_goods_that_are_gone_are_named(shop: Shop):
    with pytest.raises(InvalidInput, match="no label to print"):
        label.shelf_labels(shop.db, {})
    with pytest.raises(NotFound, match="not in this shop any more"):
        label.shelf_labels(shop.db, {"items": [[bytes(16).hex(), 1]]})


@pytest.mark.parametrize(
    ("codes", "barcode", "kind"),
    [
        (["8901030865275"], "8901030865275", EAN_13),
        (["012345678905"], "0012345678905", EAN_13),
        (["96385074"], "96385074", EAN_8),
        (["SURF-1", "8901030865275", "1001"], "8901030865275", EAN_13),
        (["96385074", "8901030865275"], "8901030865275", EAN_13),
        (["8901030865274"], "8901030865274", CODE_128),  # no check digit: a number like another
        (["12345678"], "12345678", CODE_128),
        (["SURF-1", "1001"], "SURF-1", CODE_128),
        (["1001"], "1001", CODE_128),
        (["साबुन"], "साबुन", QR),
        (["A" * 49], "A" * 49, QR),
    ],
)
def test_a_retail_code_goes_before_the_shops_own(codes, barcode, kind):
    assert best_code(codes) == (barcode, kind)


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=4))
def test_every_product_has_a_code_that_can_be_drawn(codes):
    barcode, kind = best_code(codes)
    assert barcode.removeprefix("0") in {code.removeprefix("0") for code in codes} or barcode in codes
    if kind in {EAN_13, EAN_8}:
        assert looks_like_barcode(barcode)
    elif kind == CODE_128:
        assert barcode.isascii()


@pytest.mark.parametrize(
    ("unit", "each", "measure"),
    [
        ("kg", None, "kg"),
        ("L", None, "l"),
        ("g", 35_000_00, "kg"),
        ("ML", 35_000_00, "l"),
        ("PCS", None, ""),
        ("", None, ""),
    ],
)
def test_the_price_of_a_whole_measure_is_told_where_the_unit_is_less(unit, each, measure):
    assert by_measure(35_00, unit) == (each, measure)
