"""Which payment that came in is for what: by the bank's reference, by the shop's own, else by amount and time.

Only a reference is certain; everything else is a suggestion for a person, with its reason in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.base.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shoppos.rules.bank_words import Credit

BILL, ADVANCE, KHATA, DOOR, ASKED, DUE = "bill", "advance", "khata", "door", "asked", "due"
"""What a payment may be for: a bill's UPI payment, money before a bill, old dues, at the door, all of them claimed; a
QR that was shown for an order, and dues that nobody has said were paid.
"""
HOUR = 3_600_000
BEFORE = HOUR // 2
"""Milliseconds: clocks of a bank and of a shop differ, and a claim is typed after it was paid."""
AFTER = 48 * HOUR
"""Milliseconds: a bank's statement and a slow transfer come behind."""
TWICE = 24 * HOUR
"""Milliseconds within which the same payer paying the same again has rather paid twice."""
DOOR_BEFORE, DOOR_AFTER = 24 * HOUR, 7 * 24 * HOUR
"""The same of what was paid at a door: it is typed when its run is over, and looked for until it is found."""
BY_UTR, BY_REFERENCE, BY_NUMBER, BY_AMOUNT = 100, 90, 84, 50
SHORTEST = 5
"""Characters of a reference of our own: a till's code and its count."""
LINK = re.compile(r"([A-Z][A-Z0-9]{0,2})(\d{4})(O\d{5,6}|\d{6})P\d{1,3}|K[0-9A-F]{12}\d{8}P\d+", re.ASCII)
"""The reference of a link on a bill, on an order's page or in a reminder of a khata; its groups make a number."""
WHOLE = re.compile(r"(?<![A-Z0-9])([A-Z][A-Z0-9]{0,2})[/ -]?(\d{4})[/ -]?(O\d{5,6}|\d{6})(?![A-Z0-9])", re.ASCII)
"""The number of an order or a bill as a person or a bank writes it, with or without its strokes."""
ENDING = re.compile(r"(?<![A-Z0-9])O\d{5,6}(?![A-Z0-9])", re.ASCII)
"""An order's number without its till and its year."""
NAME = 3
"""Letters from which a word of a payer's name tells who it was."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A payment that was claimed or asked for; `amount` in paise, `at` in milliseconds.

    `reference` is that of the QR which was shown, `utr` the one that proves it already. `parts` are the rows that it is
    written on: several where one transfer pays both papers of a sale. `number` and `name` say what and whom it is for.
    `due` where nobody asked and just that much is due; `phone` is then its customer's. `named` where the payment's own
    words tell the `number`, whatever the amount.
    """

    kind: str
    doc_id: bytes
    line: int
    amount: int
    at: int
    reference: str = ""
    utr: str = ""
    number: str = ""
    name: str = ""
    parts: tuple[tuple[bytes, int], ...] = ()
    phone: str = ""
    due: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a payment may be for, how likely that is (100 at most), and why in words; `certain` needs no person."""

    claim: Claim
    score: int
    certain: bool
    why: str


@dataclass(frozen=True, slots=True)
class Came:
    """A payment that came in: its id, what the bank says of it, when in milliseconds, and what it is matched with.

    `of` is the order of that, if as much is too much there still: to be given back, maybe.
    """

    id: bytes
    credit: Credit
    at: int
    doc_id: bytes | None = None
    of: bytes | None = None


@dataclass(frozen=True, slots=True)
class Double:
    """Two payments where one was owed: the one that counts, the one too many, and why in words."""

    first: bytes
    second: bytes
    why: str


def suggest(credit: Credit, at: int, claims: Iterable[Claim]) -> list[Suggestion]:
    """What a payment that came at `at` (milliseconds) may be for, the likeliest first."""
    every = list(claims)
    words = tokens(credit)
    named = {(claim.kind, claim.doc_id): claim for claim in every if claim.named}
    by_word, likely, owing = list[Suggestion](), list[Claim](), list[Claim]()
    for claim in every:
        if claim.named:
            continue
        if claim.due:
            owing += [claim] if claim.amount == credit.amount else []
        elif claim.utr:
            if claim.utr == credit.utr:
                by_word.append(_proved(claim, credit, BY_UTR, _("the same UTR")))
        elif claim.reference and len(claim.reference) >= SHORTEST and claim.reference.upper() in words:
            by_word.append(
                _proved(claim, credit, BY_REFERENCE, _("our reference {reference}").format(reference=claim.reference))
            )
        elif (claim.kind, claim.doc_id) not in named and claim.amount == credit.amount and _near(claim, at):
            likely.append(claim)
    if sum(one.certain for one in by_word) > 1:
        by_word = [replace(one, certain=False) for one in by_word]
    sure = {(one.claim.kind, one.claim.doc_id) for one in by_word}
    by_word += [_by_number(claim, credit) for of, claim in named.items() if of not in sure]
    asked = {one.claim.number for one in by_word} | {claim.number for claim in likely}
    owing = [claim for claim in owing if not claim.number or claim.number not in asked]
    alone = len(likely) == 1 and not by_word and not owing
    found = by_word + [_by_amount(claim, credit, at, alone=alone) for claim in likely]
    found += _by_due(owing, credit, alone=len(owing) == 1 and not asked)
    return sorted(found, key=lambda one: (-one.score, abs(at - one.claim.at)))


def _near(claim: Claim, at: int) -> bool:
    """Whether what came at that moment (milliseconds) may be what was claimed or asked for then."""
    before, after = (DOOR_BEFORE, DOOR_AFTER) if claim.kind == DOOR else (BEFORE, AFTER)
    return -before <= at - claim.at <= after


def certain(suggestions: Sequence[Suggestion]) -> Suggestion | None:
    """The one suggestion that needs nobody's judgement, None where there is none."""
    sure = [one for one in suggestions if one.certain]
    return sure[0] if len(sure) == 1 else None


def tokens(credit: Credit) -> set[str]:
    """The words of a payment in which a reference of ours may stand whole, in capitals."""
    words = set(re.findall(r"[A-Z0-9]+", credit.said.upper()))
    words.update(re.findall(r"[A-Z0-9]+", credit.reference.upper()))
    return words


def numbers(credit: Credit) -> set[str]:
    """The numbers of orders and bills that stand in the words of a payment; of an order its ending alone will do."""
    text = f"{credit.said} {credit.reference}".upper()
    whole = {"/".join(found) for found in WHOLE.findall(text)}
    ends = {one for one in ENDING.findall(text) if not any(other.endswith(one) for other in whole)}
    return whole | ends


def doubles(came: Sequence[Came], claims: Iterable[Claim]) -> list[Double]:
    """The payments that came once more for what another one has paid, each with the one that counts.

    `claims` are those that payments of `came` are matched with too. Two that are matched are told of as long as one of
    them is too much where it is.
    """
    ordered = sorted(came, key=lambda one: (one.doc_id is None, one.at, one.id))
    by_reference = {claim.reference.upper(): claim for claim in claims if len(claim.reference) >= SHORTEST}
    paid: dict[str, Came] = {}
    found = list[Double]()
    for one in ordered:
        own = next((word for word in tokens(one.credit) if word in by_reference), "")
        first = paid.get(own) if own else None
        counts = one.doc_id is None or one.of is not None
        if first is not None and counts:
            why = _("{reference} was paid before").format(reference=by_reference[own].number or own)
            found.append(Double(first.id, one.id, why))
            continue
        if own and first is None:
            paid[own] = one
        if counts and (twin := _twin(one, ordered)) is not None:
            said = _("{payer} paid {amount} before").format(payer=one.credit.payer, amount=rupees(one.credit.amount))
            found.append(Double(twin.id, one.id, said))
    return found


def _twin(one: Came, all_of_them: Sequence[Came]) -> Came | None:
    """The same of that payer shortly before, or one shortly before or after that stands for something already.

    Of one that is matched the same of that payer for the same order, shortly before.
    """
    payer = fold(one.credit.payer)
    if not payer:
        return None
    for other in all_of_them:
        before = (other.at, other.id) < (one.at, one.id)
        fits = (before and other.of == one.of) if one.doc_id else (before or other.doc_id is not None)
        counts = fits and other.id != one.id and other.credit.amount == one.credit.amount
        if counts and abs(other.at - one.at) <= TWICE and fold(other.credit.payer) == payer:
            return other
    return None


def _proved(claim: Claim, credit: Credit, score: int, why: str) -> Suggestion:
    """A suggestion by a reference: certain when the amount is the same to the paisa."""
    if claim.amount == credit.amount:
        return Suggestion(claim, score, certain=True, why=why)
    said = _("{why}, but {came} came and {owed} was claimed").format(
        why=why, came=rupees(credit.amount), owed=rupees(claim.amount)
    )
    return Suggestion(claim, score - 5, certain=False, why=said)


def _by_number(claim: Claim, credit: Credit) -> Suggestion:
    """A suggestion by a number that somebody has written there: likelier than any amount, and never certain."""
    why = _("its number stands in the text")
    if claim.amount == credit.amount:
        return Suggestion(claim, BY_NUMBER + 4, certain=False, why=why)
    if claim.amount:
        said = _("{why}, but {came} came and {due} are due")
        why = said.format(why=why, came=rupees(credit.amount), due=rupees(claim.amount))
    return Suggestion(claim, BY_NUMBER, certain=False, why=why)


def _by_due(owing: Sequence[Claim], credit: Credit, *, alone: bool) -> list[Suggestion]:
    """What just that much is due of, though nobody asked for it: of who may have paid, or the only one."""
    found = list[Suggestion]()
    for claim in owing:
        why = _("just what is due of it") if claim.number else _("just what is due on the khata")
        if _fits(claim, credit):
            found.append(
                Suggestion(claim, BY_AMOUNT - 10, certain=False, why=_("{why}; the name is like it").format(why=why))
            )
        elif alone:
            said = _("{why}, and nothing else comes to it").format(why=why)
            found.append(Suggestion(claim, BY_AMOUNT - 20, certain=False, why=said))
    return found


def _fits(claim: Claim, credit: Credit) -> bool:
    """Whether who paid may be who it is for: a word of the name, also within a UPI id, or the phone number."""
    names = {word for word in fold(claim.name).split() if len(word) >= NAME}
    paid = re.split(r"[^\w]+", fold(credit.payer))
    own = paid[0] if "@" in credit.payer else ""
    if names & set(paid) or any(len(word) > NAME and word in own for word in names):
        return True
    return bool(claim.phone) and claim.phone in f"{credit.payer} {credit.said}"


def _by_amount(claim: Claim, credit: Credit, at: int, *, alone: bool) -> Suggestion:
    """A suggestion by amount and time: the nearer the likelier, and more when nothing else comes to the same."""
    hours = abs(at - claim.at) // HOUR
    score = BY_AMOUNT - min(hours, 40) // 2
    same_name = _fits(claim, credit)
    why = _("the same amount, {hours} h apart").format(hours=hours) if hours else _("the same amount at the same time")
    if alone:
        score, why = score + 20, _("{why}, and nothing else comes to it").format(why=why)
    if same_name:
        score, why = score + 10, _("{why}; the name is like it").format(why=why)
    return Suggestion(claim, score, certain=False, why=why)
