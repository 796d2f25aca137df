"""Sixty hostile texts through every door of the shop: done or refused in words, and nothing unsafe is kept."""

import contextlib
from dataclasses import replace

import pytest

from shoppos.base.errors import ShopError
from shoppos.reports import audit, bill, bills
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.crash import books
from tests.hostile.unsafe import unsafe, unsafe_in_the_file
from tests.printing.hostile import HOSTILE

CASH = [Tender("cash")]
FORM = ProductForm("X", "Thing", 100_00)
FORMS = ("code", "name", "local_name", "aliases", "category", "unit", "hsn", "treatment")
CARD = ("address", "pin_code", "state", "gstin")
PROFILE = ("name", "address", "state", "pin_code", "phone", "email", "gstin", "scheme", "upi", "mcc", "footer", "terms")


def product(shop):
    """An item to be changed."""
    return shop.catalogue.show("1001").product_id


def anil(shop):
    """A customer to be changed."""
    return (shop.customers.by_phone("9812345678") or shop.customers.add("Anil", "9812345678")).id


def on_screen(shop):
    """An open sale with one line."""
    sale = shop.sales.on_screen()
    return sale.id if sale.lines else shop.sales.enter(sale.id, "1001").view.id


def sold(shop):
    """A bill's number."""
    return shop.sales.sell(["1001"], CASH).numbers[0]


def held_with(shop, text):
    shop.sales.hold(on_screen(shop), text)


def renamed(shop, text):
    """The text as the name of the thing sold, and as the shop's own name on a UPI link."""
    shop.catalogue.change(product(shop), name=text)
    shop.sales.upi_attempt(on_screen(shop), 100)


DOORS = {
    **{f"a new item's {field}": lambda shop, text, field=field: shop.catalogue.add(
        replace(FORM, **{"code": f"H{abs(hash(text))}", field: text})) for field in FORMS},
    "a new item's barcode": lambda shop, text: shop.catalogue.add(
        replace(FORM, code=f"B{abs(hash(text))}", barcodes=(text,))),
    **{f"an item's {field}": lambda shop, text, field=field: shop.catalogue.change(product(shop), **{field: text})
       for field in FORMS if field != "code"},
    "a code": lambda shop, text: shop.catalogue.find_code(text),
    "a search": lambda shop, text: shop.catalogue.search(text),
    "an item shown": lambda shop, text: shop.catalogue.show(text),
    "the entry line": lambda shop, text: shop.sales.enter(on_screen(shop), text),
    "the entry line, sure": lambda shop, text: shop.sales.enter(on_screen(shop), f"2*{text}", sure=True),
    "a picked name": lambda shop, text: shop.sales.pick(on_screen(shop), text, product(shop)),
    "an unknown code": lambda shop, text: shop.sales.add_new(on_screen(shop), code=text, name="Thing", price=100),
    "an unknown name": lambda shop, text: shop.sales.add_new(on_screen(shop), code=text, name=text, price=100),
    "a line sold": lambda shop, text: shop.sales.sell([text], CASH),
    "a phone sold to": lambda shop, text: shop.sales.sell(["1001"], CASH, customer_phone=text),
    "a GSTIN sold to": lambda shop, text: shop.sales.sell(["1001"], CASH, gstin=text),
    "a State sold to": lambda shop, text: shop.sales.sell(["1001"], CASH, state=text),
    "a discount": lambda shop, text: shop.sales.sell(["1001"], CASH, discount=text),
    "a discount in percent": lambda shop, text: shop.sales.sell(["1001"], CASH, discount=f"{text}%"),
    "a way to pay": lambda shop, text: shop.sales.sell(["1001"], [Tender(text)]),
    "a UTR": lambda shop, text: shop.sales.sell(["1001"], [Tender("upi", reference=text)]),
    "a card's reference": lambda shop, text: shop.sales.sell(["1001"], [Tender("card", reference=text)]),
    "an attempt": lambda shop, text: shop.sales.sell(["1001"], [Tender("upi", attempt=text)]),
    "a note": lambda shop, text: shop.sales.set_note(on_screen(shop), text),
    "a held sale's note": held_with,
    "a buyer's State": lambda shop, text: shop.sales.set_state(on_screen(shop), text),
    "a buyer's GSTIN": lambda shop, text: shop.sales.set_gstin(on_screen(shop), text),
    "a pay panel": lambda shop, text: shop.sales.stage(on_screen(shop), {"typed": text}),
    "a voided number": lambda shop, text: shop.sales.void(text, "wrong"),
    "a reason to void": lambda shop, text: shop.sales.void(sold(shop), text),
    "a reprinted number": lambda shop, text: shop.sales.reprint(text),
    "a verified number": lambda shop, text: shop.sales.verify_upi(text, 1, "412345678901"),
    "a verified UTR": lambda shop, text: shop.sales.verify_upi(
        shop.sales.sell(["1001"], [Tender("upi")]).numbers[0], 1, text),
    "a new customer": lambda shop, text: shop.customers.add(text),
    "a new customer's phone": lambda shop, text: shop.customers.add("Anil", text),
    **{f"a new customer's {field}": lambda shop, text, field=field: shop.customers.add("Anil", **{field: text})
       for field in CARD},
    "a customer's name": lambda shop, text: shop.customers.change(anil(shop), name=text),
    "a customer's e-mail": lambda shop, text: shop.customers.change(anil(shop), email=text),
    "a customer searched": lambda shop, text: shop.customers.search(text),
    "a phone searched": lambda shop, text: shop.customers.by_phone(text),
    "a khata's method": lambda shop, text: shop.customers.pay(anil(shop), 100, text),
    "a counted code": lambda shop, text: shop.stock.move(text, 1000, "found"),
    "a counted reason": lambda shop, text: shop.stock.move("1001", 1000, text),
    **{f"the shop's {field}": lambda shop, text, field=field: shop.settings.set_profile(**{field: text})
       for field in PROFILE},
    "an employee": lambda shop, text: shop.staff.add(text),
    "an employee's role": lambda shop, text: shop.staff.add("Ravi", text),
    "a signature": lambda shop, text: shop.staff.sign_in(text),
    "a farewell": lambda shop, text: shop.staff.leave(text),
    "a till": lambda shop, text: shop.tills.add(text, text),
    "a till used": lambda shop, text: shop.tills.use(text),
    "a till's name": lambda shop, text: shop.tills.add(f"B{HOSTILE.index(text) % 10}", text),
    "a bill shown": lambda shop, text: bill.load(shop.db, text),
    "a bill looked for": lambda shop, text: bills.find(shop.db, *[shop.db.clock.now().date()] * 2, text),
    "a name on a UPI link": renamed,
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_a_hostile_text_is_cleaned_or_refused_in_words(door, shop: Shop):
    for text in HOSTILE:
        try:
            DOORS[door](shop, text)
        except ShopError as refusal:
            told = f"{refusal.message}\n{refusal.hint}"
        else:
            told = "done\n"
        assert told.strip()
        assert unsafe(told, "\n") == [], told
    assert unsafe_in_the_file(shop) == []
    assert books.wrong_with(shop) == []
    assert audit.audit(shop.db).agrees
    assert shop.sales.on_screen().payable >= 0


HUGE = (10**12, 2**62, 2**63, 10**30, -1, -(10**30))
NUMBERS = {
    "a quantity": lambda shop, n: shop.sales.set_quantity(on_screen(shop), 1, n, sure=True),
    "a change of quantity": lambda shop, n: shop.sales.change_quantity(on_screen(shop), 1, n),
    "an added quantity": lambda shop, n: shop.sales.add_product(on_screen(shop), product(shop), n),
    "a typed quantity": lambda shop, n: shop.sales.enter(on_screen(shop), f"{n}*1001", sure=True),
    "a typed change": lambda shop, n: shop.sales.enter(on_screen(shop), f"+{n}", sure=True),
    "a price": lambda shop, n: shop.sales.set_price(on_screen(shop), 1, n),
    "a typed price": lambda shop, n: shop.sales.enter(on_screen(shop), f"={n}"),
    "a discount": lambda shop, n: shop.sales.discount_line(on_screen(shop), 1, amount=n),
    "a discount's rate": lambda shop, n: shop.sales.discount_line(on_screen(shop), 1, rate=n),
    "the bill's discount": lambda shop, n: shop.sales.discount_bill(on_screen(shop), amount=n),
    "the bill's rate": lambda shop, n: shop.sales.discount_bill(on_screen(shop), rate=n),
    "shipping": lambda shop, n: shop.sales.set_shipping(on_screen(shop), n),
    "a new item's price": lambda shop, n: shop.sales.add_new(on_screen(shop), code=f"N{n}", name="Thing", price=n),
    "a new item's rate": lambda shop, n: shop.sales.add_new(
        on_screen(shop), code=f"R{n}", name="Thing", price=1, rate=n),
    "money": lambda shop, n: shop.sales.checkout(on_screen(shop), [Tender("cash", n)]),
    "money by card": lambda shop, n: shop.sales.checkout(on_screen(shop), [Tender("card", n), Tender("cash")]),
    "a QR's amount": lambda shop, n: shop.sales.upi_attempt(on_screen(shop), n),
    "counted stock": lambda shop, n: shop.stock.move("1001", n, "found"),
    "an item's stock": lambda shop, n: shop.catalogue.add(ProductForm(f"S{n}", "Thing", 1, stock=n)),
    "an item's MRP": lambda shop, n: shop.catalogue.add(ProductForm(f"M{n}", "Thing", 1, mrp=n)),
    "an item's low mark": lambda shop, n: shop.catalogue.add(ProductForm(f"L{n}", "Thing", 1, low=n)),
    "an item's cess": lambda shop, n: shop.catalogue.add(ProductForm(f"C{n}", "Thing", 1, rate=500, cess_per_unit=n)),
    "an item's cess rate": lambda shop, n: shop.catalogue.add(ProductForm(f"D{n}", "Thing", 1, rate=500, cess_rate=n)),
    "a khata": lambda shop, n: shop.customers.pay(anil(shop), n),
}  # fmt: skip


@pytest.mark.parametrize("door", NUMBERS)
def test_a_senseless_number_is_refused_in_words_and_changes_nothing(door, shop: Shop):
    for n in HUGE:
        with contextlib.suppress(ShopError):
            NUMBERS[door](shop, n)
        assert shop.sales.on_screen().payable >= 0
    assert books.wrong_with(shop) == []
    assert audit.audit(shop.db).agrees
    assert sold(shop)
