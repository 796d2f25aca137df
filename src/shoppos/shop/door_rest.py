"""What was not paid at a door: written on the customer's khata, where it is asked for like any other due."""

from shoppos.base.db import Database
from shoppos.base.errors import Doubtful, Refused
from shoppos.base.i18n import _
from shoppos.base.transaction import Transaction
from shoppos.reports.dues import DOOR
from shoppos.reports.one_person import survivor
from shoppos.shop.business_day import booking_day
from shoppos.shop.cod import CashOnDelivery
from shoppos.shop.customers import Customers

KHATA = "khata"


def to_khata(
    db: Database, tx: Transaction, cod: CashOnDelivery, customers: Customers, sale_id: bytes, first: bytes, *,
    sure: bool = True,
) -> int:  # fmt: skip
    """Write all that is due at the door for a sale on its customer's khata; gives how much, in paise.

    A receipt by "khata", the first with the id `first`, says that the door is settled; a line of the khata of the same
    id says that it is owed there. 0 where nothing is due. Not `sure`, a khata that goes beyond its limit is Doubtful
    once; NeedsApproval (act credit_limit) where the shop allows none.
    """
    due = cod.due(sale_id)
    if not due:
        return 0
    buyer = db.row("SELECT customer_id FROM sale WHERE id = ? AND customer_id IS NOT NULL", (sale_id,))
    if buyer is None:
        raise Refused(_("Nobody is known on whose khata it could stand."), _("Take the money at the door."))
    customer_id = survivor(db, buyer[0])
    warning = customers.credit_warning(customer_id, due, sale_id)
    if warning and not sure:
        raise Doubtful(warning, _("Take a part of it now, or write it on the khata all the same."), "rest")
    day = booking_day(db)
    for at in cod.write(tx, first, sale_id, due, KHATA, ""):
        row = db.row("SELECT amount FROM cod_receipt WHERE id = ?", (at,))
        customers.write_khata(tx, customer_id, at, "payment", row[0] if row else 0, day, method=DOOR)
    return due
