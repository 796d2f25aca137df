"""How a row of each table is told in the journal, and how to read it from the books in the same shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary

from shoppos.base.journal import rows_of
from shoppos.base.row import Row, columns, table_name
from shoppos.models.bank_credit import BankCredit
from shoppos.models.batch import Batch, BatchMove, SerialMove
from shoppos.models.credit_note import CreditLine, CreditNote
from shoppos.models.estimate import Estimate
from shoppos.models.expense import Expense
from shoppos.models.keeping import Asked, Component, Keeping, LineNote, PlaceMove, Reservation
from shoppos.models.loyalty import Approval, Consent, CustomerAddress, CustomerTerms, PointsEntry, Reminder
from shoppos.models.message import Message, MessageTemplate
from shoppos.models.offer import LineOffer, ListPrice, Offer, PriceList
from shoppos.models.order import Advance, CodReceipt, Order, OrderStep, OutsideOrder, Parcel
from shoppos.models.owed_report import OwedReport
from shoppos.models.party import Customer, KhataEntry, Personal
from shoppos.models.print_job import Reprint
from shoppos.models.product import Barcode, Product, ProductImport, ProductRate, RateByPrice
from shoppos.models.purchase import (
    Purchase,
    PurchaseLine,
    PurchaseOrder,
    PurchaseOrderLine,
    Supplier,
    SupplierEntry,
)
from shoppos.models.sale import Payment, Sale, SaleLine, UpiAttempt, Utr, Void
from shoppos.models.setting import Letterhead, Setting
from shoppos.models.shift import CashMovement, Consolidated, DayClose, DrawerOpening, Shift, ShiftClose, ShiftCount
from shoppos.models.staff import Employee, EmployeePin
from shoppos.models.stock import StockMove
from shoppos.models.stock_count import StockCount, StockCountLine
from shoppos.models.till import Till

if TYPE_CHECKING:
    from sqlalchemy import Column

Told = Sequence[Any]
"""One row as the journal tells it: ids in hex, each column in the place that its shape gives it."""
Rows = dict[str, list[Told]]
"""Told rows by their tables."""

# What is written once and never changes: a sale and its lines once it is done or given up.
FROZEN: tuple[type[Row], ...] = (
    Sale, SaleLine, Payment, StockMove, KhataEntry, Utr, UpiAttempt, Void, Reprint, Letterhead, Personal,
    CreditNote, CreditLine, LineNote, LineOffer, Purchase, PurchaseLine, SupplierEntry, BatchMove, SerialMove,
    PlaceMove, PointsEntry, Consent, Reminder, Approval, Asked, OrderStep, Advance, CodReceipt,
    Shift, ShiftCount, ShiftClose, CashMovement, DayClose, Consolidated, Expense, OwedReport, DrawerOpening,
)  # fmt: skip
# What changes: its last state counts.
LIVE: tuple[type[Row], ...] = (
    Product, Barcode, ProductRate, RateByPrice, ProductImport, Customer, Employee, Till, Setting, EmployeePin, Keeping,
    Component, Reservation, Batch, PriceList, ListPrice, Offer, CustomerTerms, CustomerAddress, Supplier, PurchaseOrder,
    PurchaseOrderLine, StockCount, StockCountLine, Order, Parcel, OutsideOrder, Message, MessageTemplate, BankCredit,
    Estimate,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """One table as the journal tells it: `names` are its told columns in order, `key` finds a row's key in them."""

    table: str
    names: tuple[str, ...]
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    key: Callable[[Any], Any]
    first: Callable[[Any], Any]
    select: str
    of_documents: str

    def values(self, told: Mapping[str, Any]) -> list[Told]:
        """The rows of a table's part of a body, each in the order of `names`.

        A column that the journal did not know yet when it told them is NULL.
        """
        if tuple(told.get("c", ())) == self.names:
            return told["r"]
        return [[row.get(name) for name in self.names] for row in rows_of(told)]


def shape(model: type[Row]) -> Shape:
    """The shape of a model's table."""
    sealed: frozenset[str] = model.__sealed__
    told = sorted((column for column in columns(model) if column.name not in sealed), key=lambda column: column.name)
    names = tuple(column.name for column in told)
    keys = tuple(column.name for column in columns(model) if column.primary_key)
    select = f"SELECT {', '.join(map(_read, told))} FROM {table_name(model)}"
    first = next(column for column in columns(model) if column.primary_key)
    wanted = "unhex(value)" if isinstance(first.type, LargeBinary) else "value"
    at = names.index(keys[0])
    return Shape(
        table_name(model), names, tuple(map(_read, told)), keys, itemgetter(*map(names.index, keys)), itemgetter(at),
        select, f"{select} WHERE {keys[0]} IN (SELECT {wanted} FROM json_each(?))",
    )  # fmt: skip


def _read(column: Column[Any]) -> str:
    """A column as the journal tells it: ids as hex."""
    if not isinstance(column.type, LargeBinary):
        return f'"{column.name}"'
    told = f"lower(hex({column.name}))"
    return f"iif({column.name} IS NULL, NULL, {told})" if column.nullable else told


SHAPES = {table_name(model): shape(model) for model in (*FROZEN, *LIVE)}
