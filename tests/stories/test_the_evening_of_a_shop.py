"""The evening of a shop: two shifts, tea out of the drawer, twenty rupees short and explained, a late bill, closing."""

import json

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode
from shoppos.reports import bill
from shoppos.reports.audit import audit
from shoppos.reports.reading import read
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]


@pytest.fixture
def clock():
    return SetClock("2026-11-23 08:55")


@pytest.fixture
def shop(folder, clock):
    shop = Shop.open(folder, clock=clock)
    shop.catalogue.add(ProductForm("1", "Rice 5 kg", 300_00, rate=500, hsn="1006", stock=1_000_000))
    shop.catalogue.add(ProductForm("2", "Soap", 45_00, rate=1800, hsn="3401", stock=1_000_000))
    shop.staff.add("Asha")
    shop.staff.add("Ravi")
    yield shop
    shop.close()


def slip(shop, job):
    """A paper that the shop owes, as text."""
    doc_id, kind, told = shop.db.row("SELECT doc_id, kind, told FROM print_job WHERE id = ?", (job,))
    return encode(page_for(shop.db, kind, doc_id, json.loads(told), "80"), "text").decode()


def test_the_evening_of_a_shop(shop, clock):
    asha_hands_over(shop, clock)
    before = ravi_closes_the_day(shop, clock)
    clock.set("2026-11-23 21:50")
    late = shop.sales.sell(["2"], CASH).numbers[0]
    found = bill.load(shop.db, late)
    assert (found.business_date.isoformat(), f"{found.made_at:%d %H:%M}") == ("2026-11-24", "23 21:50")
    assert shop.days.z(1).reading == before
    the_next_day_begins_with_the_late_bill(shop, clock)
    assert audit(shop.db).faults == ()


def asha_hands_over(shop, clock):
    """The morning: tea for the porters, and a drawer that agrees."""
    shop.staff.sign_in("Asha")
    shop.shifts.open(2000_00)
    clock.set("2026-11-23 09:10")
    shop.sales.sell(["1", "2"], [Tender("cash", 500_00)])
    clock.set("2026-11-23 11:00")
    shop.shifts.cash("out", 20_00, "tea for the porters")
    shop.sales.sell(["2*1"], [Tender("upi", None, "412345678901")])
    clock.set("2026-11-23 13:00")
    morning = shop.shifts.close(pieces={50000: 4, 10000: 3, 2000: 1, 500: 1})
    assert (morning.over, morning.counted) == (0, 2325_00)
    told = slip(shop, morning.jobs[0])
    for words in ("SHIFT 1", "Asha", "tea for the porters", "₹500 × 4", "It agrees", "23-11-2026 8:55 AM"):
        assert words in told


def ravi_closes_the_day(shop, clock):
    """The evening: twenty rupees are missing, and why is kept; gives what the Z says."""
    shop.staff.sign_in("Ravi")
    clock.set("2026-11-23 13:05")
    shop.shifts.open(1000_00)
    wrong = shop.sales.sell(["2"], CASH).numbers[0]
    shop.sales.void(wrong, "rung up twice")
    for _n in range(4):
        clock.go_on(hours=1)
        shop.sales.sell(["1"], CASH)
    clock.set("2026-11-23 21:35")
    with pytest.raises(InvalidInput, match=r"₹2,180\.00 were counted, and that does not agree"):
        shop.days.close(2180_00)
    x = read(shop.db, "A1", 20261123)
    done = shop.days.close(2180_00, reason="gave a twenty too much")
    assert (done.number, done.closed.over) == (1, -20_00)

    z = shop.days.z(1).reading
    for name in ("bills", "payable", "cancelled", "net", "by_rate", "by_method", "movements"):
        assert getattr(z, name) == getattr(x, name), name
    assert [(one.employee, one.expected, one.counted, one.over) for one in z.turns] == [
        ("Asha", 2325_00, 2325_00, 0), ("Ravi", 2200_00, 2180_00, -20_00)
    ]  # fmt: skip
    assert (z.over, z.net) == (-20_00, 345_00 + 600_00 + 1200_00)
    told = slip(shop, done.jobs[0])
    for words in ("Z READING 1", "Shift 1 · Asha", "Shift 2 · Ravi", "SHORT", "gave a twenty too much", "₹2,145.00"):
        assert words in told
    return z


def the_next_day_begins_with_the_late_bill(shop, clock):
    """Tomorrow's Z counts it, and tells that its cash lay in no shift's drawer."""
    clock.set("2026-11-24 09:00")
    shop.staff.sign_in("Asha")
    shop.shifts.open(1000_00)
    clock.set("2026-11-24 21:00")
    shop.sales.sell(["1"], CASH)
    second = shop.days.close(1300_00)
    assert second.number == 2
    it = shop.days.z(2).reading
    assert (it.net, it.perpetual, it.bills, it.outside) == (345_00, 2490_00, 2, -45_00)
    assert it.previous == shop.days.z(1).hash[:8].upper()
