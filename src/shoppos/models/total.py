"""Totals of what was sold, kept in each bill's own transaction, so that a year is summed at once.

They can be made anew from the bills, and `verify` proves them equal: no figure is decided here. A cancelled bill and a
credit note count below zero on their own business day. Money in paise, quantity in thousandths, days as yyyymmdd.
"""

from shoppos.base.row import CLUSTERED, Row, ref, text, whole


class SaleTotal(Row, table=True):
    """What one employee sold at one till in one hour of a business day.

    `bills`, `gross` to `payable` and `cost` are of bills alone: `gross` before any discount, `on_top` the tax that
    prices before tax had to bear, `tax` CGST, SGST and IGST together, `costed` the taxable value of what has a known
    cost, which is `cost`. `cancelled` and `noted` are what was taken off again by cancelling and by credit notes, with
    how many there were (`voids`, `notes`), and `off_*` what of the other sums was taken off with them.
    """

    __table_args__ = CLUSTERED
    __local__ = True

    day: int = whole(primary=True)
    hour: int = whole(primary=True)
    till: str = text(primary=True)
    employee_id: bytes = ref(primary=True)
    bills: int = whole()
    lines: int = whole()
    gross: int = whole()
    discount: int = whole()
    shipping: int = whole()
    on_top: int = whole()
    taxable: int = whole()
    tax: int = whole()
    cess: int = whole()
    round_off: int = whole()
    payable: int = whole()
    costed: int = whole()
    cost: int = whole()
    voids: int = whole()
    cancelled: int = whole()
    notes: int = whole()
    noted: int = whole()
    off_taxable: int = whole()
    off_tax: int = whole()
    off_cess: int = whole()
    off_costed: int = whole()
    off_cost: int = whole()


class MethodTotal(Row, table=True):
    """What was paid one way on the bills of a till and day, net of change, of cancelled bills and of credit notes."""

    __table_args__ = CLUSTERED
    __local__ = True

    day: int = whole(primary=True)
    till: str = text(primary=True)
    method: str = text(primary=True)
    bills: int = whole()
    amount: int = whole()


class ItemTotal(Row, table=True):
    """What was sold of one product in one month (yyyymm), net: `sold` is taxable value, `paid` with tax on it.

    `costed` is what of `sold` has a known cost, which is `cost`.
    """

    __table_args__ = CLUSTERED
    __local__ = True

    month: int = whole(primary=True)
    product_id: bytes = ref(primary=True)
    lines: int = whole()
    quantity: int = whole()
    gross: int = whole()
    discount: int = whole()
    sold: int = whole()
    paid: int = whole()
    costed: int = whole()
    cost: int = whole()


class TaxTotal(Row, table=True):
    """The tax of one month (yyyymm), net, by who bought (`registered` 0 or 1), where, what and at which rate."""

    __table_args__ = CLUSTERED
    __local__ = True

    month: int = whole(primary=True)
    registered: int = whole(primary=True)
    place: str = text(primary=True)
    inter_state: int = whole(primary=True)
    treatment: str = text(primary=True)
    rate: int = whole(primary=True)
    cess_rate: int = whole(primary=True)
    hsn: str = text(primary=True)
    unit: str = text(primary=True)
    quantity: int = whole()
    taxable: int = whole()
    cgst: int = whole()
    sgst: int = whole()
    igst: int = whole()
    cess: int = whole()
