"""Every bill priced again by the counter's own rules from what was asked for."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.reports.audit import faults, returns
from shoppos.reports.audit.faults import Fault
from shoppos.reports.audit.shapes import SHAPES, Rows, Told
from shoppos.rules.documents import SMALL_SALE, Kind, collects_tax, documents
from shoppos.rules.numbers import fy_code
from shoppos.rules.pricing import PricedSale, PriceLine, part, price_sale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shoppos.base.file import Reader
    from shoppos.reports.audit.chain import Entry

SHARES = ("gross", "disc", "bdisc", "ship", "taxable", "cgst", "sgst", "igst", "cess")
TOTALS = ("taxable", "cgst", "sgst", "igst", "cess", "total", "round_off", "payable")
ASKED = ("quantity", "price", "rate", "inclusive", "disc_rate", "disc_amount", "cess_rate", "cess_per_unit")

LOOKED_AT: dict[str, set[str]] = {table: set() for table in SHAPES}
"""The columns that are read here."""


def _at(table: str, *names: str) -> Any:
    """Reads those columns of a told row."""
    LOOKED_AT[table].update(names)
    return itemgetter(*map(SHAPES[table].names.index, names))


line_asked, line_shares = _at("sale_line", *ASKED), _at("sale_line", *SHARES)
line_place = _at("sale_line", "sale_id", "line")
line_stock = _at("sale_line", "line", "product_id", "quantity")
line_treatment = _at("sale_line", "treatment")
paid = _at("payment", "sale_id", "amount")
moved = _at("stock_move", "doc_id", "kind", "line", "product_id", "quantity")
sale_totals = _at("sale", *TOTALS)
sale_asked = _at("sale", "discount_amount", "discount_rate", "shipping", "round_to", "inter_state")
sale_head = _at("sale", "id", "number", "till", "seq", "business_date", "kind", "place", "gstin", "letterhead_id")
sale_group = _at("sale", "id", "with_id")
note_against = _at("credit_note", "sale_id", "against_id")
sale_state, sale_tendered = _at("sale", "state"), _at("sale", "tendered")


class Bills:
    """Checks the bills that one entry tells against each other and against the rules."""

    def __init__(self, db: Reader) -> None:
        """Know under which letterheads the bills were made."""
        rows = db.rows("SELECT lower(hex(id)), scheme, state FROM letterhead")
        self.db = db
        self.heads = {row[0]: (row[1], row[2]) for row in rows}
        self.seen = 0

    def check(self, entry: Entry, told: Rows) -> Iterator[Fault]:
        """The bills of one entry that do not add up; the two papers of one sale are priced together."""
        done = [row for row in told.get("sale", ()) if sale_state(row) == "done"]
        groups: dict[str, list[Told]] = {}
        for row in done:
            at, first = sale_group(row)
            groups.setdefault(first or at, []).append(row)
        for sales in groups.values():
            self.seen += len(sales)
            yield from self._sale(entry, sales, told)

    def _sale(self, entry: Entry, sales: list[Told], told: Rows) -> Iterator[Fault]:
        lines = {sale_head(sale)[0]: list[Told]() for sale in sales}
        for line in told.get("sale_line", ()):
            if line_place(line)[0] in lines:
                lines[line_place(line)[0]].append(line)
        try:
            if sale_head(sales[0])[5] == Kind.CREDIT_NOTE:
                yield from self._notes(entry, sales, lines, told)
                return
            papers = self._priced(sales, lines)
        except ShopError as error:
            where = _where(sales[0])
            yield Fault("sum", where, f"{where}: {error.message}")
            return
        for sale, priced in zip(sales, papers, strict=True):
            mine = lines[sale_head(sale)[0]]
            yield from _amounts(sale, mine, priced)
            yield from _head(entry, sale, letter="T" if sale_head(sale)[5] == Kind.TOKEN else "")
            yield from _money_and_goods(sale, mine, told)
        yield from self._kinds(sales, lines)

    def _notes(
        self, entry: Entry, sales: list[Told], lines: dict[str, list[Told]], told: Rows
    ) -> Iterator[Fault]:  # fmt: skip
        """Credit notes: priced as a part of their bills, or as a sale where there is none; all money goes out."""
        against = dict(map(note_against, told.get("credit_note", ())))
        for sale in sales:
            at, mine = sale_head(sale)[0], lines[sale_head(sale)[0]]
            yield from _head(entry, sale, letter="C")
            yield from _given_back(sale, told)
            if against.get(at) is None:
                yield from _amounts(sale, mine, self._priced([sale], {at: mine})[0])
                continue
            found = returns.repriced(self.db, bytes.fromhex(at), bytes.fromhex(against[at]))
            if found is None:
                sentence = _("{where} takes back a bill that is gone.").format(where=_where(sale))
                yield Fault("missing", _where(sale), sentence)
                continue
            yield from _amounts(sale, mine, found[1])
            if (sale_head(sale)[6], sale_asked(sale)[4]) != (found[0].place, found[0].inter_state):
                yield faults.unequal(_where(sale), "place", sale_head(sale)[6], found[0].place)

    def _priced(self, sales: list[Told], lines: dict[str, list[Told]]) -> list[PricedSale]:
        """What the rules make of the papers of one sale."""
        discount, percent, shipping, round_to, inter = sale_asked(sales[0])
        scheme, _state = self.heads.get(sale_head(sales[0])[8], ("regular", ""))
        taxed = collects_tax(scheme)
        every = sorted((line for mine in lines.values() for line in mine), key=line_number)
        asked = [_price_line(line, taxed=taxed) for line in every]
        whole = price_sale(
            asked, intra=not inter, bill_discount=discount, bill_discount_rate=percent, shipping=shipping,
            round_to=round_to,
        )  # fmt: skip
        if len(sales) == 1:
            return [whole]
        places = {id(line): n for n, line in enumerate(every)}
        return [
            part(whole, asked, sorted(places[id(line)] for line in lines[sale_head(sale)[0]]), round_to)
            for sale in sales
        ]

    def _kinds(self, sales: list[Told], lines: dict[str, list[Told]]) -> Iterator[Fault]:
        """Each paper is of the kind the law wants, and taxed for the right State."""
        gstin, letterhead = sale_head(sales[0])[7:9]
        scheme, state = self.heads.get(letterhead, ("regular", ""))
        every = sorted((line for mine in lines.values() for line in mine), key=line_number)
        wanted = documents(scheme, [line_treatment(line) for line in every], registered=bool(gstin))
        for sale, (kind, _places) in zip(sales, wanted, strict=False):
            if sale_head(sale)[5] == Kind.TOKEN and len(wanted) == 1:
                yield from _small(sale, scheme)
            elif sale_head(sale)[5] != kind:
                yield faults.unequal(_where(sale), "kind", sale_head(sale)[5], kind.value)
            if bool(sale_asked(sale)[4]) != (sale_head(sale)[6] != state):
                yield faults.unequal(_where(sale), "inter_state", sale_asked(sale)[4], int(not sale_asked(sale)[4]))
        if len(wanted) != len(sales):
            yield faults.unequal(_where(sales[0]), "documents", len(sales), len(wanted))


def line_number(line: Told) -> int:
    """The place of a line on the counter's bill."""
    return line_place(line)[1]


def _price_line(line: Told, *, taxed: bool) -> PriceLine:
    quantity, price, rate, inclusive, disc_rate, disc_amount, cess_rate, cess_per_unit = line_asked(line)
    if taxed:
        return PriceLine(
            quantity, price, rate, inclusive == 1, disc_rate, disc_amount, cess_rate, cess_per_unit
        )  # fmt: skip
    return PriceLine(quantity, price, 0, inclusive == 1, disc_rate, disc_amount)


def _amounts(sale: Told, lines: list[Told], priced: PricedSale) -> Iterator[Fault]:
    """Stored amounts against computed ones, line by line and for the whole."""
    for line, it in zip(sorted(lines, key=line_number), priced.lines, strict=True):
        should = (it.gross, it.disc, it.bdisc, it.ship, it.taxable, it.cgst, it.sgst, it.igst, it.cess)
        if line_shares(line) != should:
            where = _("Line {line} of {bill}").format(line=line_number(line), bill=_where(sale))
            yield _first(where, SHARES, line_shares(line), should)
            return
    should = (
        priced.taxable, priced.cgst, priced.sgst, priced.igst, priced.cess, priced.total, priced.round_off,
        priced.payable,
    )  # fmt: skip
    if sale_totals(sale) != should:
        yield _first(_where(sale), TOTALS, sale_totals(sale), should)


def _head(entry: Entry, sale: Told, letter: str = "") -> Iterator[Fault]:
    """The bill names the till, the entry and the financial year it belongs to."""
    _id, number, till, seq, day, *_rest = sale_head(sale)
    if till != entry.till:
        yield faults.unequal(_where(sale), "till", till, entry.till)
    if seq != entry.seq:
        yield faults.unequal(_where(sale), "seq", seq, entry.seq)
    start = f"{till}/{fy_code(day_of(day))}/{letter}"
    if not str(number).startswith(start):
        yield faults.unequal(_where(sale), "number", number, f"{start}…")


def _small(sale: Told, scheme: str) -> Iterator[Fault]:
    """A token stands for a small sale of a shop that takes GST, to nobody with a GSTIN (Rule 46, fourth proviso)."""
    payable = sale_totals(sale)[7]
    if payable >= SMALL_SALE or sale_head(sale)[7] or sale_asked(sale)[4] or not collects_tax(scheme):
        where = _where(sale)
        yield Fault("sum", where, _("{where} is a token, but the law wants an invoice for it.").format(where=where))


def _given_back(sale: Told, told: Rows) -> Iterator[Fault]:
    """All payments of a credit note go out, and are its payable together."""
    amounts = [amount for sale_id, amount in map(paid, told.get("payment", ())) if sale_id == sale_head(sale)[0]]
    payable = sale_totals(sale)[7]
    if -sum(amounts) != payable or any(amount > 0 for amount in amounts):
        yield faults.unequal(_where(sale), "payments", -sum(amounts), payable)
    if sale_tendered(sale):
        yield faults.unequal(_where(sale), "tendered", sale_tendered(sale), 0)


def _money_and_goods(sale: Told, lines: list[Told], told: Rows) -> Iterator[Fault]:
    """Payments less change, with what is due, are the bill; and what was sold left the stock."""
    at = sale_head(sale)[0]
    amounts = [amount for sale_id, amount in map(paid, told.get("payment", ())) if sale_id == at]
    payable = sale_totals(sale)[7]
    if sum(amounts) != payable:
        yield faults.unequal(_where(sale), "payments", sum(amounts), payable)
    if sum(amount for amount in amounts if amount > 0) != sale_tendered(sale):
        yield faults.unequal(_where(sale), "tendered", sale_tendered(sale), sum(a for a in amounts if a > 0))
    out = {
        (line, product): -quantity
        for doc, kind, line, product, quantity in map(moved, told.get("stock_move", ()))
        if doc == at and kind == "sale"
    }
    sold = {(line, product): quantity for line, product, quantity in map(line_stock, lines)}
    if out != sold and not _in_parts(out, sold):
        where = _where(sale)
        sentence = _("{where} sold other goods than it took from stock.").format(where=where)
        yield Fault("sum", where, sentence)


def _in_parts(out: Mapping[tuple[int, str], int], sold: Mapping[tuple[int, str], int]) -> bool:
    """Whether each line moved just what it sold, or was a pack that moved parts and nothing of itself."""
    moved: dict[int, dict[str, int]] = {line: {} for line, _product in sold}
    for (line, product), quantity in out.items():
        moved.setdefault(line, {})[product] = quantity
    if len(moved) > len(sold):
        return False
    return all(
        moved[line] == {product: quantity} or (product not in moved[line] and min(moved[line].values(), default=0) > 0)
        for (line, product), quantity in sold.items()
    )


def _first(where: str, names: tuple[str, ...], stored: tuple[int, ...], should: tuple[int, ...]) -> Fault:
    at = next(n for n, value in enumerate(stored) if value != should[n])
    return faults.unequal(where, names[at], stored[at], should[at])


def _where(sale: Told) -> str:
    return _("bill {number}").format(number=sale_head(sale)[1])
