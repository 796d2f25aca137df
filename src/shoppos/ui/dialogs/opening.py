"""A dialog over the window that goes on working: once it is closed it is gone, with all that it listened to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog


def over(dialog: QDialog) -> None:
    """Open it over its parent, which would keep a closed one until the program ends."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
