"""The list of all keys, as they are in the profile chosen, and what the entry line understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.ui.keys import label, printable
from shoppos.ui.style import colours, scaled
from shoppos.ui.widgets.address_choice import KEY as ADDRESS_KEY
from shoppos.ui.widgets.labels import Card, Words
from shoppos.ui.widgets.pay_ways import POINTS_KEY

if TYPE_CHECKING:
    from shoppos.ui.keys import Keymap

GROUPS = (
    ("line", ("help", "search", "quantity", "price", "discount", "line_note", "remove", "undo", "asked")),
    (
        "bill",
        (
            "customer",
            "customer_card",
            "note",
            "shipping",
            "state",
            "hold",
            "new_sale",
            "abandon",
            "reprint",
            "return",
            "order",
            "estimates",
        ),
    ),
    ("pay", ("cash", "upi", "card", "split", "print", "khata")),
    ("drawer", ("expense", "cash_in", "cash_out", "open_drawer", "shift", "reading", "close_day", "closed_days")),
    (
        "window",
        (
            "today",
            "reports",
            "deliveries",
            "orders",
            "talk",
            "bank",
            "strike",
            "web_waiting",
            "catalogue",
            "bills",
            "people",
            "buying",
            "expiring",
            "count",
            "papers",
            "settings",
            "trusted",
            "display",
            "who",
            "palette",
            "keys",
        ),
    ),
)
"""Every action of the keymap, once."""
EDGE = 20
"""What the edges of a window take of the screen's width."""
TYPED, FIXED = "typed", "fixed"
LAYOUTS = (
    (("line", "pay", "drawer"), ("bill", "window"), (TYPED, FIXED)),
    (("line", "pay", "bill", "drawer"), ("window", TYPED, FIXED)),
    (("line", "bill", "pay", "drawer", FIXED, "window", TYPED),),
)
"""What stands in which column; the first that fits the screen is taken."""


def heading(group: str) -> str:
    """What a group is about."""
    return {
        "line": _("Ringing up"), "bill": _("The bill"), "pay": _("Paying"), "drawer": _("The drawer"),
        "window": _("Looking elsewhere"),
    }[group]  # fmt: skip


def fixed() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Keys that are the same in every profile, and what they do at the counter."""
    return (
        (("Return",), _("pay; once more takes the money")),
        (("Up", "Down"), _("choose a line or a result")),
        (("Alt+1", "Alt+9"), _("pick that result")),
        (("Ctrl+Return",), _("the customer's whole card")),
        ((ADDRESS_KEY,), _("which address of the customer")),
        ((POINTS_KEY,), _("pay with points")),
        (("Esc",), _("back; a bill is never lost")),
    )


def grammar() -> tuple[tuple[str, str], ...]:
    """What can be typed in the entry line, and what it does."""
    return (
        ("8901030865275", _("add the item with that code")),
        ("surf", _("search by name; Down and Enter pick")),
        ("3*1001", _("three of them")),
        (".75*dal", _("750 g of a loose item")),
        ("+  −", _("one more, one less")),
        ("*3", _("quantity of the line")),
        ("=95", _("price of the line")),
        ("/10", _("10 % off the line")),
        ("-5", _("₹5 off the line")),
        ("//10", _("10 % off the bill")),
        ("--50", _("₹50 off the bill")),
        (_("500, then {key}"), _("₹500 given in cash")),
    )


class AllKeys(QDialog):
    """A cheat sheet; Esc or its own key closes it."""

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        """Show the keys of `keymap`."""
        super().__init__(parent)
        self.setWindowTitle(_("All keys"))
        page = self._page(keymap)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(16),) * 4)
        column.setSpacing(scaled(12))
        column.addWidget(_scrolled(page), 1)
        column.addLayout(self._foot(keymap))
        for key in keymap.keys.get("keys", ()):
            QShortcut(QKeySequence(key), self).activated.connect(self.accept)
        self._fit(page)

    def _page(self, keymap: Keymap) -> QWidget:
        """The cards, in as many columns as the screen has room for."""
        room = self.screen().availableGeometry().width() - EDGE - scaled(16) * 2 - scaled(24)
        page = QWidget()
        for layout in LAYOUTS:
            page = QWidget()
            row = QHBoxLayout(page)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(scaled(14))
            for groups in layout:
                row.addLayout(_column([_card_of(group, keymap) for group in groups]), 1)
            if page.sizeHint().width() <= room:
                break
        return page

    def _foot(self, keymap: Keymap) -> QHBoxLayout:
        told = _("Profile: {name}. Another one can be chosen in the settings.")
        names = {"shoppos": "ShopPOS", "vyapar": _("Vyapar keys")}
        self.close_button = QPushButton(_("Esc  Close"))
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        profile = Words(told.format(name=names.get(keymap.name, keymap.name)), "hint")
        profile.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(profile, 1)
        foot.addWidget(self.close_button)
        return foot

    def _fit(self, page: QWidget) -> None:
        """As large as it needs, as far as the screen goes."""
        room = self.screen().availableGeometry()
        wanted = page.sizeHint()
        frame = scaled(16) * 2
        wide, high = wanted.width() + frame + scaled(24), wanted.height() + frame + scaled(80)
        self.resize(min(wide, room.width() - EDGE), min(high, room.height() - 40))


def _column(cards: list[Card]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(scaled(14))
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column


def _card_of(group: str, keymap: Keymap) -> Card:
    if group == FIXED:
        return _card(_("In every profile"), [(tuple(map(printable, keys)), told) for keys, told in fixed()])
    return _typed(keymap) if group == TYPED else _group(group, keymap)


def _group(group: str, keymap: Keymap) -> Card:
    rows = [(tuple(printable(key) for key in keymap.keys.get(one, ())), label(one)) for one in dict(GROUPS)[group]]
    return _card(heading(group), [row for row in rows if row[0]])


def _typed(keymap: Keymap) -> Card:
    cash = printable(keymap.shown("cash"))
    return _card(_("Typed in the entry line"), [((text.format(key=cash),), told) for text, told in grammar()])


def _card(title: str, rows: list[tuple[tuple[str, ...], str]]) -> Card:
    card = Card()
    grid = QGridLayout(card)
    grid.setContentsMargins(*(scaled(14),) * 4)
    grid.setHorizontalSpacing(scaled(12))
    grid.setVerticalSpacing(scaled(6))
    grid.setColumnStretch(1, 1)
    grid.addWidget(Words(title, "heading"), 0, 0, 1, 2)
    for at, (keys, told) in enumerate(rows, 1):
        grid.addLayout(_badges(keys), at, 0)
        grid.addWidget(Words(told), at, 1)
    return card


def _badges(keys: tuple[str, ...]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(scaled(4))
    for key in keys:
        row.addWidget(badge(key))
    row.addStretch(1)
    return row


def badge(key: str) -> Words:
    """A key drawn as a key."""
    c = colours()
    made = Words(key)
    made.setStyleSheet(
        f"background: {c.raised}; border: 1px solid {c.line}; border-radius: {scaled(5)}px;"
        f"padding: {scaled(2)}px {scaled(7)}px; font-weight: 600;"
    )
    return made


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    area.setAccessibleName(_("All keys"))
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
