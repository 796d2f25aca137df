"""SMS in India: the text that is registered on the DLT list, what may stand in its variables, and its length."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from shoppos.base.i18n import _
from shoppos.base.text import clean

LONGEST = 40
"""Characters in one variable. Source: TRAI's template rules as told by Fast2SMS and MSG91 (variable tagging, 2025)."""
KINDS = ("var", "numeric", "number", "alphanumeric", "url", "urlott", "cbn", "email")
"""The tags of TRAI's direction of 18 November 2025, and `{#var#}` from before it."""
_VARIABLE = re.compile(r"\{#\s*(" + "|".join(KINDS) + r")\s*#\}|#(" + "|".join(KINDS[1:]) + r")#", re.IGNORECASE)
_FIT = {
    "var": re.compile(r".{1,40}", re.DOTALL),
    "numeric": re.compile(r"[0-9]{1,40}", re.ASCII),
    "number": re.compile(r"[0-9]{1,40}", re.ASCII),
    "alphanumeric": re.compile(r"[^\W_]+(?: [^\W_]+)*"),
    "url": re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", re.ASCII),
    "urlott": re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", re.ASCII),
    "cbn": re.compile(r"\+?[0-9]{3,14}", re.ASCII),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
}
_MONEY = re.compile(r"(?:₹|Rs\.?)?\s*([0-9,]+)(?:\.00)?")

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The default alphabet of a text message (3GPP TS 23.038, 6.2.1)."""
GSM_TWICE = frozenset("\f^{}\\[~]|€")
"""What its extension table holds: each takes two septets (3GPP TS 23.038, 6.2.1.1)."""
ONE_GSM, MORE_GSM, ONE_UCS, MORE_UCS = 160, 153, 70, 67
"""Septets, or 16-bit units, of a message alone and of each part of a longer one (3GPP TS 23.040, 9.2.3.24.1)."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A registered text: the fixed parts, and the kind of the variable behind each but the last."""

    parts: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text message is: its alphabet ("GSM-7" or "UCS-2"), its units there, and in how many parts it goes."""

    alphabet: str
    units: int
    parts: int


def registered(text: str) -> Registered:
    """Read a text as it was registered."""
    parts, kinds, at = list[str](), list[str](), 0
    for found in _VARIABLE.finditer(text):
        parts.append(text[at : found.start()])
        kinds.append((found[1] or found[2]).lower())
        at = found.end()
    return Registered((*parts, text[at:]), tuple(kinds))


def fitted(value: str, kind: str) -> str:
    """A value as that kind of variable takes it, where that changes nothing but its spelling: "₹1,240.00" is 1240."""
    value = " ".join(value.split())
    if kind in {"numeric", "number"}:
        money = _MONEY.fullmatch(value)
        return money[1].replace(",", "") if money else value
    if kind == "alphanumeric":
        return " ".join("".join(char if char.isalnum() or _is_mark(char) else " " for char in value).split())
    return value


def differences(text: str, against: Registered) -> list[str]:
    """What an operator would find wrong with a message under a registered text, in words; empty when it goes."""
    found = values(text, against)
    if found is None:
        return [_different(text, against)]
    return [said for value, kind in zip(found, against.kinds, strict=True) if (said := _wrong(value, kind))]


def values(text: str, against: Registered) -> list[str] | None:
    """What stands in the place of each variable; None where the fixed parts are not those that were registered."""
    for body in (r"(.{0,40}?)", r"(.*?)"):  # values of a fair length first: a fixed part may stand in a value too
        pattern = re.escape(against.parts[0]) + "".join(body + re.escape(part) for part in against.parts[1:])
        found = re.fullmatch(pattern, text, re.DOTALL)
        if found:
            return list(found.groups())
    return None


def length(text: str) -> Length:
    """In how many parts a text goes; one character outside the default alphabet makes every character twice as wide."""
    if all(char in GSM or char in GSM_TWICE for char in text):
        widths = [2 if char in GSM_TWICE else 1 for char in text]
        return Length("GSM-7", sum(widths), _parts(widths, ONE_GSM, MORE_GSM))
    widths = [len(char.encode("utf-16-be")) // 2 for char in text]
    return Length("UCS-2", sum(widths), _parts(widths, ONE_UCS, MORE_UCS))


def _parts(widths: list[int], one: int, more: int) -> int:
    """A character is never cut in two: one that does not fit any more begins the next part."""
    if sum(widths) <= one:
        return 1
    parts, room = 1, more
    for width in widths:
        if width > room:
            parts, room = parts + 1, more
        room -= width
    return parts


def _is_mark(char: str) -> bool:
    """Vowel signs and joiners of Indic scripts belong to their letters."""
    return "\u0900" <= char <= "\u0dff" or char in "\u200c\u200d"


def _wrong(value: str, kind: str) -> str:
    shown = clean(value, 60)
    if not value.strip():
        return _("A variable is empty ({kind}).").format(kind=kind)
    if len(value) > LONGEST:
        return _("“{value}” has {count} characters; a variable takes {most}.").format(
            value=shown, count=len(value), most=LONGEST
        )
    plain = "".join(char for char in value if not _is_mark(char)) if kind == "alphanumeric" else value
    if not _FIT[kind].fullmatch(plain or value):
        return _("“{value}” is not what the list calls {kind}.").format(value=shown, kind=kind)
    return ""


def _different(text: str, against: Registered) -> str:
    """The first fixed part that is not there."""
    at = 0
    for part, kind in zip_longest(against.parts, against.kinds, fillvalue=""):
        where = text.find(part, at) if at else (0 if text.startswith(part) else -1)
        if where < 0:
            return _("The registered text has “{part}” where this one has “{text}”.").format(
                part=clean(part, 60), text=clean(text[at:], 60)
            )
        at = where + len(part)
        if not kind and at < len(text):
            break
    return _("The text goes on where the registered one ends: “{text}”.").format(text=clean(text[at:], 60))
