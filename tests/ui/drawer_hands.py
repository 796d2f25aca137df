"""Hands on the drawer: an evening with one bill, a printer that writes to a file, the dialog in front, its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget

from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from shoppos.ui.dialogs.close_day import CloseDayDialog
from tests.stories.clocks import SetClock
from tests.ui.pages import context, shown, until

Key = Qt.Key
FLOAT = 2000_00
BREAD = 40_00
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def morning() -> SetClock:
    """A clock that stands at nine."""
    return SetClock("2026-11-23 09:00")


def bakery(folder: Path, clock: SetClock) -> Iterator[Shop]:
    """A shop that sells bread without tax, open by that clock."""
    made = Shop.open(folder, clock=clock)
    made.catalogue.add(ProductForm("1", "Bread", BREAD, rate=0, hsn="1905", stock=1_000_000))
    yield made
    made.close()


def with_printer(shop: Shop, tmp_path: Path) -> None:
    shop.settings.set(
        "printers", [{"name": "Counter", "address": f"file:{tmp_path / 'paper'}", "paper": "80", "language": "escpos"}]
    )


def evening(shop: Shop, clock: SetClock) -> None:
    """A shift, one bill of ₹40 in cash, and it is twenty to ten."""
    shop.shifts.open(FLOAT)
    shop.sales.sell(["1"], [Tender("cash")])
    clock.set("2026-11-23 21:40")


def front(kind: type[QWidget]) -> QWidget:
    until(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert found is not None
    until(found.isActiveWindow)
    return found


def closing(qtbot, shop: Shop, kind: type[QDialog] = CloseDayDialog) -> QDialog:
    made = kind(context(shop), None)
    shown(qtbot, made)
    return made


def texts(widget: QWidget) -> str:
    """All that can be read on it, by eyes or ears."""
    said = [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]
    said += [one.text() + one.placeholderText() for one in widget.findChildren(QLineEdit)]
    said += [one.accessibleName() + one.toolTip() + one.accessibleDescription() for one in widget.findChildren(QWidget)]
    return "\n".join(said)
