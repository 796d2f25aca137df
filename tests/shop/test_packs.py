"""Packs, promises, places and policies: one box on the bill, its pieces on the shelf."""

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, NeedsApproval, Refused
from shoppos.base.ids import new_id
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from shoppos.shop.reserving import Promise

CASH = [Tender("cash")]


@pytest.fixture
def ids(shop: Shop):
    found = {code: shop.catalogue.show(code).product_id for code in ("1001", "1002", "1003", "3001")}
    for code in ("BOX", "KIT"):
        found[code] = shop.catalogue.add(ProductForm(code, code, 10000))
    shop.packs.set_parts(found["BOX"], {found["1001"]: 12_000})
    shop.packs.set_parts(found["KIT"], {found["1002"]: 2_000, found["1003"]: 1_000})
    return found


def test_a_box_sells_its_pieces_and_comes_back_as_them(shop: Shop, ids):
    assert shop.catalogue.find_code("BOX").on_hand == 4_000
    number = shop.sales.sell(["2*BOX", "1001"], CASH).numbers[0]
    assert shop.stock.on_hand(ids["1001"]) == 25_000
    assert shop.stock.on_hand(ids["BOX"]) == 2_000
    assert shop.db.row("SELECT 1 FROM stock WHERE product_id = ?", (ids["BOX"],)) is None
    shop.sales.void(number, "wrong")
    assert shop.stock.on_hand(ids["1001"]) == 50_000
    assert audit(shop.db).faults == ()


def test_a_kit_is_as_many_as_its_scarcest_part(shop: Shop, ids):
    assert shop.stock.on_hand(ids["KIT"]) == 30_000
    shop.sales.sell(["29*KIT"], CASH)
    assert shop.stock.on_hand(ids["1003"]) == 1_000
    view = shop.sales.enter(shop.sales.on_screen().id, "2*KIT").view
    assert any("Only 1 of KIT in stock; this bill sells 2" in text for text in view.warnings)


def test_no_pack_holds_a_pack_itself_or_nothing(shop: Shop, ids):
    for pack, parts, refusal in (
        ("BOX", {"BOX": 1000}, InvalidInput), ("BOX", {"1001": 0}, InvalidInput), ("3001", {"BOX": 1000}, Refused),
        ("1001", {"1002": 1000}, Refused), ("1002", {"1003": 1000}, Refused),
    ):  # fmt: skip
        with pytest.raises(refusal):
            shop.packs.set_parts(ids[pack], {ids[code]: n for code, n in parts.items()})
    shop.packs.set_parts(ids["BOX"], {})
    assert shop.packs.parts(ids["BOX"]) == []


def test_an_order_promises_what_is_free_and_no_more(shop: Shop, ids):
    order = new_id()
    with shop.db.transaction("test.order") as tx:
        shop.stock.reserve(tx, order, [Promise(1, ids["1001"], 30_000), Promise(2, ids["BOX"], 1_000)])
    assert shop.stock.reserved(ids["1001"]) == 42_000
    assert shop.stock.free(ids["1001"]) == 8_000
    assert shop.stock.free(ids["BOX"]) == 0
    with pytest.raises(Refused, match="Only 8 of Surf Excel 1 kg are free"), shop.db.transaction("test.order") as tx:
        shop.stock.reserve(tx, new_id(), [Promise(1, ids["1002"], 1_000), Promise(2, ids["1001"], 9_000)])
    assert shop.stock.reserved(ids["1002"]) == 0
    with shop.db.transaction("test.order") as tx:
        shop.stock.reserve(tx, new_id(), [Promise(1, ids["1001"], 9_000)], backorder=True)
        assert shop.stock.release(tx, order) == 2
    assert shop.stock.free(ids["1001"]) == 41_000


def test_two_lines_of_one_order_do_not_promise_the_same_piece(shop: Shop, ids):
    with pytest.raises(Refused), shop.db.transaction("test.order") as tx:
        shop.stock.reserve(tx, new_id(), [Promise(1, ids["1001"], 30_000), Promise(2, ids["1001"], 30_000)])


def test_goods_are_carried_to_the_godown_and_back_and_stay_in_all(shop: Shop, ids):
    key = new_id()
    for _again in range(2):
        assert shop.stock.transfer("1001", 20_000, "shop", "Godown", key=key) == {"": 30_000, "godown": 20_000}
    assert shop.stock.transfer("1001", 5_000, "GODOWN", "back room") == {
        "": 30_000,
        "back room": 5_000,
        "godown": 15_000,
    }
    with pytest.raises(Refused, match="Only 5 lie in Back room"):
        shop.stock.transfer("1001", 6_000, "back room", "shop")
    with pytest.raises(InvalidInput):
        shop.stock.transfer("1001", 1_000, "shop", "floor")
    with pytest.raises(InvalidInput):
        shop.stock.transfer("BOX", 1_000, "shop", "godown")
    assert shop.stock.on_hand(ids["1001"]) == 50_000
    assert audit(shop.db).faults == ()


def test_a_key_moves_once(shop: Shop, ids):
    key = new_id()
    assert [shop.stock.damage("1001", 2_000, "broken", key=key) for _again in range(2)] == [48_000, 48_000]
    assert shop.stock.use("1001", 1_000, "our own tea") == 47_000


def test_where_a_manager_must_allow_it_nothing_is_oversold(shop: Shop, ids):
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    shop.keepings.set(ids["1003"], policy="manager")
    sale = shop.sales.enter(shop.sales.on_screen().id, "31*1003").view
    assert "Only 30 of Amul Butter 100 g in stock; this bill sells 31. A manager must allow it." in sale.warnings
    with pytest.raises(NeedsApproval) as refusal:
        shop.sales.checkout(sale.id, CASH)
    assert refusal.value.act == "oversell"
    shop.staff.approve("oversell", refusal.value.doc_id, "4711")
    shop.sales.enter(sale.id, "1003")
    with pytest.raises(NeedsApproval):  # the yes was for 31
        shop.sales.checkout(sale.id, CASH)
    shop.sales.undo(sale.id)
    shop.sales.checkout(sale.id, CASH)
    assert shop.stock.on_hand(ids["1003"]) == -1_000


def test_own_use_of_what_is_not_there_is_a_managers_to_allow(shop: Shop, ids):
    shop.settings.set("rights", {"adjust": "cashier"})
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    key = new_id()
    for act in (shop.stock.use, shop.stock.damage):
        with pytest.raises(Refused, match="Only 30 of Amul Butter 100 g are on hand"):
            act("1003", 31_000, "eaten", key=key, sure=True)
    shop.keepings.set(ids["1003"], policy="manager")
    with pytest.raises(NeedsApproval) as refusal:
        shop.stock.use("1003", 31_000, "eaten", key=key, sure=True)
    assert refusal.value.act == "oversell"
    assert shop.stock.on_hand(ids["1003"]) == 30_000
    shop.staff.approve("oversell", refusal.value.doc_id, "4711")
    for act, code, quantity in (
        (shop.stock.use, "1003", 32_000), (shop.stock.damage, "1003", 31_000), (shop.stock.use, "1001", 51_000),
    ):  # fmt: skip
        with pytest.raises(Refused):  # the yes was for the use of 31 pieces of butter
            act(code, quantity, "eaten", key=key)
    assert shop.stock.use("1003", 31_000, "eaten", key=key) == -1_000


def test_a_box_of_which_the_pieces_are_not_there_is_not_damaged_silently(shop: Shop, ids):
    with pytest.raises(Doubtful, match="Only 4 of BOX are on hand"):
        shop.stock.damage("BOX", 5_000, "wet")
    assert shop.stock.on_hand(ids["1001"]) == 50_000


def test_what_a_manager_must_allow_by_the_piece_they_must_allow_in_a_box(shop: Shop, ids):
    shop.keepings.set(ids["1001"], policy="manager")
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    with pytest.raises(NeedsApproval, match="Only 50"):
        shop.sales.sell(["5*BOX"], CASH)
    shop.sales.sell(["4*BOX"], CASH)
    assert shop.stock.on_hand(ids["1001"]) == 2_000


def test_an_item_may_be_sold_silently_where_the_shop_asks(shop: Shop, ids):
    shop.settings.set("stock_policy", "manager")
    shop.keepings.set(ids["1003"], policy="allow")
    assert shop.sales.enter(shop.sales.on_screen().id, "31*1003").view.warnings == ()
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    with pytest.raises(NeedsApproval, match="this bill sells 60"):
        shop.sales.sell(["5*BOX"], CASH)


def test_variants_stand_side_by_side(shop: Shop):
    for size in ("S", "M", "L"):
        product = shop.catalogue.add(ProductForm(f"SHIRT-{size}", f"Shirt {size}", 49900, stock=3_000))
        shop.keepings.set(product, family="Shirt", variant=size)
    shop.sales.sell(["SHIRT-M"], CASH)
    assert [(one.variant, one.on_hand) for one in shop.keepings.variants("Shirt")] == [
        ("S", 3000),
        ("M", 2000),
        ("L", 3000),
    ]
    assert shop.keepings.families() == ["Shirt"]


def test_a_line_keeps_what_was_asked_for_and_gives_it_back(shop: Shop):
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1001")
    shop.sales.enter(sale, "2001")
    shop.sales.set_line_note(sale, 1, "Gift wrap")
    assert shop.sales.set_line_note(sale, 1, "Gift wrap, red").view.lines[0].note == "Gift wrap, red"
    assert shop.sales.undo(sale).lines[0].note == "Gift wrap"
    shop.sales.remove(sale, 1)
    assert shop.sales.undo(sale).lines[0].note == "Gift wrap"
    shop.sales.set_line_note(sale, 2, "in two bags")
    shop.sales.set_gstin(sale, "29AABCR1718E1ZL")
    done = shop.sales.checkout(sale, CASH)
    assert len(done.numbers) == 2
    found = shop.db.rows("SELECT sale_id, note FROM line_note ORDER BY line")
    assert [row[1] for row in found] == ["Gift wrap", "in two bags"]
    assert {row[0] for row in found} == set(done.sale_ids)
    given_up = shop.sales.on_screen().id
    shop.sales.enter(given_up, "1001")
    shop.sales.set_line_note(given_up, 1, "for Asha")
    shop.sales.hold(given_up)
    shop.sales.abandon(given_up)
    assert audit(shop.db).faults == ()
