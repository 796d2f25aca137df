"""Papers that are owed: bills, labels, slips and readings, each once for each time that it was asked for."""

import json
from collections.abc import Sequence
from typing import Any

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.print_job import (
    BILL,
    CANCELLED,
    COUNT,
    LABEL,
    OWED,
    READING,
    RECEIPT,
    REPORT,
    SHELF,
    SLIP,
    STATEMENT,
    WAITS,
    PrintJob,
    Reprint,
)
from shoppos.shop import days_invoice
from shoppos.shop.business_day import booking_day

MOST_PIECES = 99
MOST_LABELS = 5_000
HEAVIEST = 1_000_000
"""Grams of a parcel: a tonne; more is a slip of the finger."""
LONGEST = 60


class Papers:
    """Owes papers; a printer is chosen when they are printed, by the route of their kind."""

    def __init__(self, db: Database) -> None:
        """Owe in `db`."""
        self.db = db

    # -- what a person asks for

    def copy(self, number: str) -> int:
        """Owe one more paper of a bill, and of the other paper of its sale; they will say DUPLICATE.

        Gives the copy's number of the bill that was named.
        """
        with self.db.transaction("bill.reprinted") as tx:
            copies = {stands: self._again(tx, sale_id)[1] for sale_id, stands in self._papers(number)}
        return copies[clean(number).upper()]

    def again(self, number: str) -> int:
        """Print a bill again, and the other paper of its sale: one that no printer has taken yet is tried now.

        So nothing piles up before a printer that is off, however often it is asked for; else it is `copy`. Gives the
        copy's number of the bill that was named, 0 for the original.
        """
        with self.db.transaction("bill.reprinted") as tx:
            copies = dict[str, int]()
            for sale_id, stands in self._papers(number):
                waits = self._held_up(tx, sale_id)
                copies[stands] = self._again(tx, sale_id)[1] if waits is None else waits
        return copies[clean(number).upper()]

    def bill(self, number: str, *, again: bool = False, printer: str = "") -> list[bytes]:
        """Owe a bill's paper to a printer from its first moment, "" for that of its route; gives the jobs' ids.

        It is the one that never went out; after it, or `again`, one more of each bill of the sale, marked DUPLICATE,
        that of the bill which was named first.
        """
        with self.db.transaction("bill.reprinted") as tx:
            papers = self._papers(number)
            waits = None if again else self._unprinted(papers[0][0], BILL)
            if waits is None:
                return [self._again(tx, sale_id, printer)[0] for sale_id, _stands in papers]
            there = {"state": OWED, "printer": printer, "next_at": 0, "error": "", "made_for": None}
            tx.change(PrintJob, {"id": waits[0]}, there)
            return [waits[0]]

    def label(
        self, number: str, *, size: str = "", courier: str = "", awb: str = "", weight: int = 0, pieces: int = 1,
        size_of_box: str = "", mask: bool = False, again: bool = False, printer: str = "",
    ) -> bytes:  # fmt: skip
        """Owe the shipping label of a bill, `weight` in grams, a label for each of the `pieces`; gives its job's id.

        `size` names its paper, "" for the printer's own, `printer` where it goes, "" by the shop's route. One that was
        not printed yet says from now on what is asked here; after it, or `again`, one more is marked DUPLICATE.
        """
        told = label_told(
            size=size, courier=courier, awb=awb, weight=weight, pieces=pieces, size_of_box=size_of_box, mask=mask
        )
        with self.db.transaction("label.owed") as tx:
            return self._once(tx, self._sale(number), LABEL, told, again=again, printer=printer)

    def copy_to_come(self, doc_id: bytes, kind: str) -> int:
        """Which copy the next paper of that kind will be that is asked for of a document, 0 for the original."""
        waits = self._unprinted(doc_id, kind)
        return waits[1] if waits is not None else self._next_copy(doc_id, kind)

    def slip(self, number: str, *, again: bool = False, printer: str = "") -> bytes:
        """Owe the packing slip of a bill, `again` one that says DUPLICATE, to a printer or by route; gives its id."""
        with self.db.transaction("slip.owed") as tx:
            return self._once(tx, self._sale(number), SLIP, {}, again=again, printer=printer)

    def shelf(
        self, items: Sequence[tuple[bytes, int]], skip: int = 0, *, goods: bool = False, printer: str = ""
    ) -> bytes:
        """Owe labels: pairs of a product's id and how many; `skip` cells of the first sheet stay empty.

        They stand on the shelf, or with `goods` on each piece; `printer` is where they go, "" by the shop's route.
        Gives the job's id.
        """
        told = shelf_told(items, skip, goods=goods)
        with self.db.transaction("shelf.owed") as tx:
            return self.owe(tx, [new_id()], SHELF, told=told, printer=printer)[0]

    def reading(self, printer: str = "", *, blind: bool = False) -> bytes:
        """Owe what this till has taken so far today, to a printer or by route; gives the job's id.

        `blind` for who is to count the drawer first: what must be in it is not told.
        """
        with self.db.transaction("reading.owed") as tx:
            told = reading_told(self.db, tx.at, blind=blind)
            return self.owe(tx, [new_id()], READING, told=told, printer=printer)[0]

    def report(self, told: dict[str, Any], printer: str = "") -> bytes:
        """Owe a report, `told` as `reports.report_paper.told` says it, to a printer or by route; gives the job's id."""
        with self.db.transaction("report.owed") as tx:
            return self.owe(tx, [new_id()], REPORT, told=told, printer=printer)[0]

    def receipt(self, payment_id: bytes, printer: str = "") -> bytes:
        """Owe the receipt of a payment of dues, once more marked DUPLICATE; gives the job's id."""
        with self.db.transaction("receipt.owed") as tx:
            copy = self._next_copy(payment_id, RECEIPT)
            return self.owe(tx, [payment_id], RECEIPT, copy=copy, printer=printer)[0]

    def statement(self, customer_id: bytes, since: int, until: int, printer: str = "") -> bytes:
        """Owe the statement of a customer's khata over days as yyyymmdd; gives the job's id."""
        told = {"since": since, "until": until}
        with self.db.transaction("statement.owed") as tx:
            copy = self._next_copy(customer_id, STATEMENT)
            return self.owe(tx, [customer_id], STATEMENT, copy=copy, told=told, printer=printer)[0]

    def count_sheet(self, count_id: bytes, *, blind: bool = True, printer: str = "") -> bytes:
        """Owe the sheet of a count, blind or with what is expected now; gives the job's id."""
        with self.db.transaction("count.owed") as tx:
            copy = self._next_copy(count_id, COUNT)
            return self.owe(tx, [count_id], COUNT, copy=copy, told={"blind": int(blind)}, printer=printer)[0]

    # -- inside the transaction of another act

    def owe(
        self, tx: Transaction, ids: Sequence[bytes], kind: str = BILL, *, copy: int = 0,
        told: dict[str, Any] | None = None, printer: str = "",
    ) -> list[bytes]:  # fmt: skip
        """Owe a paper of each document; gives their jobs' ids."""
        words = json.dumps(told, ensure_ascii=False, sort_keys=True) if told else "{}"
        jobs = [new_id() for _document in ids]
        tx.insert(
            PrintJob,
            *(
                {"id": job, "doc_id": at, "kind": kind, "copy_no": copy, "printer": printer, "state": OWED,
                 "tries": 0, "next_at": 0, "error": "", "made_at": tx.at, "employee_id": self.db.employee,
                 "content": None, "told": words}
                for job, at in zip(jobs, ids, strict=True)
            ),
        )  # fmt: skip
        return jobs

    def owe_now(self, tx: Transaction, doc_id: bytes, kind: str, printer: str = "") -> bytes:
        """Owe the paper of a document that never went out, else one more, to a printer or by route; its job's id."""
        return self._once(tx, doc_id, kind, {}, again=False, printer=printer)

    def next_of(self, tx: Transaction, doc_id: bytes, kind: str, told: dict[str, Any]) -> tuple[bytes, int]:
        """The paper of a document that was never printed, else one more: its job's id and which copy it is."""
        waits = self._unprinted(doc_id, kind)
        if waits is not None:
            return waits
        copy = self._next_copy(doc_id, kind)
        if kind == BILL:
            self._note(tx, doc_id, copy)
        return self.owe(tx, [doc_id], kind, copy=copy, told=told)[0], copy

    def _again(self, tx: Transaction, sale_id: bytes, printer: str = "") -> tuple[bytes, int]:
        """Write down that one more paper of a bill was asked for, by whom and when, and owe it: its id and number."""
        copy = self._next_copy(sale_id, BILL)
        self._note(tx, sale_id, copy)
        return self.owe(tx, [sale_id], copy=copy, printer=printer)[0], copy

    def _held_up(self, tx: Transaction, sale_id: bytes) -> int | None:
        """Try the bill's paper now that a printer did not take, or the original for which there was no printer.

        One that stands behind a paper which the printer did not take has not been tried itself, and waits like that.
        """
        row = self.db.row(
            "SELECT id, copy_no FROM print_job j WHERE doc_id = ? AND kind = 'bill' AND (state = ? AND EXISTS "
            f"(SELECT 1 FROM print_job WHERE state = ? AND {WAITS} AND +id <= j.id AND (tries > 0 OR error <> '') "
            "AND kind = j.kind AND printer = j.printer) OR state = ? AND made_for IS NULL AND copy_no = 0) "
            "ORDER BY copy_no DESC LIMIT 1",
            (sale_id, OWED, OWED, CANCELLED),
        )
        if row is None:
            return None
        tx.change(PrintJob, {"id": row[0]}, {"state": OWED, "next_at": 0, "error": ""})
        return row[1]

    def _note(self, tx: Transaction, sale_id: bytes, copy: int) -> None:
        if copy:
            row = {"id": new_id(), "doc_id": sale_id, "copy_no": copy, "made_at": tx.at}
            tx.insert(Reprint, {**row, "employee_id": self.db.employee})

    def _unprinted(self, doc_id: bytes, kind: str) -> tuple[bytes, int] | None:
        """A document's paper that never went out and is not on its way."""
        row = self.db.row(
            "SELECT id, copy_no FROM print_job WHERE doc_id = ? AND kind = ? "
            "AND (state = ? OR state = ? AND made_for IS NULL) ORDER BY copy_no LIMIT 1",
            (doc_id, kind, OWED, CANCELLED),
        )
        return (row[0], row[1]) if row else None

    def _once(
        self, tx: Transaction, doc_id: bytes, kind: str, told: dict[str, Any], *, again: bool, printer: str = ""
    ) -> bytes:
        """Owe one more paper, or say anew what one that was never printed is to say."""
        if again:
            copy = max(self._next_copy(doc_id, kind), 1)
            return self.owe(tx, [doc_id], kind, copy=copy, told=told, printer=printer)[0]
        waits = self._unprinted(doc_id, kind)
        if waits is None:
            copy = self._next_copy(doc_id, kind)
            return self.owe(tx, [doc_id], kind, copy=copy, told=told, printer=printer)[0]
        anew = {
            "state": OWED, "told": json.dumps(told, ensure_ascii=False, sort_keys=True), "next_at": 0, "error": "",
            "printer": printer, "content": None, "made_for": None, "made_at": tx.at, "employee_id": self.db.employee,
        }  # fmt: skip
        tx.change(PrintJob, {"id": waits[0]}, anew)
        return waits[0]

    def _next_copy(self, doc_id: bytes, kind: str) -> int:
        last = self.db.row("SELECT max(copy_no) FROM print_job WHERE doc_id = ? AND kind = ?", (doc_id, kind))
        return (last[0] if last and last[0] is not None else -1) + 1

    def _papers(self, number: str) -> list[tuple[bytes, str]]:
        """The bill of that number and then the other paper of its sale: id and number of each."""
        asked = clean(number).upper()
        named = self.db.row("SELECT id, coalesce(with_id, id) FROM sale WHERE number = ? AND state = 'done'", (asked,))
        if named is None:
            return [self._of_day(asked)]
        rows = self.db.rows(
            "SELECT id, number FROM sale WHERE id = ? UNION ALL SELECT id, number FROM sale WHERE with_id = ? "
            "ORDER BY number",
            (named[1], named[1]),
        )
        found = [(sale_id, stands) for sale_id, stands in rows]
        return sorted(found, key=lambda paper: paper[1] != asked)

    def _of_day(self, number: str) -> tuple[bytes, str]:
        """The one invoice of that number for a day's small sales."""
        row = self.db.row("SELECT id FROM consolidated WHERE number = ?", (number,))
        if row is None:
            raise NotFound(_("There is no bill {number}.").format(number=number))
        return row[0], number

    def _sale(self, number: str) -> bytes:
        """The sale of that number, for what goes with its goods; the invoice for small sales has none."""
        days_invoice.refuse(self.db, clean(number).upper())
        return self._papers(number)[0][0]


# -- what a paper is asked to say, as `PrintJob.told` keeps it


def label_told(
    *, size: str = "", courier: str = "", awb: str = "", weight: int = 0, pieces: int = 1, size_of_box: str = "",
    mask: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """What a shipping label is asked to say, `weight` in grams; InvalidInput for what no parcel has.

    `mask`: of the buyer's phone only the last four digits.
    """
    if not 1 <= pieces <= MOST_PIECES:
        raise InvalidInput(_("A parcel has 1 to {most} pieces.").format(most=MOST_PIECES), field="pieces")
    if not 0 <= weight <= HEAVIEST:
        raise InvalidInput(
            _("A parcel weighs at most {most} kg.").format(most=f"{HEAVIEST // 1000:,}"),
            _("Type the weight in kilograms, as in 1.5."), "weight",
        )  # fmt: skip
    return {
        "size": clean(size, LONGEST), "courier": clean(courier, LONGEST), "awb": clean(awb, LONGEST),
        "weight": weight, "pieces": pieces, "size_of_box": clean(size_of_box, LONGEST), "mask": mask,
    }  # fmt: skip


def shelf_told(items: Sequence[tuple[bytes, int]], skip: int = 0, *, goods: bool = False) -> dict[str, Any]:
    """Which labels are asked for: pairs of a product's id and how many, behind `skip` empty cells."""
    counted = [(product, count) for product, count in items if count > 0]
    if not counted:
        raise InvalidInput(_("There is no label to print."), _("Choose an item and how many."), "count")
    if sum(count for _product, count in counted) > MOST_LABELS:
        raise InvalidInput(_("At most {most} labels at once.").format(most=f"{MOST_LABELS:,}"), field="count")
    return {"items": [[product.hex(), count] for product, count in counted], "skip": max(skip, 0), "goods": goods}


def reading_told(db: Database, at: int, *, blind: bool = False) -> dict[str, Any]:
    """The reading of this till as it is at `at` milliseconds, `blind` without what must be in its drawer."""
    return {"kind": "X", "till": db.till, "day": booking_day(db), "at": at, **({"blind": 1} if blind else {})}
