"""Goods that leave with a sale: packs in their parts, batches by their expiry, pieces by their number."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shoppos.base.clock import day_of
from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import quantity as show_quantity
from shoppos.base.transaction import Transaction
from shoppos.rules import line_notes
from shoppos.rules.packs import PIECE
from shoppos.shop import batches, packs, serials
from shoppos.shop.batches import Standing
from shoppos.shop.moves import Move, Moves, write_stock
from shoppos.shop.staff import Staff, bound

ALLOW, WARN, MANAGER = "allow", "warn", "manager"
POLICIES = (ALLOW, WARN, MANAGER)
"""What happens when more is sold than is there."""


class Leaving(NamedTuple):
    """A line of a sale as the stock sees it: `quantity` in thousandths, `note` may name its pieces.

    `tracks`, `policy` and `pack` say how the product is kept.
    """

    line: int
    product_id: bytes
    name: str
    quantity: int
    tracks: str = ""
    policy: str = ""
    pack: int = 0
    note: str = ""


Asked = tuple[bytes, Sequence[Leaving]]
"""For what a manager's yes may be needed: the sale, and all its lines as they leave."""


class Issuing:
    """Writes what one sale takes from the stock."""

    def __init__(self, db: Database, staff: Staff) -> None:
        """Work on `db`; `staff` knows who may allow what is not allowed."""
        self.db = db
        self.staff = staff

    def lines_out(
        self, tx: Transaction, doc_id: bytes, lines: Sequence[Leaving], day: int, *, policy: str = WARN,
        asked_for: bytes | None = None,
    ) -> None:  # fmt: skip
        """Move what the lines of one bill sell, on that business day (yyyymmdd); only once per bill and line.

        `policy` is the shop's, `asked_for` the sale for which approvals were given, each for the lines as they
        stood. NeedsApproval ("oversell") where a manager must allow to sell what is not there, ("expired") when
        only expired batches are left; InvalidInput for a piece without its serial number, Refused for one that
        is not in stock.
        """
        if policy == MANAGER or any(line.pack or line.policy == MANAGER for line in lines):
            self._refuse_oversold(asked_for or doc_id, lines, policy)
        moves = Moves()
        for line in lines:
            if line.pack or line.tracks:
                self._one(moves, doc_id, line, day, (asked_for or doc_id, lines))
            else:
                moves.stock.append(Move(doc_id, line.line, "sale", line.product_id, -line.quantity, day).row())
        if moves.batches or moves.serials:
            moves.write(tx)
        else:
            write_stock(tx, moves.stock)

    def back_out(self, tx: Transaction, doc_id: bytes, day: int) -> None:
        """Bring back everything that a bill moved, down to batch and piece: it is cancelled on that day."""
        moves = Moves()
        for line, product, quantity in self.db.rows(
            "SELECT line, product_id, quantity FROM stock_move WHERE doc_id = ? AND kind = 'sale'", (doc_id,)
        ):
            moves.stock.append(Move(doc_id, line, "void", product, -quantity, day).row())
        for line, batch, quantity in self.db.rows(
            "SELECT line, batch_id, quantity FROM batch_move WHERE doc_id = ? AND kind = 'sale'", (doc_id,)
        ):
            moves.batches.append(Move(doc_id, line, "void", b"", -quantity, day).batch(batch, -quantity))
        for line, serial, product, quantity in self.db.rows(
            "SELECT line, serial, product_id, quantity FROM serial_move WHERE doc_id = ? AND kind = 'sale'", (doc_id,)
        ):
            moves.serials.append(Move(doc_id, line, "void", product, -quantity * PIECE, day).piece(serial))
        moves.write(tx)

    def expired_only(self, product_id: bytes, quantity: int, day: int) -> int | None:
        """The expiry (yyyymmdd) of what would have to be sold though it is over, or None while enough is good."""
        here = batches.on_hand(self.db, product_id)
        over = [batch for batch in here if batch.expired(day)]
        good = sum(batch.on_hand for batch in here if not batch.expired(day))
        if not over or good >= quantity:
            return None
        total = self.db.row("SELECT on_hand FROM stock WHERE product_id = ?", (product_id,))
        unknown = (total[0] if total else 0) - sum(batch.on_hand for batch in here)
        return None if good + max(unknown, 0) >= quantity else over[-1].expiry

    def approval(self, act: str, doc_id: bytes) -> bytes | None:
        """The last yes that was given to an act on that document, or None."""
        row = self.db.row(
            "SELECT id FROM approval WHERE act = ? AND doc_id = ? ORDER BY made_at DESC LIMIT 1", (act, doc_id)
        )
        return row[0] if row else None

    # -- inside

    def _one(self, moves: Moves, doc_id: bytes, line: Leaving, day: int, asked: Asked) -> None:
        """A line that is a pack, or whose product is kept by batch or by piece."""
        for product, quantity in packs.expand(self.db, line.product_id, line.quantity).items():
            move = Move(doc_id, line.line, "sale", product, -quantity, day)
            moves.stock.append(move.row())
            tracks = self._tracks(product) if line.pack else line.tracks
            if tracks == "batch":
                self._from_batches(moves, move, line.name, asked)
            elif tracks == "serial":
                self._pieces(moves, move, line)

    def _tracks(self, product_id: bytes) -> str:
        row = self.db.row("SELECT tracks FROM keeping WHERE product_id = ?", (product_id,))
        return row[0] if row else ""

    def _from_batches(self, moves: Moves, move: Move, name: str, asked: Asked) -> None:
        """The nearest expiry first; what is over only when a manager allows it."""
        taken: dict[object, int] = {}
        for row in moves.batches:
            taken[row["batch_id"]] = taken.get(row["batch_id"], 0) - int(row["quantity"] or 0)
        here = batches.on_hand(self.db, move.product_id)
        left = [batch._replace(on_hand=batch.on_hand - taken.get(batch.id, 0)) for batch in here]
        over = [batch for batch in left if batch.expired(move.day) and batch.on_hand > 0]
        rest = batches.take(moves, move, [batch for batch in left if not batch.expired(move.day)])
        if not over or rest <= self._unknown(moves, move, here, taken):
            return
        self._allow(
            "expired", asked, move.product_id,
            _("{name} expired on {day}; no other batch is left.").format(
                name=name, day=f"{day_of(over[-1].expiry or 0):%d-%m-%Y}"
            ),
            _("Take it off the bill and off the shelf, or a manager allows it with their PIN."),
        )  # fmt: skip
        batches.take(moves, Move(move.doc_id, move.line, move.kind, move.product_id, -rest, move.day), over)

    def _unknown(self, moves: Moves, move: Move, here: Sequence[Standing], taken: Mapping[object, int]) -> int:
        """Thousandths of a product of no known batch that the lines before have left."""
        row = self.db.row("SELECT on_hand FROM stock WHERE product_id = ?", (move.product_id,))
        sold = sum(
            -int(one["quantity"] or 0)
            for one in moves.stock
            if one["product_id"] == move.product_id and one["line"] != move.line
        )
        from_batches = sum(taken.get(batch.id, 0) for batch in here)
        return max((row[0] if row else 0) - sum(batch.on_hand for batch in here) - (sold - from_batches), 0)

    def _pieces(self, moves: Moves, move: Move, line: Leaving) -> None:
        picked = line_notes.read(line.note).serials
        if line.pack:
            own = [serial for serial in picked if serials.product_of(self.db, serial) == move.product_id]
            picked = tuple(own)
        picked = serials.checked(line.name, move.quantity, picked)
        before = {row["serial"] for row in moves.serials}
        for serial in picked:
            if serial in before:
                raise InvalidInput(
                    _("The piece {serial} stands on this bill twice.").format(serial=serial), field="serials"
                )
        serials.refuse_gone(self.db, move.product_id, line.name, picked)
        moves.serials.extend(move.piece(serial) for serial in picked)

    def _policy(self, line: Leaving, product_id: bytes, policy: str) -> str:
        """What happens when more of a product is sold than is there: in a pack the stricter word counts."""
        if not line.pack or line.policy == MANAGER:
            return line.policy or policy
        row = self.db.row("SELECT policy FROM keeping WHERE product_id = ?", (product_id,))
        return (row[0] if row else "") or line.policy or policy

    def _refuse_oversold(self, asked_for: bytes, lines: Sequence[Leaving], policy: str) -> None:
        """NeedsApproval for the first item of which a manager must allow to sell more than there is."""
        selling: dict[bytes, int] = {}
        for line in lines:
            for product, quantity in packs.expand(self.db, line.product_id, line.quantity).items():
                selling[product] = selling.get(product, 0) + quantity
        for line in lines:
            for product in packs.expand(self.db, line.product_id, line.quantity):
                if self._policy(line, product, policy) != MANAGER:
                    continue
                row = self.db.row("SELECT on_hand FROM stock WHERE product_id = ? AND tracked = 1", (product,))
                if row is not None and row[0] < selling[product]:
                    self._allow(
                        "oversell", (asked_for, lines), product,
                        _("Only {have} of {name} in stock; this bill sells {sell}.").format(
                            have=show_quantity(row[0]), name=line.name, sell=show_quantity(selling[product])
                        ),
                        _("Take it off the bill, or a manager allows it with their PIN."),
                    )  # fmt: skip

    def _allow(self, act: str, asked: Asked, product_id: bytes, message: str, hint: str) -> None:
        """An approval given for this item of these lines, or the right of who is at the till; else NeedsApproval."""
        sale_id, lines = asked
        doc_id = bound(sale_id, product_id, *((line.line, line.product_id, line.quantity) for line in lines))
        self.staff.require(act, doc_id, self.approval(act, doc_id), message, hint)
