"""The shop's printers: a name, an address, the language it understands and the paper in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.settings import setting

if TYPE_CHECKING:
    from shoppos.base.file import Reader

SETTING = "printers"
"""The settings' key of a list of {"name", "address", "form", "paper", "drawer"}; the first one prints the bills."""

EXTENSIONS = {"escpos": "bin", "pdf": "pdf", "png": "png", "text": "txt"}


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer; `form` is its language ("escpos", "pdf", "png", "text"), `drawer`: a cash drawer hangs on it."""

    name: str
    address: str
    form: str = "escpos"
    paper: str = "80"
    drawer: bool = False

    def file_name(self, number: str) -> str:
        """What a file of the paper with that number is called on this printer."""
        return f"{number.replace('/', '-')}.{EXTENSIONS.get(self.form, 'bin')}"


def printers(db: Reader) -> tuple[Printer, ...]:
    """The printers in the settings, in the shop's order; one without name or address is left out."""
    listed: list[dict[str, Any]] = setting(db, SETTING, [])
    return tuple(
        Printer(
            **{key: str(told[key]) for key in ("name", "address", "form", "paper") if key in told},
            drawer=told.get("drawer") is True,
        )
        for told in listed
        if "name" in told and "address" in told
    )


def printer_for(db: Reader, name: str) -> Printer | None:
    """The printer called `name`, the first one for "", one of its own for an address; None if there is none."""
    known = printers(db)
    if not name:
        return known[0] if known else None
    for printer in known:
        if printer.name == name:
            return printer
    return Printer(name, name) if name.startswith(("tcp:", "file:")) else None
