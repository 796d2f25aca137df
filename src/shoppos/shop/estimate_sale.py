"""The sale of an estimate: the counter's own lines and prices, at no till, and worth from then on what was promised."""

from collections.abc import Generator
from contextlib import contextmanager

from shoppos.base.errors import NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.journal import Value
from shoppos.base.money import quantity as show_quantity
from shoppos.base.transaction import Transaction
from shoppos.models.estimate import OPEN
from shoppos.models.sale import Sale, SaleLine, SaleStep
from shoppos.shop import sale_view
from shoppos.shop.billing import SETTLED, money_columns
from shoppos.shop.customers import CustomerView
from shoppos.shop.open_sales import OpenSales
from shoppos.shop.sale_edit import Edit, blank_row
from shoppos.shop.sale_view import Header, OpenLine, Reckoning, SaleView

NOWHERE = ""
"""The till of a sale that stands at none: no screen looks for it, none holds it."""
STANDS = "SELECT number, state FROM estimate WHERE sale_id = ?"


class EstimateSale(OpenSales):
    """Every change of an estimate's goods; what was promised already is promised anew."""

    def begin(self, tx: Transaction, sale_id: bytes, customer: CustomerView | None) -> None:
        """Write down the sale of a new estimate, with nothing on it yet."""
        header = self._blank()._replace(till=NOWHERE)
        if customer is not None:
            header = header._replace(
                customer_id=customer.id, personal_id=customer.personal_id, gstin=customer.gstin
            )  # fmt: skip
        tx.insert(Sale, blank_row(sale_id, header), local=True)

    def take_from_till(self, tx: Transaction, sale_id: bytes) -> None:
        """Make the open sale of this till an estimate's: it leaves the screen with all that was rung up."""
        header = self._begin(tx, sale_id).header
        if header.till != self.db.till:
            raise Refused(_("That bill is not at this till."), _("Do it at the till that has it."))
        tx.change(Sale, {"id": sale_id}, {"till": NOWHERE}, local=True)
        self.forget_steps(tx, sale_id)
        if self.tills.screen()[0] == sale_id:
            self.tills.show(tx, None)

    def header(self, sale_id: bytes) -> Header:
        """The head of the sale."""
        return sale_view.read_header(self.db, sale_id) or self._blank()

    def open_lines(self, sale_id: bytes) -> list[OpenLine]:
        """The lines at the rates of today."""
        return self._lines(sale_id, self.header(sale_id))

    def forget_steps(self, tx: Transaction, sale_id: bytes) -> None:
        """Take nothing back any more of what was done so far."""
        tx.run("DELETE FROM sale_step WHERE sale_id = ?", (sale_id,), touches=SaleStep)

    def promise(self, tx: Transaction, sale_id: bytes) -> int:
        """Write what each line and the whole come to now, offers and taxes with them; gives the whole in paise.

        Paper, list and message say only what is written here.
        """
        lines = self.open_lines(sale_id)
        if not lines:
            raise Refused(_("There is nothing on this estimate yet."), _("Type what the customer asks for."))
        reckoning = self.reckon_sale(self.header(sale_id), lines)
        priced = reckoning.priced
        rows: list[dict[str, Value]] = [
            {"sale_id": sale_id, "line": line.line, "rate": line.rate, "cess_rate": line.cess_rate,
             "cess_per_unit": line.cess_per_unit, **money_columns(money)}
            for line, money in zip(lines, priced.lines, strict=True)
        ]  # fmt: skip
        tx.rewrite(SaleLine, ("sale_id", "line"), [{name: row[name] for name in SETTLED} for row in rows])
        terms = reckoning.terms
        new: dict[str, Value] = {
            "letterhead_id": terms.letterhead_id or None, "round_to": terms.round_to, "taxable": priced.taxable,
            "cgst": priced.cgst, "sgst": priced.sgst, "igst": priced.igst, "cess": priced.cess, "total": priced.total,
            "round_off": reckoning.payable - priced.total, "payable": reckoning.payable,
        }  # fmt: skip
        tx.change(Sale, {"id": sale_id}, new, local=True)
        self._tell(tx, sale_id)
        return reckoning.payable

    def promised(self, sale_id: bytes) -> list[OpenLine]:
        """The lines as they were promised: what an offer took off then comes off still, whether it runs or not."""
        header = self.header(sale_id)
        lines = self._lines(sale_id, header)
        stored: dict[int, int] = dict(
            self.db.rows("SELECT line, disc FROM sale_line WHERE sale_id = ? AND gross > 0", (sale_id,))
        )
        plain = self.reckon(header, lines).priced.lines if lines else ()
        return [
            line._replace(disc_rate=0, disc_amount=stored[line.line]) if stored.get(line.line, 0) > money.disc else line
            for line, money in zip(lines, plain, strict=True)
        ]

    def today(self, sale_id: bytes) -> list[OpenLine]:
        """The same goods at what they cost now, by the customer's list; what is sold no more stays as it was."""
        header = self.header(sale_id)
        lines = self._lines(sale_id, header)
        wanted = dict[bytes, int]()
        for line in lines:
            wanted[line.product_id] = wanted.get(line.product_id, 0) + line.quantity
        usual = self.prices.usual(self.prices.list_of(header.customer_id), wanted) if self.prices.used() else {}
        found = list[OpenLine]()
        for line in lines:
            hit = self.catalogue.find_id(line.product_id)
            if hit is None:
                found.append(line)
                continue
            found.append(line._replace(
                price=usual.get(line.product_id, hit.price), inclusive=int(hit.inclusive), mrp=hit.mrp, cost=hit.cost,
                name=hit.name, local_name=hit.local_name, hsn=hit.hsn, treatment=hit.treatment,
            ))  # fmt: skip
        return found

    def comes_to(self, sale_id: bytes, lines: list[OpenLine]) -> int:
        """What those lines would cost on that sale now, in paise."""
        return self._payable(self.header(sale_id), lines)

    # -- what differs from the counter

    @contextmanager
    def _edit(self, sale_id: bytes) -> Generator[Edit]:
        with self.db.transaction("estimate.changed") as tx:
            number = self._open_number(sale_id)
            with super()._edit(sale_id) as edit:
                yield edit
            if number and not edit.lines:
                raise Refused(
                    _("Nothing would be left of estimate {number}.").format(number=number),
                    _("Give it up and say why."),
                )
            if number:
                self.promise(tx, sale_id)

    def undo(self, sale_id: bytes) -> SaleView:
        """Take the last change of the goods back; Refused when there is none."""
        with self.db.transaction("estimate.changed") as tx:
            number = self._open_number(sale_id)
            view = super().undo(sale_id)
            if number:
                self.promise(tx, sale_id)
            return view

    def _view(self, sale_id: bytes, header: Header, lines: list[OpenLine]) -> SaleView:
        """The sale as it stands; who was forgotten since is on it no longer."""
        return super()._view(sale_id, self._without_forgotten(header), lines)

    def _warnings(
        self, header: Header, lines: list[OpenLine], reckoning: Reckoning, policy: str = ""
    ) -> tuple[str, ...]:  # fmt: skip
        """What the law asks, and what there is less of than is asked for: nothing is sold yet."""
        del policy  # the counter's
        found = sale_view.legal_warnings(header, lines, reckoning)
        found += [
            _("Only {n} of {name} are there now.").format(n=show_quantity(max(line.on_hand, 0)), name=line.name)
            for line in lines
            if line.on_hand is not None and line.on_hand < line.quantity
        ]
        return tuple(text for text in (self.clock_warning(), *found) if text)

    def _refuse_order(self, sale_id: bytes) -> None:
        """Here the estimate itself acts: its sale is given up with it."""

    def _open_number(self, sale_id: bytes) -> str | None:
        """The number of an estimate that can be changed, None before it has one; Refused for one that has ended."""
        row = self.db.row(STANDS, (sale_id,))
        if row is None:
            raise NotFound(_("That estimate is not in the books."), _("Look at the list."))
        if row[1] != OPEN:
            raise Refused(
                _("Estimate {number} has ended.").format(number=row[0] or ""), _("Make a new one.")
            )  # fmt: skip
        return row[0]
