"""What every dialog of labels has: a form, the picture beside it, and the printer that has such labels in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.ui.dialogs.office import OfficePrinting
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import Field, choice, words
from shoppos.ui.widgets.papers import papers
from shoppos.ui.widgets.picture import Subject
from shoppos.ui.widgets.preview import Preview

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox

    from shoppos.shop import Shop
    from shoppos.ui.context import Context

ROOM = QSize(980, 640)
FORM, PICTURE = 340, 400


class LabelDialog(QDialog):
    """`kind` is the paper's, `first`: its picture shows one piece. Who inherits it gives the fields, and owes it."""

    kind: ClassVar[str] = ""
    first: ClassVar[bool] = False

    def __init__(self, context: Context, parent: QWidget | None, title: str) -> None:
        """Build form and picture."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.context = context
        self.printed = False
        self._stands = ""
        self.office = OfficePrinting(context, self)
        self.office.told.connect(self.say)
        self.office.printed.connect(self._end)
        self.paper: Field[QComboBox] = Field("paper", _("Paper"), choice(papers(self._papers()), self._usual()))
        self.paper.editor.currentIndexChanged.connect(self.other_paper)
        self.preview = Preview(self.shop, self._sample, first=self.first)
        self.state = words("", role="quiet")
        self.buttons = {
            "print": QPushButton(_("Print (Enter)")), "office": QPushButton(_("Office printer… (Ctrl+P)")),
            "leave": QPushButton(_("Leave (Esc)")),
        }  # fmt: skip
        self._lay_out(title)
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_in_office)
        self.other_paper()

    @property
    def shop(self) -> Shop:
        """The open shop."""
        return self.context.shop

    # -- what differs

    def fields(self) -> list[QWidget]:
        """The form's fields, from the top."""
        return []

    def choices(self) -> QWidget:
        """The choice of paper, and what stands beside it."""
        return self.paper

    def below(self) -> list[QWidget]:
        """What stands below the choice of paper."""
        return []

    def subject(self) -> Subject:
        """What is drawn; a ShopError says why nothing can be."""
        return Subject(self.kind, b"")

    def sample(self) -> Subject:
        """What the picture shows of it."""
        return self.subject()

    def owe(self, printer: str) -> None:
        """Owe it on the printer of that name, "" by the shop's routes."""

    def mistake(self, error: ShopError) -> bool:
        """Show a refusal where it belongs; False when that is nowhere here."""
        return False

    # -- building

    def _lay_out(self, title: str) -> None:
        form = QWidget()
        left = QVBoxLayout(form)
        left.setContentsMargins(0, 0, scaled(8), 0)
        left.setSpacing(scaled(10))
        for field in (*self.fields(), self.choices(), *self.below()):
            left.addWidget(field)
        left.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(form)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        both = QHBoxLayout()
        both.setSpacing(scaled(14))
        both.addWidget(scroll, FORM)
        both.addWidget(self.preview, PICTURE)
        row = QHBoxLayout()
        row.addWidget(self.state, 1)
        acts = {"print": self.print_it, "office": self.print_in_office, "leave": self.reject}
        for name in ("leave", "office", "print"):
            button = self.buttons[name]
            button.clicked.connect(acts[name])
            button.setAutoDefault(False)
            row.addWidget(button)
        self.buttons["print"].setProperty("role", "primary")
        self.buttons["print"].setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(16),) * 4)
        column.setSpacing(scaled(12))
        column.addWidget(words(title, role="heading"))
        column.addLayout(both, 1)
        column.addLayout(row)
        space = QGuiApplication.primaryScreen().availableSize()
        self.resize(QSize(scaled(ROOM.width()), scaled(ROOM.height())).boundedTo(space))

    # -- papers and printers

    def _papers(self) -> list[str]:
        return Subject(self.kind, b"").papers()

    def _usual(self) -> str:
        return Subject(self.kind, b"").usual_paper(self.shop)

    def paper_name(self) -> str:
        """The paper chosen."""
        return str(self.paper.editor.currentData())

    def printer(self) -> str:
        """The printer that has this paper in it: the one such papers go to before any other; "" for none."""
        from shoppos.printing.printers import printer_for, printers

        routed = printer_for(self.shop.db, "", self.kind)
        known = (*((routed,) if routed else ()), *printers(self.shop.db))
        return next((one.name for one in known if one.paper_for(self.kind) == self.paper_name()), "")

    def other_paper(self) -> None:
        """Another paper was chosen: say which printer has it, and draw anew."""
        printer = self.printer()
        self.buttons["print"].setEnabled(bool(printer))
        self.paper.tell(
            _("Comes out of: {printer}").format(printer=printer)
            if printer
            else _("No printer of the shop has this in it. Ctrl+P prints it on a printer of the computer.")
        )
        self.changed()

    # -- printing

    def _sample(self) -> tuple[Subject, str] | str:
        try:
            return self.sample(), self.paper_name()
        except ShopError as error:
            return str(error)

    def print_it(self) -> None:
        """Owe it on the printer that has such labels; what is wrong is said under its field."""
        printer = self.printer()
        if not printer:
            self.say(_("No printer of the shop has this in it. Choose another paper, or press Ctrl+P."))
            return
        try:
            self.owe(printer)
        except ShopError as error:
            if not self.mistake(error):
                self.say(error)
            return
        self.context.wake_printer()
        self._end()

    def print_in_office(self) -> None:
        """Print it on a printer of the computer, through the system's dialog."""
        try:
            subject = self.subject()
        except ShopError as error:
            if not self.mistake(error):
                self.say(error)
            return
        self.office.begin(subject, self.paper_name())

    def _end(self, _taken: object = None) -> None:
        self.printed = True
        self.accept()

    def say(self, sentence: object, *, always: bool = False) -> None:
        """Say it beside the buttons, until something is changed; `always` stands there again then."""
        if always:
            self._stands = str(sentence)
        self.state.setText(str(sentence))

    def changed(self) -> None:
        """Something was changed: what was said of it before does not hold any more."""
        self.state.setText(self._stands)
        self.preview.draw_soon()


def beside(*fields: QWidget) -> QWidget:
    """Fields side by side."""
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    for field in fields:
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return both
