"""Whatever is on an estimate, and whatever its items cost by then: until its day the bill is just what was promised."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from shoppos.base.ids import new_id
from shoppos.reports import estimates as told
from shoppos.reports.audit import audit
from shoppos.rules import offers
from shoppos.rules.offers import Choice, Offer
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.shop.test_estimates import new_price
from tests.stories.clocks import SetClock
from tests.stories.order_shop import ANIL, BUTTER, DAL, PARLE, SURF, opened

CASH = [Tender("cash")]
TIFFIN, JUICE = "3001", "4001"
CODES = (SURF, PARLE, BUTTER, DAL, TIFFIN, JUICE)


@pytest.fixture
def clock() -> SetClock:
    return SetClock("2026-11-23 11:00")


@pytest.fixture
def shop(folder: Path, clock: SetClock) -> Iterator[Shop]:
    """A shop with an offer, a price list for Anil, prices before tax, and cess by the piece."""
    shop = opened(folder, clock)
    shop.catalogue.add(ProductForm(TIFFIN, "Steel Tiffin", 400_00, inclusive=False, rate=1800, hsn="7323"))
    juice = shop.catalogue.add(ProductForm(JUICE, "Fizzy Juice", 99_00, rate=4000, hsn="2202"))
    shop.catalogue.set_rate(juice, 20260401, 4000, 1200, 1_25)
    of = Choice(frozenset({shop.catalogue.find_code(PARLE).product_id.hex()}))
    shop.offers.add(Offer(new_id(), "Buy 4, get 1 free", offers.GET, of, buy=4, get=1))
    wholesale = shop.prices.add("Wholesale")
    shop.prices.set(wholesale, shop.catalogue.find_code(SURF).product_id, 141_00)
    shop.prices.set(wholesale, shop.catalogue.find_code(TIFFIN).product_id, 371_00, 3_000)
    shop.customers.set_terms(shop.customers.by_phone(ANIL).id, list_id=wholesale)
    yield shop
    shop.close()


def anything(random: Random, shop: Shop) -> bytes:
    """An estimate of anything: some lines by the grammar of the counter, some terms, for somebody or nobody."""
    made = shop.estimates.begin(random.choice(["", ANIL, "9812345670"]), key=new_id()).id
    for _line in range(random.randint(1, 7)):
        code = random.choice(CODES)
        many = f"{random.randint(1, 40) * 25}" if code == DAL else str(random.randint(1, 12))
        amount = f"{int(many) / 1000:.3f}" if code == DAL else many
        behind = random.choice(["", "", f" /{random.randint(1, 30)}", f" -{random.randint(1, 3)}", " @9.75"])
        shop.estimates.enter(made, f"{amount}*{code}{behind}")
    if random.random() < 0.4:
        shop.estimates.discount_bill(made, rate=random.randint(1, 2500))
    if random.random() < 0.3:
        shop.estimates.set_shipping(made, random.randint(1, 99_99))
    shop.estimates.keep(made, 20261201, paper=False)
    return made


@pytest.mark.parametrize("seed", range(6))
def test_the_bill_is_what_was_promised(shop: Shop, clock: SetClock, seed: int):
    random = Random(seed)
    estimates = [anything(random, shop) for _each in range(8)]
    papers = {one: told.load_by_id(shop.db, one).bill for one in estimates}
    clock.set("2026-12-01 20:00")
    for code in CODES:
        new_price(shop, code, random.randint(10_00, 600_00))
    if seed % 2:
        for offer in shop.offers.all():
            shop.offers.end(offer.id)
    for one in estimates:
        paper = papers[one]
        assert paper.payable == paper.total + paper.round_off
        assert paper.total == sum(line.total for line in paper.lines)
        if random.random() < 0.3:
            order = shop.orders.view(shop.estimates.to_order(one, phone="9812345671"))
            assert order.payable == paper.payable
        else:
            done = shop.sales.checkout(shop.estimates.to_sale(one).id, CASH)
            assert done.payable == paper.payable
        again = told.load_by_id(shop.db, one).bill
        assert (again.payable, again.lines) == (paper.payable, paper.lines), "what was promised then is not changed"
    assert audit(shop.db, most=9).faults == ()
