"""Goods that come back down to their parts, batches and serial numbers."""

import pytest

from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.ids import new_id
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.batches import NewBatch
from shoppos.shop.business_day import booking_day
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import DAMAGE, Give

CASH = [Tender("cash")]
BACK = Refund("cash")


def new(shop: Shop, code: str, **more: object) -> bytes:
    shop.catalogue.add(ProductForm(code, f"Item {code}", 100_00, **more))  # type: ignore[arg-type]  # of the form's own fields
    return shop.catalogue.show(code).product_id


def receive(shop: Shop, product: bytes, quantity: int, **more: object) -> None:
    with shop.db.transaction("stock.opened") as tx:
        shop.stock.receive(tx, new_id(), 1, product, quantity, day=booking_day(shop.db), kind="opening", **more)  # type: ignore[arg-type]


def agrees(shop: Shop) -> None:
    assert audit(shop.db, most=5).faults == ()


def test_a_pack_comes_back_as_its_parts_to_the_last_gram(shop: Shop) -> None:
    box = new(shop, "BOX")
    biscuit, butter = (shop.catalogue.show(code).product_id for code in ("1002", "1003"))
    shop.packs.set_parts(box, {biscuit: 3_333, butter: 1_000})
    before = [shop.stock.on_hand(part) for part in (biscuit, butter)]
    number = shop.sales.sell(["3*BOX"], CASH).numbers[0]
    shop.packs.set_parts(box, {butter: 5_000})  # packed otherwise since: what was sold comes back
    for milli in (500, 1_500, 1_000):
        shop.returns.take(number, {1: Give(milli)}, BACK)
    assert [shop.stock.on_hand(part) for part in (biscuit, butter)] == before
    agrees(shop)


def test_goods_go_back_into_the_batches_they_came_from(shop: Shop) -> None:
    milk = new(shop, "MILK")
    shop.keepings.set(milk, tracks="batch")
    receive(shop, milk, 2_000, batch=NewBatch("EARLY", 20991231))
    receive(shop, milk, 5_000, batch=NewBatch("LATE", 21000630))
    number = shop.sales.sell(["4*MILK"], CASH).numbers[0]
    left = {batch.code: batch.on_hand for batch in shop.stock.batches(milk)}
    assert left.get("EARLY", 0) == 0
    assert left["LATE"] == 3_000
    shop.returns.take(number, {1: Give(1_000)}, BACK)
    shop.returns.take(number, {1: Give(2_000)}, BACK)
    left = {batch.code: batch.on_hand for batch in shop.stock.batches(milk)}
    assert left == {"EARLY": 1_000, "LATE": 5_000}
    shop.returns.take(number, {1: Give(1_000, DAMAGE)}, BACK)
    assert {batch.code: batch.on_hand for batch in shop.stock.batches(milk)} == left
    assert shop.stock.on_hand(milk) == 6_000
    agrees(shop)


class TestPieces:
    """Goods that are known one by one."""

    @pytest.fixture
    def phone(self, shop: Shop) -> str:
        """The number of a bill of two phones."""
        phone = new(shop, "PHONE")
        shop.keepings.set(phone, tracks="serial")
        receive(shop, phone, 3_000, pieces=("IMEI1", "IMEI2", "IMEI3"))
        sale = shop.sales.on_screen().id
        for piece in ("IMEI1", "IMEI2"):
            shop.sales.enter(sale, piece)
        return shop.sales.checkout(sale, CASH).numbers[0]

    def test_the_piece_that_came_back_is_scanned(self, shop: Shop, phone: str) -> None:
        view = shop.returns.open(phone)
        assert sorted(serial for line in view.lines for serial in line.serials) == ["IMEI1", "IMEI2"]
        gives, line = shop.returns.scan(view, {}, "IMEI2")
        assert gives[line].serials == ("IMEI2",)
        with pytest.raises(Refused, match="scanned already"):
            shop.returns.scan(view, gives, "IMEI2")
        shop.returns.take(phone, gives, BACK)
        assert shop.stock.find_piece("IMEI2") is not None
        assert shop.stock.find_piece("IMEI1") is None
        assert [serial for one in shop.returns.open(phone).lines for serial in one.serials] == ["IMEI1"]
        with pytest.raises(Refused, match=r"came back already|no more|only 0"):
            shop.returns.take(phone, gives, BACK)
        agrees(shop)

    def test_a_piece_without_its_number_is_asked_for_and_a_strange_one_refused(self, shop: Shop, phone: str) -> None:
        line = shop.returns.open(phone).lines[0]
        assert line.left == 2_000
        with pytest.raises(InvalidInput, match="Which piece"):
            shop.returns.take(phone, {line.line: Give(1_000)}, BACK)
        with pytest.raises(Refused, match="not of this bill"):
            shop.returns.take(phone, {line.line: Give(1_000, serials=("IMEI3",))}, BACK)
        shop.returns.take(phone, None, Refund("cash"))
        assert shop.stock.find_piece("IMEI1") is not None
        agrees(shop)

    def test_goods_known_by_number_come_back_with_their_bill_only(self, shop: Shop, phone: str) -> None:
        assert phone
        with pytest.raises(Refused, match="known by its batch or number"):
            shop.returns.take_without(["PHONE"], BACK, "lost")

    def test_nor_does_a_pack_of_them_without(self, shop: Shop, phone: str) -> None:
        assert phone
        shop.packs.set_parts(new(shop, "GIFT"), {shop.catalogue.show("PHONE").product_id: 1_000})
        with pytest.raises(Refused, match="known by its batch or number"):
            shop.returns.take_without(["GIFT"], BACK, "lost")


def test_a_pack_without_its_bill_comes_in_as_its_parts(shop: Shop) -> None:
    box, biscuit = new(shop, "BOX"), shop.catalogue.show("1002").product_id
    shop.packs.set_parts(box, {biscuit: 6_000})
    before = shop.stock.on_hand(biscuit)
    shop.returns.take_without(["2*BOX"], BACK, "lost")
    assert shop.stock.on_hand(biscuit) == (before or 0) + 12_000
    agrees(shop)
