"""Dispatch: the bill is drawn, the goods leave the stock, the parcel its shop; what stays behind waits in its turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shoppos.base.db import CommitUnknown
from shoppos.base.errors import Doubtful, InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import rupees
from shoppos.base.transaction import Transaction
from shoppos.models.order import COURIER, DELIVERED, OUT, OWN, PICKUP, Order, Parcel
from shoppos.models.print_job import LABEL
from shoppos.models.sale import Sale, SaleStep
from shoppos.reports.prepaid import doubted, prepaid
from shoppos.rules import orders as rules
from shoppos.shop import order_book, splitting
from shoppos.shop.billing import Done
from shoppos.shop.order_book import OrderRow
from shoppos.shop.papers import label_told
from shoppos.shop.parcels import ParcelRow
from shoppos.shop.payments import Tender
from shoppos.shop.runs import Runs
from shoppos.shop.sale_edit import Edit, blank_row

ON_KHATA = "khata"


@dataclass(frozen=True, slots=True)
class Dispatched:
    """A parcel that left: its bill or bills, its label (None for what is picked up), and what to tell."""

    done: Done
    parcel_id: bytes
    label_job: bytes | None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """How a parcel leaves: by a courier with a number, or by a person of the shop; `weight` in grams."""

    kind: str
    courier: str = ""
    awb: str = ""
    carrier: str = ""
    weight: int = 0
    pieces: int = 1


class Dispatching(Runs):
    """All that becomes of an order's goods once they are promised; each act is done whole, and once by its key."""

    def dispatch(
        self, order_id: bytes, *, lines: Mapping[int, int] | None = None, courier: str = "", awb: str = "",
        weight: int = 0, carrier: str = "", pieces: int = 1, tenders: Sequence[Tender] = (), key: bytes | None = None,
        sure: bool = False, ask: bool = False,
    ) -> Dispatched:  # fmt: skip
        """Send what was packed of an order, or `lines` (thousandths of each): bill, stock, parcel, label at once.

        By a `courier` with its number `awb` and `weight` in grams, or by a `carrier`, a person of the shop. What was
        paid before pays first, then `tenders`; the rest is collected at the door, or goes on the khata where the order
        says so. What does not leave stays an open order. The same `key` (16 bytes) twice sends once.

        InvalidInput for a number that cannot be the courier's; Doubtful (repeat with `sure`) for one that is in use,
        for a courier who is not on the list, and for an order that should have been paid before. With `ask`, where no
        screen has shown it before, also Refused when nobody takes the parcel, and Doubtful when nothing was packed or
        who carries it does not work here.
        """
        known, number = self.couriers.checked(courier, awb, sure=True)
        person = self._spelled(carrier)
        if known and person:
            raise InvalidInput(
                _("A parcel goes by a courier or by a person of the shop, not by both."), field="carrier"
            )
        way = Way(OWN if person or not known else COURIER, known, number, person, weight, pieces)
        label_told(weight=weight, pieces=pieces)
        return self._leave("dispatch", order_id, way, lines, tenders, key, sure=sure, ask=ask)

    def hand_over(
        self, order_id: bytes, tenders: Sequence[Tender] = (), *, lines: Mapping[int, int] | None = None,
        key: bytes | None = None, sure: bool = False,
    ) -> Dispatched:  # fmt: skip
        """The customer takes the goods at the counter: bill and delivery in one act, the rest paid by `tenders`.

        Without any, all that is due is cash, exactly; or it goes on the khata where the order says so.
        """
        return self._leave("hand_over", order_id, Way(PICKUP), lines, tenders, key, sure=sure)

    # -- inside

    def _leave(
        self, act: str, order_id: bytes, way: Way, lines: Mapping[int, int] | None, tenders: Sequence[Tender],
        key: bytes | None, *, sure: bool, ask: bool = False,
    ) -> Dispatched:  # fmt: skip
        parcel_id = key or new_id()
        sale_id = b""
        try:
            with self.db.transaction("order.handed_over" if way.kind == PICKUP else "order.dispatched") as tx:
                before = self._sent(parcel_id, order_id) if key is not None else None
                if before is not None:
                    return before
                order = order_book.read(self.db, order_id)
                order_book.allow(order, act)
                sale_id = order_book.open_sale(order)
                self._ready(order, way)
                if ask:
                    self._asked(order, way, packed=lines is not None or bool(self._in_the_box(sale_id)), sure=sure)
                self.couriers.checked(way.courier, way.awb, sure=sure)
                whole = self._open_payable(sale_id)
                edit, rest = self._part(tx, sale_id, lines)
                sent = self._bill(tx, order, edit, rest, way, tenders, parcel_id, sure=sure)
                over = splitting.rounded_said(sent.done.payable + self._open_payable(rest) - whole) if rest else ""
                return replace(sent, warnings=(*sent.warnings, over)) if over else sent
        except CommitUnknown as unknown:
            done = self._after_unknown(sale_id, unknown)
            return Dispatched(done, parcel_id, self._label_of(sale_id))

    def _ready(self, order: OrderRow, way: Way) -> None:
        """Refused for a box that is half packed, and for a parcel that nobody could find the door for."""
        sale_id = order_book.open_sale(order)
        if order.state == rules.CONFIRMED and self._in_the_box(sale_id) and not self.packing(order.id).complete:
            raise Refused(
                _("The packing of order {number} was begun and is not done.").format(number=order.number),
                _("Scan the rest, or close the box and say what becomes of what is missing."),
            )
        row = self.db.row("SELECT address, phone FROM personal WHERE id = ?", (order.personal_id,))
        if way.kind != PICKUP and not (row and row[0]):
            raise Refused(
                _("Order {number} has no address to send to.").format(number=order.number),
                _("Write it on the order first, or let the customer pick it up."),
            )

    def _asked(self, order: OrderRow, way: Way, *, packed: bool, sure: bool) -> None:
        """Refused for a parcel that nobody takes; Doubtful for goods nobody packed and a carrier nobody knows."""
        if not way.courier and not way.carrier:
            raise Refused(
                _("Nobody takes the parcel of order {number}.").format(number=order.number),
                _("Say which courier takes it, or which person of the shop."),
            )
        doubts = list[str]()
        if not packed:
            doubts.append(_("Nothing of order {number} was packed.").format(number=order.number))
        if way.carrier and way.carrier not in self.carriers():
            doubts.append(_("{name} does not work here and has carried nothing yet.").format(name=way.carrier))
        if doubts and not sure:
            raise Doubtful(" ".join(doubts), _("Look again. If it is right all the same, go on."), "carrier")

    def _part(
        self, tx: Transaction, sale_id: bytes, lines: Mapping[int, int] | None
    ) -> tuple[Edit, bytes | None]:  # fmt: skip
        """Leave on the open sale what goes now and move the rest to a new one, whose id it gives, None without one."""
        edit = self._begin(tx, sale_id)
        every = edit.ordered()
        leaving = self._leaving(sale_id, every, lines)
        if all(leaving.get(line.line, 0) == line.quantity for line in every):
            return edit, None
        now, later, parts = splitting.apart(edit.header, every, self.reckon_sale(edit.header, every), leaving)
        rest_id = new_id()
        opened = later._replace(opened_at=tx.at)
        tx.insert(Sale, blank_row(rest_id, opened), local=True)
        rest = Edit(tx, rest_id, opened, [])
        for number, goes, stays in parts:
            if stays is not None:
                rest.put(stays)
                if stays.note:
                    rest.lines[stays.line] = stays._replace(note="")
                    rest.note(stays.line, stays.note)
            if goes is None:
                edit.drop(number)
            else:
                edit.put(goes._replace(note=edit.lines[number].note))
                edit.note(number, goes.note)
        edit.head(discount_amount=now.discount_amount)
        self._tell(tx, rest_id)
        return edit, rest_id

    def _bill(
        self, tx: Transaction, order: OrderRow, edit: Edit, rest_id: bytes | None, way: Way, tenders: Sequence[Tender],
        parcel_id: bytes, *, sure: bool,
    ) -> Dispatched:  # fmt: skip
        """Draw the bill of what leaves, write the parcel, and leave the order as it stands then."""
        sale_id, lines = edit.sale_id, edit.ordered()
        payable = self.reckon_sale(edit.header, lines).payable
        advance = min(max(prepaid(self.db, order.id).left, 0), payable)
        paying = self._paying(order, way, payable - advance, tenders, sure=sure)
        order_book.unpack(tx, sale_id)
        tx.run("DELETE FROM sale_step WHERE sale_id = ?", (sale_id,), touches=SaleStep)
        rest = self._look(rest_id) if rest_id else []
        order_book.promise(self.db, tx, order._replace(backorder=1), rest)
        done = self._complete(tx, sale_id, edit.header, lines, paying, fresh=False, advance=advance)
        picked_up = way.kind == PICKUP
        row = self._write_parcel(tx, order, parcel_id, sale_id, done, way)
        label = None
        if not picked_up:
            said = label_told(courier=way.courier, awb=way.awb, weight=way.weight, pieces=way.pieces)
            label = self.papers.owe(tx, [sale_id], LABEL, told=said)[0]
        told = {
            "parcel": row, "numbers": list(done.numbers), "payable": done.payable, "advance": advance,
            "cod": self._cod_of(done), "courier": way.courier, "awb": way.awb, "weight": way.weight,
            "rest": len(rest),
        }  # fmt: skip
        self._moved_on(tx, order, rest_id)
        kind = "handed_over" if picked_up else "dispatched"
        order_book.step(self.db, tx, order.id, kind, told=told, said=way.carrier, parcel_id=parcel_id)
        self._owe_left(tx, self._parcel(parcel_id), order)
        return Dispatched(done, parcel_id, label, done.warnings)

    def _paying(
        self, order: OrderRow, way: Way, left: int, tenders: Sequence[Tender], *, sure: bool
    ) -> Sequence[Tender]:  # fmt: skip
        """What is paid beside the money from before: what was handed over, then what the order says of the rest."""
        claimed = doubted(self.db, order.id, order.source)
        doubts = [
            _("{amount} of order {number} are said to be paid, and nobody has seen them come in.").format(
                amount=rupees(claimed), number=order.number
            )
        ] if claimed else []  # fmt: skip
        given = sum(tender.amount or 0 for tender in tenders)
        rest = left - given
        if left <= 0 or any(tender.amount is None for tender in tenders) or rest <= 0:
            paying = list(tenders)
        elif order.pay_by == ON_KHATA:
            paying = [*tenders, Tender(ON_KHATA, rest)]
        elif way.kind == PICKUP:
            paying = list(tenders) if tenders else [Tender("cash", rest)]
        else:
            paying = [*tenders, Tender("cod", rest)]
            if order.pay_by not in {"", "cod", "cash"}:
                doubts.append(
                    _("Order {number} should be paid before, and {amount} are due: they are collected at the door.")
                    .format(number=order.number, amount=rupees(rest))
                )  # fmt: skip
        if doubts and not sure:
            raise Doubtful(" ".join(doubts), _("Wait for the money, or send it all the same."), "tenders")
        return paying

    def _owe_left(self, tx: Transaction, parcel: ParcelRow, order: OrderRow) -> None:
        """Tell the customer that it is theirs, that it comes today, or that it is on its way and by whom."""
        if parcel.way == PICKUP:
            self.messages.owe(tx, "delivered", order.id, {"parcel": parcel.id})
        elif parcel.way == OWN and (order.promised or 0) <= self.db.clock.business_day(tx.at):
            self._owe_out(tx, parcel)
        else:
            words = {"parcel": parcel.id, "courier": parcel.courier, "awb": parcel.awb, "carrier": parcel.carrier}
            self.messages.owe(tx, "dispatched", order.id, {**words, "once": parcel.awb, "due": self._due(parcel)})

    def _cod_of(self, done: Done) -> int:
        """What of a bill is to be collected at the door, in paise."""
        row = self.db.row(
            "SELECT coalesce(sum(amount), 0) FROM payment WHERE method = 'cod' AND sale_id IN "
            f"({', '.join('?' * len(done.sale_ids))})",
            done.sale_ids,
        )
        return row[0] if row else 0

    def _write_parcel(
        self, tx: Transaction, order: OrderRow, parcel_id: bytes, sale_id: bytes, done: Done, way: Way
    ) -> int:
        """The parcel's row; gives which of the order's parcels it is."""
        last = self.db.row("SELECT coalesce(max(no), 0) FROM parcel WHERE order_id = ?", (order.id,))
        number = (last[0] if last else 0) + 1
        picked_up = way.kind == PICKUP
        tx.insert(Parcel, {
            "id": parcel_id, "order_id": order.id, "no": number, "sale_id": sale_id, "way": way.kind,
            "courier": way.courier, "awb": way.awb, "weight": way.weight, "carrier": way.carrier,
            "cod": self._cod_of(done), "state": DELIVERED if picked_up else OUT, "tries": 0, "out_at": tx.at,
            "ended_at": tx.at if picked_up else None,
        })  # fmt: skip
        return number

    def _moved_on(self, tx: Transaction, order: OrderRow, rest_id: bytes | None) -> None:
        """What the order is now: what stays of it is confirmed still, else it is what its parcels are."""
        states = [row[0] for row in self.db.rows("SELECT state FROM parcel WHERE order_id = ?", (order.id,))]
        state = rules.CONFIRMED if rest_id else rules.of_parcels(states)
        tx.change(Order, {"id": order.id}, {"sale_id": rest_id})
        agreed = order_book.billed(self.db, order.id) + self._open_payable(rest_id)
        order_book.change(tx, order, state=state, agreed=agreed)

    def _sent(self, parcel_id: bytes, order_id: bytes) -> Dispatched | None:
        """What that key has done already; Refused when it belongs to another order's parcel."""
        row = self.db.row("SELECT order_id, sale_id FROM parcel WHERE id = ?", (parcel_id,))
        if row is None:
            return None
        if row[0] != order_id:
            raise Refused(_("That key belongs to another parcel."), _("Use a new one."))
        return Dispatched(self.done(row[1]), parcel_id, self._label_of(row[1]))

    def _label_of(self, sale_id: bytes) -> bytes | None:
        """The paper of a parcel's label, if one is owed or printed."""
        row = self.db.row(
            "SELECT id FROM print_job WHERE doc_id = ? AND kind = ? ORDER BY copy_no LIMIT 1", (sale_id, LABEL)
        )
        return row[0] if row else None
