"""What payments say of themselves on screen: who told of one, what it may be for, and what came of telling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.rules.matching import ADVANCE, ASKED, BILL, DOOR, DUE, KHATA
from shoppos.ui.widgets.talk_words import moment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from shoppos.base.file import Reader
    from shoppos.reports.bank import Arrived
    from shoppos.rules.bank_words import Credit
    from shoppos.rules.matching import Claim, Suggestion
    from shoppos.shop.bank import Learned

LATELY = 100
"""Payments that are shown of those that were decided."""


def source_said(source: str) -> str:
    """Who told of a payment."""
    return {
        "sms": _("Bank's message"), "file": _("Statement"), "hand": _("Typed"), "service": _("Payment service"),
    }.get(source, source)  # fmt: skip


def kind_said(kind: str) -> str:
    """What a payment is for."""
    return {
        BILL: _("Bill"), ADVANCE: _("Order, claimed"), KHATA: _("Khata"), DOOR: _("At the door"),
        ASKED: _("Order, QR shown"), DUE: _("Dues"),
    }.get(kind, kind)  # fmt: skip


def _kind_of(claim: Claim) -> str:
    """What a payment is for; of an order that is named or due only that it is one: no QR may have been shown."""
    return _("Order") if claim.kind == ASKED and (claim.due or claim.named) else kind_said(claim.kind)


def claim_said(claim: Claim) -> str:
    """What a payment is matched with, in one word or number."""
    return claim.number.rpartition("/")[2] or _("the khata of {name}").format(name=claim.name or "?")


def claim_rows(
    suggested: Iterable[Suggestion], rest: Iterable[Claim], at: Callable[[int], dt.datetime], now: dt.datetime
) -> list[tuple[str, ...]]:  # fmt: skip
    """What a payment may be for, and all else that was claimed, as rows; `at` makes a time of milliseconds."""
    rows = [(claim_said(s.claim), rupees(s.claim.amount), _kind_of(s.claim), f"★ {s.why}") for s in suggested]
    return rows + [
        (claim_said(one), rupees(one.amount), kind_said(one.kind),
         " · ".join(part for part in (moment(at(one.at), now), one.name) if part))
        for one in rest
    ]  # fmt: skip


def arrived_said(one: Arrived, at: dt.datetime, now: dt.datetime) -> tuple[str, str, str, str]:
    """A payment as a row: when, how much, from whom and under which UTR, who told of it."""
    who = " · ".join(part for part in (one.credit.payer, one.credit.utr) if part) or one.credit.said
    return moment(at, now), rupees(one.amount), who, source_said(one.source)


def credit_said(credit: Credit) -> str:
    """What was understood of a message, in a sentence."""
    parts = [_("{amount} came in").format(amount=rupees(credit.amount))]
    if credit.payer:
        parts.append(_("from {name}").format(name=credit.payer))
    parts.append(_("UTR {utr}").format(utr=credit.utr) if credit.utr else _("no UTR is told"))
    if credit.at is not None:
        parts.append(f"{credit.at:%d-%m-%Y}")
    return ", ".join(parts)


def learned_said(learned: Learned) -> str:
    """What came of telling."""
    parts = list[str]()
    if learned.new:
        parts.append(ngettext("{n} new payment", "{n} new payments", learned.new).format(n=learned.new))
    if learned.known:
        parts.append(ngettext("{n} known before", "{n} known before", learned.known).format(n=learned.known))
    if not parts:
        parts.append(_("No payment in it"))
    said = ", ".join(parts) + ". "
    return said + " ".join((*learned.matched, *learned.odd))


def searched(claim: Claim) -> str:
    """The words in which a claim is looked for: its number, its name and its amount, with and without commas."""
    amount = rupees(claim.amount)
    return f"{claim.number} {claim.name} {amount} {amount.replace(',', '')}".casefold()


def decided(db: Reader, state: str) -> list[Arrived]:
    """The payments that were matched or left lately, the last first."""
    from shoppos.reports.bank import arrived

    where = "b.id IN (SELECT id FROM bank_credit WHERE state = ? ORDER BY decided_at DESC LIMIT ?)"
    return arrived(db, where, (state, LATELY))[::-1]
