"""Words that several papers share, in the paper's language: States, days, ways to pay, and whose phone it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.text import clean

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

LAST_DIGITS = 4
PARTED = " · "
"""Between the mark of a second print and who asked for it when: "DUPLICATE 2 · Asha · 3 May 2026 14:05"."""
LINE = "_" * 16
"""Room to sign on."""


def state_name(code: str, gettext: Callable[[str], str]) -> str:
    """A State by its GST code; a code that is none stands for itself."""
    _ = gettext
    names = {
        "01": _("Jammu and Kashmir"), "02": _("Himachal Pradesh"), "03": _("Punjab"), "04": _("Chandigarh"),
        "05": _("Uttarakhand"), "06": _("Haryana"), "07": _("Delhi"), "08": _("Rajasthan"),
        "09": _("Uttar Pradesh"), "10": _("Bihar"), "11": _("Sikkim"), "12": _("Arunachal Pradesh"),
        "13": _("Nagaland"), "14": _("Manipur"), "15": _("Mizoram"), "16": _("Tripura"), "17": _("Meghalaya"),
        "18": _("Assam"), "19": _("West Bengal"), "20": _("Jharkhand"), "21": _("Odisha"), "22": _("Chhattisgarh"),
        "23": _("Madhya Pradesh"), "24": _("Gujarat"), "26": _("Dadra and Nagar Haveli and Daman and Diu"),
        "27": _("Maharashtra"), "29": _("Karnataka"), "30": _("Goa"), "31": _("Lakshadweep"), "32": _("Kerala"),
        "33": _("Tamil Nadu"), "34": _("Puducherry"), "35": _("Andaman and Nicobar Islands"), "36": _("Telangana"),
        "37": _("Andhra Pradesh"), "38": _("Ladakh"), "97": _("Other Territory"),
    }  # fmt: skip
    return names.get(code, code)


def day_said(day: dt.date, gettext: Callable[[str], str]) -> str:
    """A day as people say it: "3 May 2026"."""
    _ = gettext
    months = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
        _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip
    return f"{day.day} {months[day.month - 1]} {day.year}"


def time_said(moment: dt.datetime) -> str:
    """A time of day as Indian bills write it: "6:30 PM"."""
    return moment.strftime("%I:%M %p").removeprefix("0")


def way_to_pay(method: str, gettext: Callable[[str], str], otherwise: str = "") -> str:
    """A way to pay by its key; for a key that is none `otherwise`, or the key."""
    _ = gettext
    labels = {
        "cash": _("Cash"), "upi": _("UPI"), "card": _("Card"), "netbanking": _("Net banking"),
        "khata": _("On credit (khata)"), "cod": _("Cash on delivery"), "points": _("Points"),
        "exchange": _("Exchange"), "advance": _("Paid before"), "courier": _("Courier"),
    }  # fmt: skip
    return labels.get(method) or clean(otherwise or method)


def last_digits(phone: str) -> str:
    """The last four digits of a phone number, for those who need not know it whole; "" for a shorter one."""
    digits = "".join(sign for sign in phone if sign.isdecimal())
    return digits[-LAST_DIGITS:] if len(digits) > LAST_DIGITS else ""


def both(legal: str, words: str) -> str:
    """The word the law knows, with the reader's own before it where they differ."""
    return legal if words == legal else f"{words} / {legal}"


def again(copy: str, gettext: Callable[[str], str]) -> tuple[str, str]:
    """The mark of a second print, and who asked for it and when; a title of Rule 48 stays as it is."""
    _ = gettext
    mark, _parted, about = clean(copy).partition(PARTED)
    if mark.rstrip(" 0123456789") == "DUPLICATE":
        mark = mark.replace("DUPLICATE", both("DUPLICATE", _("DUPLICATE")))
    return mark, about
