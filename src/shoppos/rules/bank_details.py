"""The account that a bill names for who pays it by a transfer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import ascii_digits, clean
from shoppos.rules import identifiers

SETTING = "bank_details"
NUMBER = re.compile(r"[0-9]{9,18}", re.ASCII)
"""An account's number: nine to eighteen digits, by the bank (NPCI, NACH procedural guidelines)."""
LONGEST = 80
FIELDS = ("holder", "account", "ifsc", "bank")


@dataclass(frozen=True, slots=True)
class BankDetails:
    """Whose account it is, its number, the branch's IFSC and the bank's name."""

    holder: str
    account: str
    ifsc: str
    bank: str = ""


def read(told: Any) -> BankDetails | None:
    """What the setting "bank_details" says; None where it says nothing or no account."""
    if not isinstance(told, Mapping):
        return None
    said = cast("Mapping[str, Any]", told)
    values = {name: str(said.get(name, "")) for name in FIELDS}
    return BankDetails(**values) if values["account"] and values["ifsc"] else None


def checked(told: Mapping[str, Any]) -> dict[str, str]:
    """The account as it is kept, {} where all is empty; InvalidInput names the field that does not do."""
    strange = sorted(set(told) - set(FIELDS))
    if strange:
        raise InvalidInput(
            _("A bank account has no {field}.").format(field=clean(strange[0], 20)),
            _("It has: {fields}.").format(fields=", ".join(FIELDS)),
            SETTING,
        )
    values = {name: clean(str(told.get(name, "")), LONGEST) for name in FIELDS}
    if not any(values.values()):
        return {}
    account = re.sub(r"[ -]", "", ascii_digits(values["account"]))
    if not NUMBER.fullmatch(account):
        raise InvalidInput(
            _("That is not the number of a bank account."), _("It has 9 to 18 digits, as in the passbook."), "account"
        )
    ifsc = identifiers.check("ifsc", ascii_digits(values["ifsc"]))
    if ifsc.normalised is None:
        raise InvalidInput(
            _("{value} is not an IFSC.").format(value=values["ifsc"][:20] or '""'),
            _("It has eleven signs: four letters, a zero and six more, for example HDFC0001234."),
            "ifsc",
        )
    if not values["holder"]:
        raise InvalidInput(_("Whose account is it?"), _("Type the name as the bank has it."), "holder")
    return asdict(BankDetails(values["holder"], account, ifsc.normalised, values["bank"]))
