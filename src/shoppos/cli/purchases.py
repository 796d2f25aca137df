"""Buying: purchase, suppliers, reorder, asked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_number, day_of
from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.i18n import _
from shoppos.base.money import grouped, parse_paise, plain, rupees
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, answer, asked_once, note, table
from shoppos.cli.bills import day, key_of
from shoppos.cli.place import opened
from shoppos.cli.purchase_words import head_told, percent, shown_order, shown_purchase, signed
from shoppos.reports import purchase_paper, purchases
from shoppos.rules import receipt_line

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands, Parser
    from shoppos.shop import Shop
    from shoppos.shop.receipt import Receipt, ReceiptLine

LINE = "QTY*CODE@COST"


def add(commands: Commands) -> None:
    """Add these commands."""
    purchase = commands.group("purchase", "what is ordered of suppliers, received and sent back")
    _receive_options(purchase.add("receive", receive, "goods that came, with or without the supplier's bill"))
    order = purchase.add("order", draft, "a purchase order, not sent yet")
    order.add_argument("lines", nargs="+", metavar=LINE)
    order.add_argument("--supplier", required=True, metavar="NAME")
    order.add_argument("--note", default="")
    order.add_argument("--key", default="", metavar="UUID")
    purchase.add("orders", orders, "the purchase orders, the newest first").add_argument(
        "--state", default="", help="draft, sent, part, received or cancelled"
    )
    send = purchase.add("send", send_order, "send an order: on paper, or as a message to copy")
    send.add_argument("number")
    send.add_argument("--message", action="store_true", help="no paper: the text and the links for WhatsApp and mail")
    purchase.add("cancel", cancel, "wait for an order's goods no more").add_argument("number")
    back = purchase.add("return", send_back, "send goods back against their purchase")
    back.add_argument("number")
    back.add_argument("lines", nargs="*", metavar="QTY*CODE")
    back.add_argument("--all", action="store_true", help="all that is left of it")
    back.add_argument("--serial", action="append", default=[], metavar="CODE=NUMBER")
    back.add_argument("--reason", default="")
    back.add_argument("--no-paper", action="store_true")
    back.add_argument("--key", default="", metavar="UUID")
    many = purchase.add("list", every, "purchases of a time, the newest first")
    many.add_argument("--from", dest="since", metavar="DAY", help="YYYY-MM-DD; without it a month ago")
    many.add_argument("--to", dest="until", metavar="DAY", help="YYYY-MM-DD; without it today")
    many.add_argument("--find", default="", metavar="TEXT", help="in number, supplier or bill number")
    purchase.add("show", show, "one purchase, debit note or order, whole").add_argument("number")


def _receive_options(one: Parser) -> None:
    one.add_argument("lines", nargs="*", metavar=LINE, help="12*1001@85.50, or 10+2*1001@85.50 with two free ones")
    one.add_argument("--supplier", default="", metavar="NAME")
    one.add_argument("--order", default="", metavar="NUMBER", help="what came of that order; without lines all of it")
    one.add_argument("--bill", default="", metavar="NUMBER", help="the number of the supplier's bill")
    one.add_argument("--date", default="", metavar="DAY", help="the day of the supplier's bill, YYYY-MM-DD")
    one.add_argument("--total", default="", metavar="AMOUNT", help="what the supplier's bill says")
    one.add_argument("--with-tax", action="store_true", help="the costs hold the tax")
    one.add_argument("--untaxed", action="store_true", help="the supplier charges no tax (composition)")
    one.add_argument("--batch", action="append", default=[], metavar="CODE=BATCH[:EXPIRY]")
    one.add_argument("--serial", action="append", default=[], metavar="CODE=NUMBER")
    one.add_argument("--mrp", action="append", default=[], metavar="CODE=AMOUNT", help="the new MRP")
    one.add_argument("--price", action="append", default=[], metavar="CODE=AMOUNT", help="the new price")
    one.add_argument("--note", default="")
    one.add_argument("--dry-run", action="store_true", help="only what it would come to")
    one.add_argument("--sure", action="store_true", help="yes to what would be asked")
    one.add_argument("--key", default="", metavar="UUID", help="the same key twice receives once")


def receive(options: Namespace) -> int:
    """Receive goods, or say what they come to."""
    with opened(options) as shop:
        receipt = _receipt(options, shop)
        view = shop.buying.view(receipt)
        for warning in view.warnings:
            note(warning)
        if options.dry_run:
            rows = [(x.code, x.name, grouped(x.total), percent(x.margin), percent(x.new_margin)) for x in view.lines]
            document: Any = {
                "total": plain(view.total), "computed": plain(view.computed), "difference": plain(view.difference),
                "lines": [{"code": x.code, "taxable": plain(x.taxable), "tax": plain(x.tax), "landed": plain(x.landed),
                           "margin": percent(x.margin), "new_margin": percent(x.new_margin)} for x in view.lines],
            }  # fmt: skip
            heads = (_("Code"), _("Item"), _("Total"), _("Margin"), _("Then"))
            answer(options, document, [*table(heads, rows, "llrrr"), rupees(view.total)])
            return DONE
        done = asked_once(options, lambda sure: shop.buying.receive(receipt, sure=sure))
        labels = [card.form.code for card in map(shop.catalogue.card, done.labels)]
        said, told = shown_purchase(shop, done.number)
    if labels:
        note(_("Prices changed: print labels with: shoppos print shelf {codes}").format(codes=" ".join(labels)))
    answer(options, {**told, "labels": labels, "warnings": list(done.warnings)}, said)
    return DONE


def _receipt(options: Namespace, shop: Shop) -> Receipt:
    """What was typed as one receipt."""
    from dataclasses import replace

    from shoppos.shop.receipt import Receipt

    start = shop.buying.from_order(options.order) if options.order else Receipt()
    if options.supplier:
        start = replace(start, supplier_id=shop.suppliers.named(options.supplier).id)
    expected = {line.product_id: line.cost for line in start.lines}
    batches, serials = _by_code(shop, options.batch), _by_code(shop, options.serial)
    mrps, prices = _by_code(shop, options.mrp), _by_code(shop, options.price)
    lines = [_line(shop, text, expected) for text in options.lines] or list(start.lines)
    of_lines, pieces = _batches(shop, lines, batches), _pieces(lines, serials)
    for at, line in enumerate(lines):
        batch, _colon, expiry = of_lines[at].partition(":")
        lines[at] = replace(
            line, batch=batch, expiry=day_number(day(expiry)) if expiry else None, serials=pieces[at],
            mrp=_last(mrps, line), price=_last(prices, line),
        )  # fmt: skip
    return replace(
        start, lines=tuple(lines), bill_number=options.bill, key=key_of(options.key) or start.key, note=options.note,
        bill_date=day_number(day(options.date)) if options.date else None, taxed=not options.untaxed,
        total=parse_paise(options.total) if options.total else None, with_tax=options.with_tax,
    )  # fmt: skip


def _batches(shop: Shop, lines: list[ReceiptLine], said: dict[bytes, list[str]]) -> list[str]:
    """What was said of each line's batch: one holds for all lines of its item, of several the n-th for the n-th."""
    found, seen = list[str](), dict[bytes, int]()
    for line in lines:
        own, at = said.get(line.product_id, [""]), seen.get(line.product_id, 0)
        seen[line.product_id] = at + 1
        found.append(own[min(at, len(own) - 1)])
    for product, own in said.items():
        if len(own) != seen.get(product, 0) and (len(own) > 1 or product not in seen):
            raise InvalidInput(
                _("Batches named of {name}: {batches}; its lines: {lines}.").format(
                    name=shop.catalogue.card(product).form.name, batches=len(own), lines=seen.get(product, 0)
                ),
                _("Type one line for each batch, in the same order."),
                "batch",
            )
    return found


def _pieces(lines: list[ReceiptLine], said: dict[bytes, list[str]]) -> list[tuple[str, ...]]:
    """The serial numbers of each line: of an item on several lines each takes its own, the last what is left."""
    left = {product: list(numbers) for product, numbers in said.items()}
    found = list[tuple[str, ...]]()
    for at, line in enumerate(lines):
        own = left.get(line.product_id, [])
        more = any(other.product_id == line.product_id for other in lines[at + 1 :])
        taken = line.pieces // 1000 if more else len(own)
        found.append(tuple(own[:taken]))
        del own[:taken]
    return found


def _line(shop: Shop, text: str, expected: dict[bytes, int]) -> ReceiptLine:
    from shoppos.shop.receipt import ReceiptLine

    typed = receipt_line.read(text)
    card = shop.catalogue.show(typed.code)
    cost = typed.cost if typed.cost is not None else expected.get(card.product_id, card.form.cost)
    if cost is None:
        raise InvalidInput(
            _("What does {name} cost?").format(name=card.form.name), _("Type it like 12*1001@85.50."), "cost"
        )
    return ReceiptLine(card.product_id, typed.quantity or 1000, cost, typed.free)


def _by_code(shop: Shop, pairs: list[str]) -> dict[bytes, list[str]]:
    """What was said of an item by its code."""
    found: dict[bytes, list[str]] = {}
    for pair in pairs:
        code, equals, value = pair.partition("=")
        if not equals or not value:
            raise InvalidInput(_("{text} names no item and value.").format(text=clean(pair, 60)), _("CODE=VALUE"))
        found.setdefault(shop.catalogue.show(code).product_id, []).append(value)
    return found


def _last(said: dict[bytes, list[str]], line: ReceiptLine) -> int | None:
    values = said.get(line.product_id)
    return parse_paise(values[-1]) if values else None


def draft(options: Namespace) -> int:
    """Draft an order."""
    from shoppos.shop.purchase_orders import Wanted

    with opened(options) as shop:
        lines = list[Wanted]()
        for text in options.lines:
            typed = receipt_line.read(text)
            card = shop.catalogue.show(typed.code)
            cost = card.form.cost or 0 if typed.cost is None else typed.cost
            lines.append(Wanted(card.product_id, typed.quantity or 1000, cost))
        supplier = shop.suppliers.named(options.supplier)
        order = shop.purchase_orders.draft(supplier.id, lines, options.note, key=key_of(options.key))
        said, told = shown_order(shop, order.number)
    answer(options, told, said)
    return DONE


def orders(options: Namespace) -> int:
    """List the orders."""
    with opened(options) as shop:
        rows = shop.purchase_orders.list(options.state)
    document = [
        {"number": row.number, "day": day_of(row.business_date).isoformat(), "supplier": row.supplier,
         "state": row.state, "lines": row.lines, "total": plain(row.total)}
        for row in rows
    ]  # fmt: skip
    shown = [
        (x.number, day_of(x.business_date).isoformat(), x.supplier, x.state, x.lines, grouped(x.total)) for x in rows
    ]
    heads = (_("Order"), _("Day"), _("Supplier"), _("State"), _("Items"), _("Expected"))
    none = _("There is no such order.") if options.state else _("No order yet.")
    answer(options, document, table(heads, shown, "llllrr") if rows else none)
    return DONE


def send_order(options: Namespace) -> int:
    """Send an order; as a message, say what to copy."""
    with opened(options) as shop:
        order = shop.purchase_orders.send(options.number, paper=not options.message)
        said, told = shown_order(shop, order.number)
        if options.message:
            paper = purchase_paper.order(shop.db, order.number)
            text = purchase_paper.message(paper, shop.settings.get("language", "en"))
            links = {"whatsapp": purchase_paper.whatsapp(paper, text), "mail": purchase_paper.mail(paper, text)}
            told, said = {**told, "message": text, **links}, [text, "", *links.values()]
    answer(options, told, said)
    return DONE


def cancel(options: Namespace) -> int:
    """Cancel an order."""
    with opened(options) as shop:
        shop.purchase_orders.cancel(options.number)
        said, told = shown_order(shop, options.number)
    answer(options, told, said)
    return DONE


def send_back(options: Namespace) -> int:
    """Send goods back."""
    with opened(options) as shop:
        came = shop.sending_back.lines(options.number)
        if options.all == bool(options.lines):
            raise InvalidInput(_("Say what goes back: QTY*CODE, or --all."), field="lines")
        gives: dict[int, int] | None = None if options.all else {}
        for text in options.lines:
            typed = receipt_line.read(text)
            product = shop.catalogue.show(typed.code).product_id
            line = next((x for x in came if x.copied[0] == product and x.left), None)
            line = line or next((x for x in came if x.copied[0] == product), None)
            if line is None or gives is None:
                raise NotFound(
                    _("{code} is not on purchase {number}.").format(code=typed.code, number=clean(options.number))
                )
            gives[line.line] = gives.get(line.line, 0) + (typed.quantity or 1000)
        serials = _by_code(shop, options.serial)
        pieces = {x.line: serials[x.copied[0]] for x in came if x.copied[0] in serials}
        done = shop.sending_back.take(
            options.number, gives, options.reason, pieces=pieces, paper=not options.no_paper, key=key_of(options.key)
        )
        said, told = shown_purchase(shop, done.number)
    answer(options, told, said)
    return DONE


def every(options: Namespace) -> int:
    """List purchases."""
    with opened(options) as shop:
        today = day_of(shop.db.clock.business_day(shop.db.clock.ms()))
        until = day(options.until) if options.until else today
        since = day(options.since) if options.since else until - dt.timedelta(days=31)
        rows = purchases.find(shop.db, since, until, options.find, 1000)
    shown = [(x.number, x.day.isoformat(), x.supplier, x.bill_number or x.against, grouped(signed(x))) for x in rows]
    heads = (_("Number"), _("Day"), _("Supplier"), _("Bill"), _("Total"))
    people = table(heads, shown, "llllr") if rows else _("No purchase from {since} to {until}.")
    answer(options, [head_told(row) for row in rows], people if rows else str(people).format(since=since, until=until))
    return DONE


def show(options: Namespace) -> int:
    """Show one paper of buying."""
    with opened(options) as shop:
        number = clean(options.number).upper()
        is_order = number.rpartition("/")[2].startswith("P")
        said, told = shown_order(shop, number) if is_order else shown_purchase(shop, number)
    answer(options, told, said)
    return DONE
