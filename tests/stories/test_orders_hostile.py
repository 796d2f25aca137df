"""Sixty hostile texts through every door of orders; and nobody's name, number or address in the journal or the log."""

import json
import logging
import re
from ast import literal_eval
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from shoppos.base import journal
from shoppos.base.errors import ShopError
from shoppos.base.ids import new_id
from shoppos.online.smtp import Smtp
from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode
from shoppos.reports import messages as read
from shoppos.reports.audit import audit
from shoppos.reports.messages import Outgoing
from shoppos.reports.orders import board
from shoppos.rules.couriers import Courier
from shoppos.rules.outside_order import Told, told_of
from shoppos.rules.whatsapp import mailto, whatsapp
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.hostile.unsafe import given, unsafe, unsafe_in_the_file
from tests.printing import decoder
from tests.printing.hostile import HOSTILE
from tests.shop.order_taking import confirmed
from tests.shop.web_orders import ASHA

WORST = "\x1bp\x00\x19\xfa<b>&=cmd()\u202e%s\r\nBcc: x@y.in <script>alert(1)</script>"
PAGE = "https://sharma.example.in/t/index.html"


def fresh(shop: Shop, **terms: object) -> bytes:
    """A confirmed order of a customer who is known."""
    return confirmed(shop, "1002", **terms)


def out(shop: Shop, **how: object) -> bytes:
    """A parcel on its way."""
    return shop.dispatching.dispatch(fresh(shop), sure=True, **how).parcel_id


def told(**more: object) -> Told:
    """Another order of the web shop."""
    return told_of({**json.loads(json.dumps(ASHA)), "id": new_id().hex(), **more})


def web(shop: Shop, text: str, part: str, field: str) -> None:
    """The text in one field of an order from the web, beside others that are well."""
    lines = [{**ASHA["lines"][0], field: text}]
    within = {part: {**ASHA[part], field: text}} if part in {"customer", "address"} else {"lines": lines}
    shop.receiving.receive("webshop", told(**(within if part else {field: text})))


DOORS: dict[str, Callable[[Shop, str], object]] = {
    "a caller": lambda shop, text: shop.orders.caller(text),
    "a caller's name": lambda shop, text: shop.orders.begin(name=text),
    "a caller's phone": lambda shop, text: shop.orders.begin(phone=text),
    "a channel": lambda shop, text: shop.orders.begin(text, phone="9812345670"),
    "a number looked for": lambda shop, text: shop.orders.find(text),
    "an entry": lambda shop, text: shop.orders.enter(fresh(shop), text),
    **{f"an order's {field}": lambda shop, text, field=field: shop.orders.set(fresh(shop), **{field: text})
       for field in ("way", "slot", "pay_by", "note", "language", "channel")},
    "a line's note": lambda shop, text: shop.orders.set_line_note(fresh(shop), 1, text),
    "a reason to delay": lambda shop, text: shop.orders.delay(fresh(shop), 20991231, "", text, sure=True),
    "a delayed slot": lambda shop, text: shop.orders.delay(fresh(shop), 20991231, text, "Rain", sure=True),
    "a reason to cancel": lambda shop, text: shop.orders.cancel(fresh(shop), text),
    "a way to give back": lambda shop, text: shop.orders.cancel(fresh(shop), "no", refund_way=text),
    "a scan": lambda shop, text: shop.dispatching.scan(fresh(shop), text),
    "what is short": lambda shop, text: shop.dispatching.pack(fresh(shop), short=text),
    "a courier named": lambda shop, text: out(shop, courier=text, awb="A1"),
    "an AWB": lambda shop, text: out(shop, courier="Delhivery", awb=text),
    "who carries": lambda shop, text: out(shop, carrier=text),
    "a run": lambda shop, text: shop.dispatching.run(text),
    "a run settled": lambda shop, text: shop.dispatching.settle_run(text, 100, said=text, sure=True),
    "why it was refused": lambda shop, text: shop.dispatching.deliver(out(shop), refused={1: 1000}, reason=text),
    "why it failed": lambda shop, text: shop.dispatching.fail(out(shop), text),
    "a new slot": lambda shop, text: shop.dispatching.fail(out(shop), "no", 20991231, text),
    "why it came back": lambda shop, text: shop.dispatching.bring_back(out(shop), text),
    "how it is given back": lambda shop, text: shop.dispatching.bring_back(out(shop), "no", refund=text),
    "a later AWB": lambda shop, text: shop.dispatching.set_awb(out(shop), text, courier=text),
    "a courier's name": lambda shop, text: shop.dispatching.couriers.set([Courier(text, "https://x.in/{awb}", "")]),
    "a courier's page": lambda shop, text: shop.dispatching.couriers.set([Courier("X", f"https://x.in/{text}", "")]),
    "a way to pay before": lambda shop, text: shop.advances.take(fresh(shop), Tender(text, 100)),
    "a reference": lambda shop, text: shop.advances.take(fresh(shop), Tender("card", 100, reference=text)),
    "a UTR": lambda shop, text: shop.advances.take(fresh(shop), Tender("upi", 100, reference=text)),
    "a reason to give back": lambda shop, text: shop.advances.give_back(
        paid(shop), 100, reason=text, reference=text),
    "a bank's message": lambda shop, text: shop.bank.paste(text),
    "a bank's payer": lambda shop, text: shop.bank.paste(
        f"Rs.5.00 credited to A/c XX12 on 23-11-26 by {text}. UPI Ref {412345678000 + HOSTILE.index(text)}"),
    "a bank's UTR": lambda shop, text: shop.bank.arrived(text, 100, payer=text),
    **{f"a web customer's {field}": lambda shop, text, field=field: web(shop, text, "customer", field)
       for field in ("name", "phone", "email")},
    **{f"a web address' {field}": lambda shop, text, field=field: web(shop, text, "address", field)
       for field in ("address", "town", "pin_code", "state")},
    **{f"a web line's {field}": lambda shop, text, field=field: web(shop, text, "lines", field)
       for field in ("sku", "name", "note", "quantity", "amount")},
    **{f"a web order's {field}": lambda shop, text, field=field: web(shop, text, "", field)
       for field in ("id", "version", "number", "note", "pay_by", "reference", "state", "total")},
    "a page": lambda shop, text: shop.tracking.choose(page=f"https://x.in/{text}"),
    "a place": lambda shop, text: shop.tracking.choose(publish=text),
}  # fmt: skip


def paid(shop: Shop) -> bytes:
    """An order of which a rupee was paid."""
    order = fresh(shop)
    shop.advances.take(order, Tender("cash", 100))
    return order


def of_lines(found: str) -> bool:
    """Whether it is the shop's own text of several lines, as the journal tells it whole."""
    where, text = found.split(": ", 1)
    return where.startswith("journal") and unsafe(literal_eval(text), "\n") == []


@pytest.mark.parametrize("door", DOORS)
def test_a_hostile_text_is_kept_as_words_or_refused_in_words(door, shop: Shop):
    for text in given(DOORS, door):
        try:
            DOORS[door](shop, text)
        except ShopError as refusal:
            said = f"{refusal.message}\n{refusal.hint}"
            assert said.strip()
            assert unsafe(said, "\n") == [], said
    assert [one for one in unsafe_in_the_file(shop) if not of_lines(one)] == []
    assert audit(shop.db).faults == ()
    for row in board(shop.db, most=1_000).rows:
        assert unsafe("".join(str(value) for value in (row.customer, row.town, row.slot))) == []
    for one in read.listed(shop.db, ()):
        assert unsafe(whatsapp(one.address, one.body) + mailto(one.address, one.subject, one.body)) == []


@pytest.fixture
def hostile(shop: Shop) -> Shop:
    """A shop in which everything that a person can type of an order is hostile, with a parcel on its way."""
    worst = WORST.replace("\x00", "")
    shop.settings.set_profile(name=f"Shop {worst}", address=worst, phone="9876543210")
    shop.tracking.key()
    shop.tracking.choose(page=PAGE)
    for n, text in enumerate(HOSTILE):
        order = fresh(shop, phone=f"98123{n:05}", address=f"{text} {worst}", note=f"{text} {worst}")
        shop.customers.change(shop.orders.view(order).customer.id, name=f"{text} {worst}"[:80], email="a@example.in")
        shop.orders.set_line_note(order, 1, f"{text} {worst}")
        if n % 3:
            sent = shop.dispatching.dispatch(order, carrier=f"{text} {worst}"[:60] if n % 3 == 1 else "", sure=True)
            shop.dispatching.fail(sent.parcel_id, f"{text} {worst}")
    return shop


@pytest.mark.parametrize("paper", ["80", "A4"])
def test_nothing_on_any_paper_of_an_order_is_obeyed(hostile: Shop, paper: str):
    hostile.dispatching.print_picking(
        [row[0] for row in hostile.db.rows("SELECT id FROM orders WHERE sale_id IS NOT NULL")]
    )
    for name in hostile.dispatching.carriers()[:6]:
        if hostile.dispatching.run(name).parcels:
            hostile.dispatching.print_run(name)
    for (order,) in hostile.db.rows("SELECT id FROM orders WHERE sale_id IS NOT NULL LIMIT 6"):
        hostile.dispatching.print_slip(order)
    kinds = set()
    jobs = hostile.db.rows(
        "SELECT kind, doc_id, told FROM (SELECT *, row_number() OVER (PARTITION BY kind) AS n FROM print_job) "
        "WHERE n <= 12"
    )
    for kind, doc, said in jobs:
        kinds.add(kind)
        page = page_for(hostile.db, kind, doc, json.loads(said), paper, language="hi")
        assert unsafe(encode(page, "text").decode(), "\n\f") == []
        if paper == "80":
            made = decoder.Printer(encode(page, "escpos")).run()
            assert (made.problems, made.pulses) == ([], 0)
        else:
            data = encode(page, "pdf")
            bare = re.sub(rb"\bstream\r?\n.*?endstream", b"", data, flags=re.DOTALL)
            assert not re.search(rb"/(JavaScript|JS|Launch|URI|SubmitForm|EmbeddedFile|OpenAction|AA)\b", bare)
            pypdfium2.PdfDocument(data).close()
    assert {"bill", "label", "slip", "run_sheet", "picking"} <= kinds


def test_nothing_in_a_link_a_page_or_a_mail_is_obeyed(hostile: Shop):
    for (order,) in hostile.db.rows("SELECT id FROM orders"):
        link = hostile.tracking.link(order)
        assert re.fullmatch(r"https://sharma\.example\.in/t/index\.html#1\.[\w-]+\.[\w-]+", link)
        page = hostile.tracking.page(hostile.tracking.packed(order))
        assert "<script>alert" not in page
        assert unsafe(page, "\n\t") == []
    line = Smtp({"host": "mail.example.in", "user": "shop@example.in"}, "", "Sharma Kirana", hostile.db)
    plain = ""
    for one in read.listed(hostile.db, ()):
        mail = line.compose(Outgoing(
            one.id, "email", "a@example.in", one.subject, one.body, "", None, one.name, one.language, 1, 1
        ))  # fmt: skip
        plain = plain or sorted(mail.keys())
        assert sorted(mail.keys()) == plain
        assert "Bcc" not in mail
        assert "<script" not in mail.get_body(("html",)).get_content().casefold()


# -- people

NAME, PHONE, STREET, MAIL = "Zubeida Quartermain", "9000011223", "41 Nightjar Crescent", "zubeida.q@example.in"


def test_nobody_is_named_in_the_journal_nor_in_the_log(shop: Shop, caplog, tmp_path: Path):
    caplog.set_level(logging.DEBUG)
    who = shop.customers.add(NAME, PHONE, email=MAIL, address=f"{STREET}, Pune", pin_code="411004", state="27")
    said = f"{NAME} of {STREET}, call {PHONE} or {MAIL}"
    for fate in ("deliver", "fail", "back", "cancel", "refuse"):
        order = shop.orders.begin(customer_id=who.id, key=new_id()).id
        shop.orders.enter(order, "2*1001")
        shop.orders.set(order, note=said, pay_by="cod")
        shop.orders.confirm(order, sure=True)
        shop.orders.delay(order, 20991231, reason=said)
        shop.advances.take(order, Tender("cash", 50_00))
        shop.advances.give_back(order, 10_00, reason=said)
        if fate == "cancel":
            shop.orders.cancel(order, said, refund_way="cash")
            continue
        parcel = shop.dispatching.dispatch(order, carrier=NAME, sure=True).parcel_id
        {
            "deliver": lambda parcel=parcel: shop.dispatching.deliver(parcel, tenders=[Tender("cash")], reason=said),
            "fail": lambda parcel=parcel: shop.dispatching.fail(parcel, said),
            "back": lambda parcel=parcel: shop.dispatching.bring_back(parcel, said),
            "refuse": lambda parcel=parcel: shop.dispatching.deliver(parcel, refused={1: 1000}, reason=said),
        }[fate]()
    shop.messages.say(who.id, said)
    shop.messages.note_call(who.id, said)
    shop.bank.paste(f"Rs.5.00 credited to A/c XX12 on 23-11-26 from {NAME} VPA {MAIL}. UPI Ref 412345678901")
    shop.receiving.receive("web", told(customer={"name": NAME, "phone": PHONE, "email": MAIL}, note=said))
    shop.receiving.receive("web", told(customer={"name": NAME, "phone": PHONE}, lines=[{"name": said, "quantity": 1}]))

    secret = re.compile("|".join(map(re.escape, (*NAME.split(), PHONE, STREET.split()[1], "zubeida.q"))), re.IGNORECASE)
    bodies = [(row[0], journal.body_of(row[1]).decode()) for row in shop.db.rows("SELECT kind, body FROM journal")]
    found = {
        (kind, hit[0], body[hit.start() - 40 : hit.end()]) for kind, body in bodies for hit in secret.finditer(body)
    }
    assert found == set()
    assert secret.search(caplog.text) is None
    assert audit(shop.db).faults == ()
