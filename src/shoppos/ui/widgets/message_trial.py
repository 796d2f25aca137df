"""Trying an account: one message of it to oneself, beside the window, and what became of it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput, Unavailable
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.rules.message_words import channel_said

if TYPE_CHECKING:
    from shoppos.shop import Shop


def send_one(shop: Shop, channel: str, address: str) -> str:
    """Send one message to oneself by an account as it is set up, and say that it was taken.

    Unavailable, with the other side's own words, where it was not. Nothing is kept of it.
    """
    from shoppos.base.ids import new_id
    from shoppos.online.channels import Sent
    from shoppos.online.outbox import accounts
    from shoppos.reports.messages import Outgoing

    to = clean(address, 120)
    if not to:
        raise InvalidInput(_("Type to whom the test goes."), field="to")
    line = next((one for one in accounts(shop.db, shop.messages.secrets) if one.name == channel), None)
    if line is None:
        raise InvalidInput(_("{channel} is not set up.").format(channel=channel_said(channel)), _("Keep it first."))
    said = _("A test by ShopPOS: messages of {shop} arrive here.").format(shop=shop.settings.profile().name)
    message = Outgoing(new_id(), channel, to, said, said, "", None, "", "en", 1, shop.db.clock.ms())
    try:
        outcome = line.send(message)
    finally:
        line.rest()
    if not isinstance(outcome, Sent):
        raise Unavailable(outcome.why or _("There was no way out to the net."), _("Nothing was kept of this test."))
    return _("It was taken. Look whether it came.")
