"""Estimates: promised until a day, listed, printed, sold or ordered at the prices promised, or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_number, day_of
from shoppos.base.errors import Doubtful, InvalidInput, NotFound
from shoppos.base.i18n import _
from shoppos.base.money import grouped, parse_paise, parse_rate, plain, quantity, rupees
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, answer, asked_once, note, table
from shoppos.cli.bills import day, key_of, line_of, said_to_people, tender, typed_lines
from shoppos.cli.paper_choice import ESTIMATE
from shoppos.cli.papers import Wanted, print_one, printed
from shoppos.cli.place import opened
from shoppos.reports import bill as bill_report
from shoppos.reports import estimates as told
from shoppos.reports.paper_words import estimate_said

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands, Parser
    from shoppos.shop import Shop
    from shoppos.shop.estimate_goods import EstimateView

PRICES = ("promised", "today")


def add(commands: Commands) -> None:
    """Add these commands."""
    group = commands.group("estimate", "what a sale would cost, promised until a day")
    new = group.add("new", make, "promise prices; --draft only writes them down")
    new.add_argument("lines", nargs="+", metavar="LINE", help="CODE, 3*CODE, .75*CODE, and after a code @95 /10 -5")
    new.add_argument("--phone", default="", metavar="P", help="for whom")
    new.add_argument("--name", default="", metavar="N")
    new.add_argument("--draft", action="store_true", help="without number and paper for now")
    new.add_argument("--key", default="", metavar="UUID", help="the same key twice is one estimate")
    _terms(new)
    more = _one(group.add("change", change, "change what is promised; LINE adds"))
    more.add_argument("lines", nargs="*", metavar="LINE")
    more.add_argument("--without", action="append", default=[], metavar="CODE", help="take an item off")
    _terms(more)
    _one(group.add("show", show, "one estimate, whole"))
    many = group.add("list", every, "the estimates, the newest first")
    many.add_argument("--state", default="", choices=("", *told.STATES))
    many.add_argument("--find", default="", metavar="TEXT", help="a number, digits of a phone or a name")
    sold = _one(group.add("sell", sell, "put it on this till's screen, or with --pay make its bill"))
    sold.add_argument("--pay", action="append", default=[], metavar="METHOD[=AMOUNT][:REF]", help="as in sell")
    ordered = _one(group.add("order", order, "take an order for it"))
    ordered.add_argument("--phone", default="", metavar="P", help="whose order it is, if nobody's name is on it")
    ordered.add_argument("--name", default="", metavar="N")
    ordered.add_argument("--delivery", action="store_true", help="it is brought; else the customer fetches it")
    for parser in (sold, ordered):
        parser.add_argument("--prices", default="", choices=("", *PRICES), help="which count once its day has passed")
    printed(_one(group.add("print", paper, "its paper, on a printer or into a file")))
    gone = _one(group.add("give-up", give_up, "nothing came of it"))
    gone.add_argument("--reason", default="", metavar="TEXT")
    _one(group.add("message", message, "what is written to the customer, with its link for WhatsApp"))


def _one(parser: Parser) -> Parser:
    parser.add_argument("id", metavar="ID", help="the estimate's number or its last digits")
    return parser


def _terms(parser: Parser) -> None:
    for name, blank, about in (
        ("valid-until", "DAY", "the last day on which the prices hold, YYYY-MM-DD"),
        ("discount", "AMOUNT|PCT%", "off the whole of it"), ("shipping", "AMOUNT", "what bringing it costs"),
        ("note", "TEXT", "what else stands on the paper"),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", metavar=blank, help=about)
    parser.add_argument("--sure", action="store_true", help="yes to what would be asked")


def make(options: Namespace) -> int:
    """Write an estimate down and promise it, whole or not at all."""
    from shoppos.base.ids import new_id

    key, lines = key_of(options.key), typed_lines(options.lines)
    with opened(options) as shop:
        with shop.db.transaction("estimate.begun"):
            made = key if key and shop.db.row("SELECT 1 FROM estimate WHERE id = ?", (key,)) else None
            if made is None:
                made = shop.estimates.begin(options.phone, name=options.name, key=key or new_id()).id
                _put(shop, options, made, lines)
                if not options.draft:
                    shop.estimates.keep(made, _day(options))
        _told(options, shop, shop.estimates.view(made))
    return DONE


def change(options: Namespace) -> int:
    """Change an estimate, whole or not at all."""
    lines = typed_lines(options.lines)
    with opened(options) as shop:
        made = shop.estimates.find(options.id)
        with shop.db.transaction("estimate.changed"):
            _put(shop, options, made, lines)
            for code in options.without:
                shop.estimates.remove(made, _line_of(shop, made, code))
            if options.valid_until:
                shop.estimates.keep(made, _day(options))
        _told(options, shop, shop.estimates.view(made))
    return DONE


def _day(options: Namespace) -> int | None:
    return day_number(day(options.valid_until)) if options.valid_until else None


def _put(shop: Shop, options: Namespace, estimate_id: bytes, lines: list[str]) -> None:
    """Write goods and terms on an estimate."""
    for text in lines:
        _ring(shop, options, estimate_id, text)
    if options.shipping is not None:
        shop.estimates.set_shipping(estimate_id, parse_paise(options.shipping))
    if options.discount and options.discount.endswith("%"):
        shop.estimates.discount_bill(estimate_id, rate=parse_rate(options.discount[:-1]))
    elif options.discount:
        shop.estimates.discount_bill(estimate_id, amount=parse_paise(options.discount))
    if options.note is not None:
        shop.estimates.set_note(estimate_id, options.note)


def _ring(shop: Shop, options: Namespace, estimate_id: bytes, text: str) -> None:
    """Put a line on it; InvalidInput for what may be several items, or is none."""
    entered = asked_once(options, lambda sure: shop.estimates.enter(estimate_id, text, sure=sure))
    if entered.hits:
        named = ", ".join(f"{hit.code} {hit.name}" for hit in entered.hits[:5])
        raise InvalidInput(
            _("{text} may be: {names}.").format(text=clean(text, 40), names=named), _("Give the code."), "lines"
        )
    if entered.line is None:
        raise InvalidInput(_("{text} is not an item.").format(text=clean(text, 40)), field="lines")
    if entered.message:
        note(entered.message)


def _line_of(shop: Shop, estimate_id: bytes, code: str) -> int:
    """The line of an item, by its code or bar code."""
    view = shop.estimates.view(estimate_id)
    found = line_of(shop, view.sale.lines, code)
    if found is not None:
        return found
    raise NotFound(
        _("{name} is not in estimate {number}.").format(name=clean(code, 40), number=view.number),
        _("Look at it with: shoppos estimate show"),
    )


def show(options: Namespace) -> int:
    """Show one estimate."""
    with opened(options) as shop:
        _told(options, shop, shop.estimates.view(shop.estimates.find(options.id)))
    return DONE


def every(options: Namespace) -> int:
    """List estimates."""
    with opened(options) as shop:
        rows = shop.estimates.list(options.state, options.find)
    cells = [
        (row.number or row.id.hex()[-8:], f"{day_of(row.day):%d-%m-%Y}", estimate_said(row.state),
         f"{day_of(row.valid_until):%d-%m-%Y}", row.name or row.phone, str(row.items),
         grouped(row.payable) if row.payable else "", row.became)
        for row in rows
    ]  # fmt: skip
    heads = (_("Estimate"), _("Day"), _("State"), _("Valid until"), _("For"), _("Lines"), _("Total"), _("Became"))
    people = table(heads, cells, "lllllrr") if rows else _("There is no such estimate.")
    answer(options, [told.row_json(row) for row in rows], people)
    return DONE


def sell(options: Namespace) -> int:
    """Sell what was promised: on the till's screen, or at once."""
    tenders = [tender(text) for text in options.pay]
    with opened(options) as shop:
        made = shop.estimates.find(options.id)
        if not tenders:
            _asked_price(options, lambda: shop.estimates.to_sale(made, prices=options.prices))
            _told(options, shop, shop.estimates.view(made))
            return DONE
        with shop.db.transaction("estimate.sold"):
            sale = _asked_price(options, lambda: shop.estimates.to_sale(made, prices=options.prices))
            done = shop.sales.checkout(sale.id, tenders)
        bill = bill_report.load(shop.db, done.numbers[0])
        for warning in done.warnings:
            note(warning)
        answer(options, {**bill_report.as_json(bill), "numbers": list(done.numbers)}, said_to_people(bill))
    return DONE


def order(options: Namespace) -> int:
    """Take an order for what was promised."""
    from shoppos.cli.order_answers import told as order_told

    way = "delivery" if options.delivery else "pickup"
    with opened(options) as shop:
        made = shop.estimates.find(options.id)
        taken = _asked_price(
            options,
            lambda: shop.estimates.to_order(
                made, phone=options.phone, name=options.name, prices=options.prices, way=way
            ),
        )
        view = shop.orders.view(taken)
        said = _("Order {number}: {amount}").format(number=view.number, amount=rupees(view.payable))
        order_told(options, shop, taken, said)
    return DONE


def _asked_price(options: Namespace, act: Any) -> Any:
    """Do it; what would be asked on a screen names the option that answers."""
    del options
    try:
        return act()
    except Doubtful as doubt:
        hint = _("Say which counts with --prices promised or --prices today.")
        raise InvalidInput(doubt.message, hint, doubt.field) from None


def paper(options: Namespace) -> int:
    """Print an estimate."""
    with opened(options) as shop:
        made = shop.estimates.find(options.id)
        wanted = Wanted(ESTIMATE, shop.estimates.view(made).number, made, {}, {})
        return print_one(
            options, shop, wanted, lambda shop, printer: [shop.estimates.print(made, printer=printer)]
        )  # fmt: skip


def give_up(options: Namespace) -> int:
    """End an estimate of which nothing came."""
    with opened(options) as shop:
        made = shop.estimates.find(options.id)
        shop.estimates.give_up(made, options.reason)
        _told(options, shop, shop.estimates.view(made))
    return DONE


def message(options: Namespace) -> int:
    """Say what is written to the customer."""
    with opened(options) as shop:
        quote = told.load_by_id(shop.db, shop.estimates.find(options.id))
        language = shop.settings.get("bill_language", "") or shop.settings.get("language", "en")
        text = told.message(quote, language)
    link = told.link(quote, text)
    answer(options, {"number": quote.number, "text": text, "whatsapp": link}, [text, "", link])
    return DONE


def _told(options: Namespace, shop: Shop, view: EstimateView) -> None:
    """An estimate as it stands now."""
    state = told.state_of(shop.db, view.id)
    if view.number:
        document = told.quote_json(told.load_by_id(shop.db, view.id))
    else:
        document = {
            "number": "", "kind": "ESTIMATE", "state": state, "valid_until": day_of(view.valid_until).isoformat(),
            "note": view.note, "became": "", "payable": plain(view.sale.payable),
            "lines": [
                {"code": line.code, "name": line.name, "quantity": quantity(line.quantity), "unit": line.unit,
                 "price": plain(line.price), "amount": plain(line.amount)}
                for line in view.sale.lines
            ],
        }  # fmt: skip
    document = {"id": view.id.hex(), **document}
    name = _("Estimate {number}").format(number=view.number) if view.number else _("Estimate, not promised yet")
    lines = [f"{name} · {estimate_said(state)} · {rupees(_payable(view, document))}"]
    if view.number:
        lines.append(_("Valid until {day}").format(day=f"{day_of(view.valid_until):%d-%m-%Y}"))
    rows = [
        (line.code, line.name, quantity(line.quantity), line.unit, grouped(line.price), grouped(line.amount))
        for line in view.sale.lines
    ]
    heads = (_("Code"), _("Item"), _("Qty"), _("Unit"), _("Price"), _("Amount"))
    lines += table(heads, rows, "llrlrr") if rows else []
    lines += [view.note] if view.note else []
    lines += [_("Became {number}").format(number=view.became)] if view.became else []
    answer(options, document, lines)


def _payable(view: EstimateView, document: dict[str, Any]) -> int:
    """What was promised; of a draft what it would cost now."""
    return parse_paise(str(document["payable"])) if view.number else view.sale.payable
