"""What sales would cost, and whether numbers are valid: price, check. Neither needs a shop."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from shoppos.base.errors import InvalidInput, ShopError, Unavailable
from shoppos.base.i18n import _
from shoppos.base.money import grouped, parse_paise, parse_quantity, parse_rate, plain
from shoppos.cli.answer import DONE, REFUSED, answer, table
from shoppos.reports.bill import TAXES, rates_json
from shoppos.rules import identifiers
from shoppos.rules.pricing import PricedSale, PriceLine, price_sale

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands


def add(commands: Commands) -> None:
    """Add these commands."""
    file = commands.add("price", price, "what sales would cost, by the counter's own pricing, without making them")
    file.add_argument(
        "file",
        help='a JSON list of sales: {"lines": [{"price", "qty", "rate", "incl", "disc_pct", "disc_amt", "cess_rate", '
        '"cess_per_unit"}], "intra", "bill_discount", "round_to", "shipping": {"amount"}}; - reads standard input',
    )
    value = commands.add("check", check, "can this be a valid GSTIN, PIN, phone …? exit 0 or 1")
    value.add_argument("kind", choices=identifiers.KINDS)
    value.add_argument("value")


def price(options: Namespace) -> int:
    """Price a list of sales."""
    sales = _read(options.file)
    priced = list[PricedSale]()
    for place, sale in enumerate(sales, 1):
        try:
            priced.append(_priced(sale))
        except ShopError as error:
            raise InvalidInput(_("Sale {n}: {reason}").format(n=place, reason=error.message), error.hint) from error
    rows = [
        (
            n,
            len(one.lines),
            *(grouped(getattr(one, name)) for name in TAXES),
            grouped(one.round_off),
            grouped(one.payable),
        )
        for n, one in enumerate(priced, 1)
    ]
    people = table(_headings(), rows, "r" * 9)
    answer(options, [_told(one) for one in priced], people)
    return DONE


def _read(name: str) -> list[dict[str, Any]]:
    """The sales of a file; numbers are kept as they are written, for a float would change them."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
        read: Any = json.loads(text, parse_float=str, parse_int=str)
    except OSError as error:
        raise Unavailable(_("{file} cannot be read: {reason}.").format(file=name, reason=error.strerror)) from error
    except ValueError as error:
        raise InvalidInput(_("{file} is not JSON: {reason}.").format(file=name, reason=error)) from error
    sales: list[Any] = [read] if isinstance(read, dict) else read
    if not isinstance(sales, list) or not all(isinstance(sale, dict) for sale in sales):  # pyright: ignore[reportUnnecessaryIsInstance]  # what was read may be anything
        raise InvalidInput(
            _("{file} is not a list of sales.").format(file=name), _('Write [{"lines": [{"price": "118"}]}].')
        )
    return sales


def _priced(sale: dict[str, Any]) -> PricedSale:
    discount, told = _text(sale, "bill_discount"), sale.get("shipping")
    shipping = _text(cast("dict[str, Any]", told), "amount") if isinstance(told, dict) else _text(sale, "shipping")
    percent = discount.endswith("%")
    return price_sale(
        [_line(line) for line in sale.get("lines", [])],
        intra=sale.get("intra", True) is not False,
        bill_discount=0 if percent else parse_paise(discount),
        bill_discount_rate=parse_rate(discount) if percent else 0,
        shipping=parse_paise(shipping),
        round_to=parse_paise(_text(sale, "round_to", "1")),
    )


def _line(line: dict[str, Any]) -> PriceLine:
    if line.get("price") is None:
        raise InvalidInput(_("A line has no price."), _('Write it as "price": "118.00".'), "price")
    return PriceLine(
        quantity=parse_quantity(_text(line, "qty", "1")), price=parse_paise(_text(line, "price")),
        rate=parse_rate(_text(line, "rate")), inclusive=line.get("incl", False) is True,
        disc_rate=parse_rate(_text(line, "disc_pct")), disc_amount=parse_paise(_text(line, "disc_amt")),
        cess_rate=parse_rate(_text(line, "cess_rate")), cess_per_unit=parse_paise(_text(line, "cess_per_unit")),
    )  # fmt: skip


def _text(told: dict[str, Any], key: str, default: str = "0") -> str:
    value = told.get(key)
    return default if value is None else str(value)


def _told(sale: PricedSale) -> dict[str, Any]:
    shares = ("gross", "disc", "bdisc", *TAXES, "total")
    return {
        "lines": [{name: plain(getattr(line, name)) for name in shares} for line in sale.lines],
        "by_rate": rates_json(sale.by_rate),
        "totals": {name: plain(getattr(sale, name)) for name in (*TAXES, "total")},
        "round_off": plain(sale.round_off),
        "payable": plain(sale.payable),
    }


def _headings() -> tuple[str, ...]:
    return (_("Sale"), _("Lines"), _("Taxable"), "CGST", "SGST", "IGST", _("Cess"), _("Round-off"), _("To pay"))


def check(options: Namespace) -> int:
    """Judge form and check digit."""
    found = identifiers.check(options.kind, options.value)
    document = {"valid": found.valid, "reason": found.reason, "normalised": found.normalised}
    if found.valid:
        said = _("valid: {value}").format(value=found.normalised)
    else:
        said = _("not valid: {reason}").format(reason=found.reason)
    answer(options, document, said)
    return DONE if found.valid else REFUSED
