"""The one invoice for a day's small sales is found by its number, but what is done with goods is done by token."""

from shoppos.base.db import Database
from shoppos.base.errors import Refused
from shoppos.base.i18n import _


def refuse(db: Database, number: str) -> None:
    """Refused where that number is the invoice for a day's tokens: it moved no goods, and names its tokens."""
    row = db.row("SELECT first, last FROM consolidated WHERE number = ?", (number,))
    if row is not None:
        sentence = _("{number} is the one invoice for the tokens {first} to {last}.")
        raise Refused(
            sentence.format(number=number, first=row[0], last=row[1]),
            _("Scan the token itself, or type its number."),
        )
