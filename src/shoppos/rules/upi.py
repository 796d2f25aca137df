"""The line behind a UPI QR code, written and read by the NPCI UPI Linking Specification 1.6."""

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import plain, read_paise
from shoppos.base.text import clean
from shoppos.rules.identifiers import check

LONGEST_REFERENCE = 34
"""PhonePe takes fewer than 35 characters."""
LONGEST_NOTE = 50
WARN_ABOVE = 100_000_00
"""Rs 1,00,000: what one UPI payment moves by default."""
ORDER = ("ver", "mode", "pa", "pn", "mc", "tid", "tr", "tn", "am", "mam", "cu", "purpose", "orgid", "url", "sign")
_LONGEST_VALUE = 1000
"""Room for a bank's signature."""
_SCHEME = re.compile(r"upi://pay/?\?", re.IGNORECASE)
_REFERENCE = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_REFERENCE}}}", re.ASCII)
_AMOUNT = re.compile(r"[0-9]+(\.[0-9]{1,2})?", re.ASCII)
_MCC = re.compile(r"[0-9]{4}", re.ASCII)


def link(
    pa: str,
    pn: str,
    *,
    amount: int | None = None,
    tr: str | None = None,
    tn: str | None = None,
    mc: str | None = None,
    merchant: bool = True,
) -> str:
    """The payment link to `pa` in the shop's name `pn`; `amount` is paise, None lets the payer type it.

    `tr` is the reference of this one attempt, `tn` the note the payer sees, `mc` the merchant category code. A personal
    address (`merchant` false) gets neither `tr` nor `mc`, which its bank would decline: the reference joins the note.
    InvalidInput for what a UPI app would refuse.
    """
    checked = {"pa": pa, "tr": tr, "am": None if amount is None else plain(amount), "mc": mc}
    for field, value in checked.items():
        if value is not None and not field_ok(field, value):
            raise InvalidInput(_sentence(field).format(value=value), field=field)
    name = clean(pn)
    if not name:
        raise InvalidInput(_("A UPI payment needs the shop's name."), field="pn")
    note = clean(tn or "", LONGEST_NOTE)
    if not merchant:
        note = f"{clean(note, LONGEST_NOTE - len(tr) - 1)} {tr}".strip() if tr else note
        tr = mc = None
    values = {"pa": pa, "pn": name, "mc": mc, "tr": tr, "tn": note, "am": checked["am"], "cu": "INR"}
    pairs = (f"{key}={quote(values[key] or '', safe='@' if key == 'pa' else '')}" for key in ORDER if values.get(key))
    return f"upi://pay?{'&'.join(pairs)}"


def parse(text: str) -> dict[str, str]:
    """The parameters of a UPI link, the first of each name; InvalidInput for any other text.

    A plus is a plus: the specification writes a space as %20.
    """
    found = _SCHEME.match(text.strip())
    if not found:
        raise InvalidInput(_("That is no UPI code."), _("Scan the QR code of a payment."), field="upi")
    values: dict[str, str] = {}
    for pair in text.strip()[found.end() :].split("&"):
        key, equals, value = pair.partition("=")
        if equals:
            values.setdefault(clean(key), clean(unquote(value), _LONGEST_VALUE))
    return values


def reference(text: str) -> str:
    """A bill number or attempt as a `tr`: capitals and digits only, at most 34.

    Two numbers may become one ("A/11", "A1/1"): the caller makes it unique by an attempt counter.
    """
    return re.sub(r"[^A-Z0-9]", "", text.upper())[:LONGEST_REFERENCE]


def field_ok(field: str, value: str) -> bool:
    """Whether UPI apps take `value` in `field` (pa, am, tr, mc, or the payer's utr)."""
    return _FIELDS[field](value)


def _sentence(field: str) -> str:
    """What is wrong with a field, with a place for its value."""
    return {
        "pa": _('"{value}" is not a UPI address. It looks like name@bank.'),
        "am": _("A UPI payment cannot be of {value} rupees."),
        "tr": _('"{value}" cannot be a UPI reference: letters and digits only, at most 34.'),
        "mc": _('"{value}" is not a merchant category code. It has four digits.'),
    }[field]


_FIELDS: dict[str, Callable[[str], bool]] = {
    "pa": lambda value: check("vpa", value).valid and value == value.strip(),
    "am": lambda value: bool(_AMOUNT.fullmatch(value) and read_paise(value)),
    "tr": lambda value: bool(_REFERENCE.fullmatch(value)),
    "mc": lambda value: bool(_MCC.fullmatch(value)),
    "utr": lambda value: check("utr", value).valid,
}
