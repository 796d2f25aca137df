"""Letterheads: who the shop said it was when a paper was made."""

from typing import Any

from shoppos.base.file import Reader
from shoppos.base.settings import setting
from shoppos.rules import bank_details, logo
from shoppos.rules.bank_details import BankDetails
from shoppos.rules.letterhead import Letterhead
from shoppos.rules.logo import Logo


def load(db: Reader, letterhead_id: bytes | None) -> Letterhead:
    """The letterhead with that id; an empty one where there is none."""
    names = ", ".join(Letterhead.__slots__)
    row = db.row(f"SELECT {names} FROM letterhead WHERE id = ?", (letterhead_id,))
    if row is None:
        return Letterhead()
    values = dict(zip(Letterhead.__slots__, row, strict=True))
    values["upi_merchant"] = bool(values["upi_merchant"])
    return Letterhead(**values)


def account(db: Reader) -> BankDetails | None:
    """The bank account to which the shop wants its transfers now; None where it named none."""
    return bank_details.read(setting(db, bank_details.SETTING, dict[str, Any]()))


def picture(db: Reader) -> Logo | None:
    """The shop's picture on its papers now; None where it chose none, or where it cannot be read any more."""
    return logo.read(setting(db, logo.SETTING, ""))
