"""The shop's plain choices: what each may be, what it is where nobody chose, and how it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.i18n import BILL_LANGUAGES, LANGUAGES, _
from shoppos.base.money import parse_paise, plain
from shoppos.base.text import ascii_digits, clean, fold
from shoppos.rules.gst_thresholds import E_WAY


class Form(StrEnum):
    """How a choice is made: yes or no, one of some, a whole number, an amount, or a list of names."""

    YES = "yes"
    ONE = "one"
    WHOLE = "whole"
    AMOUNT = "amount"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its key in the settings, its form, what is usual, and what it may be.

    `options` are those of ONE; `least` and `most` bound a WHOLE, and an AMOUNT in paise.
    """

    key: str
    form: Form
    usual: Any
    options: tuple[Any, ...] = ()
    least: int = 0
    most: int = 0


CRORES = 100_000_000_000_00
CHOICES: tuple[Choice, ...] = (
    Choice("language", Form.ONE, "en", tuple(LANGUAGES)),
    Choice("bill_language", Form.ONE, "", ("", *BILL_LANGUAGES)),
    Choice("report_language", Form.ONE, "", ("", *BILL_LANGUAGES)),
    Choice("theme", Form.ONE, "system", ("system", "light", "dark")),
    Choice("font_percent", Form.ONE, 100, (90, 100, 110, 125, 150)),
    Choice("keymap", Form.ONE, "shoppos", ("shoppos", "vyapar")),
    Choice("sound", Form.YES, True),
    Choice("round_to", Form.ONE, 100, (100, 0)),
    Choice("stock_policy", Form.ONE, "warn", ("warn", "manager", "quiet")),
    Choice("count_reminder", Form.ONE, "", ("", "daily", "weekly", "monthly")),
    Choice("credit_policy", Form.ONE, "warn", ("warn", "block")),
    Choice("credit_limit", Form.AMOUNT, 0, most=CRORES),
    Choice("remind_after", Form.WHOLE, 30, most=365),
    Choice("remind_again", Form.WHOLE, 7, least=1, most=365),
    Choice("day_start", Form.WHOLE, 0, most=12),
    Choice("small_sales", Form.ONE, "number", ("number", "consolidate")),
    Choice("shift_blind", Form.YES, True),
    Choice("expense_categories", Form.NAMES, []),
    Choice("gst_turnover", Form.AMOUNT, 0, most=CRORES),
    Choice("eway_limit", Form.AMOUNT, E_WAY, least=E_WAY, most=CRORES),
    Choice("estimate_days", Form.WHOLE, 15, most=730),
    Choice("lead_days", Form.WHOLE, 3, most=365),
    Choice("cover_days", Form.WHOLE, 7, least=1, most=365),
    Choice("board_days", Form.WHOLE, 2, least=1, most=365),
    Choice("order_double_hours", Form.WHOLE, 24, most=240),
    Choice("web_every", Form.WHOLE, 60, least=5, most=3600),
)
"""Every choice that one value says; those of many parts (printers, slots, places of reports …) have pages of their own.

A language of BILL_LANGUAGES, "" for the screen's; "round_to" in paise, 0 for no rounding; "web_every" in seconds.
"""
TRUE = frozenset({"yes", "on", "true", "1"})
FALSE = frozenset({"no", "off", "false", "0"})


def find(key: str) -> Choice | None:
    """The plain choice of that key, if it is one."""
    return next((one for one in CHOICES if one.key == key), None)


def choice(key: str) -> Choice:
    """The plain choice of that key; NotFound."""
    found = find(key)
    if found is None:
        raise NotFound(_("There is no plain choice {key}.").format(key=clean(key, 40)))
    return found


def about(key: str) -> str:
    """In one sentence what the choice changes."""
    return {
        "language": _("The language of the screen."),
        "bill_language": _("The language of bills and other papers; empty: as the screen."),
        "report_language": _("The language of the owner's report; empty: as the screen."),
        "theme": _("Light or dark colours, or as the computer has it."),
        "font_percent": _("The size of letters on the screen, in percent."),
        "keymap": _("Which keys do what."),
        "sound": _("A beep for a scan, another for a mistake."),
        "round_to": _("To how many paise a bill is rounded; 100 is the whole rupee, 0 rounds nothing."),
        "stock_policy": _("What happens when more is sold than there is."),
        "count_reminder": _("How often you are reminded to count the stock."),
        "credit_policy": _("What happens when a bill goes beyond a khata's limit."),
        "credit_limit": _("What a khata may stand at; 0: any amount."),
        "remind_after": _("After so many days a due is among those to be reminded."),
        "remind_again": _("So many days lie between two reminders of the same customer."),
        "day_start": _(
            "From this hour on a new day is booked, for a shop open past midnight; it holds from the next start on."
        ),
        "small_sales": _(
            "Bills below ₹200 to nobody with a GSTIN: each its own number, or one invoice for all at the day's close."
        ),
        "shift_blind": _("Who counts the drawer sees what should be in it only after counting."),
        "expense_categories": _("What an expense can be for, with commas between; empty: the usual ones."),
        "gst_turnover": _(
            "Last year's turnover under your PAN, if more than is sold here: above ₹5 crore an HSN needs six digits."
        ),
        "eway_limit": _(
            "Goods worth more need an e-way bill inside your State: ₹50,000, or what your State has set above it."
        ),
        "estimate_days": _("For so many days the prices of an estimate hold."),
        "lead_days": _("So many days goods take to come when nobody said otherwise."),
        "cover_days": _("What is bought shall last so many days."),
        "board_days": _("So many days a delivered order stays on the board."),
        "order_double_hours": _("Within so many hours the same order of the same customer is asked about; 0: never."),
        "web_every": _("So many seconds lie between two looks at a web shop."),
    }[key]


def read(key: str, text: str) -> Any:
    """What was typed for a choice, as it is kept; InvalidInput names `key` and says what it may be."""
    one, typed = choice(key), clean(ascii_digits(text), 2000)
    if one.form == Form.NAMES:
        return _names(typed)
    if one.form == Form.ONE:
        for option in one.options:
            if fold(typed) == fold(str(option)):
                return option
    if one.form == Form.YES:
        return read_yes(typed, key)
    if one.form == Form.WHOLE and typed.isdecimal() and one.least <= int(typed[:9]) <= one.most:
        return int(typed[:9])
    if one.form == Form.AMOUNT:
        paise = _amount(one, typed)
        if one.least <= paise <= one.most:
            return paise
    raise InvalidInput(_("{text} cannot be chosen here.").format(text=typed[:40] or '""'), allowed(one), key)


def read_yes(text: str, key: str) -> bool:
    """Yes or no as it was typed; InvalidInput names `key`."""
    typed = clean(text, 20).casefold()
    if typed not in TRUE | FALSE:
        raise InvalidInput(_("{text} cannot be chosen here.").format(text=typed or '""'), _("Type yes or no."), key)
    return typed in TRUE


def said(key: str, value: Any) -> str:
    """A value as it is typed."""
    form = choice(key).form
    if form == Form.YES:
        return "yes" if value else "no"
    if form == Form.AMOUNT:
        return plain(value)
    if form == Form.NAMES:
        return ", ".join(str(name) for name in cast("list[object]", value))
    return str(value)


def allowed(one: Choice) -> str:
    """What a choice may be, in a sentence."""
    if one.form == Form.YES:
        return _("Type yes or no.")
    if one.form == Form.ONE:
        return _("It can be: {options}.").format(options=", ".join(str(each) or '""' for each in one.options))
    if one.form == Form.WHOLE:
        return _("Type a number from {least} to {most}.").format(least=one.least, most=one.most)
    if one.least:
        return _("Type it like 1234.50; {least} is the least.").format(least=plain(one.least))
    return _("Type it like 1234.50.")


def _amount(one: Choice, typed: str) -> int:
    try:
        return parse_paise(typed) if typed else 0
    except InvalidInput as error:
        raise InvalidInput(error.message, error.hint, one.key) from error


def _names(typed: str) -> list[str]:
    kept = dict[str, str]()
    for name in filter(None, map(clean, typed.split(","))):
        kept.setdefault(fold(name), name)
    return list(kept.values())
