"""The shop's printers: name, address, language, head and paper of each, and which kind of paper goes where."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from shoppos.base.settings import setting
from shoppos.printing.devices.network import PORT
from shoppos.printing.head import Head, head_of
from shoppos.rules.drawer import opens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shoppos.base.file import Reader

SETTING = "printers"
"""The settings' key of a list of {"name", "address", "form", "paper", "drawer"}, each with any field of `Head`."""
ROUTES = "routes"
"""The settings' key of {kind of paper: name of the printer it goes to}."""

EXTENSIONS = {"escpos": "bin", "tspl": "tspl", "zpl": "zpl", "pdf": "pdf", "png": "png", "text": "txt"}
ADDRESSES = ("tcp:", "file:", "cups:", "windows:", "serial:")
LIVE = ("tcp:", "file:/dev/")
"""Addresses of printers that can be asked how they are at any time."""
TO_READ = frozenset({"pdf", "png", "text"})
"""Languages whose pages are looked at, or printed by an office printer that holds any sheet."""

PAGES = {"58": "58", "80": "80", "A4": "A4", "A5": "A5"}
SHEETS = {"A4": "A4", "A5": "A5"}
PARCELS = {"4x6": "4x6", "100x150": "100x150", "3x2": "3x2", "A4x4": "A4x4"}
GOODS = {"50x25": "50x25", "38x25": "38x25", "A4x24": "A4x24", "A4x40": "A4x40", "A4x65": "A4x65"}
ROLLS = {"80": "80", "58": "58"}
SUITS: dict[str, dict[str, str]] = {
    **dict.fromkeys(
        ("bill", "slip", "reading", "receipt", "statement", "count", "picking", "run_sheet", "estimate"), PAGES
    ),
    **dict.fromkeys(("purchase_order", "sent_back", "report"), SHEETS),
    "label": PARCELS,
    "shelf": GOODS,
}
"""For each kind the papers it is meant for, and what it is laid on there."""
NEAREST: dict[str, dict[str, str]] = {
    "purchase_order": ROLLS,
    "sent_back": ROLLS,
    "report": ROLLS,
    "label": {"80": "80", "58": "58", "A4": "A4x4", "A4x24": "A4x4", "A4x40": "A4x4", "A4x65": "A4x4"},
    "shelf": {"A4": "A4x24", "A4x4": "A4x24", "3x2": "3x2"},
}
"""For each kind the papers on which it can be laid at need, and how."""

BY_CHOICE = frozenset({"purchase_order"})
"""Kinds that never go by themselves where they are not meant to: a supplier gets a sheet, or a file of one."""
FOLLOWS = {
    "receipt": "bill", "statement": "bill", "count": "slip", "picking": "slip", "run_sheet": "slip", "estimate": "bill",
}  # fmt: skip
"""Kinds that go where another goes while the shop has chosen nothing for them."""


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer; `form` is its language ("escpos", "tspl", "pdf"…), `drawer`: a cash drawer hangs on it."""

    name: str
    address: str
    form: str = "escpos"
    paper: str = "80"
    drawer: bool = False
    head: Head = field(default_factory=Head)

    def file_name(self, number: str) -> str:
        """What a file of the paper with that number is called on this printer."""
        return f"{number.replace('/', '-')}.{EXTENSIONS.get(self.form, 'bin')}"

    @property
    def has_drawer(self) -> bool:
        """Whether a drawer can be opened through it."""
        return opens(self.form, drawer=self.drawer)

    def paper_for(self, kind: str, asked: str = "") -> str:
        """The paper on which this printer lays a paper of that kind: its own, the nearest it can, or "" for none.

        A page that is looked at may stand on the one that was `asked` for.
        """
        meant = SUITS.get(kind, {})
        if self.form in TO_READ and asked in meant:
            return asked
        return meant.get(self.paper) or NEAREST.get(kind, {}).get(self.paper, "")

    def suits(self, kind: str) -> bool:
        """Whether papers of that kind are meant for what is in this printer."""
        return self.paper in SUITS.get(kind, {})


@dataclass(frozen=True, slots=True)
class Fleet:
    """The shop's printers at one moment, in its order, and which kind of paper goes to which of them by choice."""

    printers: tuple[Printer, ...]
    routes: dict[str, str]

    def named(self, name: str) -> Printer | None:
        """The printer of that name, or one of its own for an address."""
        for printer in self.printers:
            if printer.name == name:
                return printer
        return Printer(name, name) if name.startswith(ADDRESSES) else None

    def route(self, kind: str) -> Printer | None:
        """Where papers of a kind go: the shop's choice, the first meant for them, the first that can lay them.

        A kind of `BY_CHOICE` goes nowhere while there is none that is meant for it.
        """
        wanted = self.routes.get(kind) or self.routes.get(FOLLOWS.get(kind, ""))
        chosen = [printer for printer in self.printers if printer.name == wanted]
        suiting = [printer for printer in self.printers if printer.suits(kind)]
        able = [printer for printer in self.printers if kind not in BY_CHOICE and printer.paper_for(kind)]
        return next(iter((*chosen, *suiting, *able)), None)

    def of(self, name: str, kind: str) -> Printer | None:
        """Where a paper goes that names a printer; one that names none ("") or one that is gone follows its route."""
        return (self.named(name) if name else None) or self.route(kind)

    def at(self, address: str) -> tuple[Printer, ...]:
        """The printers at one address: one machine may stand there under several names."""
        here = place(address)
        return tuple(printer for printer in self.printers if place(printer.address) == here)

    def drawer(self, name: str) -> Printer | None:
        """Where the drawer hangs: at the printer named, for "" at that of the bills, else at the first that has one."""
        if name:
            printer = self.named(name)
            return printer if printer is not None and printer.has_drawer else None
        bills = self.route("bill")
        return next((one for one in (bills, *self.printers) if one is not None and one.has_drawer), None)


def place(address: str) -> str:
    """The one spelling of all that an address may be written in: who is alone at a place is alone with its machine."""
    kind, _colon, rest = address.partition(":")
    if kind == "tcp":
        with suppress(ValueError):
            found = urlsplit(address)
            return f"tcp://{found.hostname}:{found.port or PORT}" if found.hostname else address
    if kind == "file":
        with suppress(RuntimeError):  # "~" before the name of nobody
            return f"file:{Path(rest.removeprefix('//')).expanduser()}"
    if kind == "serial" and "@" in rest:
        return address.rpartition("@")[0]
    return address.lower() if kind == "windows" else address


def is_watchable(address: str) -> bool:
    """Whether the printer at that address can be asked how it is while nothing is printed."""
    return place(address).startswith(LIVE)


def keeps_files(address: str) -> bool:
    """Whether papers become files at that address, in whatever language: what lies outside /dev is no printer."""
    return address.startswith("file:") and not is_watchable(address)


def printers(db: Reader) -> tuple[Printer, ...]:
    """The printers in the settings, in the shop's order; one without name or address is left out."""
    listed: list[dict[str, Any]] = setting(db, SETTING, [])
    return tuple(printer_of(told) for told in listed if "name" in told and "address" in told)


def printer_of(told: Mapping[str, Any]) -> Printer:
    """The printer that the settings or a form tell of; it has a name and an address at least."""
    texts = {key: str(told[key]) for key in ("name", "address", "form", "paper") if key in told}
    return Printer(**texts, drawer=told.get("drawer") is True, head=head_of(told))


def routes(db: Reader) -> dict[str, str]:
    """Which printer the shop has chosen for each kind of paper, by name; a kind without a choice is left out."""
    told: dict[str, Any] = setting(db, ROUTES, {})
    return {kind: str(name) for kind, name in told.items() if name}


def fleet(db: Reader) -> Fleet:
    """The printers and their routes as the settings have them now."""
    return Fleet(printers(db), routes(db))


def printer_for(db: Reader, name: str, kind: str = "bill") -> Printer | None:
    """The printer called `name`, or one of its own for an address; for "" the one to which papers of `kind` go.

    None if there is none.
    """
    known = fleet(db)
    return known.named(name) if name else known.route(kind)
