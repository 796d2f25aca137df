"""Payments: what came in at the bank beside what was claimed, matched by Enter, and all ways by which it is told."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from shoppos.base.errors import Doubtful, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.rules.matching import ADVANCE
from shoppos.ui.dialogs.ask import Line, ask
from shoppos.ui.job import Job
from shoppos.ui.screen import Screen
from shoppos.ui.widgets.form import ENTER
from shoppos.ui.widgets.payment_page import KEYS, MATCHED, OPEN, TWICE, PaymentPage, head_said, nothing_said
from shoppos.ui.widgets.payment_words import arrived_said, claim_rows, claim_said, decided, learned_said, searched

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.reports.bank import Arrived
    from shoppos.rules.matching import Claim
    from shoppos.shop.bank import Learned
    from shoppos.ui.context import Context
    from shoppos.ui.dialogs.paste_bank import PasteBankDialog
    from shoppos.ui.dialogs.payment_arrived import PaymentArrivedDialog
    from shoppos.ui.job import Progress, Stopped

CALM = 120
SHORT = 60
"""Letters up to which what is pasted may be meant for the line of the search."""


class PaymentsScreen(Screen):
    """A suggestion is matched by Enter; anything else is looked for at the right and matched there."""

    key = "bank"
    watches: ClassVar[frozenset[str]] = frozenset(
        {"bank_credit", "advance", "cod_receipt", "utr", "payment", "khata_entry", "upi_attempt", "void"}
    )

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self.page = PaymentPage(context)
        self.table, self.search = self.page.table, self.page.search
        self.job: Job | None = None
        self._claims: list[Claim] = []
        self._why: dict[bytes, str] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(CALM)
        self._later.timeout.connect(self.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        page = self.page
        page.wanted.connect(self.do)
        page.chips.idToggled.connect(self._turned)
        page.progress.stopped.connect(self._stop)
        self.search.textChanged.connect(self._show_claims)
        self.table.selectionModel().currentRowChanged.connect(self._show_claims)
        self.table.doubleClicked.connect(partial(self.do, "match"))
        page.claim_table.selectionModel().currentRowChanged.connect(self._marked)
        page.claim_table.doubleClicked.connect(partial(self.do, "match"))
        for widget in (self.table, page.claim_table, self.search):
            widget.installEventFilter(self)
        for act, keys in (*KEYS.items(), ("search", "Ctrl+F"), ("leave", "Esc")):
            shortcut = QShortcut(QKeySequence(keys), self, partial(self.do, act))
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def title(self) -> str:
        """The page's name."""
        return _("Payments")

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.page.say()
        if self.context.opened is not None:
            self.look()

    def enter(self) -> None:
        """Begin with what came in."""
        self.table.setFocus()

    def begin(self, number: str) -> None:
        """A claimed payment is to be struck: the list of those is where one marks it."""
        if number == "strike":
            self.page.chips.button(OPEN).setChecked(True)
            self.page.claim_table.setFocus()
            self.page.claim_table.selectRow(0)
            self.told.emit(_("Mark the payment that never came, then press the key once more."), "warn")

    def pressed(self, action: str) -> None:
        """The key that works everywhere, pressed here."""
        self.do(action)

    def again(self) -> None:
        """Its own key leads nowhere else: the next keys would go into the bill on the counter."""
        self.enter()

    def refresh(self, tables: frozenset[str]) -> None:
        """Money has come, or was claimed: look again, soon but not at each of many changes."""
        if not self.isVisible() or tables == self.watches:
            self.look()
        elif not self._later.isActive():
            self._later.start()

    # -- looking

    def look(self) -> None:
        """Read what came in and what was claimed anew, and stay with what is marked."""
        from shoppos.reports.claims import open_claims

        page, bank = self.page, self.shop.bank
        kept = None if (before := self.chosen) is None else before.id
        opened, doubles = bank.open(), bank.doubles()
        page.count((len(opened), len(doubles)))
        self._claims = open_claims(self.shop.db)
        self._why = why = {one.second: one.why for one in doubles}
        rows = opened
        if page.part == TWICE:
            rows = [bank.view(one) for one in why]
        elif page.part != OPEN:
            rows = decided(self.shop.db, "matched" if page.part == MATCHED else "left")
        clock = self.shop.db.clock
        shown = [arrived_said(one, clock.at(one.came_at), clock.now()) for one in rows]
        page.came.show((_("When"), _("Amount"), _("From"), _("Told by")), shown, rows,
                       [at for at, one in enumerate(rows) if one.id in why])  # fmt: skip
        page.left_head.setText(head_said(page.part))
        if rows:
            self.table.selectRow(next((at for at, one in enumerate(rows) if one.id == kept), 0))
        self._show_claims()

    @property
    def chosen(self) -> Arrived | None:
        """The payment that is marked."""
        marked: Arrived | None = self.page.came.thing(self.table.currentIndex().row())
        return marked

    @property
    def claim(self) -> tuple[Claim, str] | None:
        """What is marked at the right, with the reason where it is a suggestion."""
        return self.page.claims.thing(self.page.claim_table.currentIndex().row())

    def _show_claims(self) -> None:
        """What the marked payment may be for: suggestions with their reasons, then all else that was claimed."""
        if self.context.opened is None:
            return
        page, one, clock = self.page, self.chosen, self.shop.db.clock
        suggested = self.shop.bank.suggestions(one.id) if one is not None and one.state == "open" else []
        known = {(found.claim.doc_id, found.claim.line) for found in suggested}
        asked = self.search.text().strip().casefold()
        rest = [one for one in self._claims if (one.doc_id, one.line) not in known and asked in searched(one)]
        rows = claim_rows(suggested, rest, clock.at, clock.now())
        page.claims.show(
            (_("For"), _("Amount"), _("What"), _("Why, or since when")),
            rows,
            [*((s.claim, s.why) for s in suggested), *((claim, "") for claim in rest)],
        )
        page.right_head.setText(_("May be for") if suggested else _("Claimed, not seen at the bank yet"))
        if rows and (suggested or page.claim_table.hasFocus()):
            page.claim_table.selectRow(0)
        self._marked()

    def _marked(self) -> None:
        """Another row is marked: say all of it, and offer what can be done."""
        self._say(self.chosen)
        self._offer()

    def _say(self, one: Arrived | None) -> None:
        """What the bank said of the marked payment, or what to do where there is none."""
        said = nothing_said(self.page.part)
        if one is not None:
            parts = [self._why.get(one.id, ""), one.note, one.credit.said]
            if one.state == "matched":
                parts.insert(0, _("For {number}, by {name}").format(number=one.number or _("the khata"), name=one.by))
            said = "  ·  ".join(part for part in parts if part)
        why = self.claim[1] if self.claim is not None else ""
        self.page.said.setText(f"★ {why}\n{said}" if why else said)

    def _offer(self) -> None:
        page, one, found = self.page, self.chosen, self.claim
        opened = one is not None and one.state == "open"
        page.right.setVisible(page.part in {OPEN, TWICE})
        page.buttons["match"].setVisible(opened and found is not None)
        if found is not None:
            page.buttons["match"].setText(_("Match with {number} (Enter)").format(number=claim_said(found[0])))
        page.buttons["leave_it"].setVisible(opened)
        page.buttons["strike"].setVisible(found is not None and found[0].kind == ADVANCE and not found[0].utr)
        page.buttons["take_up"].setVisible(one is not None and one.state == "left")

    # -- doing

    def do(self, act: str, _index: object = None) -> None:
        """Do what a key or a button asked for."""
        own = {
            "match": self.match, "paste": self.paste, "arrived": self.arrived, "statement": self.read_statement,
            "courier": self.read_courier, "leave_it": self.leave_it, "take_up": self.take_up, "search": self._find,
            "leave": self._back, "strike": self.strike,
        }  # fmt: skip
        try:
            own[act]()
        except ShopError as error:
            self._refused(error)

    def match(self) -> None:
        """The marked payment is for what is marked at the right; asked where the amounts differ or no UTR is known."""
        one, found = self.chosen, self.claim
        if one is None or found is None or one.state != "open":
            self.context.sound("refused")
            return
        claim = found[0]
        utr = ""
        if not (one.credit.utr or one.proof or claim.utr):
            asked = _("The bank's words do not tell the UTR of this payment. Type it from the bank's list.")
            dialog = Line(self, asked, _("UTR"), _("Match"), _("Back (Esc)"))
            if not dialog.exec():
                return
            utr = dialog.text
        try:
            self.shop.bank.match(one.id, claim.doc_id, claim.line, utr=utr)
        except Doubtful as doubt:
            if not ask(self, str(doubt), _("Match them"), _("Leave it (Esc)"), careful=True):
                return
            self.shop.bank.match(one.id, claim.doc_id, claim.line, utr=utr, sure=True)
        self._done(_("{amount} is matched with {number}.").format(amount=rupees(one.amount), number=claim_said(claim)))

    def strike(self) -> None:
        """What is marked at the right never came: it is taken off, with a reason."""
        from shoppos.ui.dialogs.strike_claim import struck

        if self.claim is None:
            self.begin("strike")
        elif said := struck(self.context, self, self.claim[0]):
            self._done(said)

    def paste(self) -> None:
        """Read the clipboard: what is understood is shown before it is kept."""
        from shoppos.ui.dialogs.paste_bank import PasteBankDialog

        self._tell(PasteBankDialog(self.context, self, QGuiApplication.clipboard().text()))

    def arrived(self) -> None:
        """Somebody has seen it at the bank."""
        from shoppos.ui.dialogs.payment_arrived import PaymentArrivedDialog

        self._tell(PaymentArrivedDialog(self.context, self))

    def _tell(self, dialog: PasteBankDialog | PaymentArrivedDialog) -> None:
        if dialog.exec() and dialog.learned is not None:
            self._learned(dialog.learned)

    def _done(self, said: str) -> None:
        self.told.emit(said, "good")
        self.look()

    def read_statement(self) -> None:
        """A file of the bank or of a payment service."""
        path = ask_file(self, _("The bank's statement"))
        if path is not None:
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Learn a statement beside the window; what was learned when it is stopped stays, and is known next time."""
        bank = self.shop.bank

        def work(progress: Progress, stopped: Stopped) -> Learned:
            def goes_on(done: int, every: int) -> bool:
                progress(done, every)
                return not stopped()

            return bank.read_file(path, goes_on)

        self.job = Job(self.shop.db, work, self)
        self.job.progressed.connect(self.page.progress.show_progress)
        self.job.finished.connect(self._learned)
        self.job.refused.connect(self._refused)
        for signal in (self.job.finished, self.job.refused):
            signal.connect(self.page.progress.hide_again)
        self.page.progress.begin(_("Reading {file} …").format(file=path.name))
        self.job.start()

    def _refused(self, error: ShopError) -> None:
        self.context.sound("refused")
        self.told.emit(str(error), "error")

    def _stop(self) -> None:
        if self.job is not None:
            self.job.stop()

    def read_courier(self) -> None:
        """A courier's list of what was paid at the doors."""
        from shoppos.ui.dialogs.remittance import RemittanceDialog

        path = ask_file(self, _("The courier's list"))
        if path is None:
            return
        dialog = RemittanceDialog(self.context, self, path)
        if dialog.exec() and dialog.settled is not None:
            self._done(_("{amount} of the courier's list is counted.").format(amount=rupees(dialog.settled.counted)))

    def leave_it(self) -> None:
        """It is for nothing here: it waits no more, with a note why."""
        one = self.chosen
        if one is None or one.state != "open":
            self.context.sound("refused")
            return
        asked = _("{amount} is for nothing here: what is it?").format(amount=rupees(one.amount))
        dialog = Line(self, asked, _("Note"), _("Leave it aside"), _("Back (Esc)"), _("A loan, my own money, a refund"))
        dialog.tried = lambda note: self.shop.bank.leave(one.id, note)
        if dialog.exec():
            self.look()

    def take_up(self) -> None:
        """What was left waits again."""
        one = self.chosen
        if one is not None and one.state == "left":
            self.shop.bank.take_up(one.id)
            self.look()

    def _learned(self, learned: Learned) -> None:
        self.told.emit(learned_said(learned).strip(), "warn" if learned.odd else "good")
        self.page.chips.button(OPEN).setChecked(True)
        self.look()

    # -- keys

    def _turned(self, _part: int, chosen: bool) -> None:
        if chosen and self.context.opened is not None:
            self.look()
            self.table.setFocus()

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _back(self) -> None:
        if self.search.text():
            self.search.clear()
        elif not self.table.hasFocus():
            self.table.setFocus()
        elif self.page.part != OPEN:
            self.page.chips.button(OPEN).setChecked(True)
        else:
            self.leave.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter matches what is marked, or goes to where one marks it; a long text is pasted to the page."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and watched is self.search:
            if event.matches(QKeySequence.StandardKey.Paste) and len(QGuiApplication.clipboard().text()) > SHORT:
                event.ignore()
                return True
        elif event.type() == QEvent.Type.KeyPress and self._pressed(watched, event.key()):
            return True
        return super().eventFilter(watched, event)

    def _pressed(self, watched: QObject, key: int) -> bool:
        right = self.page.claim_table
        if key in ENTER:
            if watched is self.search or (watched is self.table and self.claim is None):
                right.setFocus()
                right.selectRow(0)
            else:
                self.do("match")
            return True
        if key == Qt.Key.Key_Right and watched is self.table and self.page.right.isVisible():
            right.setFocus()
            right.selectRow(max(right.currentIndex().row(), 0))
            return True
        if key == Qt.Key.Key_Left and watched is right:
            self.table.setFocus()
            return True
        return False


def ask_file(parent: QWidget, title: str) -> Path | None:
    """Which file; None when nobody chose one."""
    kinds = _("Lists (*.csv *.xlsx *.xls *.txt)")
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(Path.home()), kinds)
    return Path(chosen) if chosen else None
