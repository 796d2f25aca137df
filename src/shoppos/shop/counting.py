"""Counting: by scan, while selling goes on; what is expected is taken at the scan, the finish corrects the stock."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shoppos.base.clock import day_of
from shoppos.base.db import Database
from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import half_up, sane
from shoppos.base.money import quantity as show_quantity
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.base.text import code as spell
from shoppos.base.transaction import Transaction
from shoppos.models.stock_count import StockCount, StockCountLine
from shoppos.rules import entry, risk
from shoppos.rules.packs import PIECE
from shoppos.shop import batches, packs
from shoppos.shop.business_day import booking_day
from shoppos.shop.moves import Move, Moves, track
from shoppos.shop.stock import StockRoom

SCOPES = ("risk", "category", "shelf", "all", "items")
REMINDERS = {"daily": 1, "weekly": 7, "monthly": 30}
DAY = 86_400_000
"""Milliseconds."""
LINES = (
    "SELECT l.product_id, p.code, p.name, p.local_name, p.unit, coalesce(k.shelf, ''), l.expected, l.counted, l.worth, "
    "l.reason, coalesce(s.tracked, 0) FROM stock_count_line l JOIN product p ON p.id = l.product_id "
    "LEFT JOIN keeping k ON k.product_id = l.product_id LEFT JOIN stock s ON s.product_id = l.product_id "
    "WHERE l.count_id = ? ORDER BY coalesce(k.shelf, ''), p.category, p.name, p.code"
)
RISK = (
    "SELECT p.id, coalesce(s.on_hand, 0), coalesce(m.sold, 0), coalesce(m.returned, 0), coalesce(p.cost, p.price), "
    "(SELECT max(l.counted_at) FROM stock_count_line l WHERE l.product_id = p.id) FROM product p "
    "LEFT JOIN stock s ON s.product_id = p.id LEFT JOIN (SELECT product_id, "
    "-sum(iif(kind = 'sale', quantity, 0)) AS sold, sum(iif(kind = 'return', quantity, 0)) AS returned "
    "FROM stock_move WHERE doc_id >= ? AND kind IN ('sale', 'return') GROUP BY product_id) m ON m.product_id = p.id "
    "WHERE p.active = 1 AND NOT EXISTS (SELECT 1 FROM component c WHERE c.product_id = p.id)"
)
CHOSEN = (
    "SELECT p.id FROM product p LEFT JOIN keeping k ON k.product_id = p.id WHERE p.active = 1 AND {where} "
    "AND NOT EXISTS (SELECT 1 FROM component c WHERE c.product_id = p.id) ORDER BY p.number"
)
ELSEWHERE = (
    "SELECT p.name FROM stock_count_line l JOIN stock_count_line o ON o.product_id = l.product_id AND o.count_id <> "
    "l.count_id AND o.counted <> o.expected JOIN stock_count c ON c.id = o.count_id AND c.finished_at > l.counted_at "
    "JOIN product p ON p.id = l.product_id WHERE l.count_id = ? AND l.counted <> l.expected LIMIT 1"
)
"""What another count has corrected since this one counted it: both found the same difference, which is one."""
BY_HAND = (
    "SELECT l.product_id, sum(m.quantity) FROM stock_move m JOIN stock_count_line l ON l.count_id = :count "
    "AND l.product_id = m.product_id AND m.doc_id > l.scan WHERE m.kind IN ('adjust', 'damage', 'used', 'opening') "
    "AND m.doc_id > (SELECT min(scan) FROM stock_count_line WHERE count_id = :count) GROUP BY l.product_id"
)
"""What was corrected by a person, who may have seen just what the count found."""
UNCOUNTED: Mapping[str, bytes | int | str | None] = {
    "first": None, "expected": None, "counted": None, "worth": 0, "reason": "", "counted_at": None, "scan": None,
    "employee_id": None,
}  # fmt: skip
WHERE = {"all": ":of = ''", "category": "p.category = :of", "shelf": "coalesce(k.shelf, '') = :of"}


class CountLine(NamedTuple):
    """One product of a count; quantities in thousandths, `worth` the difference at cost in paise.

    `expected` is None until it is counted; `known` says that its stock was counted ever before.
    """

    product_id: bytes
    code: str
    name: str
    local_name: str
    unit: str
    shelf: str
    expected: int | None
    counted: int | None
    worth: int
    reason: str
    known: int

    @property
    def difference(self) -> int:
        """Thousandths found beyond what was expected, below zero for what is missing."""
        return 0 if self.counted is None else self.counted - (self.expected or 0)


@dataclass(frozen=True, slots=True)
class Count:
    """One count: its scope and what of (a shelf, a category), how far it is; `worth` of its differences in paise."""

    id: bytes
    scope: str
    of: str
    made_at: int
    by: str
    finished_at: int | None
    lines: int
    counted: int
    differing: int
    worth: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What a scan counted; `message` when something was sold or came between two scans of the same item."""

    lines: tuple[CountLine, ...]
    message: str = ""


class Counting:
    """Counts of the stock; each call is one transaction, and a power cut loses no scan."""

    def __init__(self, db: Database, stock: StockRoom) -> None:
        """Work on `db`; corrections go through `stock`."""
        self.db = db
        self.stock = stock

    # -- looking

    def open_counts(self) -> list[Count]:
        """The counts that are not finished, the oldest first."""
        rows = self.db.rows("SELECT id FROM stock_count WHERE finished_at IS NULL ORDER BY id")
        return [self.get(row[0]) for row in rows]

    def recent(self, limit: int = 50) -> list[Count]:
        """The last counts, the newest first."""
        return [
            self.get(row[0]) for row in self.db.rows("SELECT id FROM stock_count ORDER BY id DESC LIMIT ?", (limit,))
        ]

    def get(self, count_id: bytes) -> Count:
        """One count; NotFound when there is none with that id."""
        row = self.db.row(
            "SELECT c.id, c.scope, c.of, c.made_at, e.name, c.finished_at, "
            "(SELECT count(*) FROM stock_count_line l WHERE l.count_id = c.id), "
            "(SELECT count(*) FROM stock_count_line l WHERE l.count_id = c.id AND l.counted IS NOT NULL), "
            "(SELECT count(*) FROM stock_count_line l WHERE l.count_id = c.id AND l.counted <> l.expected), "
            "(SELECT coalesce(sum(l.worth), 0) FROM stock_count_line l WHERE l.count_id = c.id) "
            "FROM stock_count c JOIN employee e ON e.id = c.employee_id WHERE c.id = ?",
            (count_id,),
        )
        if row is None:
            raise NotFound(_("There is no such count."), _("Begin one first."))
        return Count(*row)

    def lines(self, count_id: bytes) -> list[CountLine]:
        """Every product of a count by shelf, category and name."""
        return list(map(CountLine._make, self.db.rows(LINES, (count_id,))))

    def differences(self, count_id: bytes) -> list[CountLine]:
        """The products that were counted otherwise than expected, the dearest difference first."""
        found = [line for line in self.lines(count_id) if line.difference]
        return sorted(found, key=lambda line: (-abs(line.worth), line.code))

    def due(self) -> str:
        """What to say when it is time to count, "" when it is not; by the setting "count_reminder"."""
        days = REMINDERS.get(setting(self.db, "count_reminder", ""))
        if days is None:
            return ""
        row = self.db.row("SELECT max(finished_at) FROM stock_count")
        last = row[0] if row else None
        if last is None:
            return _("The stock was never counted. Ten items take five minutes.")
        now = self.db.clock.ms()
        passed = (day_of(self.db.clock.business_day(now)) - day_of(self.db.clock.business_day(last))) // dt.timedelta(1)
        if passed < days:
            return ""
        return _("The stock was last counted {n} days ago. Ten items take five minutes.").format(n=passed)

    # -- counting

    def start(self, scope: str = "risk", of: str = "", products: Sequence[bytes] = ()) -> Count:
        """Begin a count: of this morning's riskiest items, a category or shelf `of` that name, all, or `products`.

        One that is open for the same is gone on with. Refused when there is nothing to count.
        """
        if scope not in SCOPES:
            raise InvalidInput(_("{scope} is nothing to count by.").format(scope=clean(scope, 40)), ", ".join(SCOPES))
        of = clean(of, 60)
        with self.db.transaction("count.begun") as tx:
            same = self.db.row(
                "SELECT id FROM stock_count WHERE scope = ? AND of = ? AND finished_at IS NULL AND scope <> 'items'",
                (scope, of),
            )
            if same:
                return self.get(same[0])
            chosen = self._chosen(scope, of, products)
            if not chosen:
                raise Refused(_("There is nothing to count there."), _("Choose another shelf or category."))
            count_id = new_id()
            row = {"id": count_id, "scope": scope, "of": of, "made_at": tx.at, "employee_id": self.db.employee}
            tx.insert(StockCount, {**row, "finished_at": None})
            tx.insert(StockCountLine, *(_blank(count_id, product) for product in chosen))
            return self.get(count_id)

    def enter(self, count_id: bytes, text: str, *, replace: bool = False) -> Counted:
        """Count what was scanned or typed: `CODE` one more, `3*CODE` three more; a pack counts as its parts.

        With `replace` the quantity stands for the whole (`0*CODE`: none is there). NotFound for an unknown code.
        """
        product, quantity = self._meant(text)
        with self.db.transaction("count.scanned") as tx:
            self._open(count_id)
            told, found = "", list[bytes]()
            for part, amount in packs.expand(self.db, product, quantity).items():
                told = self._count(tx, count_id, part, amount, replace=replace) or told
                found.append(part)
            by_id = {line.product_id: line for line in self.lines(count_id)}
        return Counted(tuple(by_id[part] for part in found), told)

    def enter_all(self, count_id: bytes, texts: Sequence[str], *, replace: bool = False) -> list[Counted]:
        """Count several of them as `enter` does: all, or when one cannot be counted none."""
        with self.db.transaction("count.scanned"):
            return [self.enter(count_id, text, replace=replace) for text in texts]

    def recount(self, count_id: bytes, product_id: bytes) -> None:
        """Forget what was counted of a product: it is counted again."""
        with self.db.transaction("count.again") as tx:
            self._open(count_id)
            tx.change(StockCountLine, {"count_id": count_id, "product_id": product_id}, UNCOUNTED)

    def explain(self, count_id: bytes, product_id: bytes, reason: str) -> None:
        """Say why a product differs."""
        with self.db.transaction("count.explained") as tx:
            self._open(count_id)
            tx.change(StockCountLine, {"count_id": count_id, "product_id": product_id}, {"reason": clean(reason, 120)})

    def finish(self, count_id: bytes, reason: str = "", *, sure: bool = False) -> Count:
        """Correct the stock by what was found; what was not counted stays as it is. Refused the second time.

        The difference is that of the scan: what was sold or came since then stays. `reason` is why items differ of
        which nothing else was said; InvalidInput when one is wanting. Refused for an item that another count has
        corrected since it was counted here, Doubtful for one that was since corrected by hand the same way.
        """
        reason = clean(reason, 120)
        with self.db.transaction("count.finished") as tx:
            self._open(count_id)
            counted = [line for line in self.lines(count_id) if line.counted is not None]
            if not counted:
                raise Refused(_("Nothing is counted yet."), _("Scan an item first."))
            unsaid = [line for line in counted if line.difference and line.known and not (line.reason or reason)]
            if unsaid:
                raise InvalidInput(
                    _("{name} differs by {n}, and nobody said why.").format(
                        name=unsaid[0].name, n=show_quantity(unsaid[0].difference)
                    ),
                    _("For example: damaged, miscounted, stolen, found."),
                    "reason",
                )
            twice = self.db.row(ELSEWHERE, (count_id,))
            if twice:
                raise Refused(_moved().format(name=twice[0]))
            if not sure:
                self._doubt(count_id, counted)
            if any(line.difference for line in counted):
                message = _("Not everybody may correct the stock.")
                self.stock.staff.require("adjust", count_id, self.stock.approval("adjust", count_id), message)
            self._correct(tx, count_id, counted, reason)
            tx.change(StockCount, {"id": count_id}, {"finished_at": tx.at})
        return self.get(count_id)

    # -- inside

    def _chosen(self, scope: str, of: str, products: Sequence[bytes]) -> Iterable[bytes]:
        if scope == "items":
            return list(dict.fromkeys(part for product in products for part in packs.expand(self.db, product, PIECE)))
        if scope == "risk":
            return risk.choose(self._standings())
        return [row[0] for row in self.db.rows(CHOSEN.format(where=WHERE[scope]), {"of": of})]

    def _standings(self) -> list[risk.Standing]:
        """What is known of every product that can be counted; ids begin with their time (RFC 9562, version 7)."""
        now = self.db.clock.ms()
        since = (now - 30 * DAY).to_bytes(6, "big")
        today = day_of(self.db.clock.business_day(now))
        found = list[risk.Standing]()
        for product, on_hand, sold, returned, worth, counted_at in self.db.rows(RISK, (since,)):
            day = None if counted_at is None else day_of(self.db.clock.business_day(counted_at))
            found.append(
                risk.Standing(product, on_hand, sold, returned, worth, None if day is None else (today - day).days)
            )
        return found

    def _meant(self, text: str) -> tuple[bytes, int]:
        """The product and thousandths that were typed or scanned."""
        said, nothing = text.strip(), False
        if said.startswith("0*"):
            said, nothing = said[2:], True
        find = entry.read(said)
        if not isinstance(find, entry.Find):
            raise InvalidInput(_("{text} is not an item.").format(text=clean(text, 40)), field="count")
        for spelled in (find.whole, find.text):
            row = self.db.row(
                "SELECT id FROM product WHERE code = :code AND active = 1 UNION ALL "
                "SELECT product_id FROM barcode WHERE code = :code LIMIT 1",
                {"code": spell(spelled)},
            )
            if row:
                quantity = PIECE if find.quantity is None else find.quantity
                sane("quantity", quantity)
                return row[0], 0 if nothing else quantity
        raise NotFound(_("No item has the code {code}.").format(code=clean(find.text, 40)), _("Scan it once more."))

    def _open(self, count_id: bytes) -> None:
        if self.get(count_id).finished_at is not None:
            raise Refused(_("That count is finished."), _("Begin a new one."))

    def _count(self, tx: Transaction, count_id: bytes, product: bytes, amount: int, *, replace: bool) -> str:
        """Write what was counted of one product, and what was expected at this moment; gives what to tell."""
        key = {"count_id": count_id, "product_id": product}
        row = self.db.row(
            "SELECT first, counted FROM stock_count_line WHERE count_id = :count_id AND product_id = :product_id",
            key,
        )
        if row is None:
            tx.insert(StockCountLine, _blank(count_id, product))
        stands = self.db.row(
            "SELECT coalesce(s.on_hand, 0), coalesce(s.tracked, 0), coalesce(p.cost, 0), p.name FROM product p "
            "LEFT JOIN stock s ON s.product_id = p.id WHERE p.id = ?",
            (product,),
        )
        here, known, cost, name = stands or (0, 0, 0, "")
        goes_on = row is not None and row[1] is not None and not replace
        first, before = row if row and goes_on else (here, 0)
        counted = before + amount
        expected = min(max(counted, min(first, here)), max(first, here))
        changes = {
            "first": first, "expected": expected, "counted": counted, "counted_at": tx.at,
            "scan": new_id(), "employee_id": self.db.employee,
            "worth": half_up((counted - expected) * cost, PIECE) if known else 0,
        }  # fmt: skip
        tx.change(StockCountLine, key, changes)
        if before and first != here:
            return _moved().format(name=name)
        return ""

    def _doubt(self, count_id: bytes, counted: Sequence[CountLine]) -> None:
        """Ask whether a correction by hand since the scan was of what the count has found: then it is one difference.

        Ids begin with their time (RFC 9562, version 7): what has a greater one than the scan is younger.
        """
        moved: dict[bytes, int] = dict(self.db.rows(BY_HAND, {"count": count_id}))
        for line in counted:
            if moved.get(line.product_id, 0) * line.difference > 0:
                raise Doubtful(
                    _("{name} was corrected by hand by {n} after it was counted, and the count differs by {m}.").format(
                        name=line.name, n=show_quantity(moved[line.product_id]), m=show_quantity(line.difference)
                    ),
                    _("If both found the same, count it again; else both are true."),
                )

    def _correct(self, tx: Transaction, count_id: bytes, counted: Sequence[CountLine], reason: str) -> None:
        day, moves = booking_day(self.db), Moves()
        for n, line in enumerate(counted, 1):
            said = line.reason or reason or _("first count")
            if said != line.reason and line.difference:
                key = {"count_id": count_id, "product_id": line.product_id}
                tx.change(StockCountLine, key, {"reason": said})
            if line.difference:
                move = Move(count_id, n, "count", line.product_id, line.difference, day, said)
                moves.stock.append(move.row())
                self._missing_of_batches(moves, move)
            elif not line.known:
                track(tx, line.product_id)
        moves.write(tx)

    def _missing_of_batches(self, moves: Moves, move: Move) -> None:
        """What is missing is missing of what nobody knows the batch of, then of what expires first."""
        if move.quantity >= 0 or not (here := batches.on_hand(self.db, move.product_id)):
            return
        row = self.db.row("SELECT on_hand FROM stock WHERE product_id = ?", (move.product_id,))
        unknown = max((row[0] if row else 0) - sum(batch.on_hand for batch in here), 0)
        rest = -move.quantity - unknown
        if rest > 0:
            batches.take(moves, Move(move.doc_id, move.line, "count", move.product_id, -rest, move.day), here)


def _moved() -> str:
    return _("{name} was sold or came in while you count it. Count it again from the start.")


def _blank(count_id: bytes, product_id: bytes) -> Mapping[str, bytes | int | str | None]:
    return {"count_id": count_id, "product_id": product_id, **UNCOUNTED}
