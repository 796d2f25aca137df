"""A payment that was claimed never came: it is taken off with a reason, and what it paid is due again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.rules.matching import ADVANCE, ASKED, BILL
from shoppos.ui.dialogs.order_ask import OrderDialog
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.payment_words import claim_said
from shoppos.ui.widgets.pick_words import PickWords

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.rules.matching import Claim
    from shoppos.ui.context import Context


class StrikeClaimDialog(OrderDialog):
    """Why it is taken off; where a bill has used it already that is asked once more."""

    def __init__(self, context: Context, parent: QWidget | None, claim: Claim) -> None:
        """Ask about that claim; Refused for one that cannot be taken off by itself."""
        refuse(claim)
        number = claim_said(claim)
        super().__init__(context, parent, _("{number}: it never came").format(number=number), _("Take it off (Enter)"))
        self.claim = claim
        asked = _("{amount} were said to be paid for {number} and are not at the bank. They are due again then.")
        self.body.addWidget(words(asked.format(amount=rupees(claim.amount), number=number)))
        known = (_("It never came at the bank"), _("The payment had failed"), _("Written down by mistake"))
        self.why = PickWords(_("Why"), known)
        self.body.addWidget(self.why)
        self.body.addStretch()
        self.ready(self.why.field)

    def act(self, *, sure: bool) -> None:
        """Take it off."""
        self.shop.advances.strike(self.claim.doc_id, self.why.text, sure=sure)


def struck(context: Context, parent: QWidget, claim: Claim) -> str:
    """Ask, and take it off; gives what came of it, "" where it was left."""
    if not StrikeClaimDialog(context, parent, claim).exec():
        return ""
    said = _("{amount} of {number} are taken off: they are due again.")
    return said.format(amount=rupees(claim.amount), number=claim_said(claim))


def refuse(claim: Claim) -> None:
    """Refused for what is no claim of an order, with where it is undone instead."""
    if claim.kind == ADVANCE and not claim.utr:
        return
    hints = {
        ASKED: _("Only its QR was shown: nothing is to be taken off."),
        BILL: _("Cancel the bill on the page of bills, and make it anew."),
    }
    raise Refused(
        _("Only a payment that was claimed for an order is taken off here."),
        hints.get(claim.kind, _("It stays in this list until the bank shows it.")),
    )
