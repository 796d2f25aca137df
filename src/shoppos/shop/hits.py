"""A product as a list shows it and a line takes it over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shoppos.base.errors import NotFound
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.shop.packs import KEPT, ON_HAND

HIT = (
    f"p.id, p.code, p.name, p.local_name, p.unit, p.price, p.inclusive, p.mrp, coalesce(r.rate, 0), {ON_HAND}, p.hsn, "
    f"p.cost, p.treatment, coalesce(r.cess_rate, 0), coalesce(r.cess_per_unit, 0), p.low, {KEPT}"
)
WITH = (
    "LEFT JOIN product_rate r ON r.product_id = p.id AND r.since = "
    "(SELECT max(since) FROM product_rate WHERE product_id = p.id AND since <= :day) "
    "LEFT JOIN stock s ON s.product_id = p.id AND s.tracked = 1 LEFT JOIN keeping k ON k.product_id = p.id"
)
BY_ID = f"SELECT {HIT} FROM product p {WITH} WHERE p.id = :id AND p.active = 1"


@dataclass(frozen=True, slots=True)
class Hit:
    """A product as a list shows it and a line takes it over.

    Money in paise, rates in hundredths of a percent as they hold today, quantities in thousandths. `tracks` and
    `policy` are those of `models.keeping.Keeping`; a `pack` has no stock but that of its parts. `near`: found only
    by correcting the spelling; such a one is offered and never taken unasked.
    """

    product_id: bytes
    code: str
    name: str
    local_name: str
    unit: str
    price: int
    inclusive: bool
    mrp: int | None
    rate: int
    on_hand: int | None
    hsn: str = ""
    cost: int | None = None
    treatment: str = "taxable"
    cess_rate: int = 0
    cess_per_unit: int = 0
    low: int | None = None
    tracks: str = ""
    policy: str = ""
    pack: int = 0
    near: bool = False


def hit_of(row: Sequence[Any]) -> Hit:
    """The hit of a row of the columns HIT."""
    values: Any = (*row[:6], bool(row[6]), *row[7:])
    return Hit(*values)


def not_called(text: str, hits: Sequence[Hit]) -> NotFound:
    """What to say of words that no item is called by, with the items that are called nearly so."""
    names = ", ".join(hit.name for hit in hits[:3])
    return NotFound(
        _("No item is called {text}.").format(text=clean(text, 60)), _("Did you mean {names}?").format(names=names)
    )
