"""The steps of the first run: language, shop, printer, items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from shoppos.base.i18n import LANGUAGES, _, language, ngettext
from shoppos.base.paths import resource
from shoppos.ui.job import Job
from shoppos.ui.widgets.form import ENTER, EnterGoesOn, words
from shoppos.ui.widgets.printer_form import PrinterForm
from shoppos.ui.widgets.printer_search import PrinterSearch
from shoppos.ui.widgets.profile_form import ProfileForm
from shoppos.ui.widgets.progress import ProgressBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.base.errors import InvalidInput, ShopError
    from shoppos.printing.devices.discover import Found
    from shoppos.ui.context import Context
    from shoppos.ui.job import Progress, Stopped

SAMPLE = "kirana.csv"


class Step(QWidget):
    """One page. `ended` asks to go on, as Enter in the last field does."""

    key = ""
    ended = Signal()

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__()
        self.context = context
        self.shop = context.shop
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)

    def title(self) -> str:
        """What the step asks."""
        return ""

    def begin(self) -> None:
        """Put the focus where one begins."""

    def fill(self, draft: dict[str, Any]) -> None:
        """Show what was typed before."""

    def typed(self) -> dict[str, Any]:
        """Everything as it stands."""
        return {}

    def save(self) -> bool:
        """Write it to the shop; False when the step is not over yet. Raises ShopError."""
        return True

    def fail(self, error: InvalidInput) -> bool:
        """Show a refusal where it belongs; False when it belongs nowhere here."""
        return False


class Choices(QWidget):
    """Answers one below the other: by arrows and Enter, by number, by click."""

    picked = Signal(int)

    def __init__(self, answers: Sequence[str], chosen: int = 0) -> None:
        """Show the answers."""
        super().__init__()
        self.group = QButtonGroup(self)
        self.buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for at, answer in enumerate(answers):
            button = QPushButton(f"{at + 1}   {answer}")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("role", "pay")
            button.installEventFilter(self)
            button.clicked.connect(lambda _checked=False, at=at: self.picked.emit(at))
            self.group.addButton(button, at)
            self.buttons.append(button)
            column.addWidget(button)
        self.buttons[chosen].setChecked(True)

    @property
    def chosen(self) -> int:
        """Which answer is chosen."""
        return self.group.checkedId()

    def choose(self, at: int) -> None:
        """Choose an answer and go to it."""
        self.buttons[at].setChecked(True)
        self.buttons[at].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go round, a number or Enter picks."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            at = next((n for n, button in enumerate(self.buttons) if button is watched), 0)
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self.choose((at + step) % len(self.buttons))
                return True
            number = event.text()
            if number.isdigit() and 1 <= int(number) <= len(self.buttons):
                self.choose(int(number) - 1)
                self.picked.emit(int(number) - 1)
                return True
            if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.choose(at)
                self.picked.emit(at)
                return True
        return super().eventFilter(watched, event)


class LanguageStep(Step):
    """The language of the screen; everything follows at once."""

    key = "language"
    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        """Show the languages."""
        super().__init__(context)
        self.languages = list(LANGUAGES)
        self.choices = Choices(list(LANGUAGES.values()), self.languages.index(language()))
        self.choices.picked.connect(self._pick)
        self.column.addWidget(self.choices)
        self.column.addWidget(words(_("You can change it at any time in the settings."), role="quiet"))
        self.column.addStretch()

    def title(self) -> str:
        """In both languages: who cannot read one reads the other."""
        return "Which language?  ·  कौन सी भाषा?"

    def begin(self) -> None:
        """At the language in force."""
        self.choices.choose(self.choices.chosen)

    def _pick(self, at: int) -> None:
        chosen = self.languages[at]
        if chosen == language():
            self.ended.emit()
        else:
            self.chosen.emit(chosen)


class ShopStep(Step):
    """Who the shop is."""

    key = "shop"

    def __init__(self, context: Context) -> None:
        """Show what is known."""
        super().__init__(context)
        self.form = ProfileForm()
        profile = self.shop.settings.profile()
        self.form.fill({name: getattr(profile, name) for name in profile.__slots__})
        self.column.addWidget(self.form)
        self.column.addWidget(
            words(_("It stands on every bill. Only the name and the State are needed."), role="quiet")
        )
        self.column.addStretch()
        enter = EnterGoesOn(self, self.form.editors())
        enter.ended.connect(self.ended)

    def title(self) -> str:
        """What the step asks."""
        return _("Your shop")

    def begin(self) -> None:
        """At the name."""
        self.form.name.editor.setFocus()
        self.form.name.editor.selectAll()

    def fill(self, draft: dict[str, Any]) -> None:
        """Show what was typed before."""
        self.form.fill(draft)

    def typed(self) -> dict[str, Any]:
        """Everything as it stands."""
        return self.form.typed()

    def save(self) -> bool:
        """Make it the shop's letterhead."""
        self.form.clear_mistakes()
        self.shop.settings.set_profile(**self.form.values())
        return True

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return self.form.fail(error)


class PrinterStep(Step):
    """Where the bills come out."""

    key = "printer"

    def __init__(self, context: Context) -> None:
        """Show the shop's printer."""
        super().__init__(context)
        self.form = PrinterForm(self.shop)
        known: list[dict[str, Any]] = self.shop.settings.get("printers", list[dict[str, Any]]())
        self.form.fill(known[0] if known else {})
        self.search = PrinterSearch(self.shop)
        self.search.picked.connect(self._take)
        self.column.addWidget(self.form)
        self.column.addWidget(
            words(_("Without a printer the bills are kept; they can be printed later."), role="quiet")
        )
        self.column.addWidget(self.search)
        self.column.addStretch()
        enter = EnterGoesOn(self, self.form.editors())
        enter.ended.connect(self.ended)

    def title(self) -> str:
        """What the step asks."""
        return _("Your printer")

    def begin(self) -> None:
        """At the kind of printer; what is at this computer is looked for meanwhile."""
        self.form.kind.editor.setFocus()
        if self.search.looking is None:
            self.search.look()

    def _take(self, found: Found) -> None:
        self.form.take(found)
        self.form.test.setFocus()

    def fill(self, draft: dict[str, Any]) -> None:
        """Show what was typed before."""
        self.form.restore(draft)

    def typed(self) -> dict[str, Any]:
        """Everything as it stands."""
        return self.form.typed()

    def save(self) -> bool:
        """Make it the shop's first printer; others stay."""
        self.form.save()
        return True

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return self.form.fail(error)


class ItemsStep(Step):
    """What the shop sells: a list it has, a sample to try, or nothing yet."""

    key = "items"
    import_asked = Signal()

    def __init__(self, context: Context) -> None:
        """Show the three ways."""
        super().__init__(context)
        self.job: Job | None = None
        self._full = False
        self.choices = Choices(
            [
                _("Import from a Vyapar backup (.vyb), or from Excel or CSV"),
                _("Start with a sample shop of 60 items, to try"),
                _("Begin empty: scan as I sell, items are added on the way"),
            ],
            2,
        )
        self.choices.picked.connect(self.ended)
        self.progress = ProgressBar()
        self.progress.stopped.connect(self._stop)
        self.said = words("", role="quiet")
        self.column.addWidget(self.choices)
        self.column.addWidget(self.progress)
        self.column.addWidget(self.said)
        self.column.addStretch()

    def title(self) -> str:
        """What the step asks."""
        return _("What you sell")

    def begin(self) -> None:
        """At the answer given before."""
        self.choices.choose(self.choices.chosen)

    def fill(self, draft: dict[str, Any]) -> None:
        """Show the answer given before."""
        at = draft.get("way")
        if isinstance(at, int) and 0 <= at < len(self.choices.buttons):
            self.choices.buttons[at].setChecked(True)

    def typed(self) -> dict[str, Any]:
        """The answer."""
        return {"way": self.choices.chosen}

    def save(self) -> bool:
        """Ask for the list, take the sample in, or begin."""
        if self.choices.chosen == 0:
            self.import_asked.emit()
        elif self.choices.chosen == 1 and not self._full:
            self._take_sample()
            return False
        return True

    def _take_sample(self) -> None:
        if self.job is not None and self.job.running:
            return
        importing = self.shop.importing

        def work(progress: Progress, stop: Stopped) -> int:
            checked = importing.check(importing.read(resource("samples") / SAMPLE))
            done = importing.apply(checked, progress, stop)
            return done.added + done.changed + done.skipped

        self.job = Job(self.shop.db, work, self)
        self.job.progressed.connect(self.progress.show_progress)
        self.job.finished.connect(self._taken)
        self.job.refused.connect(self._refused)
        self.progress.begin(_("The sample comes in …"))
        self.job.start()

    def _taken(self, items: int) -> None:
        self.progress.hide_again()
        self._full = True
        self.said.setText(ngettext("{n} item is in the shop.", "{n} items are in the shop.", items).format(n=items))
        self.ended.emit()

    def _refused(self, error: ShopError) -> None:
        self.progress.hide_again()
        self.said.setText(f"⚠ {error}")

    def _stop(self) -> None:
        if self.job is not None:
            self.job.stop()
