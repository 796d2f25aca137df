"""The page of conversations as it lies: who waits at the left, one conversation at the right, the answer below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QListView,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shoppos.base.i18n import _
from shoppos.ui.style import scaled
from shoppos.ui.widgets import message_acts
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import line, polish, words
from shoppos.ui.widgets.labels import Cut
from shoppos.ui.widgets.rows import Rows
from shoppos.ui.widgets.tables import fit, table
from shoppos.ui.widgets.talk_list import TalkList, TalkPainter
from shoppos.ui.widgets.talk_view import TalkView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

TALKS, WAITING = range(2)
NARROW, SEARCH = 1150, 240
SPLIT = (360, 640)
WIDTHS = ((0, 90), (1, 190), (2, 150), (3, 110), (4, 100))
STATE = 5
KEYS = {
    "new": "Ctrl+N", "waiting": "Ctrl+Shift+M", "texts": "Ctrl+Shift+B", "accounts": "Ctrl+Shift+H", "call": "Ctrl+L",
    "heard": "Ctrl+G", "prepared": "Ctrl+P", "enough": "Ctrl+B", "channel": "Ctrl+M", "whose": "Ctrl+I",
    "code": "Ctrl+Q",
}  # fmt: skip
OF_ONE = ("prepared", "call", "heard", "enough", "whose", "code")


class TalkPage(QWidget):
    """`wanted` tells an act that a button asks for, `resized` that there is room for other words."""

    wanted = Signal(str)
    resized = Signal()

    def __init__(self) -> None:
        """Everything in its place, without words yet."""
        super().__init__()
        self.search = line(most=60)
        self.search.setClearButtonEnabled(True)
        self.model = TalkList()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(TalkPainter(self.list))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumWidth(scaled(220))
        self.view = TalkView()
        self.name, self.note = Cut(role="heading"), Cut(role="quiet")
        self.empty = words("", role="quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.answer = line(most=1000)
        self.question = words("", role="doubt", wrap=False)
        self.offline = words("", role="doubt")
        self.waits = Rows(6)
        self.table = table(self.waits, STATE, WIDTHS)
        self.buttons = {act: QPushButton() for act in (*KEYS, "send", *message_acts.ACTS)}
        for act, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, act=act: self.wanted.emit(act))
            button.setMinimumHeight(scaled(44))
            button.setAutoDefault(False)
        self.buttons["send"].setProperty("role", "primary")
        for act in (*OF_ONE, *message_acts.ACTS, "texts", "accounts", "new", "channel"):
            self.buttons[act].setProperty("role", "act")
        self.chips = QButtonGroup(self)
        self.parts = QStackedWidget()
        self._narrow = False
        self._lay_out()

    def _lay_out(self) -> None:
        top = Flow(gap=scaled(8))
        self.search.setMinimumWidth(scaled(SEARCH))
        top.addWidget(self.search)
        for at in (TALKS, WAITING):
            chip = QPushButton()
            chip.setCheckable(True)
            chip.setProperty("role", "chip")
            self.chips.addButton(chip, at)
            top.addWidget(chip)
        self.chips.button(TALKS).setChecked(True)
        for act in ("new", "texts", "accounts"):
            top.addWidget(self.buttons[act])
        self.buttons["waiting"].hide()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.list)
        self.split.addWidget(self._right())
        self.split.setChildrenCollapsible(False)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([scaled(SPLIT[0]), scaled(SPLIT[1])])
        waiting = QWidget()
        below = QVBoxLayout(waiting)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.offline)
        below.addWidget(self.table, 1)
        for part in (self.split, waiting):
            self.parts.addWidget(part)
        acts = self._acts = Flow(gap=scaled(8))
        for act in (*message_acts.ACTS, *OF_ONE):
            acts.addWidget(self.buttons[act])
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(14), scaled(8), scaled(14), scaled(8))
        column.setSpacing(scaled(7))
        column.addLayout(top)
        column.addWidget(self.parts, 1)
        column.addLayout(acts)

    def _right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(6))
        head = QHBoxLayout()
        head.addWidget(self.name, 3)
        head.addWidget(self.note, 2)
        head.addWidget(self.question)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.view)
        self.middle.addWidget(self.empty)
        column.addWidget(self.middle, 1)
        row = QHBoxLayout()
        row.setSpacing(scaled(8))
        row.addWidget(self.answer, 1)
        row.addWidget(self.buttons["channel"])
        row.addWidget(self.buttons["send"])
        column.addLayout(row)
        return right

    def say(self) -> None:
        """All words, in the language in force."""
        said = _("Phone number or name …")
        self.search.setPlaceholderText(said)
        self.search.setAccessibleName(said)
        self.list.setAccessibleName(_("Conversations"))
        self.view.setAccessibleName(_("The conversation"))
        self.table.setAccessibleName(_("Messages that wait"))
        self.answer.setPlaceholderText(_("Your answer. Enter sends it."))
        self.answer.setAccessibleName(_("Your answer"))
        labels = {
            "new": _("New message"), "texts": _("Texts…"), "accounts": _("Channels…"), "call": _("Note a call"),
            "heard": _("They wrote"), "prepared": _("Texts"), "enough": _("Needs no reply"), "whose": _("Whose chat?"),
            "waiting": _("Messages waiting"), "channel": "", "code": _("Telegram QR"),
        }  # fmt: skip
        keys = {**KEYS, **message_acts.KEYS}
        for act, label in (*labels.items(), *message_acts.labels().items()):
            bare = self._narrow or act in {"texts", "accounts"}
            self.buttons[act].setText(label if bare else f"{label} ({keys[act]})")
            self.buttons[act].setToolTip(keys[act])
        self.buttons["send"].setText(_("Send") if self._narrow else _("Send (Enter)"))
        self.chips.button(TALKS).setText(_("Conversations"))
        fit(self.table, WIDTHS)

    def offer(self, acts: Sequence[str], first: str = "") -> None:
        """Show just these of the acts; the `first` stands out."""
        for act in (*message_acts.ACTS, *OF_ONE):
            button, role = self.buttons[act], "act-first" if act == first else "act"
            button.setVisible(act in acts)
            if button.property("role") != role:
                button.setProperty("role", role)
                polish(button)
        self._acts.invalidate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow page the search is the way to a new message, and the list takes less."""
        super().resizeEvent(event)
        narrow = self.width() < scaled(NARROW)
        self.buttons["new"].setVisible(not narrow)
        if narrow != self._narrow:
            self._narrow = narrow
            left = min(scaled(SPLIT[0]), self.width() * 32 // 100) if narrow else scaled(SPLIT[0])
            self.split.setSizes([left, self.width() - left])
            self.search.setMinimumWidth(scaled(SEARCH) * (2 if narrow else 3) // 3)
            self.say()
            self.resized.emit()

    @property
    def narrow(self) -> bool:
        """Whether there is no room for keys on the buttons."""
        return self._narrow

    @property
    def at_waiting(self) -> bool:
        """Whether the list of messages that wait is shown."""
        return self.chips.checkedId() == WAITING
