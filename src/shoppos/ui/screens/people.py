"""The people: found as one types, what they owe first; payments, statements, reminders, merging and forgetting."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QButtonGroup, QFileDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout

from shoppos.base.errors import NotFound, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.base.saving import save
from shoppos.ui.dialogs.approve import permitted
from shoppos.ui.dialogs.ask import Line, ask
from shoppos.ui.job import Job
from shoppos.ui.screen import Screen
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import ENTER, line
from shoppos.ui.widgets.labels import Cut
from shoppos.ui.widgets.people_list import ALL, BIRTHDAYS, DUE, NAME, OWING, PHONE, SAID, TWINS, PeopleList
from shoppos.ui.widgets.person_detail import PersonDetail, person_of
from shoppos.ui.widgets.tables import fit, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop.customers import CustomerView
    from shoppos.ui.context import Context

WIDTHS = ((PHONE, 130), (SAID, 110))
SPLIT = 500
NARROW = 800
KINDS = (ALL, OWING, DUE, BIRTHDAYS, TWINS)
FROM_SEARCH = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})
ACTS = ("pay", "statement", "remind", "card", "terms", "new", "merge", "unmerge", "export", "erase")
OF_ONE = tuple(name for name in ACTS if name != "new")


class PeopleScreen(Screen):
    """A list of people beside the one who is chosen."""

    key = "people"
    watches: ClassVar[frozenset[str]] = frozenset({
        "customer", "customer_terms", "customer_address", "khata_entry", "points_entry", "sale", "void", "consent",
        "reminder",
    })  # fmt: skip

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self.model = PeopleList()
        self.search = line(most=60)
        self.search.textChanged.connect(self._look)
        self.search.installEventFilter(self)
        self.table = table(self.model, NAME, WIDTHS)
        self.table.doubleClicked.connect(self.edit_card)
        self.table.selectionModel().currentRowChanged.connect(self._show)
        self.detail = PersonDetail()
        self.count = Cut(role="quiet")
        self.job: Job | None = None
        self._lay_out()
        self._keys()
        self.retranslate()

    def title(self) -> str:
        """The page's name."""
        return _("People and khata")

    # -- building

    def _lay_out(self) -> None:
        acts = {
            "pay": self.take_payment, "statement": self.make_statement, "remind": self.remind, "card": self.edit_card,
            "terms": self.edit_terms, "new": self.add, "merge": self.merge, "unmerge": self.unmerge,
            "export": self.export, "erase": self.erase,
        }  # fmt: skip
        self.buttons = {name: QPushButton() for name in ACTS}
        for name, button in self.buttons.items():
            button.clicked.connect(acts[name])
        self.buttons["pay"].setProperty("role", "primary")
        self.buttons["erase"].setProperty("role", "danger")
        self.chips = QButtonGroup(self)
        top = Flow(gap=scaled(8))
        top.addWidget(self.search)
        self.search.setMinimumWidth(scaled(300))
        for at in range(len(KINDS)):
            chip = QPushButton()
            chip.setCheckable(True)
            chip.setProperty("role", "chip")
            self.chips.addButton(chip, at)
            top.addWidget(chip)
        self.chips.button(0).setChecked(True)
        self.chips.idToggled.connect(self._filtered)
        many = Flow(gap=scaled(8))
        for name in ACTS:
            many.addWidget(self.buttons[name])
        split = QSplitter(Qt.Orientation.Horizontal)
        for half in (self.table, self.detail):
            split.addWidget(half)
            split.setStretchFactor(split.count() - 1, 1)
        split.setChildrenCollapsible(False)
        split.setSizes([SPLIT, SPLIT])
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(split, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        column.addLayout(foot)
        column.addLayout(many)

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl+O", self.take_payment), ("Ctrl+S", self.make_statement), ("Ctrl+R", self.remind),
            ("Ctrl+E", self.edit_card), ("Ctrl+T", self.edit_terms), ("Ctrl+N", self.add), ("Ctrl+F", self.enter),
            ("Esc", self._back),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow list the name comes before the phone number, which the card beside it shows."""
        super().resizeEvent(event)
        self.table.setColumnHidden(PHONE, self.width() < scaled(NARROW))

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        said = _("Last 4 digits, phone, name or #tag …")
        self.search.setPlaceholderText(said)
        self.search.setAccessibleName(said)
        self.table.setAccessibleName(_("People"))
        labels = {
            "pay": _("Take a payment (Ctrl+O)"), "statement": _("Statement (Ctrl+S)"), "remind": _("Remind (Ctrl+R)"),
            "card": _("Card (Ctrl+E)"), "terms": _("Terms (Ctrl+T)"), "new": _("New (Ctrl+N)"), "merge": _("Merge…"),
            "unmerge": _("Part…"), "export": _("Their data…"), "erase": _("Forget…"),
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.setText(labels[name])
        kinds = (_("All"), _("Who owes"), _("To remind"), _("Birthdays"), _("Maybe twice"))
        for chip, text in zip(self.chips.buttons(), kinds, strict=True):
            chip.setText(text)
        fit(self.table, WIDTHS)
        self.detail.show_person(self.detail.person)
        if self.context.opened is not None:
            self._tell_count()

    def enter(self) -> None:
        """Begin with the search."""
        self.search.setFocus()
        self.search.selectAll()

    def begin(self, number: str) -> None:
        """Another page asks for somebody by phone or name; the number of a bill is nobody's."""
        self.search.setText("" if "/" in number else number)

    def refresh(self, tables: frozenset[str]) -> None:
        """Somebody may have changed: look again, and stay with who was chosen."""
        chosen = self.detail.person.view.id if self.detail.person else b""
        self._look()
        row = self.model.row_of(chosen)
        if row >= 0:
            self.table.selectRow(row)

    def _filtered(self, _chip: int, chosen: bool) -> None:
        if chosen:
            self.search.clear()
            self._look()

    def _look(self) -> None:
        self.model.show(self.shop, self.search.text().strip(), KINDS[self.chips.checkedId()])
        if self.model.rowCount():
            self.table.selectRow(0)
        self._show()
        self._tell_count()

    def _tell_count(self) -> None:
        self.count.setText(self.model.told(KINDS[self.chips.checkedId()]))

    def _show(self) -> None:
        row = self.model.person(self.table.currentIndex().row()) if self.model.rowCount() else None
        try:
            self.detail.show_person(person_of(self.shop, row.customer_id) if row else None)
        except NotFound:
            self.detail.show_person(None)
        person = self.detail.person
        for name in OF_ONE:
            self.buttons[name].setEnabled(person is not None)
        if person is not None:
            for name in ("pay", "remind"):
                self.buttons[name].setEnabled(person.view.owes > 0)
        self.buttons["unmerge"].setVisible(person is not None and bool(person.merged))

    @property
    def chosen(self) -> CustomerView | None:
        """Who is chosen."""
        return self.detail.person.view if self.detail.person else None

    # -- doing

    def take_payment(self) -> None:
        """Take money for what they owe; a receipt is owed if it is wished."""
        from shoppos.ui.dialogs.khata_pay import KhataPayDialog

        customer = self.chosen
        if customer is None or customer.owes <= 0:
            return
        dialog = KhataPayDialog(self.shop, customer, self)
        if dialog.exec() and dialog.paid is not None:
            if dialog.receipt.isChecked() and self._has_printer():
                self.shop.papers.receipt(dialog.paid.id)
                self.context.wake_printer()
            now = dialog.paid.customer
            said = _("{name} now owes {owes}.").format(name=now.name or now.phone, owes=rupees(now.owes))
            self.told.emit(said, "good")

    def make_statement(self) -> None:
        """The statement of a period, on paper or as a message."""
        from shoppos.ui.dialogs.khata_period import KhataPeriodDialog

        customer = self.chosen
        if customer is None:
            return
        dialog = KhataPeriodDialog(self.context, customer, self)
        if dialog.exec():
            if not self._has_printer():
                self.told.emit(_("No printer is set up yet. Choose one in the settings."), "warn")
                return
            self.shop.papers.statement(customer.id, *dialog.period)
            self.context.wake_printer()
            self.told.emit(_("The statement is printed."), "good")

    def remind(self) -> None:
        """Show the text of a reminder, and note that it was given."""
        from shoppos.reports.khata_told import reminder
        from shoppos.rules.whatsapp import whatsapp
        from shoppos.ui.dialogs.message_text import MessageDialog

        if (customer := self.chosen) is None or customer.owes <= 0:
            return
        text = reminder(self.shop.db, customer.id)
        asked = _("Remind {name} of {owes}").format(name=customer.name or customer.phone, owes=rupees(customer.owes))
        link = customer.phone and whatsapp(customer.phone, text)
        dialog = MessageDialog(self, asked, text, link, _("They were reminded"))
        if dialog.exec():
            self.shop.customers.remind(customer.id, dialog.channel)
            self.told.emit(_("Noted: reminded today."), "good")

    def edit_card(self) -> None:
        """Change the card."""
        self._open_card(self.chosen)

    def add(self) -> None:
        """A new card, with what was typed."""
        self._open_card(None)

    def _open_card(self, known: CustomerView | None) -> None:
        from shoppos.ui.dialogs.customer_form import CustomerForm

        text = "" if known else self.search.text().strip()
        lettered = any(char.isalpha() for char in text)
        form = CustomerForm(self.shop, self, known, name=text if lettered else "", phone="" if lettered else text)
        if form.exec() and form.saved is not None:
            self.search.setText(form.saved.phone or form.saved.name)

    def edit_terms(self) -> None:
        """Limit, price list, likes, tags, birthday, note, and what they allow."""
        from shoppos.ui.dialogs.customer_terms import CustomerTermsDialog

        if self.chosen is not None and CustomerTermsDialog(self.shop, self.chosen, self).exec():
            self.told.emit(_("Saved."), "good")

    def merge(self) -> None:
        """Let another card join this one, asked plainly before."""
        customer = self.chosen
        if customer is None:
            return
        named = customer.name or customer.phone
        asked = _("Which other card belongs to {name}? It joins this one.").format(name=named)
        question = Line(self, asked, _("Phone number of the other card"), _("Go on"), _("Back (Esc)"))
        found: list[CustomerView] = []

        def look(text: str) -> None:
            other = self.shop.customers.by_phone(text)
            if other is None or other.id == customer.id:
                raise NotFound(_("No other card has this number."), _("Type it again."))
            found.append(other)

        question.tried = look
        if not question.exec():
            return
        other = found[-1]
        sure = _("{other} joins {name}: dues and points move, bills stay as they are.").format(
            other=f"{other.name} {other.phone}".strip(), name=named
        )
        if ask(self, sure, _("Merge them"), _("Leave them"), careful=True):
            self._try(lambda: self.shop.merging.merge(customer.id, other.id), _("The two cards are one now."))

    def unmerge(self) -> None:
        """Part the card that joined last."""
        person = self.detail.person
        if person is None or not person.merged:
            return
        gone, name, phone = person.merged[-1]
        sure = _("{name} gets a card of their own again.").format(name=f"{name} {phone}".strip())
        if ask(self, sure, _("Part them"), _("Leave them"), careful=True):
            self._try(lambda: self.shop.merging.unmerge(gone), _("They are two cards again."))

    def export(self) -> None:
        """Write all that is known of a person into a file for them."""
        customer = self.chosen
        if customer is None:
            return
        chosen, _kind = QFileDialog.getSaveFileName(self, _("All that is known of them"), "data.html", "HTML (*.html)")
        if chosen:
            self.write_data(customer.id, Path(chosen))

    def write_data(self, customer_id: bytes, file: Path) -> None:
        """Write the page, and the same beside it for programs."""
        import json

        from shoppos.reports.personal_data import as_html, personal_data

        document = personal_data(self.shop.db, customer_id)
        try:
            save(file, as_html(document, self.shop.settings.profile().name).encode())
            save(file.with_suffix(".json"), json.dumps(document, ensure_ascii=False, indent=2).encode())
        except ShopError as error:
            self.told.emit(str(error), "error")
            return
        self.told.emit(_("Written: {file}").format(file=file), "good")

    def erase(self) -> None:
        """Forget somebody, asked plainly before; the log is emptied beside the window."""
        customer = self.chosen
        if customer is None:
            return
        named = customer.name or customer.phone
        sure = _(
            "Forget {name}? Card, addresses, likes, notes and stored papers go for good. Bills keep their numbers and "
            "money. This cannot be taken back."
        ).format(name=named)
        if not ask(self, sure, _("Forget them"), _("Keep the card"), careful=True):
            return
        try:
            done = permitted(self, self.shop, lambda: self.shop.privacy.erase(customer.id, sweep=False))
        except ShopError as error:
            self.told.emit(str(error), "warn")
            return
        self.job = Job(self.shop.db, lambda _progress, _stopped: self.shop.privacy.sweep(), self)
        self.job.refused.connect(self._refused)
        self.job.start()
        self.told.emit(" ".join((_("The person is forgotten."), *done.kept)), "good")

    def _try(self, act: Callable[[], object], said: str) -> None:
        """Do it, and say so; a refusal stands in the bar."""
        try:
            act()
        except ShopError as error:
            self.told.emit(str(error), "warn")
        else:
            self.told.emit(said, "good")

    def _refused(self, error: ShopError) -> None:
        self.told.emit(str(error), "warn")

    def _has_printer(self) -> bool:
        from shoppos.printing.printers import printers

        return bool(printers(self.shop.db))

    def _back(self) -> None:
        """From a search to the whole list, from there to the counter."""
        if self.search.text():
            self.search.clear()
        else:
            self.leave.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while one types; Enter opens the payment of who owes, else the card."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in FROM_SEARCH:
                QApplication.sendEvent(self.table, event)
                return True
            if event.key() in ENTER:
                self._entered()
                return True
        return super().eventFilter(watched, event)

    def _entered(self) -> None:
        if self.chosen is None:
            self.add()
        elif self.chosen.owes > 0:
            self.take_payment()
        else:
            self.edit_card()
