"""Which State and district a PIN code lies in, by India Post's directory; where it is silent, the State by its circles.

The directory is the All India Pincode Directory of data.gov.in as `indian_pincode` carries it. Both are suggestions: a
post office's district is not always the town that people write, and some PIN codes lie in two States.
"""

from types import ModuleType

from shoppos.base.text import ascii_digits
from shoppos.rules.place_of_supply import STATES

DIGITS = 6
CIRCLES: dict[str, str] = {
    "11": "07", "12": "06", "13": "06", "14": "03", "15": "03", "160": "04", "16": "03", "17": "02", "18": "01",
    "19": "01", "194": "38", "20": "09", "21": "09", "22": "09", "23": "09", "24": "09", "25": "09", "26": "09",
    "27": "09", "28": "09", "244": "09", "246": "05", "247667": "05", "248": "05", "249": "05", "262": "09",
    "2625": "05", "263": "05", "30": "08", "31": "08", "32": "08", "33": "08", "34": "08", "36": "24", "37": "24",
    "38": "24", "39": "24", "396210": "26", "396220": "26", "396230": "26", "362520": "26", "40": "27", "403": "30",
    "41": "27", "42": "27", "43": "27", "44": "27", "45": "23", "46": "23", "47": "23", "48": "23", "49": "22",
    "50": "36", "51": "37", "52": "37", "53": "37", "56": "29", "57": "29", "58": "29", "59": "29", "60": "33",
    "605": "33", "605001": "34", "61": "33", "62": "33", "63": "33", "64": "33", "67": "32", "68": "32", "6825": "31",
    "69": "32", "70": "19", "71": "19", "72": "19", "73": "19", "737": "11", "74": "19", "744": "35", "75": "21",
    "76": "21", "77": "21", "78": "18", "790": "12", "791": "12", "792": "12", "793": "17", "794": "17", "795": "14",
    "796": "15", "797": "13", "798": "13", "799": "16", "80": "10", "81": "10", "814": "20", "815": "20", "816": "20",
    "82": "10", "822": "20", "825": "20", "826": "20", "827": "20", "828": "20", "829": "20", "83": "20", "84": "10",
    "85": "10",
}  # fmt: skip
"""State codes by the beginning of the PIN code; the longest that fits counts. A circle may cross a State's border."""


_CODES = {name.upper(): code for code, name in STATES.items()} | {"THE DADRA AND NAGAR HAVELI AND DAMAN AND DIU": "26"}
"""The codes of the States by their names in the directory."""
_SMALL = frozenset({"and", "of"})


def state_of(pin_code: str) -> str:
    """The State's code, or "" for what is no whole PIN code or lies nowhere."""
    pin = _whole(pin_code)
    if not pin:
        return ""
    known = _CODES.get(directory().get_state(pin) or "", "")
    return known or next((CIRCLES[pin[:n]] for n in range(DIGITS, 1, -1) if pin[:n] in CIRCLES), "")


def districts_of(pin_code: str) -> tuple[str, ...]:
    """The districts of a PIN code, as an address names them; several where it crosses a border, none where unknown."""
    pin = _whole(pin_code)
    return tuple(map(_written, directory().get_districts(pin))) if pin else ()


def exists(pin_code: str) -> bool:
    """Whether India Post has that PIN code."""
    pin = _whole(pin_code)
    return bool(pin) and directory().validate(pin)


def directory() -> ModuleType:
    """The directory, read when it is first asked: no command waits for it that asks nothing."""
    import indian_pincode  # noqa: PLC0415  (12 ms at the start of each command otherwise)

    return indian_pincode


def _whole(pin_code: str) -> str:
    """The six digits, "" for anything else."""
    pin = "".join(ascii_digits(pin_code).split())
    return pin if len(pin) == DIGITS and pin.isdigit() else ""


def _written(name: str) -> str:
    """A name in capitals as it is written."""
    return " ".join(word if word in _SMALL else word.capitalize() for word in name.lower().split())
