"""Paying: one amount and one way at a time until nothing is left; the UPI code stands here while it is awaited."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, plain, rupees
from shoppos.rules.entry import looks_like_barcode
from shoppos.ui import style
from shoppos.ui.widgets.labels import Card, Words
from shoppos.ui.widgets.pay_noted import PayNoted
from shoppos.ui.widgets.pay_ways import POINTS, POINTS_KEY, PayWays
from shoppos.ui.widgets.qr_view import QrView

if TYPE_CHECKING:
    from shoppos.shop.customers import CustomerView
    from shoppos.shop.payments import UpiShown

INVOICE_KEY = "Alt+I"
"""With which a small sale gets a numbered bill of its own, where it would get a token else."""


class PayPanel(Card):
    """The panel keeps what was typed as a plain dictionary, `state()`, so that it survives a power cut."""

    taken = Signal(str, int, str)
    wants_upi = Signal(int)
    dropped = Signal()
    left = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin closed."""
        super().__init__("card", parent)
        self.method = "cash"
        self.rest = 0
        self.tenders: list[list[Any]] = []
        self.shown: dict[str, Any] = {}
        self.so_far = PayNoted()
        self.drop = self.so_far.drop
        self.invoice = QPushButton()
        self.amount = QLineEdit()
        self.amount.setProperty("role", "money")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.reference = QLineEdit()
        self.wrong = Words(role="wrong")
        self.wrong.setWordWrap(True)
        self.about = Words(role="hint")
        self.about.setWordWrap(True)
        self.qr = QrView()
        self.qr.hide()
        self.ways = PayWays()
        self._high = False
        self._khata = ("", 0)
        self.go = QPushButton()
        self.go.setProperty("role", "pay-first")
        self.again = QPushButton()
        self.back = QPushButton()
        self._keys: dict[str, str] = {}
        self._build()
        self.hide()

    def _build(self) -> None:
        self.ways.picked.connect(self.choose)
        for field in (self.amount, self.reference):
            field.installEventFilter(self)
        self.amount.textEdited.connect(self._typed)
        self.reference.textEdited.connect(self._typed)
        self.go.clicked.connect(self.accept)
        self.invoice.setCheckable(True)
        self.invoice.setProperty("role", "chip")
        self.invoice.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.invoice.clicked.connect(self.changed)
        self.invoice.hide()
        self.again.clicked.connect(lambda: self.wants_upi.emit(self._wanted()))
        self.back.clicked.connect(self.left)
        self.so_far.dropped.connect(self.dropped)
        row = QHBoxLayout()
        row.addWidget(self.again)
        row.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(style.scaled(12),) * 4)
        column.setSpacing(style.scaled(6))
        for part in (
            self.so_far, self.ways, self.amount, self.qr, self.reference, self.invoice, self.about, self.wrong, self.go
        ):  # fmt: skip
            column.addWidget(part, 1 if part is self.qr else 0)
        column.addLayout(row)
        column.addStretch(0)
        self.fit(style.scaled(398), 0)

    def set_keys(self, keys: dict[str, str]) -> None:
        """The keys shown on the buttons."""
        self._keys = keys
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.ways.set_keys(self._keys)
        self.amount.setAccessibleName(_("Amount"))
        wanted = _("They ask for an invoice")
        self.invoice.setAccessibleName(wanted)
        self.invoice.setText(wanted if self.ways.narrow else f"{INVOICE_KEY}  {wanted}")
        again = _("New QR")
        self.again.setText(again if self.ways.narrow else f"{self._keys.get('upi', '')}  {again}")
        self.back.setText(_("Back") if self.ways.narrow else _("Esc  Back to the bill"))
        self._dress()

    def fit(self, width: int, height: int) -> None:
        """Three ways a row, or two without their keys where the window is narrow; beside a UPI code if it is high."""
        self._high = height >= style.scaled(840)
        if self.ways.fit(narrow=width < style.scaled(360)):
            self.retranslate()
        self._dress()

    # -- opening and closing

    @property
    def opened(self) -> bool:
        """Whether it is being paid, though another page may hide the panel now."""
        return not self.isHidden()

    @property
    def noted(self) -> int:
        """What was taken so far, in paise."""
        return sum(tender[1] for tender in self.tenders)

    def open_for(self, rest: int, method: str, amount: int | None = None) -> None:
        """Ask for `rest` paise, by `method` first; `amount` if less is offered."""
        self.rest = rest
        self.wrong.hide()
        self.amount.setText(plain(rest if amount is None else amount))
        self.reference.clear()
        self.show()
        self.choose(method)

    def choose(self, method: str) -> None:
        """Pay by that way; UPI asks for its code at once, points pay no more than they are worth."""
        if method == POINTS and not self.ways.worth:
            return
        if POINTS in (method, self.method) and method != self.method:
            self.amount.setText(plain(min(self.ways.worth, self.rest) if method == POINTS else self.rest))
        self.method = method
        self.ways.choose(method)
        if method != "upi":
            self.shown = {}
        self._dress()
        if method == "upi":
            self.wants_upi.emit(self._wanted())
        else:
            self.amount.selectAll()
        self.start()
        self.changed.emit()

    def bring_back(self, state: dict[str, Any], rest: int, matrix: tuple[tuple[bool, ...], ...]) -> None:
        """Stand again as `state()` said, with the same UPI code: a phone may just be paying it."""
        self.rest = rest
        shown: dict[str, Any] = state.get("upi") or {}
        self.shown = shown
        self.qr.show_matrix(matrix)
        self.method = str(state.get("method", "cash"))
        self.ways.choose(self.method)
        self.amount.setText(str(state.get("amount", "")))
        self.reference.setText(str(state.get("reference", "")))
        self.invoice.setChecked(bool(state.get("invoice")) and not self.invoice.isHidden())
        self._dress()
        self.start()

    def start(self) -> None:
        """Put the keyboard where this way of paying begins."""
        (self.reference if self.method == "upi" else self.amount).setFocus()

    def show_upi(self, shown: "UpiShown", matrix: tuple[tuple[bool, ...], ...]) -> None:
        """Show the code of one attempt."""
        self.shown = {"reference": shown.reference, "link": shown.link, "amount": shown.amount}
        self.qr.show_matrix(matrix)
        self._dress()
        self.changed.emit()

    def came(self, reference: str, utr: str) -> None:
        """The payment service has seen the payment of that attempt, under that UTR ("" if it told none)."""
        if self.opened and self.shown.get("reference") == reference:
            self.shown["came"] = True
            if not self.reference.text():
                self.reference.setText(utr)
            self._dress()
            self.changed.emit()

    def refuse(self, error: ShopError) -> None:
        """Show why the payment was not taken; what was typed stays."""
        self.wrong.setText(str(error))
        self.wrong.show()

    def state(self) -> dict[str, Any]:
        """How the panel stands, as JSON can keep it."""
        return {
            "open": self.opened, "method": self.method, "amount": self.amount.text(), "upi": self.shown,
            "reference": self.reference.text(), "tenders": self.tenders, "invoice": self.invoice.isChecked(),
        }  # fmt: skip

    # -- taking

    def accept(self) -> None:
        """Enter: take the amount by the chosen way."""
        try:
            amount = self._amount()
            self.ways.check(self.method, amount)
        except ShopError as error:
            self.refuse(error)
            return
        if self.method == "upi" and self.shown.get("amount") not in (None, amount):
            asks = _("The QR asks for {amount}.").format(amount=rupees(self.shown["amount"]))
            self.refuse(InvalidInput(asks, _("Press {key} for a new QR.").format(key=self._keys.get("upi", ""))))
            return
        self.wrong.hide()
        self.taken.emit(self.method, amount, self.reference.text().strip())

    def took(self, method: str, amount: int, reference: str, rest: int) -> None:
        """One payment was noted and `rest` paise are left; points pay once on a bill."""
        if method == POINTS:
            self.ways.offer_points(0, 0)
        self.tenders.append([method, amount, reference, self.shown.get("reference", "")])
        self.open_for(rest, "cash")

    def forget(self) -> None:
        """The sale is paid or left: forget what was noted."""
        self.tenders = []
        self.shown = {}
        self.invoice.setChecked(False)
        self.qr.show_matrix(())
        self.hide()

    def _amount(self) -> int:
        text = self.amount.text().strip()
        if looks_like_barcode(text):
            raise InvalidInput(_("That looks like a barcode."), _("Type the amount."), "amount")
        return parse_paise(text)

    def _read(self) -> int | None:
        """The amount as far as it is one yet."""
        try:
            return self._amount()
        except ShopError:
            return None

    def _wanted(self) -> int:
        """What the UPI code asks for: the typed amount, at most the rest."""
        return min(self._read() or self.rest, self.rest)

    def _typed(self) -> None:
        self.wrong.hide()
        self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        upi = self.method == "upi"
        self.qr.setVisible(upi and bool(self.shown) and bool(self.qr.matrix))
        self.ways.setVisible(not upi or self._high)
        self.amount.setVisible(not upi or not self.shown)
        self.again.setVisible(upi)
        self.reference.setVisible(self.method in ("upi", "card", "netbanking"))
        hint = _("UTR, 12 digits (empty: claimed)") if upi else _("Reference (may stay empty)")
        self.reference.setPlaceholderText(hint)
        self.reference.setAccessibleName(hint)
        self.so_far.show_tenders(self.tenders)
        self.about.setText(self._hint())
        self.about.setVisible(bool(self.about.text()) and not self.ways.narrow)
        self.go.setText(go_words(self.method, self._read(), self.rest))

    def _hint(self) -> str:
        if self.method == "upi" and self.shown.get("came"):
            return _("✓ {amount} has come. Press Enter.").format(amount=rupees(self.shown["amount"]))
        if self.method == "upi" and self.shown and not self.qr.matrix:
            return _("The code is being fetched …")
        if self.method == "upi" and self.shown:
            ask = _("Ref {ref} · the QR asks for exactly {amount}. Look for the payment before you press Enter.")
            return ask.format(ref=self.shown["reference"], amount=rupees(self.shown["amount"]))
        if self.method == POINTS:
            return points_words(self.ways.worth)
        if self.method == "khata":
            return khata_words(*self._khata, self._read())
        return ""

    def offer_invoice(self, *, small: bool) -> None:
        """Let the customer of a `small` sale ask for an invoice; any other gets one anyway."""
        self.invoice.setVisible(small)
        if not small:
            self.invoice.setChecked(False)

    def know(self, customer: "CustomerView | None", points: int = 0, worth: int = 0) -> None:
        """Whose khata it would be and what stands on it; how many points they have, worth so many paise."""
        self._khata = (customer.name or customer.phone, customer.owes) if customer else ("", 0)
        spent = any(tender[0] == POINTS for tender in self.tenders)
        self.ways.offer_points(*((0, 0) if spent else (points, worth)))

    def eventFilter(self, watched: object, event: object) -> bool:
        """Enter takes, Esc leaves, Up and Down choose the way, Alt+P points, Alt+I an invoice."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.accept()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if QKeySequence(event.keyCombination()) == QKeySequence(INVOICE_KEY):
                if not self.invoice.isHidden():
                    self.invoice.click()
                return True
            if QKeySequence(event.keyCombination()) == QKeySequence(POINTS_KEY):
                self.choose(POINTS)
                return True
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                by = -1 if event.key() == Qt.Key.Key_Up else 1
                self.choose(self.ways.beside(self.method, by))
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]  # Qt hands over its own objects


def khata_words(name: str, owes: int, amount: int | None) -> str:
    """What becomes of a khata that stands at `owes` paise."""
    if not name:
        return _("Khata needs a customer: Esc, then F5.")
    then = rupees(owes + (amount or 0))
    return _("Written on the khata of {name}, who then owes {amount}.").format(name=name, amount=then)


def points_words(worth: int) -> str:
    """What points that are worth so many paise do for a bill."""
    return _("The points pay up to {worth}; what is left is taken another way.").format(worth=rupees(worth))


def go_words(method: str, amount: int | None, rest: int) -> str:
    """What Enter does with `amount` paise when `rest` are to pay."""
    if amount is None:
        return _("Enter  Take it")
    if method == "cash" and amount > rest:
        change = rupees(amount - rest)
        return _("Enter  Take {amount}, give {change}").format(amount=rupees(amount), change=change)
    return _("Enter  Take {amount}").format(amount=rupees(amount))
