"""Parcels on their way: delivered, delivered in part, not delivered, or brought back to the shop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from shoppos.base.db import Database
from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import quantity, rupees
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.order import DELIVERED, FAILED, OUT, OWN, RETURNED, Parcel
from shoppos.reports import order_goods, run_sheet
from shoppos.reports.order_goods import NO_CHARGE, Charge
from shoppos.rules import orders as rules
from shoppos.shop import door_rest, order_book, order_promise
from shoppos.shop.catalogue import Catalogue
from shoppos.shop.cod import CashOnDelivery
from shoppos.shop.couriers import Couriers
from shoppos.shop.credit_notes import Refund, Returned
from shoppos.shop.customers import Customers
from shoppos.shop.messages import Messages
from shoppos.shop.packing import PackingTable
from shoppos.shop.papers import Papers, label_told
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import DAMAGE, RESTOCK, Give
from shoppos.shop.returns import Returns
from shoppos.shop.settings import Settings
from shoppos.shop.stock import StockRoom
from shoppos.shop.tills import Tills

ON_ITS_WAY = (OUT, FAILED)
KEPT = "khata"
"""Money of a parcel that came back stays on its customer's khata, unless somebody says how it is given back."""
COLUMNS = ("id", "order_id", "no", "sale_id", "way", "courier", "awb", "weight", "carrier", "cod", "state", "tries")


class ParcelRow(NamedTuple):
    """A parcel as it stands in the books; the columns are those of `models.order.Parcel`."""

    id: bytes
    order_id: bytes
    no: int
    sale_id: bytes
    way: str
    courier: str
    awb: str
    weight: int
    carrier: str
    cod: int
    state: str
    tries: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of a parcel: its state and its order's, what is due of its bills still, and what came back of them.

    `taken` is what was paid at the door; both in paise. `charge` says what of the charge for delivery came back with
    the goods, and what of it stays.
    """

    parcel_id: bytes
    state: str
    order_state: str
    taken: int = 0
    due: int = 0
    credit: Returned | None = None
    charge: Charge = NO_CHARGE


class Parcels(PackingTable):
    """What happens to a parcel behind the shop's door; each act is one transaction, done once by its key."""

    def __init__(
        self, db: Database, settings: Settings, tills: Tills, catalogue: Catalogue, customers: Customers,
        stock: StockRoom, papers: Papers, returns: Returns, cod: CashOnDelivery, messages: Messages,
    ) -> None:  # fmt: skip
        """Work on `db` with the other departments."""
        super().__init__(db, settings, tills, catalogue, customers, stock, papers, messages)
        self.returns = returns
        self.cod = cod
        self.couriers = Couriers(db, settings)

    # -- at the door

    def deliver(
        self, parcel_id: bytes, *, tenders: Sequence[Tender] = (), refused: Mapping[int, int] | None = None,
        refund: str = KEPT, reason: str = "", damaged: bool = False, key: bytes | None = None,
        approved: bytes | None = None, sure: bool = True, rest: str = "",
    ) -> Arrived:  # fmt: skip
        """The parcel is with its customer, who paid `tenders` at the door (cash or UPI).

        Without any, who carried it brings all that was due; what is paid short stays due of the customer, and is not
        asked of who carried it. Not `sure`, that is Doubtful once. With the `rest` "khata" it is written on the khata.

        `refused` (thousandths of the bill's lines) they did not take: it comes back by a credit note that sinks what is
        due, and what was paid already goes back by `refund`. A parcel of which they take nothing comes back whole.
        Refused for a parcel that is not on its way.
        """
        with self.db.transaction("order.delivered") as tx:
            if self._done(key):
                return self._arrived(self._parcel(parcel_id))
            parcel = self._on_its_way(parcel_id)
            if refused and self._all_of(parcel, refused):
                why = clean(reason) or _("Refused at the door")
                arrived = self.bring_back(
                    parcel_id, why, damaged=damaged, refund=refund, key=key, approved=approved
                )  # fmt: skip
                return replace(arrived, taken=sum(self._take_at_door(parcel, tender) for tender in tenders))
            credit = None
            if refused and any(refused.values()):
                gives = {line: Give(amount, DAMAGE if damaged else RESTOCK) for line, amount in refused.items()}
                credit = self._back(parcel, gives, refund, _("Refused at the door"), approved)
            taken = sum(self._take_at_door(parcel, tender) for tender in tenders)
            self._state(tx, parcel, DELIVERED)
            noted = 0
            if rest == door_rest.KHATA:
                noted = door_rest.to_khata(
                    self.db, tx, self.cod, self.customers, parcel.sale_id, new_id(), sure=sure
                )  # fmt: skip
            left = self._due(parcel)
            if tenders and left and not sure:
                raise Doubtful(
                    _("{taken} were paid at the door; {due} stay due of the customer.").format(
                        taken=rupees(taken), due=rupees(left)
                    ),
                    _("Take all of it, or go on if they pay the rest later."),
                    "tenders",
                )
            told: dict[str, object] = {"parcel": parcel.no, "taken": taken, "due": left}
            if taken:
                told["methods"] = list(dict.fromkeys(tender.method for tender in tenders))
            if tenders and left:
                told["due_of"] = run_sheet.CUSTOMER
            if noted:
                told["khata"] = noted
            told |= _back_told(self.db, parcel, credit)
            kind = "delivered" if credit is None else "part_delivered"
            order_book.step(
                self.db, tx, parcel.order_id, kind, told=told, said=clean(reason), parcel_id=parcel.id, key=key
            )  # fmt: skip
            self.messages.owe(tx, "delivered", parcel.order_id, self._told_there(parcel, refused or {}, noted))
            if credit is not None:
                self._owe_refund(tx, parcel.order_id, credit)
            return self._arrived(self._parcel(parcel_id), taken, credit)

    def fail(
        self, parcel_id: bytes, reason: str, promised: int | None = None, slot: str = "", *, key: bytes | None = None
    ) -> Arrived:  # fmt: skip
        """Nobody took the parcel: say why, and the new day (yyyymmdd) and slot if there are any."""
        reason, slot = clean(reason), clean(slot, 40)
        if not reason:
            raise InvalidInput(_("Say why it was not delivered."), field="reason")
        with self.db.transaction("order.not_delivered") as tx:
            if self._done(key):
                return self._arrived(self._parcel(parcel_id))
            parcel = self._on_its_way(parcel_id)
            order = order_book.read(self.db, parcel.order_id)
            order_promise.refuse_slot_of_no_day(self.db, slot, promised, order.way)
            tx.change(Parcel, {"id": parcel.id}, {"state": FAILED, "tries": parcel.tries + 1})
            if promised is not None:
                self._refuse_past(promised)
                order_book.change(tx, order, promised=promised, slot=slot)
            told = {"parcel": parcel.no, "tries": parcel.tries + 1, "promised": promised, "slot": slot}
            order_book.step(
                self.db, tx, order.id, "not_delivered", told=told, said=reason, parcel_id=parcel.id, key=key
            )  # fmt: skip
            words = {"parcel": parcel.id, "reason": reason, "day": promised, "slot": slot if promised else ""}
            self.messages.owe(tx, "not_delivered", order.id, words)
            return self._arrived(self._parcel(parcel_id))

    def send_again(self, parcel_id: bytes, carrier: str = "", *, key: bytes | None = None) -> Arrived:
        """A parcel that nobody took goes out once more, by another person if one is named."""
        with self.db.transaction("order.out_again") as tx:
            if self._done(key):
                return self._arrived(self._parcel(parcel_id))
            parcel = self._on_its_way(parcel_id)
            if parcel.state != FAILED:
                raise Refused(_("That parcel is on its way already."), _("Say first that it was not delivered."))
            person = self._spelled(carrier) or parcel.carrier
            if parcel.way != OWN and carrier:
                raise Refused(
                    _("That parcel does not go by a person of the shop."), _("Send it again without naming a person.")
                )
            tx.change(Parcel, {"id": parcel.id}, {"state": OUT, "carrier": person})
            order_book.step(
                self.db, tx, parcel.order_id, "out", told={"parcel": parcel.no}, said=person, parcel_id=parcel.id,
                key=key,
            )  # fmt: skip
            self._owe_out(tx, parcel._replace(carrier=person))
            return self._arrived(self._parcel(parcel_id))

    def bring_back(
        self, parcel_id: bytes, reason: str, *, damaged: bool = False, refund: str = KEPT, key: bytes | None = None,
        approved: bytes | None = None,
    ) -> Arrived:  # fmt: skip
        """The parcel is back in the shop: a credit note of all its bills, what was due at the door is due no more.

        Its goods are stock again, or `damaged`; what was paid before goes back by `refund`, by itself onto the khata.
        """
        reason = clean(reason)
        if not reason:
            raise InvalidInput(_("Say why it came back."), field="reason")
        with self.db.transaction("order.returned") as tx:
            if self._done(key):
                return self._arrived(self._parcel(parcel_id))
            parcel = self._on_its_way(parcel_id)
            fate = DAMAGE if damaged else RESTOCK
            every = self.returns.open(self._number(parcel.sale_id)).everything()
            gives = {line: Give(give.quantity, fate, give.serials) for line, give in every.items()}
            credit = self._back(parcel, gives, refund, _("Not delivered"), approved) if gives else None
            self._state(tx, parcel, RETURNED)
            told: dict[str, object] = {"parcel": parcel.no, "fate": fate}
            told |= _back_told(self.db, parcel, credit)
            order_book.step(
                self.db, tx, parcel.order_id, "returned", told=told, said=reason, parcel_id=parcel.id, key=key
            )  # fmt: skip
            self._owe_returned(tx, parcel, credit, reason)
            return self._arrived(self._parcel(parcel_id), 0, credit)

    def set_awb(
        self, parcel_id: bytes, awb: str, *, courier: str = "", weight: int | None = None, sure: bool = False
    ) -> None:  # fmt: skip
        """The courier's number of a parcel that was given later; its label says it from then on (`weight` in grams)."""
        with self.db.transaction("order.numbered") as tx:
            parcel = self._on_its_way(parcel_id)
            if parcel.way == OWN and not (courier or parcel.courier):
                raise Refused(_("That parcel goes by a person of the shop."), _("Say which courier takes it."))
            known, number = self.couriers.checked(courier or parcel.courier, awb, sure=sure, parcel_id=parcel.id)
            grams = parcel.weight if weight is None else weight
            label_told(weight=grams)
            new = {"courier": known, "awb": number, "weight": grams}
            tx.change(Parcel, {"id": parcel.id}, new)
            order_book.step(self.db, tx, parcel.order_id, "numbered", told={"parcel": parcel.no, **new},
                            parcel_id=parcel.id)  # fmt: skip
            self.papers.label(self._number(parcel.sale_id), courier=known, awb=number, weight=grams)
            words = {"parcel": parcel.id, "courier": known, "awb": number, "once": number, "due": self._due(parcel)}
            self.messages.owe(tx, "dispatched", parcel.order_id, words)

    # -- inside

    def _all_of(self, parcel: ParcelRow, refused: Mapping[int, int]) -> bool:
        """Whether nothing of a parcel is kept at the door."""
        every = self.returns.open(self._number(parcel.sale_id)).everything()
        return bool(every) and all(refused.get(line, 0) == give.quantity for line, give in every.items())

    def _told_there(self, parcel: ParcelRow, refused: Mapping[int, int], khata: int) -> dict[str, object]:
        """What a message says of a parcel that is delivered: what was not taken, and what went on the khata (paise)."""
        lines = self.returns.open(self._number(parcel.sale_id)).lines if any(refused.values()) else ()
        named = (f"{quantity(refused[one.line])} {one.name}" for one in lines if refused.get(one.line))
        return {"parcel": parcel.id, "refused": ", ".join(named), "khata": khata}

    def _take_at_door(self, parcel: ParcelRow, tender: Tender) -> int:
        """Money of one kind that was paid at the door; all that is due without an amount."""
        amount = run_sheet.due_at_door(self.db, parcel.sale_id) if tender.amount is None else tender.amount
        if amount:
            self.cod.take(parcel.sale_id, amount, tender.method, tender.reference, tell=False)
        return amount

    def _back(
        self, parcel: ParcelRow, gives: Mapping[int, Give], refund: str, why: str, approved: bytes | None
    ) -> Returned:  # fmt: skip
        """The credit note of what nobody took, whatever the days in which it could come back.

        It says `why` in the shop's own words: what was said at the door may name a person, and stands on the order's
        step alone, which the journal does not tell.
        """
        order = order_book.read(self.db, parcel.order_id)
        way = Refund(refund, customer_id=order.customer_id)
        return self.returns.take(
            self._number(parcel.sale_id), gives, way, why, approved=approved, was_taken=False
        )  # fmt: skip

    def _state(self, tx: Transaction, parcel: ParcelRow, state: str) -> None:
        """The parcel has ended so; the order is what its parcels are, unless some of it is in the shop still."""
        tx.change(Parcel, {"id": parcel.id}, {"state": state, "ended_at": tx.at})
        order = order_book.read(self.db, parcel.order_id)
        if order.sale_id is None:
            states = [row[0] for row in self.db.rows("SELECT state FROM parcel WHERE order_id = ?", (order.id,))]
            order_book.change(tx, order, state=rules.of_parcels(states))

    def _owe_refund(self, tx: Transaction, order_id: bytes, credit: Returned) -> None:
        """Tell the customer what they get back, and what stands on their khata, beyond what they owed."""
        if back := _given_back(credit):
            self.messages.owe(tx, "refund", order_id, {"amount": back})
        if kept := dict(credit.ways).get(KEPT, 0):
            self.messages.owe(tx, "credit", order_id, {"amount": kept})

    def _owe_returned(self, tx: Transaction, parcel: ParcelRow, credit: Returned | None, reason: str) -> None:
        """Tell the customer that nothing comes any more, or of one parcel of several what they get back for it."""
        if order_book.read(self.db, parcel.order_id).state == rules.RETURNED:
            words = {"reason": reason, "paid": _given_back(credit) if credit else 0}
            self.messages.owe(tx, "cancelled", parcel.order_id, words)
            if credit is not None and (kept := dict(credit.ways).get(KEPT, 0)):
                self.messages.owe(tx, "credit", parcel.order_id, {"amount": kept})
        elif credit is not None:
            self._owe_refund(tx, parcel.order_id, credit)

    def _owe_out(self, tx: Transaction, parcel: ParcelRow) -> None:
        words: dict[str, object] = {"parcel": parcel.id, "carrier": parcel.carrier, "due": self._due(parcel)}
        self.messages.owe(tx, "out", parcel.order_id, words)

    def _spelled(self, carrier: str) -> str:
        """Who carries a parcel, as they are written already: one person has one run, however they are typed."""
        named = clean(carrier, 60)
        known = [person.name for person in self.stock.staff.list()] + run_sheet.carriers(self.db) if named else []
        return next((name for name in known if name.casefold() == named.casefold()), named)

    def _due(self, parcel: ParcelRow) -> int:
        return run_sheet.due_at_door(self.db, parcel.sale_id)

    def _parcel(self, parcel_id: bytes) -> ParcelRow:
        row = self.db.row(f"SELECT {', '.join(COLUMNS)} FROM parcel WHERE id = ?", (parcel_id,))
        if row is None:
            raise NotFound(_("That parcel is not in the books."), _("Look at the order again."))
        return ParcelRow(*row)

    def _on_its_way(self, parcel_id: bytes) -> ParcelRow:
        """The parcel, while it is on its way; Refused when it has come somewhere."""
        parcel = self._parcel(parcel_id)
        if parcel.state not in ON_ITS_WAY:
            order = order_book.read(self.db, parcel.order_id)
            told = {"no": parcel.no, "number": order.number}
            if parcel.state == DELIVERED:
                raise Refused(
                    _("Parcel {no} of order {number} is delivered already.").format(**told),
                    _("Goods that come back later are returned at the counter."),
                )
            raise Refused(
                _("Parcel {no} of order {number} came back already.").format(**told), _("Look at the order again.")
            )
        return parcel

    def _arrived(self, parcel: ParcelRow, taken: int = 0, credit: Returned | None = None) -> Arrived:
        order = order_book.read(self.db, parcel.order_id)
        charge = order_goods.charge(self.db, parcel.sale_id)
        return Arrived(parcel.id, parcel.state, order.state, taken, self._due(parcel), credit, charge)

    def _done(self, key: bytes | None) -> bool:
        """Whether the act with that key was done already."""
        return key is not None and self.db.row("SELECT 1 FROM order_step WHERE id = ?", (key,)) is not None

    def _number(self, sale_id: bytes) -> str:
        row = self.db.row("SELECT number FROM sale WHERE id = ? AND state = 'done'", (sale_id,))
        if row is None:
            raise NotFound(_("That bill is not done."), _("Finish the bill first."))
        number: str = row[0]
        return number

    def _refuse_past(self, day: int) -> None:
        """InvalidInput for a day that has passed."""
        if day < self.db.clock.business_day(self.db.clock.ms()):
            raise InvalidInput(_("That day has passed."), _("Choose another day."), "promised")


def _back_told(db: Database, parcel: ParcelRow, credit: Returned | None) -> dict[str, object]:
    """What a step tells of what came back: credit notes, paise by ways, and what there was of a charge for delivery."""
    if credit is None:
        return {}
    charge = order_goods.charge_of(db, parcel.sale_id, credit.sale_ids)
    told = {"charge_back": charge.back, "charge_stays": charge.stays} if any(charge) else {}
    return {"notes": list(credit.numbers), "back": credit.payable, "ways": dict(credit.ways), **told}


def _given_back(credit: Returned) -> int:
    """What of a credit note is money in the customer's hand, in paise, and neither credit nor a due that sank."""
    return sum(amount for way, amount in credit.ways if way not in {"cod", "exchange", "points", "advance", KEPT})
