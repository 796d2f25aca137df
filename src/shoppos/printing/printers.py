"""The shop's printers: name, address, language, head and paper of each, and which kind of paper goes where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shoppos.base.settings import setting
from shoppos.printing.head import Head, head_of

if TYPE_CHECKING:
    from shoppos.base.file import Reader

SETTING = "printers"
"""The settings' key of a list of {"name", "address", "form", "paper", "drawer"}, each with any field of `Head`."""
ROUTES = "routes"
"""The settings' key of {kind of paper: name of the printer it goes to}."""

EXTENSIONS = {"escpos": "bin", "tspl": "tspl", "zpl": "zpl", "pdf": "pdf", "png": "png", "text": "txt"}
ADDRESSES = ("tcp:", "file:", "cups:", "windows:", "serial:")

PAGES = {"58": "58", "80": "80", "A4": "A4", "A5": "A5"}
PARCELS = {"4x6": "4x6", "100x150": "100x150", "3x2": "3x2", "A4x4": "A4x4"}
GOODS = {"50x25": "50x25", "38x25": "38x25", "A4x24": "A4x24", "A4x40": "A4x40", "A4x65": "A4x65"}
SUITS: dict[str, dict[str, str]] = {
    **dict.fromkeys(("bill", "slip", "reading"), PAGES),
    "label": PARCELS,
    "shelf": GOODS,
}
"""For each kind the papers it is meant for, and what it is laid on there."""
NEAREST: dict[str, dict[str, str]] = {
    **dict.fromkeys(("bill", "slip", "reading"), dict.fromkeys(("A4x4", "A4x24", "A4x40", "A4x65"), "A4")),
    "label": {"80": "80", "58": "58", "A4": "A4x4", "A4x24": "A4x4", "A4x40": "A4x4", "A4x65": "A4x4"},
    "shelf": {"A4": "A4x24", "A4x4": "A4x24", "3x2": "3x2"},
}
"""For each kind the papers on which it can be laid at need, and how."""


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

    def paper_for(self, kind: str) -> str:
        """The paper on which this printer lays a paper of that kind: its own, the nearest it can, or "" for none."""
        return SUITS.get(kind, {}).get(self.paper) or NEAREST.get(kind, {}).get(self.paper, "")

    def suits(self, kind: str) -> bool:
        """Whether papers of that kind are meant for what is in this printer."""
        return self.paper in SUITS.get(kind, {})


def printers(db: Reader) -> tuple[Printer, ...]:
    """The printers in the settings, in the shop's order; one without name or address is left out."""
    listed: list[dict[str, Any]] = setting(db, SETTING, [])
    return tuple(
        Printer(
            **{key: str(told[key]) for key in ("name", "address", "form", "paper") if key in told},
            drawer=told.get("drawer") is True,
            head=head_of(told),
        )
        for told in listed
        if "name" in told and "address" in told
    )


def routes(db: Reader) -> dict[str, str]:
    """Which printer the shop has chosen for each kind of paper, by name; a kind without a choice is left out."""
    told: dict[str, Any] = setting(db, ROUTES, {})
    return {kind: str(name) for kind, name in told.items() if name}


def printer_for(db: Reader, name: str, kind: str = "bill") -> Printer | None:
    """The printer called `name`, or one of its own for an address; for "" the one to which papers of `kind` go.

    That is the shop's choice, else the first whose paper suits the kind, else the first that can lay it at all. None
    if there is none.
    """
    known = printers(db)
    if not name:
        return _routed(known, routes(db).get(kind, ""), kind)
    for printer in known:
        if printer.name == name:
            return printer
    return Printer(name, name) if name.startswith(ADDRESSES) else None


def _routed(known: tuple[Printer, ...], chosen: str, kind: str) -> Printer | None:
    named = [printer for printer in known if printer.name == chosen]
    suiting = [printer for printer in known if printer.suits(kind)]
    able = [printer for printer in known if printer.paper_for(kind)]
    return next(iter((*named, *suiting, *able)), None)
