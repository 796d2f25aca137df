"""What the bank says came in: learned once from whoever tells it, matched with what it is for, or left to a person."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused, ShopError
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import rupees, sane
from shoppos.base.text import clean
from shoppos.models.bank_credit import BankCredit
from shoppos.reports import bank as told
from shoppos.rules import bank_sms, bank_statement, matching
from shoppos.rules.bank_words import Credit
from shoppos.rules.matching import ADVANCE, ASKED, DUE, Claim, Suggestion
from shoppos.shop import bank_late, sheets
from shoppos.shop.bank_claims import claims_for, key_of, likely, moment
from shoppos.shop.bank_dues import due_of, pay_due, prove
from shoppos.shop.payments import method

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from shoppos.base.db import Database
    from shoppos.base.transaction import Transaction
    from shoppos.reports.bank import Arrived
    from shoppos.shop.advances import Advances
    from shoppos.shop.cod import CashOnDelivery

SMS, FILE, HAND, SERVICE = "sms", "file", "hand", "service"
"""Who told: a message that was pasted, a statement, a person who looked it up, a payment service."""
AGAIN = 3 * 86_400_000
"""Milliseconds for which a payment that came before its bill is looked at again."""
AT_ONCE = 200
"""Payments whose claims are looked for together, before anything is written."""
HELD, GAP = 0.008, 0.004
"""Seconds for which one transaction works on them (with the disk some 20 ms), and which others have after it."""
FOUND = (
    "SELECT id, amount, utr FROM bank_credit WHERE key = ?1 UNION "
    "SELECT id, amount, utr FROM bank_credit WHERE utr = ?2 AND utr <> ''"
)


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of telling: how many payments are `new`, how many were `known` before, and which wait for a person.

    `matched` says in a sentence each what a payment was for; `odd` what contradicts what was told before, or could not
    be read.
    """

    new: int = 0
    known: int = 0
    matched: tuple[str, ...] = ()
    open: int = 0
    odd: tuple[str, ...] = ()
    ids: tuple[bytes, ...] = ()


class Bank:
    """Payments that came in; nothing is paid by them before they are matched, and nothing is matched on a guess."""

    def __init__(self, db: Database, advances: Advances, cod: CashOnDelivery) -> None:
        """Work on `db`; what came for an order becomes its advance, or its receipt at the door."""
        self.db = db
        self.advances = advances
        self.cod = cod

    # -- learning

    def learn(
        self, credits: Sequence[Credit], source: str = SERVICE, goes_on: Callable[[int, int], bool] | None = None  # noqa: A002  (the trade's word)
    ) -> Learned:  # fmt: skip
        """Payments told by a source, each taken once however often it is told; those that are certain are matched.

        `goes_on` hears how many of how many are done, and says whether to go on: what was learned until then stays.
        """
        seen = Counter[str]()
        keyed = list[tuple[Credit, str]]()
        for credit in credits:
            bare = key_of(credit)
            keyed.append((credit, bare if credit.utr or credit.key else f"{bare}:{seen[bare]}"))
            seen[bare] += 1
        whole, done = Learned(), 0
        for start in range(0, len(keyed), AT_ONCE):
            batch = keyed[start : start + AT_ONCE]
            now = self.db.clock.ms()
            named = likely(self.db, [(credit, moment(self.db, credit.at, now)) for credit, _key in batch])
            upto = start + len(batch)
            while done < upto:
                with self.db.transaction("bank.learned") as tx:
                    part, taken = self._learn(tx, keyed[done:upto], named[done - start :], source)
                whole, done = _sum(whole, part), done + taken
                if goes_on is not None and not goes_on(done, len(keyed)):
                    return whole
                if done < len(keyed):
                    self._make_room()
        return whole

    def again(self) -> list[str]:
        """Match what a payment service told before its bill was made; gives a sentence for each."""
        asked = (SERVICE, self.db.clock.ms() - AGAIN)
        waiting = told.arrived(self.db, "b.state = 'open' AND b.source = ? AND b.made_at >= ?", asked)
        named = likely(self.db, [(one.credit, one.came_at) for one in waiting])
        said = list[str]()
        for credit_id in [one.id for one, known in zip(waiting, named, strict=True) if known]:
            with self.db.transaction("bank.matched") as tx:
                said += self._match_certain(tx, credit_id)
            self._make_room()
        return said

    def arrived(self, utr: str, amount: int, *, payer: str = "") -> Learned:
        """A person has seen at the bank that `amount` paise came in under that UTR."""
        known = method("upi").reference(clean(utr))
        if not known:
            raise InvalidInput(_("Type the UTR of the payment."), _("It has 12 digits."), "reference")
        sane("amount", amount)
        if amount <= 0:
            raise InvalidInput(_("The amount must be more than 0."), field="amount")
        return self.learn([Credit(amount, known, clean(payer, 60))], HAND)

    def paste(self, text: str) -> Learned:
        """The bank's messages, each judged on its own: `odd` says what was not taken; refused where it was but one."""
        pasted = bank_sms.read_all(text)
        if not pasted.credits and len(pasted.refused) == 1:
            raise pasted.refused[0]
        learned = self.learn(pasted.credits, SMS)
        return replace(learned, odd=(*learned.odd, *(one.message for one in pasted.refused)))

    def read_file(self, path: Path, goes_on: Callable[[int, int], bool] | None = None) -> Learned:
        """A statement of a bank or a payment service, CSV or Excel; the same file twice counts once.

        `goes_on` as in `learn`.
        """
        refused: ShopError | None = None
        for sheet in sheets.read(path):
            try:
                statement = bank_statement.read(sheet.rows)
            except ShopError as error:
                refused = refused or error
                continue
            learned = self.learn(statement.credits, FILE, goes_on)
            odd = (_("Row {row}: {why}").format(row=one.row, why=one.why) for one in statement.skipped)
            return replace(learned, odd=(*learned.odd, *odd))
        raise refused or InvalidInput(_("{file} holds no list.").format(file=path.name), field="file")

    # -- looking

    def open(self) -> list[Arrived]:
        """The payments of which nobody knows yet what they are for, the oldest first."""
        return told.arrived(self.db, "b.state = 'open'")

    def view(self, credit_id: bytes) -> Arrived:
        """One payment; NotFound when there is none."""
        found = told.arrived(self.db, "b.id = ?", (credit_id,))
        if not found:
            raise NotFound(_("There is no such payment."), _("Look at the list of payments again."))
        return found[0]

    def suggestions(self, credit_id: bytes) -> list[Suggestion]:
        """What a payment may be for, the likeliest first, each with its reason in words."""
        one = self.view(credit_id)
        claims = claims_for(self.db, [(one.credit, one.came_at)])
        return bank_late.weighed(self.advances, one.amount, matching.suggest(one.credit, one.came_at, claims))

    def doubles(self) -> list[matching.Double]:
        """The payments that came once more for what another one paid already."""
        opened, twins = self.open(), bank_late.twins(self.db)
        if not opened and not twins:
            return []
        since = min((one.came_at for one in opened), default=self.db.clock.ms()) - matching.TWICE
        near = told.arrived(self.db, "b.state = 'matched' AND b.came_at >= ?", (since,)) if opened else []
        every = list({one.id: one for one in (*opened, *near, *twins)}.values())
        return matching.doubles(bank_late.came(self.advances, every), told.asked(self.db, every))

    def paid_again(self) -> list[tuple[Arrived, str]]:
        """What a person matched with an order that was paid already, and no other payment of the bank explains."""
        return bank_late.paid_again(self.advances, {one.second for one in self.doubles()})

    def news(self, since: int) -> list[str]:
        """What came in or was matched after `since` (milliseconds), in a sentence each."""
        return told.news(self.db, since)

    # -- deciding

    def match(
        self, credit_id: bytes, doc_id: bytes, line: int = 0, *, utr: str = "", sure: bool = False
    ) -> None:  # fmt: skip
        """A person says what a payment is for: a claim among the suggestions, or an order, a bill or a customer by id.

        `utr` where the bank's own words did not tell it. Doubtful (repeat with `sure`) when the amounts differ; Refused
        when less came than a bill's payment says.
        """
        with self.db.transaction("bank.matched") as tx:
            one = self.view(credit_id)
            if one.state == "matched":
                raise Refused(_("This payment is matched already."), _("Choose one that waits."))
            if utr:
                one = self._with_utr(tx, one, utr)
            claim = self._claim(one, doc_id, line)
            if claim.amount != one.amount and claim.kind not in {ASKED, DUE}:
                self._differs(one, claim, sure=sure)
                if claim.kind == ADVANCE and not claim.utr:
                    claim = self._anew(claim)
            bank_late.ask(self.advances, claim, one.amount, sure=sure)
            self._apply(tx, one, claim)

    def leave(self, credit_id: bytes, note: str) -> None:
        """A payment is for nothing here (a loan, one's own transfer): it waits no more, with a note why."""
        note = clean(note)
        if not note:
            raise InvalidInput(_("Say what this payment is for."), field="note")
        with self.db.transaction("bank.left") as tx:
            if self.view(credit_id).state == "matched":
                raise Refused(_("This payment is matched already."), _("Choose one that waits."))
            self._decide(tx, credit_id, {"state": "left", "note": note})

    def take_up(self, credit_id: bytes) -> None:
        """A payment that was left waits again."""
        with self.db.transaction("bank.taken_up") as tx:
            if self.view(credit_id).state != "left":
                raise Refused(
                    _("Only a payment that was left can be taken up again."), _("Look at the list of payments again.")
                )
            self._decide(tx, credit_id, {"state": "open", "note": ""})

    # -- inside

    def _learn(
        self, tx: Transaction, keyed: Sequence[tuple[Credit, str]], named: Sequence[bool], source: str
    ) -> tuple[Learned, int]:  # fmt: skip
        """As many of these payments as there is time for, and how many that were; `named` says which to match."""
        until = time.monotonic() + HELD
        fresh, known, matched, odd = list[bytes](), 0, list[str](), list[str]()
        for (credit, key), promising in zip(keyed, named, strict=True):
            before = self.db.rows(FOUND, (key, credit.utr))
            if before:
                known += 1
                odd += self._told_again(tx, credit, before)
            else:
                fresh.append(self._write(tx, credit, key, source))
                matched += self._match_certain(tx, fresh[-1]) if promising else []
            if time.monotonic() > until:
                break
        learned = Learned(len(fresh), known, tuple(matched), len(fresh) - len(matched), tuple(odd), tuple(fresh))
        return learned, len(fresh) + known

    def _told_again(self, tx: Transaction, credit: Credit, before: Sequence[tuple[bytes, int, str]]) -> list[str]:
        """What is new of a payment that was told before: its UTR, and what contradicts the first telling."""
        own, amount, utr = before[0]
        if len(before) > 1:
            return [_("UTR {utr} stands for another payment that came in.").format(utr=credit.utr)]
        if credit.utr and not utr:
            tx.change(BankCredit, {"id": own}, {"utr": credit.utr})
        if amount == credit.amount:
            return []
        return [
            _("UTR {utr} was told with {before} first, and now with {now}.").format(
                utr=credit.utr or credit.key, before=rupees(amount), now=rupees(credit.amount)
            )
        ]

    def _make_room(self) -> None:
        """Whoever waits to write goes first; another program asks for the file only every few milliseconds."""
        self.db.give_way()
        time.sleep(GAP)

    def _write(self, tx: Transaction, credit: Credit, key: str, source: str) -> bytes:
        row: dict[str, Any] = {
            "id": new_id(), "key": key, "utr": credit.utr, "amount": credit.amount, "source": clean(source, 20),
            "payer": credit.payer, "said": " ".join(word for word in (credit.said, credit.reference) if word),
            "came_at": moment(self.db, credit.at, tx.at), "state": "open", "doc_id": None, "line": 0, "note": "",
            "made_at": tx.at, "decided_at": None, "employee_id": self.db.employee,
        }  # fmt: skip
        tx.insert(BankCredit, row)
        return row["id"]

    def _match_certain(self, tx: Transaction, credit_id: bytes) -> list[str]:
        """Match what needs nobody's judgement as it stands now; gives a sentence for it."""
        one = self.view(credit_id)
        claims = claims_for(self.db, [(one.credit, one.came_at)], near=False)
        found = matching.suggest(one.credit, one.came_at, claims)
        sure = matching.certain(bank_late.weighed(self.advances, one.amount, found))
        if one.state != "open" or sure is None or not (one.credit.utr or one.proof):
            return []
        self._apply(tx, one, sure.claim)
        said = _("{amount} came in for {number}: {why}.")
        number = sure.claim.number or _("the khata")
        return [said.format(amount=rupees(one.amount), number=number, why=sure.why)]

    def _apply(self, tx: Transaction, one: Arrived, claim: Claim) -> None:
        """Write down that a payment proves a claim, or that it is money for an order."""
        proof = one.credit.utr or one.proof
        if not proof:
            raise Refused(
                _("The bank's words do not tell the UTR of this payment."), _("Type it from the bank's list.")
            )
        doc_id, line = claim.doc_id, claim.line
        if claim.kind == ASKED:
            doc_id, line = new_id(), 1
            self.advances.receive(tx, doc_id, claim.doc_id, one.amount, "upi", proof, attempt=claim.reference)
        elif claim.kind == DUE:
            khata = self.advances.customers
            doc_id, line = pay_due(self.db, tx, khata, self.cod, claim, one.amount, proof), 1
        elif claim.kind == ADVANCE and not claim.utr:
            self.advances.prove(tx, claim.doc_id, proof)
        elif not claim.utr:
            prove(self.db, tx, self.cod, claim, proof)
        self._decide(tx, one.id, {"state": "matched", "doc_id": doc_id, "line": line})

    def _claim(self, one: Arrived, doc_id: bytes, line: int) -> Claim:
        """What a person has chosen: among all that was claimed, else the order of that id."""
        near = claims_for(self.db, [(one.credit, one.came_at)])
        found = [
            claim for claim in near if (doc_id, line) in claim.parts or (claim.doc_id == doc_id and claim.kind == ASKED)
        ]
        exact = [claim for claim in found if claim.amount == one.amount] or found
        if exact:
            return exact[0]
        order = self.db.row("SELECT number FROM orders WHERE id = ?", (doc_id,))
        if order is not None:
            return Claim(ASKED, doc_id, 0, one.amount, one.came_at, number=order[0])
        far = told.claim(self.db, doc_id, line) or due_of(self.db, doc_id)
        if far is None:
            raise NotFound(
                _("There is no such payment by UPI that waits for its proof."), _("Look at the list of payments again.")
            )
        return far

    def _differs(self, one: Arrived, claim: Claim, *, sure: bool) -> None:
        said = _("{came} came, {owed} was claimed for {number}.").format(
            came=rupees(one.amount), owed=rupees(claim.amount), number=claim.number or _("the khata")
        )
        if one.amount < claim.amount and claim.kind != ADVANCE:
            raise Refused(said, _("Ask for the rest; the payment waits until then."))
        if not sure:
            raise Doubtful(said, _("Match them all the same?"), "amount")

    def _anew(self, claim: Claim) -> Claim:
        """A claimed advance of another amount is taken off; what came is written down in its place."""
        self.advances.strike(claim.doc_id, _("another amount came"), sure=True)
        order = self.db.row("SELECT order_id FROM advance WHERE id = ?", (claim.doc_id,))
        return replace(claim, kind=ASKED, doc_id=order[0] if order else b"", line=0, reference="")

    def _with_utr(self, tx: Transaction, one: Arrived, utr: str) -> Arrived:
        """The payment with the UTR that a person has read at the bank; Refused when another payment has it."""
        known = method("upi").reference(clean(utr))
        if one.credit.utr and one.credit.utr != known:
            raise Refused(
                _("The bank says that the UTR of this payment is {utr}.").format(utr=one.credit.utr),
                _("Type that one, or choose another payment."),
            )
        if self.db.row("SELECT 1 FROM bank_credit WHERE utr = ? AND utr <> '' AND id <> ?", (known, one.id)):
            raise Refused(
                _("UTR {utr} stands for another payment that came in.").format(utr=known),
                _("Look at that one, or type the UTR again."),
            )
        tx.change(BankCredit, {"id": one.id}, {"utr": known})
        return self.view(one.id)

    def _decide(self, tx: Transaction, credit_id: bytes, changes: dict[str, Any]) -> None:
        tx.change(BankCredit, {"id": credit_id}, {**changes, "decided_at": tx.at, "employee_id": self.db.employee})


def _sum(one: Learned, two: Learned) -> Learned:
    return Learned(
        one.new + two.new, one.known + two.known, one.matched + two.matched, one.open + two.open, one.odd + two.odd,
        one.ids + two.ids,
    )  # fmt: skip
