"""Hands on the printers' page of the settings, and two printers to show there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox

    from shoppos.shop import Shop
    from shoppos.ui.widgets.settings_printers import PrinterPage

PRINTERS = 3
"""The page's place among the subjects."""
COUNTER = {"name": "Counter", "address": "tcp://192.0.2.50:9100", "form": "escpos", "paper": "80", "mode": "raster"}
PACKING = {"name": "Packing", "address": "file:/dev/usb/lp7", "form": "tspl", "paper": "4x6"}


def kept(shop: Shop) -> list[dict]:
    """The printers as the settings keep them."""
    return shop.settings.get("printers", [])


def rows(page: PrinterPage) -> list[str]:
    """What the list says of each."""
    return [page.list.item(at).text() for at in range(page.list.count())]


def pick(box: QComboBox, value: object) -> None:
    """Choose as a person does: the signal of a real choice is told."""
    assert box.findData(value) >= 0
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())
