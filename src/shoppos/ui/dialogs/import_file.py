"""The first page of an import: which file shall come in."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.ui.widgets.form import Field, line, words


class FilePage(QWidget):
    """A line for the file's path, and a button that asks the desktop."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.path = Field(
            "file", _("File"), line(placeholder=_("Path of a Vyapar backup, Excel or CSV file"), most=4000),
            hint=_("A Vyapar backup (.vyb), its sheets of items or parties, your own lists: all are recognised."),
        )  # fmt: skip
        self.path.editor.textChanged.connect(self.path.clear_mistake)
        self.pick = QPushButton(_("Choose a file… (Ctrl+O)"))
        self.pick.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.addWidget(words(_("Which list shall come in?"), role="title"))
        column.addWidget(
            words(_("Choose it, drop it here, or type where it is. Nothing changes before you have seen it."))
        )
        column.addWidget(self.path)
        row = QHBoxLayout()
        row.addWidget(self.pick)
        row.addStretch()
        column.addLayout(row)
        column.addStretch()
