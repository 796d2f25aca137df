"""A Vyapar backup comes in: its items, people and balances, with both sums side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shoppos.base.errors import Refused
from shoppos.reports.audit import audit
from shoppos.shop import item_todo, vyapar
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.importing import together
from shoppos.shop.payments import Tender
from tests.shop.vyapar_backups import NEW, OLD, SHOP, backup

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop
    from shoppos.shop.item_check import Checked


def tried(shop: Shop, found: vyapar.Backup) -> Checked:
    return together(shop.importing.check(found.items), shop.importing.check(found.people))


@pytest.fixture
def found(tmp_path: Path) -> vyapar.Backup:
    return vyapar.read(backup(tmp_path / "shop.vyb"))


def test_a_backup_is_read_whole(found: vyapar.Backup) -> None:
    assert found.firm == {"name": "Gupta Stores", "gstin": "27AAPFU0939F1ZV", "state": "27"}
    assert (found.bills, found.asleep) == (5, 1)
    assert found.vyapar == vyapar.Figures(3, 3, 12_450_000, 820_055, 2_089_00)
    assert dict(zip(found.items.guess, found.items.rows[0][1], strict=True)) == {
        "name": "Detergent 1 kg", "code": "D1", "price": "112.1", "inclusive": "Inclusive", "mrp": "120",
        "cost": "90.05", "stock": "20", "low": "4", "hsn": "3402", "rate": "18", "category": "Home", "unit": "Pcs",
        "second_unit": "", "ratio": "", "wholesale": "105", "shelf": "R2",
    }  # fmt: skip


def test_it_comes_in_with_the_same_sums(shop: Shop, found: vyapar.Backup) -> None:
    checked = tried(shop, found)
    assert checked.bad == []
    assert all(one.agrees for one in vyapar.compared(found.vyapar, vyapar.expected(checked)))
    done = shop.importing.apply(checked)
    assert (done.added, done.people, done.bad) == (3, 3, 0)
    assert [one.ours for one in vyapar.compared(found.vyapar, vyapar.brought(shop.db, done.id))] == [
        3, 3, 12_450_000, 820_055, 208_900,
    ]  # fmt: skip
    card = shop.catalogue.show("D1")
    assert (card.form.price, card.form.mrp, card.form.rate, card.form.category) == (11210, 12000, 1800, "Home")
    assert (card.on_hand, shop.keepings.of(card.product_id).shelf) == (20_000, "R2")
    anil = shop.customers.by_phone("9876511111")
    assert (anil.name, anil.owes, shop.customers.terms(anil.id).credit_limit) == ("Anil Verma", 12_450_000, 20_000_000)
    traders = shop.suppliers.named("Shree Traders")
    assert (traders.owed, traders.card.state, traders.card.phone) == (800_055, "27", "0203344")
    assert shop.customers.search("Paid")[0].owes == -20_000
    assert audit(shop.db, most=5).faults == ()


def test_a_box_is_a_pack_of_its_pieces(shop: Shop, found: vyapar.Backup) -> None:
    shop.importing.apply(tried(shop, found))
    box, piece = shop.catalogue.show("PEN"), shop.catalogue.show("PEN-PCS")
    assert (box.form.unit, box.form.price, box.form.inclusive) == ("BOX", 12_000, False)
    assert (piece.form.price, piece.form.cost, piece.on_hand) == (1_000, 800, 36_000)
    assert shop.packs.parts(box.product_id) == [(piece.product_id, "Pens (PCS)", 12_000)]
    shop.sales.sell(["PEN"], tenders=[Tender("cash")])
    assert shop.catalogue.show("PEN-PCS").on_hand == 24_000


def test_the_wholesale_price_stands_on_its_list(shop: Shop, found: vyapar.Backup) -> None:
    from shoppos.shop.prices import Prices

    shop.importing.apply(tried(shop, found))
    prices = Prices(shop.db)
    assert [(one.code, one.price) for one in prices.on_list(prices.named("Wholesale").id)] == [("D1", 10_500)]


def test_an_old_backup_with_few_columns_comes_in_too(shop: Shop, tmp_path: Path) -> None:
    found = vyapar.read(backup(tmp_path / "old.vyb", OLD))
    checked = tried(shop, found)
    assert checked.bad == []
    done = shop.importing.apply(checked)
    assert (done.added, done.people) == (4, 3)
    assert [hit.price for hit in shop.catalogue.search("Given up")] == [500]


def test_it_is_taken_back_as_one(shop: Shop, found: vyapar.Backup) -> None:
    before = shop.catalogue.count()
    done = shop.importing.apply(tried(shop, found))
    undone = shop.importing.undo(done.id)
    assert (undone.removed, undone.kept) == (7, ())
    assert not shop.db.rows("SELECT 1 FROM personal WHERE name LIKE 'Anil%' OR phone <> '' OR address <> ''")
    assert shop.catalogue.count() == before
    assert shop.customers.by_phone("9876511111") is None
    assert shop.suppliers.search("Shree") == []
    assert shop.db.rows("SELECT coalesce(sum(amount), 0) FROM khata_entry") == [(0,)]
    assert audit(shop.db, most=5).faults == ()
    assert shop.importing.apply(tried(shop, found)).people == 3
    with pytest.raises(Refused):
        shop.importing.undo(done.id)


def test_who_has_got_a_further_address_since_stays(shop: Shop, found: vyapar.Backup) -> None:
    done = shop.importing.apply(tried(shop, found))
    shop.customers.add_address(shop.customers.by_phone("9876511111").id, "4 Mill Lane")
    assert shop.importing.undo(done.id).kept == ("Anil Verma",)


def test_who_has_paid_since_stays(shop: Shop, found: vyapar.Backup) -> None:
    done = shop.importing.apply(tried(shop, found))
    anil = shop.customers.by_phone("9876511111")
    shop.customers.pay(anil.id, 50_000)
    assert shop.importing.undo(done.id).kept == ("Anil Verma",)
    assert shop.customers.by_phone("9876511111").owes == 12_400_000


def test_what_is_there_already_is_told_and_missing_in_the_sums(shop: Shop, found: vyapar.Backup) -> None:
    shop.customers.add("Anil V", "9876511111")
    checked = tried(shop, found)
    said = [remark.said for remark in checked.skipped]
    assert said == ["Is in the shop already. The balance of ₹1,24,500.00 is not written."]
    disagreeing = [one for one in vyapar.compared(found.vyapar, vyapar.expected(checked)) if not one.agrees]
    assert [(one.theirs, one.ours) for one in disagreeing] == [(3, 2), (12_450_000, 0)]


def test_odd_values_are_named_never_fatal(shop: Shop, tmp_path: Path) -> None:
    rows = {
        **SHOP,
        "kb_items": [
            {"item_id": 1, "item_name": "=cmd|' /C calc'!A0\x07", "item_sale_unit_price": 1e300, "item_is_active": 1},
            {"item_id": 2, "item_name": "Loose", "item_sale_unit_price": "abc", "item_stock_quantity": float("inf")},
            {"item_id": 3, "item_name": None, "item_sale_unit_price": 5.0},
            {"item_id": 4, "item_name": "Fine", "item_sale_unit_price": 5.125, "item_stock_quantity": -2.0},
        ],
        "kb_names": [{"full_name": "X" * 500, "amount": "oops", "name_type": 7}, {"full_name": b"\xff", "amount": 1}],
    }
    found = vyapar.read(backup(tmp_path / "odd.vyb", NEW, rows))
    checked = tried(shop, found)
    assert [item.form.name for item in checked.new] == ["Fine"]
    assert len(checked.bad) == 4
    shop.importing.apply(checked)
    fine = shop.catalogue.search("Fine")[0]
    assert (fine.price, fine.on_hand) == (513, -2_000)


SUGAR = {"item_id": 9, "item_name": "Sugar old", "item_code": "SUGAR", "item_sale_unit_price": 44.0,
         "item_purchase_unit_price": 0.0, "item_type": 1, "item_is_active": 1}  # fmt: skip


def test_a_known_item_is_changed_by_name_and_keeps_what_the_backup_leaves_empty(shop: Shop, tmp_path: Path) -> None:
    shop.catalogue.add(
        ProductForm("SUGAR", "Sugar", 4_600, local_name="चीनी", aliases="shakkar", cost=4_000, low=20_000)
    )
    checked = tried(shop, vyapar.read(backup(tmp_path / "sugar.vyb", NEW, {**SHOP, "kb_items": [SUGAR]})))
    assert [change.said() for change in checked.changed] == [
        "changes Sugar: Name Sugar → Sugar old, Sale price 46.00 → 44.00"
    ]
    shop.importing.apply(checked)
    form = shop.catalogue.show("SUGAR").form
    assert (form.name, form.price, form.local_name) == ("Sugar old", 4_400, "चीनी")
    assert (form.aliases, form.cost, form.low) == ("shakkar", 4_000, 20_000)


def test_a_backup_without_a_price_leaves_the_shops_price(shop: Shop, tmp_path: Path) -> None:
    shop.catalogue.add(ProductForm("SUGAR", "Sugar old", 4_600))
    row = {**SUGAR, "item_sale_unit_price": 0.0}
    shop.importing.apply(tried(shop, vyapar.read(backup(tmp_path / "free.vyb", NEW, {**SHOP, "kb_items": [row]}))))
    assert shop.catalogue.show("SUGAR").form.price == 4_600


def _with_ended_rate(tmp_path: Path) -> vyapar.Backup:
    rows = {
        **SHOP,
        "kb_tax_code": [{"tax_code_id": 12, "tax_code_name": "GST@12%", "tax_rate": 12.0}],
        "kb_items": [
            {"item_id": 9, "item_name": "Ghee", "item_code": "GHEE", "item_sale_unit_price": 500.0, "item_tax_id": 12,
             "item_hsn_sac_code": "0405", "item_type": 1, "item_is_active": 1},
        ],
    }  # fmt: skip
    return vyapar.read(backup(tmp_path / "ended.vyb", NEW, rows))


def test_an_item_whose_rate_has_ended_comes_in_to_be_completed(shop: Shop, tmp_path: Path) -> None:
    checked = tried(shop, _with_ended_rate(tmp_path))
    assert checked.bad == []
    assert [(one.name, one.said[:21]) for one in checked.doubts] == [("Ghee", "GST of 12 % has ended")]
    done = shop.importing.apply(checked)
    form = shop.catalogue.show("GHEE").form
    assert (form.rate, form.treatment, form.hsn) == (0, "nil", "0405")
    assert [hit.code for hit in item_todo.unfinished(shop)] == ["GHEE"]
    shop.catalogue.change(shop.catalogue.show("GHEE").product_id, rate=500, treatment="taxable")
    assert item_todo.how_many(shop) == 0
    assert (shop.importing.undo(done.id).removed, audit(shop.db, most=5).faults) == (4, ())


def test_a_rate_chosen_for_an_ended_one_is_taken(shop: Shop, tmp_path: Path) -> None:
    found = _with_ended_rate(tmp_path)
    shop.importing.apply(shop.importing.check(found.items, rates={1200: 500}))
    assert shop.catalogue.show("GHEE").form.rate == 500
    assert item_todo.how_many(shop) == 0


def test_a_known_item_keeps_its_rate_when_the_backups_has_ended(shop: Shop, tmp_path: Path) -> None:
    shop.catalogue.add(ProductForm("GHEE", "Ghee", 40_000, rate=500, treatment="taxable"))
    shop.importing.apply(tried(shop, _with_ended_rate(tmp_path)))
    assert (shop.catalogue.show("GHEE").form.rate, shop.catalogue.show("GHEE").form.price) == (500, 50_000)


def test_the_worth_of_boxes_is_counted_as_vyapar_counts_it(shop: Shop, tmp_path: Path) -> None:
    pens = {**SHOP["kb_items"][1], "item_purchase_unit_price": 88.0, "item_stock_quantity": 12.0}
    found = vyapar.read(backup(tmp_path / "pens.vyb", NEW, {**SHOP, "kb_items": [pens]}))
    checked = tried(shop, found)
    assert (found.vyapar.worth, vyapar.expected(checked).worth) == (105_600, 105_600)
    done = shop.importing.apply(checked)
    assert vyapar.brought(shop.db, done.id).worth == 105_600
    assert shop.catalogue.show("PEN-PCS").form.cost == 733


def test_what_makes_the_figures_differ_is_named(shop: Shop, tmp_path: Path) -> None:
    shop.catalogue.add(ProductForm("D1", "Detergent", 9_900))
    shop.customers.add("Anil V", "9876511111")
    bad = {"item_id": 9, "item_name": "Haldiram Bhujia", "item_sale_unit_price": "ten", "item_is_active": 1}
    found = vyapar.read(backup(tmp_path / "why.vyb", NEW, {**SHOP, "kb_items": [*SHOP["kb_items"], bad]}))
    assert vyapar.why(shop.importing.check(found.items), shop.importing.check(found.people)) == [
        "Items kept out: 1 (Haldiram Bhujia).",
        "Items that the shop has already: 1 (Detergent).",
        "People whom the shop knows already: 1 (Anil V).",
    ]
