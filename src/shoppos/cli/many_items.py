"""Many items in one go: items edit; and the rate that hangs on a price: items rate-by-price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import grouped, parse_paise, parse_quantity, parse_rate, plain
from shoppos.cli.answer import DONE, PARTLY, answer, note, table
from shoppos.cli.place import opened

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from shoppos.cli.parser import Commands
    from shoppos.shop.bulk_edit import BulkDone, Planned

SHOWN = 20


def add(items: Commands) -> None:
    """Add these commands to those of the items."""
    edit = items.add("edit", change, "change many items in one go; items undo takes it back")
    edit.add_argument("text", nargs="?", default="", help="those that a search finds")
    edit.add_argument("--category", help="those of this category")
    edit.add_argument("--all", dest="everything", action="store_true", help="really all items")
    edit.add_argument("--dry-run", action="store_true", help="show old and new, and write nothing")
    edit.add_argument("--price", metavar="CHANGE", help="33 sets it; +5%%, -2.50, +10 change it")
    edit.add_argument("--round", dest="round_to", default="0.01", metavar="AMOUNT", help="to the nearest, as in 1")
    for name in ("--to-category", "--hsn", "--rate", "--low"):
        edit.add_argument(name)
    edit.add_argument("--since", type=int, metavar="YYYYMMDD", help="the day the new rate holds from")
    edit.add_argument("--retire", action="store_true", help="sell them no more")
    by_price = items.add("rate-by-price", by_price_of, "another rate above a price for one, as with clothes")
    by_price.add_argument("code")
    by_price.add_argument("--above", metavar="AMOUNT", help="before tax; without it the rate hangs on nothing")
    by_price.add_argument("--rate", default="18")


def change(options: Namespace) -> int:
    """Change many items, or show what would become of them."""
    from shoppos.shop.bulk_edit import Wish

    if not (options.text or options.category is not None or options.everything):
        raise InvalidInput(_("Which items?"), _("Type what finds them, or --category, or --all."), "text")
    percent, amount, price = price_change(options.price or "")
    wish = Wish(
        percent=percent, amount=amount, price=price, round_to=parse_paise(options.round_to),
        category=options.to_category, hsn=options.hsn, rate=None if options.rate is None else parse_rate(options.rate),
        since=options.since,
        low=None if options.low is None else parse_quantity(options.low), retire=options.retire,
    )  # fmt: skip
    with opened(options) as shop:
        plan = shop.bulk.plan(shop.bulk.choose(options.text, options.category), wish)
        done = None if options.dry_run else shop.bulk.apply(plan, wish)
    document = {
        "dry_run": options.dry_run, "import_id": done.id.hex() if done else None,
        "changed": done.changed if done else sum(not one.problem for one in plan),
        "items": [_told(one) for one in plan], "kept": list(done.kept) if done else [],
    }  # fmt: skip
    answer(options, document, _said(plan, done))
    for one in plan:
        if one.problem:
            note(f"{one.name}: {one.problem}")
    return PARTLY if any(one.problem for one in plan) or document["kept"] else DONE


def price_change(text: str) -> tuple[int, int, int | None]:
    """Hundredths of a percent and paise to add, of "+5%" or "-2.50", and the new price in paise of a bare "33"."""
    text = text.strip()
    if not text:
        return 0, 0, None
    sign, figure = (-1 if text.startswith("-") else 1), text.lstrip("+-")
    if figure.endswith("%"):
        return sign * parse_rate(figure), 0, None
    return (0, sign * parse_paise(figure), None) if figure != text else (0, 0, parse_paise(figure))


def _told(one: Planned) -> dict[str, Any]:
    return {
        "code": one.code, "name": one.name, "old_price": plain(one.old_price), "new_price": plain(one.new_price),
        "problem": one.problem,
    }  # fmt: skip


def _said(plan: Sequence[Planned], done: BulkDone | None) -> Iterator[str]:
    rows = [(one.code, one.name, grouped(one.old_price), grouped(one.new_price)) for one in plan[:SHOWN]]
    yield from table((_("Code"), _("Name"), _("Old price"), _("New price")), rows, "llrr")
    if len(plan) > SHOWN:
        yield _("and {count} more").format(count=len(plan) - SHOWN)
    if done:
        said = ngettext(
            "One item changed. Take it back with: {command}", "{n} items changed. Take it back with: {command}",
            done.changed,
        )  # fmt: skip
        yield said.format(n=done.changed, command=f"shoppos items undo {done.id.hex()}")


def by_price_of(options: Namespace) -> int:
    """Set the rate above a price."""
    most = None if options.above is None else parse_paise(options.above)
    with opened(options) as shop:
        card = shop.catalogue.show(options.code)
        shop.rates_by_price.set(card.product_id, most, parse_rate(options.rate))
    if most is None:
        said = _("{name} has one rate.").format(name=card.form.name)
    else:
        said = _("{name}: {rate} % where one comes to more than {most} before tax.").format(
            name=card.form.name, rate=options.rate, most=grouped(most)
        )
    answer(options, {"code": card.form.code, "above": None if most is None else plain(most)}, said)
    return DONE
