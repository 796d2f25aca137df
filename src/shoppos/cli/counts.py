"""Counting the stock: count start, enter, list, show, explain, finish."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.money import plain, quantity, rupees
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, answer, asked_once, note, table
from shoppos.cli.place import opened

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.shop import Shop
    from shoppos.shop.counting import Count, CountLine


def add(commands: Commands) -> None:
    """Add these commands."""
    count = commands.group("count", "counting the stock while selling goes on")
    start = count.add("start", begin, "begin a count; without more of today's riskiest items")
    what = start.add_mutually_exclusive_group()
    what.add_argument("--shelf", metavar="NAME", help="what stands on that shelf")
    what.add_argument("--category", metavar="NAME", help="the items of that category")
    what.add_argument("--all", action="store_true", help="the whole shop")
    what.add_argument("--items", nargs="+", metavar="CODE", help="these items")
    scan = count.add("enter", enter, "count what was scanned; one open count needs no --id")
    scan.add_argument("lines", nargs="+", metavar="LINE", help="CODE one more, 24*CODE so many more, 0*CODE none")
    scan.add_argument("--exactly", action="store_true", help="the quantity stands for the whole, not for more")
    count.add("list", recent, "the last counts")
    one = count.add("show", show, "the items of a count, and how they differ")
    over = count.add("finish", finish, "correct the stock by what was found")
    over.add_argument("--reason", default="", help="why items differ of which nothing else was said")
    over.add_argument("--sure", action="store_true", help="what was corrected by hand since is another difference")
    why = count.add("explain", explain, "say why an item differs")
    why.add_argument("code")
    why.add_argument("reason")
    for command in (scan, one, over, why):
        command.add_argument("--id", dest="count", default="", metavar="UUID")


def begin(options: Namespace) -> int:
    """Begin a count."""
    with opened(options) as shop:
        if options.items:
            products = [shop.catalogue.show(code).product_id for code in options.items]
            made = shop.counting.start("items", products=products)
        elif options.all:
            made = shop.counting.start("all")
        elif options.shelf is not None:
            made = shop.counting.start("shelf", options.shelf)
        elif options.category is not None:
            made = shop.counting.start("category", options.category)
        else:
            made = shop.counting.start()
        return _show(options, shop, made)


def enter(options: Namespace) -> int:
    """Count some items."""
    with opened(options) as shop:
        made = which(shop, options)
        for told in shop.counting.enter_all(made.id, options.lines, replace=options.exactly):
            if told.message:
                note(told.message)
        return _show(options, shop, shop.counting.get(made.id))


def recent(options: Namespace) -> int:
    """List the last counts."""
    with opened(options) as shop:
        found = shop.counting.recent()
        document = [_head(shop, one) for one in found]
    rows = [
        (one["id"], one["made_at"][:16].replace("T", " "), one["scope"], one["of"], one["state"],
         f"{one['counted']}/{one['lines']}", one["differing"], one["worth"])
        for one in document
    ]  # fmt: skip
    headings = ("", _("Begun"), _("What"), "", _("State"), _("Counted"), _("Differ"), _("Worth"))
    people = table(headings, rows, "lllllrrr") if rows else [_("Nothing was counted yet.")]
    answer(options, document, people)
    return DONE


def show(options: Namespace) -> int:
    """Show a count."""
    with opened(options) as shop:
        return _show(options, shop, which(shop, options))


def explain(options: Namespace) -> int:
    """Say why an item differs."""
    with opened(options) as shop:
        made = which(shop, options)
        shop.counting.explain(made.id, shop.catalogue.show(options.code).product_id, options.reason)
        return _show(options, shop, shop.counting.get(made.id))


def finish(options: Namespace) -> int:
    """Correct the stock by what was found."""
    with opened(options) as shop:
        made = which(shop, options)
        done = asked_once(options, lambda sure: shop.counting.finish(made.id, options.reason, sure=sure))
        return _show(options, shop, done)


def which(shop: Shop, options: Namespace) -> Count:
    """The count that is meant: the one named, else the only one that is open."""
    if options.count:
        try:
            return shop.counting.get(uuid.UUID(options.count).bytes)
        except ValueError:
            raise InvalidInput(_("{key} is no UUID.").format(key=clean(options.count, 60)), field="id") from None
    found = shop.counting.open_counts()
    if len(found) != 1:
        raise Refused(
            _("{n} counts are open.").format(n=len(found)),
            _("Name one with --id.") if found else _("Begin one with: shoppos count start"),
        )
    return found[0]


def _head(shop: Shop, made: Count) -> dict[str, Any]:
    return {
        "id": str(uuid.UUID(bytes=made.id)), "scope": made.scope, "of": made.of,
        "made_at": shop.db.clock.at(made.made_at).isoformat(timespec="seconds"), "by": made.by,
        "state": "open" if made.finished_at is None else "finished", "lines": made.lines, "counted": made.counted,
        "differing": made.differing, "worth": plain(made.worth),
    }  # fmt: skip


def _show(options: Namespace, shop: Shop, made: Count) -> int:
    lines = shop.counting.lines(made.id)
    document: dict[str, Any] = {**_head(shop, made), "items": [_line(line) for line in lines]}
    rows = [
        (line.shelf, line.code, line.name, _said(line.counted), _said(line.expected),
         quantity(line.difference) if line.counted is not None else "", rupees(line.worth) if line.worth else "",
         line.reason)
        for line in lines
    ]  # fmt: skip
    headings = (_("Shelf"), _("Code"), _("Item"), _("Counted"), _("Expected"), _("Differs"), _("Worth"), _("Why"))
    counted = _("{done} of {all} counted, {n} differ, worth {worth}").format(
        done=made.counted, all=made.lines, n=made.differing, worth=rupees(made.worth)
    )
    answer(options, document, [str(document["id"]), *table(headings, rows, "lllrrrr"), counted])
    return DONE


def _line(line: CountLine) -> dict[str, Any]:
    return {
        "code": line.code, "name": line.name, "unit": line.unit, "shelf": line.shelf,
        "counted": None if line.counted is None else quantity(line.counted),
        "expected": None if line.expected is None else quantity(line.expected),
        "difference": None if line.counted is None else quantity(line.difference), "worth": plain(line.worth),
        "reason": line.reason,
    }  # fmt: skip


def _said(milli: int | None) -> str:
    return "" if milli is None else quantity(milli)
