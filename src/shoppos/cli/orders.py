"""Orders: taken, changed, listed, shown; what is read to the caller, what is free of a day, what is gathered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_number, day_of
from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, quantity, rupees
from shoppos.base.text import clean
from shoppos.cli import order_acts, order_money, order_parcels, tracking
from shoppos.cli import order_words as words
from shoppos.cli.answer import DONE, answer, asked_once, note, table
from shoppos.cli.bills import day, key_of, line_of, typed_lines
from shoppos.cli.order_answers import told
from shoppos.cli.place import opened
from shoppos.rules.orders import STATES

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands, Parser
    from shoppos.reports.orders import BoardRow
    from shoppos.shop import Shop

CHANNELS = ("phone", "online", "counter")
PAID_BY = ("cash", "upi", "card", "netbanking", "khata", "cod")


def add(commands: Commands) -> None:
    """Add these commands."""
    group = commands.group("order", "orders, from the call to the doorstep")
    new = group.add("take", take, "write an order down; --confirm also promises its goods")
    new.add_argument("lines", nargs="*", metavar="LINE", help="CODE, 3*CODE, .75*CODE, and after a code @95 /10 -5")
    new.add_argument("--phone", default="", metavar="P", help="whose order it is")
    new.add_argument("--name", default="", metavar="N")
    new.add_argument("--channel", default="phone", choices=CHANNELS)
    new.add_argument("--repeat", action="store_true", help="the same as last time")
    new.add_argument("--confirm", action="store_true", help="the caller has agreed to what was read to them")
    new.add_argument("--key", default="", metavar="UUID", help="the same key twice takes the order once")
    _terms(new)
    less = _one(group.add("change", change, "change what did not leave yet; LINE adds"))
    less.add_argument("lines", nargs="*", metavar="LINE")
    less.add_argument("--without", action="append", default=[], metavar="CODE", help="take an item off")
    _terms(less)
    _one(group.add("repeat", repeat, "add what the customer took last"))
    _one(group.add("show", show, "one order, whole"))
    many = group.add("list", every, "the orders that want something of the shop, or those in a state")
    many.add_argument("--state", default="", choices=("", *STATES))
    many.add_argument("--channel", default="", choices=("", *CHANNELS))
    many.add_argument("--due", default="", metavar="DAY", help="promised for that day")
    many.add_argument("--late", action="store_true", help="only those that are late")
    many.add_argument("--find", default="", metavar="TEXT", help="a number, AWB, digits of a phone or a name")
    _one(group.add("read-back", read_back, "what is read to the caller before the order is confirmed"))
    free = group.add("slots", slots, "the slots of a day, or the next days that can be promised")
    free.add_argument("day", nargs="?", default="", metavar="DAY")
    free.add_argument("--pickup", action="store_true", help="for what the customer fetches")
    gather = group.add("pick", pick, "one list of what orders need, by the shelves")
    gather.add_argument("ids", nargs="*", metavar="ID", help="without any: all that are confirmed")
    gather.add_argument("--print", dest="paper", action="store_true", help="on paper, too")
    for part in (order_acts, order_parcels, order_money):
        part.add(group)
    tracking.add_link(group)


def _one(parser: Parser) -> Parser:
    parser.add_argument("id", metavar="ID", help="the order's number or its last digits, an AWB or a bill")
    return parser


def _terms(parser: Parser) -> None:
    """What holds for a whole order."""
    for name, blank, about in (
        ("address", "A", "where it goes"), ("pin-code", "C", "its PIN code"), ("state", "S", "the code of its State"),
        ("due", "D", "promised for that day, YYYY-MM-DD"), ("slot", "LABEL", "and that slot"),
        ("note", "TEXT", "what else was asked for"), ("shipping", "AMOUNT", "what the delivery costs"),
        ("discount", "AMOUNT|PCT%", "off the whole of it"),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", metavar=blank, help=about)
    parser.add_argument("--pay-by", choices=PAID_BY)
    parser.add_argument("--language", choices=("en", "hi", "ta"), help="in which the customer is spoken to")
    parser.add_argument("--pickup", action="store_true", help="the customer fetches it")
    parser.add_argument("--delivery", action="store_true", help="it is brought")
    parser.add_argument("--backorder", action="store_true", help="the customer waits for what is not there")
    parser.add_argument("--sure", action="store_true", help="yes to what would be asked")


def take(options: Namespace) -> int:
    """Write an order down, whole or not at all."""
    key, lines = key_of(options.key), typed_lines(options.lines)
    with opened(options) as shop:
        with shop.db.transaction("order.taken"):
            order_id = _done_before(shop, key)
            if order_id is None:
                order_id = _take(shop, options, lines, key)
        said = _("Order {number}: {amount}").format(
            number=(view := shop.orders.view(order_id)).number, amount=rupees(view.payable)
        )
        told(options, shop, order_id, said)
    return DONE


def _done_before(shop: Shop, key: bytes | None) -> bytes | None:
    """The order that was taken with that key already."""
    row = shop.db.row("SELECT id FROM orders WHERE id = ?", (key,)) if key else None
    return row[0] if row else None


def _take(shop: Shop, options: Namespace, lines: list[str], key: bytes | None) -> bytes:
    from shoppos.base.ids import new_id

    if not options.phone and not options.name:
        raise InvalidInput(_("Whose order is it?"), _("Give --phone, or at least --name."), "phone")
    if not lines and not options.repeat:
        raise InvalidInput(_("There is nothing on this order yet."), _("Give the items, or --repeat."), "lines")
    way = "pickup" if options.pickup else "delivery"
    begun = shop.orders.begin(
        options.channel, phone=options.phone, name=options.name, way=way, key=key or new_id()
    )  # fmt: skip
    if options.name and not begun.card.name:
        shop.orders.rename(begun.id, options.name)
    if options.repeat:
        _tell_of(shop.orders.repeat_last(begun.id).message)
    _put(shop, options, begun.id, lines)
    if options.confirm:
        asked_once(options, lambda sure: shop.orders.confirm(begun.id, sure=sure))
    return begun.id


def _put(shop: Shop, options: Namespace, order_id: bytes, lines: list[str]) -> None:
    """Write terms and goods on an order, the terms first: tax and prices hang on them."""
    changes = _terms_said(options)
    if changes:
        shop.orders.set(order_id, **changes)
    if options.address:
        shop.orders.address(
            order_id, options.address, pin_code=options.pin_code or "", state=options.state or "",
            town=_town(shop, options.pin_code or ""),
        )  # fmt: skip
    for text in lines:
        _ring(shop, options, order_id, text)
    if options.shipping is not None:
        shop.orders.set(order_id, shipping=parse_paise(options.shipping))
    if options.discount:
        _discount(shop, order_id, options.discount)


def _town(shop: Shop, pin_code: str) -> str:
    """The town that ends an address: its PIN code's district where there is but one; an unknown PIN code is told."""
    place = shop.orders.place(pin_code)
    if pin_code and not place.known:
        note(_("India Post has no PIN code {pin}.").format(pin=clean(pin_code, 10)))
    return place.districts[0] if len(place.districts) == 1 else ""


def _terms_said(options: Namespace) -> dict[str, Any]:
    """What of the terms was said; InvalidInput for what contradicts itself."""
    if options.pickup and options.delivery:
        raise InvalidInput(_("An order is fetched or brought, not both."), field="way")
    if not options.address and (options.pin_code or options.state):
        raise InvalidInput(_("A PIN code or State needs an address."), _("Give it with --address."), "address")
    changes: dict[str, Any] = {
        name: value for name in ("note", "pay_by", "language", "slot") if (value := getattr(options, name)) is not None
    }
    if options.pickup or options.delivery:
        changes["way"] = "pickup" if options.pickup else "delivery"
    if options.backorder:
        changes["backorder"] = True
    if options.due:
        changes["promised"] = day_number(day(options.due))
    return changes


def _ring(shop: Shop, options: Namespace, order_id: bytes, text: str) -> None:
    """Put a line on the order; InvalidInput for what may be several items, or is none."""
    entered = asked_once(options, lambda sure: shop.orders.enter(order_id, text, sure=sure))
    if entered.hits:
        named = ", ".join(f"{hit.code} {hit.name}" for hit in entered.hits[:5])
        raise InvalidInput(
            _("{text} may be: {names}.").format(text=clean(text, 40), names=named), _("Give the code."), "lines"
        )
    if entered.line is None:
        raise InvalidInput(_("{text} is not an item.").format(text=clean(text, 40)), field="lines")
    _tell_of(entered.message)


def _discount(shop: Shop, order_id: bytes, text: str) -> None:
    from shoppos.base.money import parse_rate

    if text.endswith("%"):
        shop.orders.discount_bill(order_id, rate=parse_rate(text[:-1]))
    else:
        shop.orders.discount_bill(order_id, amount=parse_paise(text))


def _tell_of(message: str) -> None:
    if message:
        note(message)


def change(options: Namespace) -> int:
    """Change an order, whole or not at all."""
    lines = typed_lines(options.lines)
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        with shop.db.transaction("order.changed"):
            _put(shop, options, order_id, lines)
            for code in options.without:
                shop.orders.remove(order_id, _line_of(shop, order_id, code))
        view = shop.orders.view(order_id)
        said = _("Order {number}: {amount}").format(number=view.number, amount=rupees(view.payable))
        told(options, shop, order_id, said)
    return DONE


def _line_of(shop: Shop, order_id: bytes, code: str) -> int:
    """The line of an item on an order, by its code or bar code."""
    view = shop.orders.view(order_id)
    found = line_of(shop, view.sale.lines if view.sale is not None else (), code)
    if found is not None:
        return found
    raise NotFound(
        _("{name} is not in order {number}.").format(name=clean(code, 40), number=view.number),
        _("Look at it with: shoppos order show"),
    )


def repeat(options: Namespace) -> int:
    """Add what the customer took last."""
    with opened(options) as shop:
        entered = shop.orders.repeat_last(shop.orders.find(options.id))
        _tell_of(entered.message)
        said = _("Order {number}: {amount}").format(number=entered.view.number, amount=rupees(entered.view.payable))
        told(options, shop, entered.view.id, said)
    return DONE


def show(options: Namespace) -> int:
    """Show one order."""
    with opened(options) as shop:
        view = shop.orders.view(shop.orders.find(options.id))
        if options.json:
            answer(options, words.document(shop, view.id), "")
        else:
            answer(options, None, list(words.people(shop, view)))
    return DONE


def every(options: Namespace) -> int:
    """List orders."""
    from shoppos.reports.orders import Filters, board

    with opened(options) as shop:
        asked = Filters(
            channel=options.channel, day=day_number(day(options.due)) if options.due else None, late=options.late,
            text=options.find, state=options.state,
        )  # fmt: skip
        rows = [_priced(shop, row) for row in board(shop.db, asked).rows]
        document = [words.row_told(shop, row) for row in rows]
    answer(options, document, words.rows_said(rows) if rows else _("There is no such order."))
    return DONE


def _priced(shop: Shop, row: BoardRow) -> BoardRow:
    """What is not confirmed yet comes to what it would be billed at now, offers and delivery included."""
    if row.state != "taken":
        return row
    view = shop.orders.view(row.order_id)
    return replace(row, payable=view.payable, paid=view.paid, due=view.due, payment=view.payment)


def read_back(options: Namespace) -> int:
    """Say what is read to the caller."""
    with opened(options) as shop:
        view = shop.orders.view(shop.orders.find(options.id))
        sentences = shop.orders.read_back(view.id)
    document = {"number": view.number, "language": view.language, "sentences": list(sentences)}
    answer(options, document, sentences or _("There is nothing on this order yet."))
    return DONE


def slots(options: Namespace) -> int:
    """Say what can be promised."""
    way = "pickup" if options.pickup else "delivery"
    with opened(options) as shop:
        if options.day:
            asked = day_number(day(options.day))
            found = [(asked, shop.orders.slots(asked, way))]
        else:
            from shoppos.shop.order_promise import open_days

            found = open_days(shop.db, way, 7)
    document = [
        {"day": words.iso(one), "slots": [words.slot_told(slot) for slot in there]} for one, there in found
    ]  # fmt: skip
    rows = [
        (f"{day_of(one):%d-%m-%Y}", slot.label, words.clock_said(slot.start), words.clock_said(slot.end),
         f"{slot.taken}/{slot.most}" if slot.most else str(slot.taken), _("full") if slot.full else "")
        for one, there in found for slot in there
    ]  # fmt: skip
    heads = (_("Day"), _("Slot"), _("From"), _("To"), _("Orders"), "")
    answer(options, document, table(heads, rows) if rows else _("The shop has no slots: a day is promised."))
    return DONE


def pick(options: Namespace) -> int:
    """Say what is gathered for several orders in one walk."""
    from shoppos.reports.orders import Filters, board, picking

    with opened(options) as shop:
        ids = [shop.orders.find(one) for one in options.ids]
        if not options.ids:
            ids = [row.order_id for row in board(shop.db, Filters(state="confirmed")).rows]
        wanted = picking(shop.db, ids)
        job = shop.dispatching.print_picking(ids) if options.paper else None
    document = {**words.picking_told(wanted), "job": job.hex() if job else None}
    rows = [
        (line.shelf, line.code, line.name, quantity(line.quantity), line.unit,
         ", ".join(f"{number.rpartition('/')[2]}: {quantity(amount)}" for number, amount in line.orders))
        for line in wanted.lines
    ]  # fmt: skip
    heads = (_("Shelf"), _("Code"), _("Item"), _("Qty"), _("Unit"), _("Orders"))
    answer(options, document, table(heads, rows, "lllr"))
    return DONE
