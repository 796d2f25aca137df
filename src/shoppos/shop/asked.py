"""Asked for, and not had: what customers wanted and the shop could not give."""

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import sane
from shoppos.base.text import clean
from shoppos.models.keeping import Asked
from shoppos.shop.business_day import booking_day
from shoppos.shop.catalogue import Catalogue


class AskedFor:
    """Written down with one key at the counter; the reorder list counts it as demand."""

    def __init__(self, db: Database, catalogue: Catalogue) -> None:
        """Work on `db`; `catalogue` knows what is sold."""
        self.db = db
        self.catalogue = catalogue

    def add(self, said: str = "", product_id: bytes | None = None, quantity: int = 1000) -> str:
        """Write down a product, or words for what the shop does not have; gives the name as it is kept.

        `quantity` in thousandths. Words that are a product's code mean that product.
        """
        if quantity <= 0:
            raise InvalidInput(_("Quantity must be more than 0."), field="quantity")
        sane("quantity", quantity)
        words = clean(said, 120)
        hit = self.catalogue.find_id(product_id) if product_id else self.catalogue.find_code(words) if words else None
        if hit is not None:
            product_id, words = hit.product_id, hit.name
        if not words:
            raise InvalidInput(_("Type what was asked for, or choose it from the list."), field="said")
        with self.db.transaction("asked.noted") as tx:
            row: dict[str, Value] = {
                "id": new_id(), "product_id": product_id, "said": words, "quantity": quantity,
                "business_date": booking_day(self.db), "made_at": tx.at, "employee_id": self.db.employee,
            }  # fmt: skip
            tx.insert(Asked, row)
        return words
