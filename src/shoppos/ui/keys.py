"""The keys: which key does what is data, in two profiles, and never twice the same in one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from shoppos.base.i18n import _
from shoppos.base.paths import resource

PROFILES = ("shoppos", "vyapar")
ACTIONS = (
    "help", "search", "quantity", "discount", "price", "remove", "reprint", "customer", "hold", "cash", "upi", "card",
    "split", "keys", "palette", "print", "undo", "note", "new_sale", "catalogue", "bills", "settings", "display",
    "papers", "customer_card", "khata", "shipping", "state", "abandon",
    "return", "count", "people", "line_note", "buying", "asked", "expiring", "orders", "web_waiting", "deliveries",
    "who", "order", "talk", "bank", "strike", "trusted", "expense", "estimates", "today", "reports",
    "cash_in", "cash_out", "open_drawer", "shift", "reading", "close_day", "closed_days",
)  # fmt: skip


def label(action: str) -> str:
    """What an action is called on buttons and in the list of keys."""
    words = {
        "help": _("Entry line; twice for help"), "search": _("Search items"), "quantity": _("Quantity of the line"),
        "discount": _("Discount on the line"), "price": _("Price of the line"), "remove": _("Remove the line"),
        "reprint": _("Print the last bill again"), "customer": _("Customer"), "hold": _("Hold or recall a bill"),
        "cash": _("Cash"), "upi": _("UPI - show QR"), "card": _("Card"), "split": _("Credit / split"),
        "keys": _("All keys"), "palette": _("Find any action"), "print": _("Pay and print"), "undo": _("Take back"),
        "note": _("Note on the bill"), "new_sale": _("New bill"), "catalogue": _("Items"), "bills": _("Bills"),
        "settings": _("Settings"), "display": _("Customer display"), "papers": _("Papers and printers"),
        "customer_card": _("Customer's card"), "khata": _("Take a khata payment"), "shipping": _("Shipping charge"),
        "state": _("State of the buyer"), "abandon": _("Give the bill up"),
        "return": _("Take goods back"), "count": _("Count the stock"), "people": _("People and khata"),
        "line_note": _("Note on the line"), "buying": _("Buying"), "asked": _("Asked for, not had"),
        "expiring": _("What expires soon"), "orders": _("Orders"),
        "web_waiting": _("Web orders that wait"), "deliveries": _("Reports on their way"),
        "who": _("Who is at the till"),
        "order": _("Take an order"), "talk": _("Conversations"), "bank": _("Payments"),
        "expense": _("Write an expense down"), "estimates": _("Estimates"),
        "today": _("Today in one look"), "reports": _("Reports"),
        "cash_in": _("Cash into the drawer"), "cash_out": _("Cash out of the drawer"),
        "open_drawer": _("Open the drawer"),
        "shift": _("Begin or end a shift"), "reading": _("X reading"), "close_day": _("Close the day"),
        "closed_days": _("Closed days"),
        "strike": _("A claimed payment never came"), "trusted": _("Web shop whose payments count"),
    }  # fmt: skip
    return words[action]


@dataclass(frozen=True, slots=True)
class Keymap:
    """One profile: for each action its keys as Qt writes them, the first the one that is shown."""

    name: str
    keys: dict[str, tuple[str, ...]]

    def shown(self, action: str) -> str:
        """The key printed on the button, or ""."""
        return (self.keys.get(action) or ("",))[0]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every key with its action."""
        for action, keys in self.keys.items():
            for key in keys:
                yield key, action


def load(profile: str) -> Keymap:
    """The keymap of that profile; an unknown one is ShopPOS's own."""
    name = profile if profile in PROFILES else PROFILES[0]
    data = json.loads((resource("keymaps") / f"{name}.json").read_text(encoding="utf-8"))
    return Keymap(name, {action: tuple(keys) for action, keys in data.items()})


def printable(key: str) -> str:
    """A key as it stands on the keyboard; `key` as Qt writes it."""
    from PySide6.QtGui import QKeySequence

    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
