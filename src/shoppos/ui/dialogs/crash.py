"""The one dialog for a fault of the program itself: what is safe, what to do, and what support wants to know."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from shoppos import __version__
from shoppos.base.i18n import _
from shoppos.ui.style import scaled
from shoppos.ui.widgets.labels import Words

if TYPE_CHECKING:
    from pathlib import Path


class CrashDialog(QDialog):
    """Shown once for a fault, however often it comes; what happens while it is open is only written down."""

    def __init__(self, parent: QWidget | None, folder: Path, details: str) -> None:
        """Say it in plain words; `folder` holds the diary, `details` is the traceback."""
        super().__init__(parent)
        self._folder = folder
        self.setWindowTitle(_("ShopPOS made a mistake"))
        self.setMinimumWidth(scaled(560))
        head = Words(_("ShopPOS made a mistake, and noted it down."), "heading")
        head.setWordWrap(True)
        about = Words(
            _("The bill is safe: everything on it is saved in the shop's file. You can go on working.")
            + "\n\n"
            + _("If it happens again, copy the details and send them to whoever helps you with ShopPOS.")
        )
        about.setWordWrap(True)
        self.details = QPlainTextEdit(f"{versions()}\n\n{details.strip()}")
        self.details.setReadOnly(True)
        self.details.setAccessibleName(_("Details"))
        self.details.setMinimumHeight(scaled(170))
        self.details.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(20),) * 4)
        column.setSpacing(scaled(14))
        for part in (head, about, self.details):
            column.addWidget(part)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(scaled(8))
        self.shown = QPushButton(_("Show details"))
        self.copied = QPushButton(_("Copy details"))
        self.opened = QPushButton(_("Open folder"))
        self.on = QPushButton(_("Go on working"))
        self.on.setProperty("role", "primary")
        self.on.setDefault(True)
        self.shown.clicked.connect(self._show_details)
        self.copied.clicked.connect(self._copy)
        self.opened.clicked.connect(self._open_folder)
        self.on.clicked.connect(self.accept)
        for button in (self.shown, self.copied, self.opened, self.on):
            button.ensurePolished()  # the bold letters of the first choice count for its width
        for button in (self.shown, self.copied, self.opened):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.on)
        self.on.setFocus()
        return row

    def _show_details(self) -> None:
        self.details.setVisible(not self.details.isVisible())
        self.shown.setText(_("Hide details") if self.details.isVisible() else _("Show details"))
        self.adjustSize()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copied.setText(_("Copied"))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def versions() -> str:
    """Which program runs on what."""
    system = f"{platform.system()} {platform.release()}"
    return f"ShopPOS {__version__} · Python {platform.python_version()} · Qt {qVersion()} · {system}"
