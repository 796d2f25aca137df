"""The pages of orders that are kept up to date elsewhere: which are to be put, put anew, or taken down."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.models.order import Published
from shoppos.reports import tracking as told
from shoppos.rules import tracking as rules

if TYPE_CHECKING:
    from shoppos.base.db import Database
    from shoppos.shop.tracking import Tracking

DAY = 86_400_000
AGAIN = 3600.0
"""Seconds after which an order is looked at whole, even if nothing was seen to change it."""
STAMPED = (
    "SELECT o.id, o.token, coalesce(u.digest, ''), o.state, o.since, o.promised, o.slot, o.language, o.pay_by, o.way, "
    "o.customer_id, o.personal_id, o.sale_id, o.agreed, p.name, "
    "(SELECT max(s.id) FROM order_step s WHERE s.order_id = o.id), "
    "(SELECT count(*) FROM advance a WHERE a.order_id = o.id), "
    "(SELECT count(*) FROM cod_receipt r JOIN parcel c ON c.sale_id = r.sale_id WHERE c.order_id = o.id), "
    "(SELECT count(*) FROM credit_note n JOIN parcel c ON c.sale_id = n.against_id WHERE c.order_id = o.id), "
    "(SELECT count(*) FROM void v JOIN parcel c ON c.sale_id = v.sale_id WHERE c.order_id = o.id), "
    "(SELECT count(*) FROM khata_entry k WHERE k.customer_id = o.customer_id), "
    "(SELECT group_concat(c.no || c.state || c.courier || c.awb) FROM parcel c WHERE c.order_id = o.id) "
    "FROM orders o JOIN customer c ON c.id = o.customer_id JOIN personal p ON p.id = c.personal_id "
    "LEFT JOIN published u ON u.order_id = o.id WHERE "
)
"""An order with all that its page is made of, as few figures as tell whether any of it has changed."""
LIVING = (
    f"{STAMPED} o.state NOT IN ('delivered', 'cancelled', 'returned') AND o.state <> 'taken' UNION ALL "
    f"{STAMPED} o.state IN ('delivered', 'cancelled', 'returned') AND o.since >= ? "
    "AND NOT (o.state = 'cancelled' AND o.agreed = 0)"
)
"""Each half has its index: what lives is little, and of what has ended only the last days are shown."""
GONE = (
    "SELECT o.id, o.token FROM published u JOIN orders o ON o.id = u.order_id WHERE u.digest <> '' "
    "AND o.state IN ('delivered', 'cancelled', 'returned') AND o.since < ?"
)


@dataclass(frozen=True, slots=True)
class Due:
    """A page to put (with the digest of what it must say) or, without one, to take down."""

    order_id: bytes
    name: str
    digest: str = ""


class PublishedPages:
    """Keeps what was put where; a page is put anew when what it says has changed, not when it is looked at."""

    def __init__(self, db: Database, tracking: Tracking) -> None:
        """Ask `tracking` what the pages say."""
        self.db = db
        self.tracking = tracking
        self._seen = dict[bytes, tuple[Any, float, str]]()

    def shell(self) -> bytes:
        """The shop's page without any order: it lies beside the others."""
        return self.tracking.page().encode()

    def due(self) -> list[Due]:
        """What is to be put or taken down now, the oldest orders first."""
        chosen = self.tracking.chosen()
        shell = hashlib.sha256(self.shell()).hexdigest()
        common = (chosen.publish, shell, str(setting(self.db, "couriers", list[Any]())))
        edge = self.db.clock.ms() - chosen.days * DAY
        living = self.db.rows(LIVING, (edge,))
        self._look(common, {row[0]: row[3:] for row in living})
        found = [
            Due(order_id, told.file_name(token), self._seen[order_id][2])
            for order_id, token, digest, *_stamp in living if self._seen[order_id][2] != digest
        ]  # fmt: skip
        return sorted(found, key=lambda one: one.order_id) + [
            Due(order_id, told.file_name(token)) for order_id, token in self.db.rows(GONE, (edge,))
        ]

    def _look(self, common: tuple[str, str, str], stamps: dict[bytes, tuple[Any, ...]]) -> None:
        """Know of each order what its page must say; read whole is only what is new, has changed, or is looked at anew.

        What the stamp does not tell is found by looking whole once an hour.
        """
        now = monotonic()
        anew = [
            order_id for order_id, stamp in stamps.items()
            if (seen := self._seen.get(order_id)) is None or seen[0] != (common, stamp) or now - seen[1] > AGAIN
        ]  # fmt: skip
        for order_id, state in self.tracking.states(anew):
            says = rules.told(state)
            made = hashlib.sha256(f"{common[0]}\0{common[1]}\0{says}".encode()).hexdigest()
            self._seen[order_id] = ((common, stamps[order_id]), now, made)
        for order_id in self._seen.keys() - stamps.keys():
            del self._seen[order_id]

    def text(self, order_id: bytes) -> bytes:
        """The page of an order as it is to be put now, its state signed inside."""
        return self.tracking.page(self.tracking.packed(order_id)).encode()

    def put_up(self, order_id: bytes, digest: str) -> None:
        """It lies there, and was read back."""
        self._note(order_id, digest=digest, error="", published_at=self.db.clock.ms())

    def failed(self, order_id: bytes, why: str) -> None:
        """It could not be put or taken down; what lies there stays noted."""
        self._note(order_id, error=clean(why, 300))

    def taken_down(self, order_id: bytes) -> None:
        """It lies there no longer."""
        with self.db.transaction("page.taken_down") as tx:
            tx.remove(Published, {"order_id": order_id}, local=True)

    def errors(self) -> list[tuple[str, str]]:
        """Which orders' pages are not as they should be: number, and why in words."""
        return [
            (row[0], row[1])
            for row in self.db.rows(
                "SELECT o.number, u.error FROM published u JOIN orders o ON o.id = u.order_id WHERE u.error <> '' "
                "ORDER BY o.id"
            )
        ]

    def counted(self) -> int:
        """How many pages lie there."""
        row = self.db.row("SELECT count(*) FROM published WHERE digest <> ''")
        return row[0] if row else 0

    def _note(self, order_id: bytes, **values: str | int) -> None:
        with self.db.transaction("page.published") as tx:
            if not tx.change(Published, {"order_id": order_id}, values, local=True):
                new = {"order_id": order_id, "digest": "", "published_at": 0, "error": "", **values}
                tx.insert(Published, new, local=True)
