"""What the shop has chosen, and who it says it is on its papers."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass, fields, replace
from typing import Any, TypeVar

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.settings import setting
from shoppos.base.text import ascii_digits, clean
from shoppos.models.setting import Letterhead as StoredLetterhead
from shoppos.models.setting import Setting
from shoppos.rules import identifiers, rights
from shoppos.rules.documents import Scheme
from shoppos.rules.letterhead import Letterhead
from shoppos.rules.place_of_supply import STATES
from shoppos.shop.staff import Staff, bound

T = TypeVar("T")

LANDLINE = re.compile(r"0[1-5][0-9]{9}|\(?0[1-8][0-9]{1,3}\)?[ -]+[2-7][0-9 ]{5,8}", re.ASCII)
"""A line in a house: a zero, the code of the town and the number, ten digits together (National Numbering Plan).

Codes of towns from 06 on could begin a mobile number too: they are known by the gap behind them.
"""
TRUNK = 11

FIELDS = tuple(field.name for field in fields(Letterhead))
MERCHANT = FIELDS.index("upi_merchant")
HEAD = f"id, {', '.join(FIELDS)}"
TERMS = f"SELECT {HEAD}, (SELECT value FROM setting WHERE key = 'round_to') FROM letterhead ORDER BY id DESC LIMIT 1"
ROUND_TO = 100
"""To how many paise a bill is rounded where nobody chose."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a sale is priced by: the letterhead in force and how the payable is rounded (paise)."""

    letterhead_id: bytes
    profile: Letterhead
    round_to: int


class Settings:
    """The shop's choices; read at each use, so that a change by another program is seen."""

    def __init__(self, db: Database) -> None:
        """Read from and write to `db`."""
        self.db = db

    def get(self, key: str, default: T) -> T:
        """The choice for `key`, or `default`, which also says its type."""
        return setting(self.db, key, default)

    def set(self, key: str, value: Any) -> None:
        """Choose `value` (anything JSON can say, no floats) for `key`.

        Refused for what decides about money or rights (`rules.rights.SETTINGS`) where PINs guard it.
        """
        told = json.dumps(value, ensure_ascii=False, sort_keys=True)
        with self.db.transaction("setting.changed") as tx:
            self.guard(key)
            if not tx.change(Setting, {"key": key}, {"value": told}):
                tx.insert(Setting, {"key": key, "value": told})

    def guard(self, key: str) -> None:
        """Refused where PINs guard the shop, for who may not choose `key` by themselves; nothing is changed."""
        if key in rights.SETTINGS:
            Staff(self.db).guard(rights.SETTINGS[key])

    def letterhead(self) -> tuple[bytes, Letterhead]:
        """The letterhead in force: its id and what it says; an empty id where the shop has none yet."""
        return _letterhead(self.db.row(f"SELECT {HEAD} FROM letterhead ORDER BY id DESC LIMIT 1"))

    def terms(self) -> Terms:
        """What a sale is priced by now; read at once, for the counter asks at each scan."""
        row = self.db.row(TERMS)
        if row is None:
            return Terms(*_letterhead(row), self.get("round_to", ROUND_TO))
        told = ROUND_TO if row[-1] is None else json.loads(row[-1])
        return Terms(*_letterhead(row[:-1]), told if type(told) is int else ROUND_TO)

    def profile(self) -> Letterhead:
        """Who the shop is."""
        return self.letterhead()[1]

    def set_profile(self, **changes: Any) -> Letterhead:
        """Change what the papers say from now on; papers of the past keep what they said.

        Takes the fields of `Letterhead`. InvalidInput names the field that does not do; NeedsApproval where PINs
        guard the shop, for who may not say whose it is and to which UPI id its money goes.
        """
        with self.db.transaction("letterhead.changed") as tx:
            at, old = self.letterhead()
            new = checked(replace(old, **changes))
            if new != old:
                message = _("Not everybody may change who the shop is and where its UPI money goes.")
                Staff(self.db).allow("letterhead", bound(at, *astuple(new)), message)
                row = {**asdict(new), "upi_merchant": int(new.upi_merchant)}
                tx.insert(StoredLetterhead, {"id": new_id(), **row, "made_at": self.db.clock.ms()})
        return new


def _letterhead(row: Sequence[Any] | None) -> tuple[bytes, Letterhead]:
    """What a row of the columns HEAD says."""
    if row is None:
        return b"", Letterhead()
    values = list(row[1:])
    values[MERCHANT] = bool(values[MERCHANT])
    return row[0], Letterhead(*values)


def _cleaned(value: Any) -> Any:
    return clean(value, 500) if isinstance(value, str) else value


def checked(profile: Letterhead) -> Letterhead:
    """The profile with its identifiers in their one spelling; InvalidInput for what the law or UPI would refuse."""
    profile = replace(profile, **{name: _cleaned(getattr(profile, name)) for name in FIELDS})
    if not profile.name:
        raise InvalidInput(_("The shop needs a name."), _("Type it as it shall stand on the bill."), "name")
    if profile.scheme not in {scheme.value for scheme in Scheme}:
        raise InvalidInput(_("Choose how the shop pays GST."), field="scheme")
    profile = _with_gstin(profile)
    if profile.state not in STATES:
        raise InvalidInput(_("Choose the shop's State."), _("Its two-digit GST code, for example 27."), "state")
    for field, kind in (("pin_code", "pin"), ("phone", "phone"), ("upi", "vpa")):
        value = str(getattr(profile, field))
        if value and not (field == "phone" and _is_landline(value)):
            found = identifiers.check(kind, value)
            if not found.valid:
                raise InvalidInput(*_wrong(field, value), field)
            profile = replace(profile, **{field: found.normalised or value})
    return profile


def _is_landline(value: str) -> bool:
    digits = re.sub(r"[^0-9]", "", ascii_digits(value))
    return len(digits) == TRUNK and LANDLINE.fullmatch(ascii_digits(value)) is not None


def _wrong(field: str, value: str) -> tuple[str, str]:
    """What a value is not, and how one looks."""
    said = {
        "pin_code": (_("{value} is not a PIN code."), _("It has six digits and does not begin with 0.")),
        "phone": (
            _("{value} is not a mobile number."),
            _("It has ten digits and begins with 6 to 9; a landline begins with 0 and its STD code."),
        ),
        "upi": (_("{value} is not a UPI id."), _("It looks like name@bank.")),
    }[field]
    return said[0].format(value=value), said[1]


def _with_gstin(profile: Letterhead) -> Letterhead:
    """The GSTIN checked against the scheme; it decides the State."""
    if profile.scheme == Scheme.UNREGISTERED:
        return replace(profile, gstin="")
    if not profile.gstin:
        raise InvalidInput(
            _("A shop that pays GST needs its GSTIN."),
            _("Type it, or choose that the shop is not registered."),
            "gstin",
        )
    found = identifiers.check("gstin", profile.gstin)
    if not found.valid:
        raise InvalidInput(
            _("{value} is not a valid GSTIN.").format(value=profile.gstin),
            _("Compare it with the certificate."),
            "gstin",
        )
    gstin = found.normalised or profile.gstin
    return replace(profile, gstin=gstin, state=gstin[:2])
