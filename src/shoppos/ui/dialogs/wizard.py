"""The first run: four steps, each of which may be skipped, and nothing typed is lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout

from shoppos.base import i18n
from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.ui.dialogs.wizard_steps import ItemsStep, LanguageStep, PrinterStep, ShopStep, Step
from shoppos.ui.widgets.form import scrolled, words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.shop import Shop
    from shoppos.ui.context import Context

DONE = "wizard_done"
DRAFT = "wizard_draft"


def is_due(shop: Shop) -> bool:
    """Whether this shop was never set up: nobody went through the steps, and nothing is in it."""
    return not shop.settings.get(DONE, False) and not shop.catalogue.count() and shop.sales.last() is None


class Wizard(QDialog):
    """Language, shop, printer, items. Each step is saved when one goes on; what is skipped or left half way is kept
    as a draft in the shop's file and stands there again.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Begin where one left off."""
        super().__init__(parent)
        self.context = context
        self.shop = context.shop
        self.at = 0
        self.imports = False
        self._draft: dict[str, dict[str, object]] = self.shop.settings.get(DRAFT, dict[str, dict[str, object]]())
        self.where = words("", role="quiet", wrap=False)
        self.title = words("", role="title")
        self.mistake = words("", role="wrong")
        self.pages = QStackedWidget()
        self.back = QPushButton()
        self.skip = QPushButton()
        self.go_on = QPushButton()
        self.go_on.setProperty("role", "primary")
        for button, act in ((self.back, self.go_back), (self.skip, self.pass_by), (self.go_on, self.next)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        self.steps: list[Step] = []
        self._lay_out()
        for keys, act in (("Ctrl+Return", self.next), ("Alt+Left", self.go_back), ("Alt+Right", self.pass_by)):
            QShortcut(QKeySequence(keys), self, act)
        self._build()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addStretch()
        buttons.addWidget(self.skip)
        buttons.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(12)
        column.addWidget(self.where)
        column.addWidget(self.title)
        column.addWidget(scrolled(self.pages), 1)
        column.addWidget(self.mistake)
        column.addLayout(buttons)
        self.mistake.hide()
        space = self.screen().availableSize()
        self.resize(min(920, space.width()), min(580, space.height()))

    def _build(self) -> None:
        """Make the pages in the language in force, with all that was typed."""
        for step in self.steps:
            self.pages.removeWidget(step)
            step.deleteLater()
        language = LanguageStep(self.context)
        language.chosen.connect(self._speak)
        items = ItemsStep(self.context)
        items.import_asked.connect(self._import)
        self.steps = [language, ShopStep(self.context), PrinterStep(self.context), items]
        for step in self.steps:
            step.ended.connect(self.next)
            step.fill(self._draft.get(step.key, {}))
            self.pages.addWidget(step)
        self._show()

    # -- from step to step

    @property
    def step(self) -> Step:
        """The step on screen."""
        return self.steps[self.at]

    def next(self) -> None:
        """Save this step and go on; what does not do is shown where it was typed."""
        self._keep()
        self._complain("")
        try:
            done = self.step.save()
        except ShopError as error:
            if not (isinstance(error, InvalidInput) and self.step.fail(error)):
                self._complain(str(error))
            return
        if done:
            self._forward()

    def pass_by(self) -> None:
        """Leave this step for later; what was typed in it is kept."""
        self._keep()
        self._complain("")
        self._forward()

    def go_back(self) -> None:
        """One step back, with everything as it was typed."""
        self._keep()
        self._complain("")
        if self.at:
            self.at -= 1
            self._show()

    def _forward(self) -> None:
        if self.at == len(self.steps) - 1:
            self.shop.settings.set(DONE, True)
            self.shop.settings.set(DRAFT, {})
            self.accept()
            return
        self.at += 1
        self._show()

    def _import(self) -> None:
        """The last answer was a list: the window opens it when the steps are over."""
        self.imports = True

    def _keep(self) -> None:
        """Write down everything as it stands, right or not."""
        for step in self.steps:
            self._draft[step.key] = step.typed()
        self.shop.settings.set(DRAFT, self._draft)

    def _speak(self, language: str) -> None:
        """Another language: say everything again, at once."""
        self._keep()
        self.shop.settings.set("language", language)
        i18n.use(language)
        self.context.relabel()
        self._build()

    def _show(self) -> None:
        self.setWindowTitle(_("Welcome to ShopPOS"))
        self.where.setText(_("Step {n} of {all}").format(n=self.at + 1, all=len(self.steps)))
        self.title.setText(self.step.title())
        self.pages.setCurrentWidget(self.step)
        self.back.setText(_("Back (Alt+Left)"))
        self.skip.setText(_("Skip (Alt+Right)"))
        last = self.at == len(self.steps) - 1
        self.go_on.setText(_("Begin to sell (Ctrl+Enter)") if last else _("Go on (Ctrl+Enter)"))
        self.back.setEnabled(self.at > 0)
        self.skip.setVisible(not last)
        self.step.begin()

    def _complain(self, sentence: str) -> None:
        self.mistake.setText(f"⚠ {sentence}" if sentence else "")
        self.mistake.setVisible(bool(sentence))

    def reject(self) -> None:
        """Esc: to the counter; the steps come again at the next start, with all that was typed."""
        self._keep()
        super().reject()

    def showEvent(self, event: object) -> None:
        """The first thing to answer has the focus."""
        super().showEvent(event)  # type: ignore[arg-type]  # Qt hands a QShowEvent
        self.step.begin()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
