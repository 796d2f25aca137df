"""The shop's picture is chosen from a file, shown small, and taken off again; a file that does not do says why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.rules import logo
from shoppos.ui.job import Job
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import Field, words

if TYPE_CHECKING:
    from shoppos.base.errors import InvalidInput, ShopError
    from shoppos.ui.widgets.settings_page import SettingsPage

WIDE, HIGH = 160, 64
TARGET = 44


class LogoRow(QWidget):
    """A caption, the picture and two buttons; what is chosen is read beside the window and saved at once."""

    def __init__(self, page: SettingsPage) -> None:
        """Built by a page, which saves for it and knows the way back."""
        super().__init__()
        self._page = page
        self.job: Job | None = None
        self.shown = words("", role="quiet", wrap=False)
        self.shown.setFixedHeight(scaled(HIGH))
        self.pick, self.off = QPushButton(_("Choose a picture …")), QPushButton(_("Take it off"))
        inside = QWidget()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        for button, act in ((self.pick, self.choose), (self.off, self.remove)):
            button.setMinimumHeight(max(scaled(TARGET), TARGET))
            button.setAutoDefault(False)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch()
        under = QVBoxLayout(inside)
        under.setContentsMargins(0, 0, 0, 0)
        under.addWidget(self.shown)
        under.addLayout(row)
        inside.setFocusProxy(self.pick)
        hint = _("PNG or JPEG: it stands above the shop's name on rolls, beside it on sheets. Small prints best.")
        self.field: Field[QWidget] = Field(logo.SETTING, _("The shop's picture (logo)"), inside, hint=hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)

    def look(self) -> None:
        """The picture that is chosen now."""
        from shoppos.reports import letterheads

        picture = letterheads.picture(self._page.shop.db)
        drawn = QPixmap()
        if picture is not None and drawn.loadFromData(picture.png):
            size = drawn.size().scaled(scaled(WIDE), scaled(HIGH), Qt.AspectRatioMode.KeepAspectRatio)
            self.shown.setPixmap(drawn.scaled(size, mode=Qt.TransformationMode.SmoothTransformation))
        else:
            self.shown.setText(_("None yet"))
        self.shown.setAccessibleName(_("The shop's picture") if picture else _("None yet"))
        self.off.setVisible(picture is not None)

    def choose(self) -> None:
        """Ask for a file, and take what is in it."""
        kinds = _("Pictures (*.png *.jpg *.jpeg)")
        name, _kind = QFileDialog.getOpenFileName(self, _("The shop's picture"), str(Path.home()), kinds)
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Read the picture in that file beside the window, and save it when it does."""
        if self.job is not None and self.job.running:
            return

        def work(_progress: object, _stopped: object) -> bytes:
            from shoppos.printing import emblem

            return emblem.from_file(path)

        self.field.clear_mistake()
        self.job = Job(self._page.shop.db, work, self)
        self.job.finished.connect(self._taken)
        self.job.refused.connect(self._refused)
        self.job.start()

    def remove(self) -> None:
        """No picture any more."""
        self._save("")
        self.pick.setFocus()

    def fail(self, error: InvalidInput) -> bool:
        """Say it below the buttons, if it is about the picture."""
        if error.field != logo.SETTING:
            return False
        self.field.fail(str(error))
        return True

    def _taken(self, png: bytes) -> None:
        self._save(logo.kept(png))

    def _refused(self, error: ShopError) -> None:
        self._page.refused.emit(error)

    def _save(self, value: str) -> None:
        self._page.choose(_("the shop's picture"), logo.SETTING, value, "")
        self._page.look()
