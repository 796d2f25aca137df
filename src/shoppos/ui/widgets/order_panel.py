"""One order whole: its goods, its promise, its money, its parcels, its messages, and who did what when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.base.money import grouped, plain, quantity, rupees
from shoppos.ui.style import scaled
from shoppos.ui.widgets import order_words as said
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.labels import Card
from shoppos.ui.widgets.order_cards import grounds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QResizeEvent

    from shoppos.reports.orders import Happening
    from shoppos.shop.order_view import OrderView, ParcelView

WIDE, MIDDLE = 1150, 720
"""Pixels at 100 % from which there are three columns, and two."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
MOST = 200
LONGEST = 140
"""Letters of a message that stand in the timeline; all of it stands in the conversation."""


def badge(text: str, looks: str) -> QLabel:
    """A word on a ground of its colour."""
    ground, ink = grounds(looks)
    label = words(text, wrap=False)
    label.setStyleSheet(
        f"background: {ground}; color: {ink}; border-radius: {scaled(5)}px; "
        f"padding: {scaled(3)}px {scaled(9)}px; font-weight: 600;"
    )
    return label


class OrderPanel(QScrollArea):
    """Shows an `OrderView` with its timeline, in as many columns as there is room for."""

    def __init__(self) -> None:
        """Empty until `show_order`."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view: OrderView | None = None
        self._steps: tuple[Happening, ...] = ()
        self._today = 0
        self._message = "none"
        self._across = 0
        self._lines: list[tuple[str, ...]] = []

    def show_order(
        self, view: OrderView, steps: tuple[Happening, ...], today: int, message: str, lines: Iterable[tuple[str, ...]]
    ) -> None:
        """Show it; `lines` are those of its bills (name, quantity, amount), `message` how far its customer was told."""
        top = self.verticalScrollBar().value() if self.view is not None and self.view.id == view.id else 0
        self.view, self._steps, self._today, self._message = view, steps, today, message
        self._lines = list(lines)
        self._build()
        self.verticalScrollBar().setValue(top)

    def text(self) -> str:
        """Everything that stands here, for a reader and for tests."""
        return "\n".join(label.text() for label in self.findChildren(QLabel))

    def say(self) -> None:
        """Everything again, in the language and at the size in force."""
        self.setAccessibleName(_("The order"))
        self._build()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another number of columns, if the width asks for it."""
        super().resizeEvent(event)
        if self._columns() != self._across:
            self._build()

    def _columns(self) -> int:
        wide = self.viewport().width()
        return 3 if wide >= scaled(WIDE) else (2 if wide >= scaled(MIDDLE) else 1)

    # -- building

    def _build(self) -> None:
        view = self.view
        if view is None:
            return
        self._across = across = self._columns()
        goods = [self._goods(view), self._money(view)]
        way = [self._promise(view), *([self._parcels(view)] if view.parcels else [])]
        past = [self._timeline()]
        places = {3: [goods, way, past], 2: [goods, [*way, *past]], 1: [[way[0], *goods, *way[1:], *past]]}[across]
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, scaled(4), 0)
        column.setSpacing(scaled(10))
        column.addLayout(self._head(view))
        row = QHBoxLayout()
        row.setSpacing(scaled(10))
        for cards in places:
            stack = QVBoxLayout()
            stack.setSpacing(scaled(10))
            for card in cards:
                stack.addWidget(card)
            stack.addStretch()
            row.addLayout(stack, 1)
        column.addLayout(row)
        column.addStretch()
        self.setWidget(inside)

    def _head(self, view: OrderView) -> QVBoxLayout:
        """Whose order it is, and its three states beside each other."""
        both = QVBoxLayout()
        both.setSpacing(scaled(4))
        both.addWidget(words(f"{view.number}  ·  {view.card.name or view.card.phone}", role="title"))
        states = QHBoxLayout()
        states.setSpacing(scaled(8))
        money, money_looks = said.payment_said(view.payment, view.due, view.pay_by)
        told, told_looks = said.message_said(self._message)
        late = bool(view.promised and view.promised < self._today and view.next_act)
        promised = said.promised_said(view.promised, view.slot, self._today, late=late)
        for text, looks in (
            (said.state_said(view.state), said.state_looks(view.state)), (money, money_looks), (told, told_looks),
            (promised, said.ERROR if late else said.PLAIN),
        ):  # fmt: skip
            states.addWidget(badge(text, looks))
        states.addStretch()
        both.addLayout(states)
        return both

    def _goods(self, view: OrderView) -> Card:
        card, column = _card(_("Goods"))
        rows = [(f"✓ {name}", count, amount) for name, count, amount in self._lines]
        for line in view.sale.lines if view.sale is not None else ():
            name = "  ·  ".join(part for part in (line.name, line.local_name, line.note) if part)
            free = view.stock.get(line.no)
            if free is not None and free.short:
                name += "\n⚠ " + _("{n} are missing").format(n=quantity(free.short))
            rows.append((name, f"{quantity(line.quantity)} {line.unit.lower()}", grouped(line.amount)))
        column.addLayout(_grid(rows[:MOST]))
        if self._lines:
            column.addWidget(words(_("✓ has left the shop with its bill."), role="hint"))
        shipping = view.sale.shipping if view.sale is not None else 0
        if shipping:
            column.addLayout(_grid([(_("Delivery"), "", grouped(shipping))]))
        if view.note:
            column.addWidget(words(_("Note: {note}").format(note=view.note), role="doubt"))
        return card

    def _money(self, view: OrderView) -> Card:
        card, column = _card(_("Money"))
        rows = [
            (_("All of it comes to"), "", rupees(view.payable)), (_("Paid"), "", rupees(view.paid)),
            (_("Still due"), "", rupees(view.due)),
        ]  # fmt: skip
        if view.agreed and view.agreed != view.payable:
            rows.insert(0, (_("Agreed with the customer"), "", rupees(view.agreed)))
        if view.claimed:
            rows.insert(-1, (_("Said to be paid"), "", rupees(view.claimed)))
        if view.credit:
            rows.append((_("Paid too much"), "", rupees(view.credit)))
        column.addLayout(_grid(rows))
        column.addWidget(words(_("To be paid by: {way}").format(way=said.pay_by_said(view.pay_by)), role="quiet"))
        return card

    def _promise(self, view: OrderView) -> Card:
        card, column = _card(said.way_said(view.way))
        address = " ".join(part for part in (view.card.address, view.card.pin_code) if part)
        for part in (view.card.name, view.card.phone, address if view.way == "delivery" else ""):
            if part:
                column.addWidget(words(part))
        promised = said.promised_said(view.promised, view.slot, self._today)
        column.addWidget(words(_("Promised: {day}").format(day=promised)))
        column.addWidget(words(_("Taken: {channel}").format(channel=said.channel_said(view.channel)), role="quiet"))
        for warning in view.warnings:
            column.addWidget(words(f"⚠ {warning}", role="doubt"))
        return card

    def _parcels(self, view: OrderView) -> Card:
        card, column = _card(_("Parcels"))
        for parcel in view.parcels:
            column.addWidget(words(parcel_told(parcel)))
            extra = [_("Bill {number}, {amount}").format(number=parcel.bill, amount=rupees(parcel.payable))]
            if parcel.cod:
                extra.append(_("COD {due}").format(due=rupees(parcel.cod)))
            if parcel.weight:
                extra.append(_("{n} kg").format(n=quantity(parcel.weight)))
            column.addWidget(words("  ·  ".join(extra), role="quiet"))
        return card

    def _timeline(self) -> Card:
        card, column = _card(_("What happened"))
        for one in reversed(self._steps):
            head = f"{one.at:%d-%m %H:%M}  {one.words}"
            if one.by:
                head += f"  ·  {one.by}"
            column.addWidget(words(head))
            if one.more:
                wrong = one.state == "failed"
                more = " ".join(one.more.split())
                cut = more if len(more) <= LONGEST else more[:LONGEST] + " …"
                column.addWidget(words(cut, role="wrong" if wrong else "quiet"))
        return card


def parcel_told(parcel: ParcelView) -> str:
    """One parcel in a line: which, by whom, its number and what became of it."""
    by = parcel.carrier or " ".join(part for part in (parcel.courier, parcel.awb) if part) or said.way_said("pickup")
    return _("{no}. {by}: {state}").format(no=parcel.no, by=by, state=said.parcel_said(parcel.state, parcel.tries))


def line_told(name: str, amount: int, unit: str, worth: int) -> tuple[str, str, str]:
    """A line of a bill as the panel shows it; thousandths and paise."""
    return name, f"{quantity(amount)} {unit.lower()}", plain(worth)


def _card(title: str) -> tuple[Card, QVBoxLayout]:
    card = Card()
    column = QVBoxLayout(card)
    column.setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10))
    column.setSpacing(scaled(5))
    column.addWidget(words(title, role="heading"))
    return card, column


def _grid(rows: Iterable[tuple[str, ...]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(scaled(12))
    grid.setVerticalSpacing(scaled(4))
    grid.setColumnStretch(0, 1)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            label = words(text, wrap=column == 0)
            if column:
                label.setAlignment(RIGHT)
            grid.addWidget(label, at, column)
    return grid
