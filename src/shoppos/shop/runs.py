"""Runs: what a person of the shop carries to the doors, and the money that they hand over afterwards."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from shoppos.base.errors import Doubtful, InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import rupees
from shoppos.base.text import clean
from shoppos.models.print_job import PICKING, RUN_SHEET, SLIP
from shoppos.reports import picking, run_sheet
from shoppos.reports.run_sheet import RunSheet
from shoppos.shop import door_rest, order_book
from shoppos.shop.cod import AT_THE_DOOR
from shoppos.shop.parcels import Parcels
from shoppos.shop.payments import check_tender, method

PAID_AT_DOOR = (
    "SELECT 1 FROM parcel p JOIN cod_receipt r ON r.sale_id = p.sale_id WHERE p.carrier = ? AND p.cod > 0 "
    "AND p.state = 'delivered' LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class RunSettled:
    """A run that was settled, in paise: what was paid at the doors, what was handed over of it, and what is short.

    `out` is how many parcels of that person are on their way still.
    """

    expected: int
    brought: int
    short: int
    parcels: int
    out: int


class Runs(Parcels):
    """Parcels by who carries them."""

    def run(self, carrier: str) -> RunSheet:
        """What a person of the shop carries now: parcels by slot and PIN code, and the cash they bring back."""
        return run_sheet.read(self.db, self._spelled(carrier))

    def carriers(self) -> list[str]:
        """Who carries something now, then who else works here."""
        now = run_sheet.carriers(self.db)
        return [*now, *(person.name for person in self.stock.staff.list() if person.name not in now)]

    def print_run(self, carrier: str, printer: str = "") -> bytes:
        """Owe the sheet of a person's run; gives the job's id. Refused when they carry nothing."""
        with self.db.transaction("run.owed") as tx:
            carried = [parcel.parcel_id.hex() for parcel in self.run(carrier).parcels]
            if not carried:
                raise Refused(
                    _("{name} carries nothing.").format(name=clean(carrier, 60)), _("Give them a parcel first.")
                )
            return self.papers.owe(tx, [new_id()], RUN_SHEET, told={"parcels": carried}, printer=printer)[0]

    def print_picking(self, order_ids: Sequence[bytes], printer: str = "") -> bytes:
        """Owe one list of what those orders need still, by the shelves; gives the job's id."""
        with self.db.transaction("picking.owed") as tx:
            wanted = picking.picking(self.db, order_ids)
            if not wanted.lines:
                raise Refused(_("Everything of these orders is in its box."), _("Choose others on the board."))
            told = {"orders": [order_id.hex() for order_id in dict.fromkeys(order_ids)]}
            return self.papers.owe(tx, [new_id()], PICKING, told=told, printer=printer)[0]

    def print_slip(self, order_id: bytes) -> bytes:
        """Owe an order's slip for who packs it, once more marked DUPLICATE; gives the job's id."""
        with self.db.transaction("slip.owed") as tx:
            order = order_book.read(self.db, order_id)
            return self.papers.next_of(tx, order.id, SLIP, {})[0]

    def settle_run(
        self, carrier: str, amount: int, *, by: str = "cash", reference: str = "", said: str = "",
        key: bytes | None = None, sure: bool = False,
    ) -> RunSettled:  # fmt: skip
        """A person hands over what was paid at the doors, in paise; the oldest parcel is settled first.

        It is cash, or one transfer by UPI whose UTR stands for all of it. What is short stays due on its parcels' bills
        and is written down there. Doubtful (repeat with `sure`) when it is short, Refused when it is more than was
        delivered for. The same `key` twice settles once, and gives the first answer again.
        """
        if amount < 0:
            raise InvalidInput(_("An amount cannot be below zero."), field="amount")
        kept = self._reference(by, clean(reference))
        with self.db.transaction("run.settled") as tx:
            if key is not None and (before := self._settled(key)) is not None:
                return before
            sheet = self.run(carrier)
            paid = sorted(
                (one for one in sheet.parcels if not one.carried), key=lambda one: (one.ended_at or 0, one.no)
            )
            self._refuse_unlike(sheet, amount, sure=sure)
            settled = RunSettled(sheet.to_bring, amount, sheet.to_bring - amount, len(paid), len(sheet.out))
            left, ids = amount, list[bytes]()
            for parcel in paid:
                part = min(left, parcel.collect)
                if part:
                    ids += self.cod.write(tx, new_id(), parcel.sale_id, part, by, kept, ids)
                left -= part
                short = parcel.collect - part
                told: dict[str, Any] = {"parcel": parcel.no, "amount": part, "short": short, "method": by}
                if key is not None:
                    told["run"] = asdict(settled)
                kind = "cash_short" if short else "cash_in"
                order_book.step(
                    self.db, tx, parcel.order_id, kind, told=told, said=clean(said) or sheet.carrier,
                    parcel_id=parcel.parcel_id, key=key,
                )  # fmt: skip
                key = None
            return settled

    # -- what is paid at the doors later, or not

    def door_money(
        self, sale_id: bytes, amount: int, by: str = "cash", reference: str = "", *, rest: str = "",
        key: bytes | None = None, sure: bool = True,
    ) -> None:  # fmt: skip
        """Money that comes in later for what left, in paise; the `rest` stays due, or with "khata" is written there."""
        with self.db.transaction("cod.received"):
            first = key or new_id()
            if self.db.row("SELECT 1 FROM cod_receipt WHERE id = ?", (first,)):
                return
            if amount or rest != door_rest.KHATA:
                self.cod.take(sale_id, amount, by, reference, key=first)
            if rest == door_rest.KHATA:
                self.rest_to_khata(sale_id, key=None if amount else first, sure=sure)

    def rest_to_khata(
        self, sale_id: bytes, *, key: bytes | None = None, sure: bool = True
    ) -> int:  # fmt: skip
        """What was not paid at the door of a parcel is written on its customer's khata; gives how much, in paise.

        A step of the parcel's order. The same `key` (16 bytes) does it once.
        """
        with self.db.transaction("cod.on_khata") as tx:
            if key is not None and self.db.row("SELECT 1 FROM cod_receipt WHERE id = ?", (key,)):
                return 0
            noted = door_rest.to_khata(
                self.db, tx, self.cod, self.customers, sale_id, key or new_id(), sure=sure
            )  # fmt: skip
            if noted:
                self.cod.tell(tx, sale_id, noted, door_rest.KHATA)
            return noted

    # -- inside

    def _reference(self, by: str, reference: str) -> str:
        """What is kept of a reference; Refused for a way by which nobody pays at a door."""
        if by not in AT_THE_DOOR:
            raise Refused(
                _("At the door is paid by cash or UPI, not by {method}.").format(method=method(by).label()),
                _("A courier's money is written down by its remittance."),
            )
        check_tender(by, reference, known=True)
        return method(by).reference(reference) if by == "upi" else reference[:40]

    def _settled(self, key: bytes) -> RunSettled | None:
        """What was answered when a run was settled under that key: its first step keeps it."""
        row = self.db.row("SELECT json_extract(told, '$.run') FROM order_step WHERE id = ?", (key,))
        if row is None:
            return None
        if row[0] is None:
            raise Refused(_("That key stands for another act."), _("Settle the run under a key of its own."))
        return RunSettled(**json.loads(row[0]))

    def _refuse_unlike(self, sheet: RunSheet, amount: int, *, sure: bool) -> None:
        """What was handed over is what was paid at the doors, or somebody says so twice."""
        said = {"name": sheet.carrier, "amount": rupees(amount), "expected": rupees(sheet.to_bring)}
        if not sheet.to_bring and self.db.row(PAID_AT_DOOR, (sheet.carrier,)):
            raise Refused(
                _("{name} has nothing more to hand over: all that was paid at the doors is booked already.").format(
                    **said
                ),
                _("What was paid is written down where a parcel is delivered, too."),
            )
        if not sheet.to_bring:
            raise Refused(
                _("{name} has delivered nothing that was to be paid at the door.").format(**said),
                _("Say first which parcels were delivered."),
            )
        if amount > sheet.to_bring:
            raise Refused(
                _("{name} brings {amount}, but only {expected} were paid at the doors.").format(**said),
                _("Look whether a parcel was delivered that is not marked so."),
            )
        if amount < sheet.to_bring and not sure:
            raise Doubtful(
                _("{name} brings {amount} of {expected}: {short} are short.").format(
                    short=rupees(sheet.to_bring - amount), **said
                ),
                _("Count again. If it is short all the same, it is written down."),
                "amount",
            )
