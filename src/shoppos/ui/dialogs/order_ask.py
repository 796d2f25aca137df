"""What all dialogs of an order share: what is refused stands below, what is doubtful is asked once, a PIN allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shoppos.base.errors import Doubtful, InvalidInput, NeedsApproval, ShopError
from shoppos.base.i18n import _
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import EnterGoesOn, Field, line, polish, show_mistake, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.shop import Shop
    from shoppos.ui.context import Context

PLAIN, FIRST = "(Enter)", "(Ctrl+Enter)"
"""The key that does it, as a button says it: in the last field, and before it."""
NOTE = 30
"""Pixels at 100 % of the line below a field."""
SPARE = 2
"""Pixels that fonts and rounding may take more than they say: one too few, and a bar to scroll by stands there."""
EDGE = 60
"""What a desktop keeps of the screen's height for itself."""


class OrderDialog(QDialog):
    """A form that does one thing: `act` does it, and is called again when what it doubts is confirmed.

    Enter goes from field to field and then does it, Ctrl+Enter does it at once, Esc leaves; the button says which of
    them does it where the keyboard is. `approved` is the id of a
    manager's yes once it was asked for.
    """

    def __init__(self, context: Context, parent: QWidget | None, title: str, yes: str, *, wide: int = 540) -> None:
        """An empty form under that title; `yes` is what its button does."""
        super().__init__(parent)
        self.context = context
        self.setWindowTitle(title)
        self.approved: bytes | None = None
        self._sure = False
        self._asked: NeedsApproval | None = None
        self._fields: tuple[Field[Any], ...] = ()
        self._goes: EnterGoesOn | None = None
        self._wide = wide
        self._two_keys = PLAIN in yes
        self.head = words(title, role="title")
        self.wrong = words("", role="wrong")
        self.wrong.hide()
        self.pin: Field[QLineEdit] = Field("pin", _("A manager's PIN"), line(most=12))
        self.pin.editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.hide()
        self.no, self.yes = QPushButton(_("Back (Esc)")), QPushButton(yes)
        self.yes.setProperty("role", "primary")
        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.accept)
        self._outside: list[QWidget] = [self.head, self.wrong, self.pin]
        self.body = QVBoxLayout()
        self.body.setSpacing(scaled(8))
        self.row = QHBoxLayout()
        self._lay_out()
        QShortcut(QKeySequence("Ctrl+Return"), self, self.accept)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.accept)

    @property
    def shop(self) -> Shop:
        """The open shop."""
        return self.context.shop

    def _lay_out(self) -> None:
        self._inside = inside = QWidget()
        inside.setLayout(self.body)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inside)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(16),) * 4)
        column.setSpacing(scaled(8))
        column.addWidget(self.head)
        column.addWidget(self.area, 1)
        column.addWidget(self.wrong)
        column.addWidget(self.pin)
        self.row.addStretch()
        for button in (self.no, self.yes):
            self.row.addWidget(button)
        column.addLayout(self.row)

    def ready(
        self, *fields: Field[Any], first: QWidget | None = None, needed: Sequence[Field[Any]] | None = None
    ) -> None:  # fmt: skip
        """All is in `body`: size the dialog, begin in `first` or the first of `fields`.

        Enter walks through the `fields`, or through those that are `needed` and does it then: Tab leads to the others.
        """
        self._fields = fields
        editors = [field.editor for field in fields]
        walked = editors if needed is None else [field.editor for field in needed]
        self._goes = EnterGoesOn(self, [*walked, self.pin.editor])
        self._goes.ended.connect(self.accept)
        self.yes.installEventFilter(self)
        self.pin.editor.installEventFilter(self)
        for field in fields:
            field.editor.installEventFilter(self)
            if isinstance(field.editor, QLineEdit):
                field.editor.textEdited.connect(field.clear_mistake)
                field.editor.textEdited.connect(self.doubt_anew)
        for button in self.findChildren(QPushButton):
            button.setMinimumHeight(44)
        self.yes.setDefault(True)
        self.fit()
        begin = first or (editors[0] if editors else self.yes)
        begin.setFocus()
        if isinstance(begin, QLineEdit):
            begin.selectAll()

    def fit(self) -> None:
        """As high as what is in it, as far as the screen goes."""
        room = QGuiApplication.primaryScreen().availableSize()
        inside = self._inside
        wide = min(scaled(self._wide), room.width() - EDGE)
        self.body.activate()
        self._say_key(self.focusWidget())
        sides, gap = self._column.contentsMargins(), self._column.spacing()
        room_in = wide - sides.left() - sides.right()
        high = inside.heightForWidth(room_in) if inside.hasHeightForWidth() else inside.sizeHint().height()
        seen = [widget for widget in self._outside if not widget.isHidden()]
        others = sum(_height(widget, room_in) + gap for widget in seen)
        others += self.row.sizeHint().height() + gap + sides.top() + sides.bottom() + SPARE
        self.resize(wide, min(max(high, inside.minimumSizeHint().height()) + others, room.height() - EDGE))

    def keep_in_sight(self, *widgets: QWidget) -> None:
        """Put widgets below the form, where they are seen however small the screen."""
        for widget in widgets:
            self._column.insertWidget(self._column.indexOf(self.wrong), widget)
            self._outside.append(widget)

    def doubt_anew(self) -> None:
        """Something was changed: what was doubtful is asked anew."""
        self._sure = False
        self.wrong.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What has the keyboard is in sight, with what is said below it, however small the screen."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            if watched is not self.yes and watched is not self.pin.editor:
                self.area.ensureWidgetVisible(watched, 0, scaled(NOTE))
            self._say_key(watched)
        return super().eventFilter(watched, event)

    def _say_key(self, at: QWidget | None) -> None:
        """The button says Enter only where Enter does not go to another field first."""
        goes_on = self._goes is not None and at is not None and at is not self.yes and self._goes.after(at) is not None
        was, said = (PLAIN, FIRST) if goes_on else (FIRST, PLAIN)
        if was in self.yes.text() and self._two_keys:
            self.yes.setText(self.yes.text().replace(was, said))
            self._column.activate()

    # -- doing

    def act(self, *, sure: bool) -> None:
        """Do it; a dialog of its own says how."""
        raise NotImplementedError

    def accept(self) -> None:
        """Do it, or say what stands in the way."""
        for field in self._fields:
            field.clear_mistake()
        self.wrong.hide()
        try:
            self._allow()
            self.act(sure=self._sure)
        except NeedsApproval as error:
            self._ask_pin(error)
        except Doubtful as error:
            self._doubt(error)
        except InvalidInput as error:
            self.refused(error)
            if not show_mistake(self._fields, error):
                self._say(str(error), "wrong")
        except ShopError as error:
            self.refused(error)
            self._say(str(error), "wrong")
        else:
            super().accept()

    def refused(self, _error: ShopError) -> None:
        """It was refused: heard, too."""
        self.context.sound("refused")

    def _doubt(self, error: Doubtful) -> None:
        self._sure = True
        self.context.sound("refused")
        self._say(_("⚠ {asked} Enter once more does it all the same.").format(asked=error.message), "doubt")
        self.yes.setFocus()

    def _ask_pin(self, error: NeedsApproval) -> None:
        self._asked = error
        self.context.sound("refused")
        self._say(str(error), "doubt")
        self.pin.show()
        self.pin.editor.clear()
        self.pin.editor.setFocus()
        self.fit()

    def _allow(self) -> None:
        """A manager has typed their PIN: it counts for what is done now."""
        if self._asked is None or not self.pin.editor.text():
            return
        asked, typed = self._asked, self.pin.editor.text()
        self.pin.editor.clear()
        self.approved = self.shop.staff.approve(asked.act, asked.doc_id, typed).id

    def _say(self, sentence: str, role: str) -> None:
        self.wrong.setText(sentence)
        self.wrong.setProperty("role", role)
        polish(self.wrong)
        self.wrong.show()
        self.fit()


def _height(widget: QWidget, wide: int) -> int:
    """How high it is at that width, in pixels."""
    asked = widget.heightForWidth(wide) if widget.hasHeightForWidth() else widget.sizeHint().height()
    return max(asked, widget.minimumSizeHint().height())


def beside(*widgets: QWidget, stretch: Sequence[int] = ()) -> QWidget:
    """Widgets in one row."""
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(scaled(10))
    for at, widget in enumerate(widgets):
        row.addWidget(widget, stretch[at] if at < len(stretch) else 1, Qt.AlignmentFlag.AlignTop)
    return both
