"""Random bills and random returns: they end exactly at what was paid, stock and khata add up, nothing refunds more."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shoppos.base.errors import Refused
from shoppos.reports import bill as bill_report
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import FATES, Give

GOODS = (
    ProductForm("P1", "Five percent", 9_999, rate=500, stock=1_000_000),
    ProductForm("P2", "Eighteen on top", 333, inclusive=False, rate=1800, stock=1_000_000),
    ProductForm("P3", "With cess", 12_345, rate=4000, cess_rate=1200, stock=1_000_000),
    ProductForm("P4", "Loose and exempt", 16_801, unit="KG", treatment="exempt", stock=1_000_000),
)
PHONE = "9812345678"
LINES = st.lists(
    st.tuples(st.sampled_from([form.code for form in GOODS]), st.integers(1, 4_000), st.sampled_from(["", "/7", "-1"])),
    min_size=1,
    max_size=4,
)
BACK = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 4_000), st.sampled_from(FATES), st.sampled_from(["cash", "khata"])),
    max_size=6,
)


@pytest.fixture(scope="module")
def stocked(new_shop: Path) -> Iterator[Path]:
    """A shop's folder with goods of every kind of tax, copied for each example."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(shutil.copytree(new_shop, Path(folder) / "shop"))
        shop = Shop.open(made)
        for form in GOODS:
            shop.catalogue.add(form)
        shop.customers.add("Anil", PHONE)
        shop.close()
        yield made


@settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    lines=LINES, discount=st.sampled_from(["", "3%", "1.01"]), shipping=st.sampled_from([0, 1_99]),
    pay=st.sampled_from(["cash", "khata"]), paid=st.integers(0, 50_000), back=BACK,
)  # fmt: skip
def test_whatever_comes_back_in_whatever_order_adds_up(
    stocked: Path, lines: list[tuple[str, int, str]], discount: str, shipping: int, pay: str, paid: int,
    back: list[tuple[int, int, str, str]],
) -> None:  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop.open(Path(shutil.copytree(stocked, Path(folder) / "shop")))
        try:
            _follow(shop, lines, discount, shipping, pay, paid, back)
        finally:
            shop.close()


def _follow(shop, lines, discount, shipping, pay, paid, back) -> None:
    typed = [f"{milli / 1000:.3f}*{code}{off}" for code, milli, off in lines]
    try:
        done = shop.sales.sell(typed, [Tender(pay)], customer_phone=PHONE, discount=discount, shipping=shipping)
    except Refused:
        return  # a discount above the price: no such bill is made
    number, anil = done.numbers[0], shop.customers.by_phone(PHONE)
    due = anil.owes
    if due and 0 < paid <= due:
        shop.customers.pay(anil.id, paid)
    given, credited = 0, 0
    good = dict.fromkeys((form.code for form in GOODS), 0)
    sold = {code: sum(milli for one, milli, _off in lines if one == code) for code in good}
    for at, milli, fate, way in back:
        view = shop.returns.open(number)
        line = view.lines[at % len(view.lines)]
        if milli > line.left:
            with pytest.raises(Refused):
                shop.returns.take(number, {line.line: Give(milli, fate)}, Refund(way))
            milli = line.left  # noqa: PLW2901  (then all that is left)
        if not milli:
            continue
        made = shop.returns.take(number, {line.line: Give(milli, fate)}, Refund(way))
        assert sum(paise for _way, paise in made.ways) == made.payable >= 0
        given += made.payable
        credited += dict(made.ways).get("khata", 0)
        good[line.code] += milli if fate == "restock" else 0
        assert given <= done.payable
    bill = bill_report.load(shop.db, number)
    whole = all(line.left == 0 for line in shop.returns.open(number).lines)
    assert (bill.state == "returned") == whole
    if whole:
        assert given == done.payable
        assert bill.due == 0
    for code, milli in sold.items():
        assert shop.stock.on_hand(shop.catalogue.show(code).product_id) == 1_000_000 - milli + good[code]
    after = shop.customers.by_phone(PHONE)
    assert after.owes == due - (paid if due and 0 < paid <= due else 0) - credited
    assert 0 <= bill.due <= done.payable - given if pay == "khata" else bill.due == 0
    assert audit(shop.db, most=5).faults == ()
