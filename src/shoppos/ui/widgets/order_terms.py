"""How, where, when and by what an order is promised: short lists, each opened by its key and chosen by the arrows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from shoppos.base.clock import day_of
from shoppos.base.i18n import BILL_LANGUAGES, _
from shoppos.base.money import rupees
from shoppos.rules.methods import label
from shoppos.ui import style
from shoppos.ui.keys import printable
from shoppos.ui.widgets.form import choice, choose
from shoppos.ui.widgets.labels import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from shoppos.shop.customers import Address
    from shoppos.shop.order_promise import SlotView
    from shoppos.shop.order_view import OrderView
    from shoppos.ui.keys import Keymap

KEYS = {
    "way": "Alt+W", "personal_id": "Alt+A", "promised": "Alt+D", "pay_by": "Alt+P", "channel": "Alt+C",
    "language": "Alt+L",
}  # fmt: skip
"""The key that opens each list."""
PAY_BY = ("cod", "upi", "cash", "card", "netbanking", "khata")
ANOTHER = b"another"
"""Stands for an address or a day that is not on the list."""
OTHER_DAY = "other"


def way_names() -> dict[str, str]:
    """Whether the goods are brought or fetched."""
    return {"delivery": _("Delivery"), "pickup": _("Picked up")}


def channel_names() -> dict[str, str]:
    """By what an order came."""
    return {"phone": _("By phone"), "counter": _("At the counter"), "online": _("Online")}


class OrderTerms(QWidget):
    """`changed` gives what was chosen, as `shop.orders.set` takes it; `asked` another, shipping or note."""

    changed = Signal(dict)
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing to choose from."""
        super().__init__(parent)
        self.boxes: dict[str, QComboBox] = {name: choice([]) for name in KEYS}
        self.hints = {name: Words(key, role="hint") for name, key in KEYS.items()}
        self.buttons = {name: QPushButton() for name in ("shipping", "note")}
        self._keymap: Keymap | None = None
        self._days: dict[str, tuple[int | None, str]] = {}
        for name, box in self.boxes.items():
            box.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays in the entry line
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.activated.connect(lambda _at=0, name=name: self._chosen(name))
        for name, button in self.buttons.items():
            button.setProperty("role", "chip")
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, name=name: self.asked.emit(name))
        days = self.boxes["promised"]
        days.setItemDelegate(QStyledItemDelegate(days))  # the usual one paints what cannot be chosen like the rest
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._lay_out()

    def _lay_out(self) -> None:
        """Two short ones a row, the long ones alone."""
        rows = (
            (("way", 1), ("language", 1)),
            (("personal_id", 1),),
            (("promised", 1),),
            (("pay_by", 7), ("channel", 6)),
        )
        for names in rows:
            row = QHBoxLayout()
            row.setSpacing(style.scaled(4))
            for name, share in names:
                row.addWidget(self.hints[name])
                row.addWidget(self.boxes[name], share)
            self._rows.addLayout(row)
        row = QHBoxLayout()
        for button in self.buttons.values():
            row.addWidget(button, 1)
        self._rows.addLayout(row)

    def resize_to_font(self) -> None:
        """Fit the font size in force."""
        self._rows.setSpacing(style.scaled(6))
        for box in self.boxes.values():
            box.setMinimumHeight(style.scaled(44))
        rows = f"QListView::item {{ min-height: {style.scaled(28)}px; padding: 0 {style.scaled(8)}px; }}"
        self.boxes["promised"].view().setStyleSheet(rows)

    def relabel(self, keymap: Keymap) -> None:
        """Say everything in the language and keys in force."""
        self._keymap = keymap
        said = {
            "way": _("Delivery or picked up"), "personal_id": _("Where to"), "promised": _("Day and slot"),
            "pay_by": _("How it will be paid"), "channel": _("How the order came"),
            "language": _("Language of the customer"),
        }  # fmt: skip
        for name, box in self.boxes.items():
            box.setAccessibleName(said[name])
            box.setToolTip(f"{said[name]} ({KEYS[name]})")

    def open(self, name: str) -> None:
        """Let that list fall open."""
        if self.boxes[name].isEnabled():
            self.boxes[name].showPopup()

    # -- showing

    def show_order(self, view: OrderView, days: Sequence[tuple[int, list[SlotView]]], today: dt.date) -> None:
        """Show what is promised, and what else there is to choose."""
        self._offer("way", way_names().items(), view.way)
        self._offer("channel", channel_names().items(), view.channel)
        self._offer("language", BILL_LANGUAGES.items(), view.language)
        ways = [("", _("Not said"))] + [(key, label(key)) for key in PAY_BY]
        self._offer("pay_by", ways, view.pay_by)
        self._show_addresses(view)
        self._show_days(view, days, today)
        shipping = view.sale.shipping if view.sale else 0
        self._button("shipping", _("Charge {amount}").format(amount=rupees(shipping).removesuffix(".00")))
        self._button("note", _("Note: {note}").format(note=view.note) if view.note else _("Note"))
        for box in self.boxes.values():
            box.setEnabled("change" in view.acts)
        self.boxes["personal_id"].setEnabled("change" in view.acts and view.way == "delivery")
        self.buttons["shipping"].setEnabled(bool(view.sale and view.sale.lines))

    def _offer(self, name: str, options: Any, now: object) -> None:
        box = self.boxes[name]
        with QSignalBlocker(box):
            box.clear()
            for value, said in options:
                box.addItem(said, value)
            choose(box, now)

    def _show_addresses(self, view: OrderView) -> None:
        known = [(one.personal_id, address_said(one)) for one in view.addresses if one.card.address]
        options = [*known, (ANOTHER, _("Another address…"))]
        if view.personal_id not in {personal_id for personal_id, _said in known}:
            options.insert(0, (view.personal_id, _("⚠ No address yet")))
        self._offer("personal_id", options, view.personal_id)

    def _show_days(self, view: OrderView, days: Sequence[tuple[int, list[SlotView]]], today: dt.date) -> None:
        """The earliest honest slot first, then day by day; what is full can be seen and not chosen."""
        first = day_said(*view.earliest, today=today) if view.earliest[0] else _("no day within two months")
        options: list[tuple[str, str]] = [("", _("Earliest: {when}").format(when=first))]
        self._days.clear()
        self._days[""] = None, ""
        full = set[int]()
        for day, there in days:
            for slot in there or [None]:
                named = slot.label if slot else ""
                said = day_said(day, named, today=today)
                if slot and slot.full:
                    full.add(len(options))
                    said = _("✕ {when} · full").format(when=said)
                elif slot and slot.most:
                    said = _("{when} · {n} of {most}").format(when=said, n=slot.taken, most=slot.most)
                self._days[f"{day} {named}"] = day, named
                options.append((f"{day} {named}", said))
        now = "" if view.promised is None else f"{view.promised} {view.slot}"
        if now not in self._days:
            self._days[now] = view.promised, view.slot
            options.append((now, day_said(view.promised or 0, view.slot, today=today)))
        options.append((OTHER_DAY, _("Another day…")))
        self._offer("promised", options, now)
        rows = self.boxes["promised"].model()
        if isinstance(rows, QStandardItemModel):
            for row in full:
                rows.item(row).setEnabled(False)
                rows.item(row).setForeground(QColor(style.colours().quiet))

    def _button(self, name: str, said: str) -> None:
        key = printable(self._keymap.shown(name)) if self._keymap else ""
        button = self.buttons[name]
        button.setAccessibleName(said)
        button.setToolTip(f"{said} ({key})")
        room = self.width() // 2 - style.scaled(52)
        button.setText(button.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut a long note to the new width."""
        super().resizeEvent(event)
        for name, button in self.buttons.items():
            self._button(name, button.accessibleName())

    # -- choosing

    def _chosen(self, name: str) -> None:
        value: Any = self.boxes[name].currentData()
        if value in {ANOTHER, OTHER_DAY}:
            self.asked.emit("address" if value == ANOTHER else "day")
        elif name == "promised":
            day, slot = self._days[value]
            self.changed.emit({"promised": day, "slot": slot})
        else:
            self.changed.emit({name: value})


def address_said(one: Address) -> str:
    """An address in one line."""
    said = " ".join(part for part in (one.card.address, one.card.pin_code) if part)
    return ": ".join(part for part in (one.label, said) if part)


def day_said(day: int, slot: str = "", *, today: dt.date) -> str:
    """A day (yyyymmdd) and slot as one says them on the telephone."""
    when = day_of(day)
    near = {0: _("today"), 1: _("tomorrow")}.get((when - today).days)
    week = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[when.weekday()]
    return " ".join(part for part in (near or week, f"{when:%d-%m}", slot) if part)
