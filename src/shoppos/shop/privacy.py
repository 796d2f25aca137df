"""What people may ask of a shop that knows them: what they allowed, all that is known of them, and to be forgotten."""

from dataclasses import dataclass
from time import sleep

from shoppos.base.clock import day_of
from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import rupees
from shoppos.base.text import ascii_digits, clean
from shoppos.base.transaction import Transaction
from shoppos.models.bank_credit import BankCredit
from shoppos.models.estimate import Estimate
from shoppos.models.loyalty import Consent, CustomerAddress
from shoppos.models.message import Message
from shoppos.models.order import Order, OutsideOrder
from shoppos.models.party import Customer, Personal
from shoppos.models.print_job import CANCELLED, PrintJob
from shoppos.reports.one_person import PAID, cards, marks
from shoppos.reports.personal_data import CHANNELS, PURPOSES, Consented, consents
from shoppos.rules import identifiers
from shoppos.rules.retention import keep_until, names_buyer
from shoppos.shop.begun import forget
from shoppos.shop.customers import Card, Customers, CustomerView
from shoppos.shop.message_routes import stop
from shoppos.shop.staff import bound

HOWS = ("counter", "phone", "message", "form")
"""How somebody said what they allow; never free words, for what is written of it stays."""
TIMES, PAUSE = 50, 0.1
"""How often the log is tried to be emptied, and seconds between."""
BLANK: dict[str, Value] = {
    "salt": b"", "name": "", "phone": "", "address": "", "pin_code": "", "state": "", "email": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Erased:
    """Who was forgotten: how many cards and stored papers were blanked, and what the law keeps, in words."""

    cards: int
    papers: int
    kept: tuple[str, ...]


class Privacy:
    """Consent, and erasing (DPDP Act 2023 s.6, s.12 and s.8(7))."""

    def __init__(self, db: Database, customers: Customers) -> None:
        """Work on the people of `customers`."""
        self.db = db
        self.customers = customers

    # -- consent

    def consent(self, customer_id: bytes, channel: str, purpose: str, how: str = "counter", *, given: bool) -> None:
        """Write down that a customer allows messages by that channel for that purpose, or does not any more."""
        for field, value, known in (("channel", channel, CHANNELS), ("purpose", purpose, PURPOSES), ("how", how, HOWS)):
            if value not in known:
                raise InvalidInput(
                    _("{value} is none of these.").format(value=clean(value, 40)), ", ".join(known), field
                )
        with self.db.transaction("customer.consent") as tx:
            self._write(tx, self.customers.get(customer_id).id, channel, purpose, how, given=given)

    def consents(self, customer_id: bytes) -> list[Consented]:
        """What a customer said last of each channel and purpose."""
        return consents(self.db, customer_id)

    def allows(self, customer_id: bytes, channel: str, purpose: str) -> bool:
        """Whether a customer may be written to: only one who said so, and did not take it back."""
        return any(one.given for one in self.consents(customer_id) if (one.channel, one.purpose) == (channel, purpose))

    # -- forgetting

    def erase(self, customer_id: bytes, *, sweep: bool = True) -> Erased:
        """Forget one person: cards, addresses, likes, notes and tags are blanked, stored papers wiped.

        Bills keep their numbers and money. Cards on papers that the law wants kept with the buyer's name stay until
        then. Refused while anything is owed either way, or a bill of theirs is open. What is blanked is overwritten in
        the file at once; `sweep` takes it out of the log too.
        """
        with self.db.transaction("customer.erased") as tx:
            customer = self.customers.get(customer_id)
            everyone = cards(self.db, customer.id)
            self._refuse(customer, everyone)
            message = _("Not everybody may forget {name} for good.").format(name=customer.name or customer.phone)
            self.customers.staff.allow("customers.erase", bound(customer.id, *everyone), message)
            kept = self._kept(everyone)
            forget(tx, everyone)
            done = Erased(self._blank(tx, everyone, kept), self._wipe_papers(tx, everyone), self._said(kept))
            self._wipe_messages(tx, everyone)
            self._wipe_bank(tx, everyone)
            self._wipe_outside(tx, everyone, customer.phone)
            for card in everyone:
                self._forget(tx, card, kept)
        if sweep:
            self.sweep()
        return done

    def sweep(self) -> bool:
        """Take what was blanked out of the log, beside the selling; False when others have read in it all the while.

        Then it goes with the next erasing, or when the shop is closed.
        """
        for _again in range(TIMES):
            if self.db.empty_log():
                return True
            sleep(PAUSE)
        return False

    # -- inside

    def _write(self, tx: Transaction, customer_id: bytes, channel: str, purpose: str, how: str, *, given: bool) -> None:
        row: dict[str, Value] = {
            "id": new_id(), "customer_id": customer_id, "channel": channel, "purpose": purpose, "given": int(given),
            "how": how, "made_at": tx.at, "employee_id": self.db.employee,
        }  # fmt: skip
        tx.insert(Consent, row)
        if not given:
            stop(self.db, tx, customer_id, channel, purpose)

    def _refuse(self, customer: CustomerView, everyone: tuple[bytes, ...]) -> None:
        named = customer.name or customer.phone
        if customer.owes > 0:
            raise Refused(
                _("{name} owes {owes}.").format(name=named, owes=rupees(customer.owes)),
                _("Take what is owed, then erase the card."),
            )
        if customer.owes < 0:
            raise Refused(
                _("The shop owes {name} {owes}.").format(name=named, owes=rupees(-customer.owes)),
                _("Settle it first, by a bill on the khata."),
            )
        row = self.db.row(
            "SELECT coalesce(e.number, '') FROM estimate e JOIN sale s ON s.id = e.sale_id WHERE e.state = 'open' "
            f"AND s.customer_id IN ({marks(everyone)}) LIMIT 1",
            everyone,
        )
        if row is not None:
            raise Refused(
                _("{name} is on estimate {number}.").format(name=named, number=row[0]),
                _("Sell it or give it up first."),
            )
        if self.db.row(f"SELECT 1 FROM sale WHERE state = 'open' AND customer_id IN ({marks(everyone)})", everyone):
            raise Refused(_("{name} is on an open bill.").format(name=named), _("Finish it or give it up first."))
        row = self.db.row(
            "SELECT o.number FROM orders o JOIN parcel p ON p.order_id = o.id WHERE p.state IN ('out', 'failed') "
            f"AND o.customer_id IN ({marks(everyone)}) LIMIT 1",
            everyone,
        )
        if row is not None:
            raise Refused(
                _("Order {number} of {name} is on its way.").format(number=row[0], name=named),
                _("Deliver it or bring it back first."),
            )
        if self.db.row(
            f"SELECT 1 FROM print_job WHERE state = 'sending' AND doc_id IN ({self._documents(everyone)})", everyone * 4
        ):
            raise Refused(_("A paper of {name} is being printed.").format(name=named), _("Try again in a moment."))

    def _documents(self, everyone: tuple[bytes, ...]) -> str:
        """All documents of a person; takes their cards four times."""
        these = marks(everyone)
        return (
            f"SELECT id FROM sale WHERE customer_id IN ({these}) UNION ALL "
            f"SELECT e.id FROM estimate e JOIN sale s ON s.id = e.sale_id WHERE s.customer_id IN ({these}) UNION ALL "
            f"SELECT doc_id FROM khata_entry WHERE customer_id IN ({these}) UNION ALL "
            f"SELECT id FROM customer WHERE id IN ({these})"
        )

    def _kept(self, everyone: tuple[bytes, ...]) -> dict[bytes, list[tuple[str, int]]]:
        """The cards that the law keeps, each with the papers for which: number and business day."""
        today = self.db.clock.business_day(self.db.clock.ms())
        kept: dict[bytes, list[tuple[str, int]]] = {}
        for personal_id, number, day, payable, gstin in self.db.rows(
            "SELECT personal_id, number, business_date, payable, gstin FROM sale WHERE state = 'done' "
            f"AND personal_id IS NOT NULL AND customer_id IN ({marks(everyone)}) ORDER BY business_date, number",
            everyone,
        ):
            if names_buyer(payable, gstin) and keep_until(day_of(day)) >= day_of(today):
                kept.setdefault(personal_id, []).append((number, day))
        return kept

    def _said(self, kept: dict[bytes, list[tuple[str, int]]]) -> tuple[str, ...]:
        """What stays, and why, in words."""
        papers = [paper for found in kept.values() for paper in found]
        said = [
            _("Bills and khata lines keep their numbers and amounts: the GST law wants the books kept for 72 months."),
        ]
        if papers:
            last = max(keep_until(day_of(day)) for _number, day in papers)
            sentence = _("The buyer stays on {papers} until {day}: GST law wants the buyer named there.")
            said.append(sentence.format(papers=", ".join(n for n, _day in papers), day=f"{last:%d-%m-%Y}"))
        said.append(
            _(
                "A note typed on a finished bill or its lines stays, and so does the reason of a return, a yes or "
                "a step of an order."
            )
        )
        said.append(_("Backups made before today still hold the card until they are thrown away in their turn."))
        return tuple(said)

    def _blank(self, tx: Transaction, everyone: tuple[bytes, ...], kept: dict[bytes, list[tuple[str, int]]]) -> int:
        """Blank all that was ever written down of a person, but what is kept; gives how many cards."""
        these = marks(everyone)
        rows = self.db.rows(
            f"SELECT personal_id FROM customer WHERE id IN ({these}) UNION "
            f"SELECT personal_id FROM customer_address WHERE customer_id IN ({these}) UNION "
            f"SELECT personal_id FROM sale WHERE customer_id IN ({these}) AND personal_id IS NOT NULL",
            everyone * 3,
        )
        gone = [row[0] for row in rows if row[0] not in kept]
        for personal_id in gone:
            tx.change(Personal, {"id": personal_id}, BLANK)
        return len(gone)

    def _forget(self, tx: Transaction, card: bytes, kept: dict[bytes, list[tuple[str, int]]]) -> None:
        """Take a card off the list, with terms, further addresses, words and what was allowed."""
        changes: dict[str, Value] = {"gstin": "", "note": "", "active": 0}
        row = self.db.row("SELECT personal_id FROM customer WHERE id = ?", (card,))
        if row and row[0] in kept:
            changes["personal_id"] = self.customers.write_card(tx, Card())
        tx.change(Customer, {"id": card}, changes)
        blank: dict[str, Value] = {"credit_limit": None, "list_id": None, "birthday": "", "likes": "", "tags": ""}
        self.customers.write_terms(tx, card, blank)
        for (personal_id,) in self.db.rows("SELECT personal_id FROM customer_address WHERE customer_id = ?", (card,)):
            key: dict[str, Value] = {"customer_id": card, "personal_id": personal_id}
            tx.change(CustomerAddress, key, {"label": "", "active": 0})
        self.customers.write_words(tx, card, "")
        for (order_id,) in self.db.rows("SELECT id FROM orders WHERE customer_id = ? AND note <> ''", (card,)):
            tx.change(Order, {"id": order_id}, {"note": ""})
        asked = (
            "SELECT e.id FROM estimate e JOIN sale s ON s.id = e.sale_id WHERE s.customer_id = ? "
            "AND e.note || e.reason <> ''"
        )
        for (estimate_id,) in self.db.rows(asked, (card,)):
            tx.change(Estimate, {"id": estimate_id}, {"note": "", "reason": "", "salt": b""})
        for one in consents(self.db, card):
            if one.given:
                self._write(tx, card, one.channel, one.purpose, "form", given=False)

    def _wipe_outside(self, tx: Transaction, everyone: tuple[bytes, ...], phone: str) -> None:
        """Forget what a web shop said of them; what it says of those orders from now on is not kept any more."""
        rows = self.db.rows(
            "SELECT w.id, w.order_id IS NOT NULL, coalesce(json_extract(w.body, '$.told.customer.phone'), ''), "
            "coalesce(json_extract(w.body, '$.text'), '') "
            f"FROM outside_order w LEFT JOIN orders o ON o.id = w.order_id WHERE o.customer_id IN ({marks(everyone)}) "
            "OR w.order_id IS NULL",
            everyone,
        )
        for row_id, taken, number, text in rows:
            if taken or (phone and (identifiers.phone(number) == phone or _names(text, phone))):
                tx.change(OutsideOrder, {"id": row_id}, {"body": '{"forgotten": true}', "reason": ""})

    def _wipe_messages(self, tx: Transaction, everyone: tuple[bytes, ...]) -> None:
        """Forget what was said between them and the shop; what waits is owed no longer, that something went stays."""
        rows = self.db.rows(f"SELECT id, state FROM message WHERE customer_id IN ({marks(everyone)})", everyone)
        for message_id, state in rows:
            blank: dict[str, Value] = {"address": "", "subject": "", "body": "", "error": ""}
            waits: dict[str, Value] = {"state": CANCELLED} if state in {"owed", "opened", "failed"} else {}
            tx.change(Message, {"id": message_id}, {**blank, **waits})

    def _wipe_bank(self, tx: Transaction, everyone: tuple[bytes, ...]) -> None:
        """Forget whose name the bank told with payments that were for them; that they came in stays."""
        paid = PAID.format(these=marks(everyone))
        rows = self.db.rows(f"SELECT id FROM bank_credit WHERE doc_id IN ({paid})", everyone * 4)
        for (credit_id,) in rows:
            tx.change(BankCredit, {"id": credit_id}, {"payer": "", "said": "", "note": ""})

    def _wipe_papers(self, tx: Transaction, everyone: tuple[bytes, ...]) -> int:
        """Wipe the stored bytes of their papers; labels that wait are owed no longer, bills are composed anew."""
        rows = self.db.rows(
            f"SELECT id, kind, state FROM print_job WHERE doc_id IN ({self._documents(everyone)})", everyone * 4
        )
        for job, kind, state in rows:
            changes: dict[str, Value] = {"content": None, "error": ""}
            if kind == "label":
                changes["told"] = "{}"
            if state == "uncertain" or (state == "owed" and kind != "bill"):
                changes["state"] = CANCELLED
            elif state == "owed":
                changes["made_for"] = None
            tx.change(PrintJob, {"id": job}, changes, local=True)
        return len(rows)


def _names(text: str, phone: str) -> bool:
    """Whether a line of what could not be read holds that number, however it is spaced."""
    return any(phone in "".join(filter(str.isdecimal, ascii_digits(line))) for line in text.splitlines())
