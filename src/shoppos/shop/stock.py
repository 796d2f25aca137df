"""Stock: what is on hand, and every change of it."""

from collections.abc import Iterable, Mapping, Sequence

from shoppos.base.clock import day_of
from shoppos.base.db import Database
from shoppos.base.errors import Doubtful, InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import quantity as show_quantity
from shoppos.base.money import sane
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.base.text import code as spell
from shoppos.base.transaction import Transaction
from shoppos.shop import batches, packs, places, reserving, serials
from shoppos.shop.batches import NewBatch
from shoppos.shop.business_day import booking_day
from shoppos.shop.issuing import ALLOW, MANAGER, WARN, Issuing
from shoppos.shop.moves import Move, Moves, write_opening, write_stock
from shoppos.shop.reserving import Promise
from shoppos.shop.staff import Staff, bound

BY_CODE = (
    "SELECT p.id, p.name FROM product p WHERE p.code = :code UNION ALL "
    "SELECT p.id, p.name FROM barcode b JOIN product p ON p.id = b.product_id WHERE b.code = :code LIMIT 1"
)


class StockRoom(Issuing):
    """Moves are only ever added; what is on hand is their sum, kept beside them in the same transaction."""

    def __init__(self, db: Database, staff: Staff | None = None) -> None:
        """Work on `db`; `staff` knows who may correct the stock."""
        super().__init__(db, staff or Staff(db))

    # -- looking

    def on_hand(self, product_id: bytes) -> int | None:
        """Thousandths on hand, of a pack what its parts make; None for a product whose stock was never counted."""
        made = packs.on_hand(self.db, product_id)
        if made is not None:
            return made
        row = self.db.row("SELECT on_hand FROM stock WHERE product_id = ? AND tracked = 1", (product_id,))
        return row[0] if row else None

    def free(self, product_id: bytes) -> int | None:
        """Thousandths on hand that are promised to nobody; None for a product whose stock was never counted."""
        return reserving.free(self.db, product_id)

    def reserved(self, product_id: bytes) -> int:
        """Thousandths that are promised to orders."""
        return reserving.reserved(self.db, product_id)

    def places(self, product_id: bytes) -> dict[str, int]:
        """Thousandths in each place, "" being the shop floor, which holds what lies nowhere else."""
        there = places.lying(self.db, product_id)
        return {places.FLOOR: (self.on_hand(product_id) or 0) - sum(there.values()), **there}

    def batches(self, product_id: bytes) -> list[batches.Standing]:
        """The batches of a product that are on hand, the nearest expiry first."""
        return batches.on_hand(self.db, product_id)

    def pieces(self, product_id: bytes) -> list[str]:
        """The serial numbers of a product that are in stock."""
        return serials.in_stock(self.db, product_id)

    # -- documents of others: each inside their own transaction

    def move_lines(self, tx: Transaction, rows: Sequence[Mapping[str, Value]]) -> None:
        """Write the moves of one document's lines and their sums; a line can move only once per kind."""
        write_stock(tx, rows)

    def open_with(self, tx: Transaction, counted: Iterable[tuple[bytes, int]]) -> None:
        """The opening stock of new products, in thousandths."""
        every = list(counted)
        if every:
            write_opening(tx, every, booking_day(self.db))

    def receive(
        self, tx: Transaction, doc_id: bytes, line: int, product_id: bytes, quantity: int, *, day: int,
        batch: NewBatch | None = None, pieces: Sequence[str] = (), kind: str = "purchase", into: Moves | None = None,
    ) -> None:  # fmt: skip
        """Goods that came in with one line of a purchase, in thousandths; a pack comes in as its parts.

        The moves are written at once, or added to `into`, which the caller writes.

        InvalidInput when a product kept by batch or by serial number comes without them, Refused for a piece that is
        in stock already.
        """
        moves = Moves() if into is None else into
        for product, amount in packs.expand(self.db, product_id, quantity).items():
            move = Move(doc_id, line, kind, product, amount, day)
            moves.stock.append(move.row())
            tracks, name = self._kept(product)
            if batch is not None and tracks != "serial":
                moves.batches.append(move.batch(batches.register(self.db, tx, product, batch), amount))
            elif tracks == "batch":
                raise InvalidInput(
                    _("{name} needs its batch.").format(name=name), _("Code and expiry stand on the pack."), "batch"
                )
            if tracks == "serial":
                spelled = serials.checked(name, amount, pieces)
                serials.refuse_here(self.db, spelled)
                moves.serials.extend(move.piece(serial) for serial in spelled)
        if into is None:
            moves.write(tx)

    def send_back(
        self, tx: Transaction, doc_id: bytes, line: int, product_id: bytes, quantity: int, *, day: int,
        batch: str = "", pieces: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Goods that go back to the supplier, `quantity` thousandths above zero; without `batch` the oldest first."""
        moves = Moves()
        for product, amount in packs.expand(self.db, product_id, quantity).items():
            move = Move(doc_id, line, "sent_back", product, -amount, day)
            self._take(moves, move, batch, pieces)
        moves.write(tx)

    def reserve(self, tx: Transaction, doc_id: bytes, lines: Sequence[Promise], *, backorder: bool = False) -> None:
        """Promise goods to an order; Refused for what is not free, unless `backorder`."""
        reserving.reserve(self.db, tx, doc_id, lines, backorder=backorder)

    def release(self, tx: Transaction, doc_id: bytes) -> int:
        """Promise nothing to that order any more; gives how many lines it had."""
        return reserving.release(self.db, tx, doc_id)

    # -- acts of their own

    def move(
        self, code: str, quantity: int, reason: str, *, batch: str = "", pieces: Sequence[str] = (),
        key: bytes | None = None,
    ) -> int:  # fmt: skip
        """Correct the stock of one product by `quantity` thousandths, and say why; gives what is on hand then.

        NeedsApproval where not everybody may. The same `key` twice corrects once.
        """
        return self._change("adjust", code, quantity, reason, batch=batch, pieces=pieces, key=key)

    def damage(
        self, code: str, quantity: int, reason: str, *, batch: str = "", pieces: Sequence[str] = (),
        key: bytes | None = None, sure: bool = False,
    ) -> int:  # fmt: skip
        """Take off what cannot be sold any more, in thousandths above zero; gives what is on hand then.

        More than is on hand: Doubtful for who may sell it too, NeedsApproval or Refused for anybody else.
        """
        quantity = -_above_zero(quantity)
        return self._change("damage", code, quantity, reason, batch=batch, pieces=pieces, key=key, sure=sure)

    def use(
        self, code: str, quantity: int, reason: str, *, batch: str = "", pieces: Sequence[str] = (),
        key: bytes | None = None, sure: bool = False,
    ) -> int:  # fmt: skip
        """Take off what the shop itself used, in thousandths above zero; refused and given back as in `damage`."""
        quantity = -_above_zero(quantity)
        return self._change("used", code, quantity, reason, batch=batch, pieces=pieces, key=key, sure=sure)

    def transfer(
        self, code: str, quantity: int, source: str, target: str, reason: str = "", *, key: bytes | None = None
    ) -> dict[str, int]:  # fmt: skip
        """Carry goods between places ("" or "shop" is the shop floor); gives what lies where then.

        InvalidInput for a product that was never counted and for packs, Refused for more than lies there.
        """
        quantity, doc_id = _above_zero(quantity), key or new_id()
        with self.db.transaction("stock.carried") as tx:
            product, name = self._named(code)
            on_hand = self.on_hand(product)
            if packs.parts_of(self.db, product) or on_hand is None:
                raise InvalidInput(
                    _("{name} has no stock of its own to carry.").format(name=name), _("Carry its parts, or count it.")
                )
            if not self.db.row("SELECT 1 FROM place_move WHERE doc_id = ? LIMIT 1", (doc_id,)):
                move = Move(doc_id, 1, "", product, quantity, booking_day(self.db), clean(reason))
                places.transfer(self.db, tx, move, source, target, on_hand)
        return self.places(product)

    def find_piece(self, text: str) -> tuple[bytes, str] | None:
        """The product whose piece in stock has that serial number, and the number in its one spelling."""
        serial = spell(text)
        product = serials.product_of(self.db, serial) if serial else None
        return (product, serial) if product is not None else None

    def expired_warning(self, product_id: bytes, name: str, selling: int) -> str:
        """What the counter says when `selling` thousandths take goods that have expired; "" when none do."""
        day = self.expired_only(product_id, selling, booking_day(self.db))
        if day is None:
            return ""
        said = _("{name} expired on {day}; no other batch is left.").format(name=name, day=f"{day_of(day):%d-%m-%Y}")
        return f"{said} {self.staff.whose_yes('expired')}".rstrip()

    def warning(self, name: str, on_hand: int | None, selling: int, low: int | None, *, policy: str = WARN) -> str:
        """What the counter says of a product's stock when `selling` thousandths go out now; "" when all is well."""
        if on_hand is None or policy not in {WARN, MANAGER}:
            return ""
        left = on_hand - selling
        if left >= 0 and left > (low or 0):
            return ""
        said = {
            "have": show_quantity(on_hand),
            "name": name,
            "sell": show_quantity(selling),
            "left": show_quantity(left),
        }
        if left < 0 and policy == MANAGER:
            short = _("Only {have} of {name} in stock; this bill sells {sell}.").format(**said)
            return f"{short} {self.staff.whose_yes('oversell')}".rstrip()
        if left < 0:
            return _(
                "Only {have} of {name} in stock; this bill sells {sell}. Sold anyway - please check the shelf."
            ).format(**said)
        return _("Only {have} left of {name}. Sold {sell} now - stock will be {left}.").format(**said)

    def elsewhere(self, lines: Iterable[tuple[bytes, str, int | None, int]]) -> list[str]:
        """What of an open sale's goods (id, name, on hand, sold) lies in another place, while it can be fetched."""
        if self.db.row("SELECT 1 FROM place_move LIMIT 1") is None:
            return []  # most shops have no godown
        selling: dict[bytes, tuple[str, int, int]] = {}
        for product, name, on_hand, quantity in lines:
            if on_hand is not None:
                selling[product] = (name, on_hand, quantity + selling.get(product, ("", 0, 0))[2])
        return list(filter(None, (places.warning(self.db, product, *told) for product, told in selling.items())))

    # -- inside

    def _change(
        self, kind: str, code: str, quantity: int, reason: str, *, batch: str = "", pieces: Sequence[str] = (),
        key: bytes | None = None, sure: bool = False,
    ) -> int:  # fmt: skip
        if not quantity:
            raise InvalidInput(_("A stock move needs a quantity other than 0."), field="quantity")
        sane("quantity", quantity)
        reason = clean(reason)
        if not reason:
            raise InvalidInput(_("Say why the stock changes."), _("For example: damaged, counted, found."), "reason")
        doc_id = key or new_id()
        with self.db.transaction("stock.moved") as tx:
            product, name = self._named(code)
            if not self.db.row("SELECT 1 FROM stock_move WHERE doc_id = ? LIMIT 1", (doc_id,)):
                message = _("Not everybody may correct the stock of {name}.").format(name=name)
                corrects = kind == "adjust" and self.staff.may("adjust") and self.staff.guarded()
                act = "stock.correct" if corrects else "adjust"
                asked = bound(doc_id, kind, product, quantity, batch, *pieces)
                self.staff.require(act, asked, self.approval(act, asked), message)
                if kind != "adjust":
                    self._refuse_missing(asked, product, name, -quantity, sure=sure)
                moves = Moves()
                for n, (part, amount) in enumerate(packs.expand(self.db, product, quantity).items(), 1):
                    move = Move(doc_id, n, kind, part, amount, booking_day(self.db), reason)
                    if amount < 0:
                        self._take(moves, move, batch, pieces)
                    else:
                        self._found(moves, move, batch, pieces)
                moves.write(tx)
        return self.on_hand(product) or 0

    def _refuse_missing(self, asked: bytes, product: bytes, name: str, wanted: int, *, sure: bool) -> None:
        """What is not there cannot be taken off, unless a manager allows it or the shop lets everything go below 0.

        A manager allows only what was `asked`: so much of that product, in that act.
        """
        row = self.db.row("SELECT policy FROM keeping WHERE product_id = ?", (product,))
        policy = (row[0] if row else "") or setting(self.db, "stock_policy", WARN)
        have = self.on_hand(product)
        if have is None or wanted <= have or policy == ALLOW or self.approval("oversell", asked) is not None:
            return
        said = _("Only {have} of {name} are on hand.").format(have=show_quantity(have), name=name)
        hint = _("Lower the quantity, or count the item first.")
        if self.staff.may("oversell"):
            if not sure:
                raise Doubtful(said, hint, "quantity")
        elif policy == MANAGER:
            raise NeedsApproval("oversell", asked, said, _("A manager allows it with their PIN."))
        else:
            raise Refused(said, hint)

    def _take(self, moves: Moves, move: Move, batch: str, pieces: Sequence[str]) -> None:
        """Goods that go out otherwise than by a sale: of the batch named, else what expires first, expired or not."""
        moves.stock.append(move.row())
        tracks, name = self._kept(move.product_id)
        if tracks == "serial":
            spelled = serials.checked(name, move.quantity, pieces)
            serials.refuse_gone(self.db, move.product_id, name, spelled)
            moves.serials.extend(move.piece(serial) for serial in spelled)
            return
        here = batches.on_hand(self.db, move.product_id) if tracks == "batch" or batch else []
        if batch:
            wanted = batches.find(self.db, move.product_id, batch)
            here = [one for one in here if one.id == wanted]
        rest = batches.take(moves, move, here)
        if batch and rest:
            raise InvalidInput(
                _("Only {n} of that batch are left.").format(n=show_quantity(-move.quantity - rest)), field="quantity"
            )

    def _found(self, moves: Moves, move: Move, batch: str, pieces: Sequence[str]) -> None:
        """Goods that were found: into the batch named, if any; pieces by their number."""
        moves.stock.append(move.row())
        tracks, name = self._kept(move.product_id)
        if batch:
            moves.batches.append(move.batch(batches.find(self.db, move.product_id, batch), move.quantity))
        if tracks == "serial" and pieces:
            spelled = serials.checked(name, move.quantity, pieces)
            serials.refuse_here(self.db, spelled)
            moves.serials.extend(move.piece(serial) for serial in spelled)

    def _kept(self, product_id: bytes) -> tuple[str, str]:
        """By what a product is kept, and its name."""
        row = self.db.row(
            "SELECT coalesce(k.tracks, ''), p.name FROM product p LEFT JOIN keeping k ON k.product_id = p.id "
            "WHERE p.id = ?",
            (product_id,),
        )
        return (row[0], row[1]) if row else ("", "")

    def _named(self, code: str) -> tuple[bytes, str]:
        row = self.db.row(BY_CODE, {"code": spell(code)})
        if row is None:
            raise NotFound(_("No item has the code {code}.").format(code=clean(code)))
        return row[0], row[1]


def _above_zero(quantity: int) -> int:
    if quantity <= 0:
        raise InvalidInput(_("The quantity must be more than 0."), field="quantity")
    return quantity
