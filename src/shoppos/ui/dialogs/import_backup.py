"""The page of an import that holds another program's sums against ours, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.ui.dialogs.approve import permitted
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.shop import Shop
    from shoppos.shop.item_check import Checked
    from shoppos.shop.vyapar import Backup, Compared

ROW = 40
LEAST_ROWS = 2  # on a low screen with large letters the others are scrolled to
DOUBTS_SHOWN = 3
CHANGES_SHOWN = 5


class SumsTable(QTableWidget):
    """Each figure of Vyapar beside ours, and whether they agree."""

    def __init__(self) -> None:
        """Empty until `tell`."""
        super().__init__(0, 4)
        self.setAccessibleName(_("Vyapar's figures beside those of the shop"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(scaled(ROW))
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)

    def tell(self, compared: Sequence[Compared], ours: str) -> None:
        """Show them; `ours` heads the column of the shop."""
        self.setHorizontalHeaderLabels(["", _("Vyapar says"), ours, ""])
        self.setRowCount(len(compared))
        for at, one in enumerate(compared):
            agrees = _("✓ the same") if one.agrees else _("⚠ differs by {n}").format(n=_figure(one, _gap(one)))
            for column, text in enumerate((one.what, _figure(one, one.theirs), _figure(one, one.ours), agrees)):
                cell = QTableWidgetItem(text)
                if column in {1, 2}:
                    cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(at, column, cell)
        head = self.horizontalHeader().sizeHint().height() + 8
        self.setMinimumHeight(scaled(ROW) * min(len(compared), LEAST_ROWS) + head)
        self.setMaximumHeight(scaled(ROW) * len(compared) + head)


class BackupPage(QWidget):
    """What a backup would bring; `look` is told with the kind of list that shall be looked at."""

    look = Signal(str)

    def __init__(self) -> None:
        """Empty until `show_backup`."""
        super().__init__()
        self.title = words("", role="title")
        self.sums = SumsTable()
        self.note = words("")
        self.firm = QCheckBox()
        self.items, self.people = QPushButton(), QPushButton()
        for button, kind in ((self.items, "items"), (self.people, "parties")):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, kind=kind: self.look.emit(kind))
        row = QHBoxLayout()
        row.addWidget(self.items)
        row.addWidget(self.people)
        row.addStretch()
        column = QVBoxLayout(self)
        column.addWidget(self.title)
        column.addWidget(self.sums, 1)
        column.addWidget(self.note)
        column.addWidget(self.firm)
        column.addLayout(row)
        column.addStretch()

    def take_name(self, shop: Shop, backup: Backup | None) -> str:
        """Call the shop as the backup does, if that was chosen and who is here may; gives what stands against it."""
        try:
            if backup and backup.firm and self.firm.isChecked():
                firm = backup.firm
                permitted(self, shop, lambda: shop.settings.set_profile(**firm))
        except ShopError as error:
            return str(error)
        return ""

    def show_backup(self, backup: Backup, compared: Sequence[Compared], checks: dict[str, Checked]) -> None:
        """What was read, and what the dry runs of both lists found."""
        name = backup.firm.get("name", "")
        self.title.setText(_("The backup of {name}").format(name=name) if name else backup.file)
        self.sums.tell(compared, _("the shop will say"))
        said = _changes(checks["items"])
        if not all(one.agrees for one in compared):
            from shoppos.shop.vyapar import why

            said += why(checks["items"], checks["parties"])
        if backup.bills:
            said.append(
                ngettext(
                    "{n} bill stays in Vyapar: look it up there.", "{n} bills stay in Vyapar: look them up there.",
                    backup.bills,
                ).format(n=f"{backup.bills:,}")
            )  # fmt: skip
        if backup.asleep:
            said.append(
                ngettext(
                    "{n} that is out of use there is left out.", "{n} that are out of use there are left out.",
                    backup.asleep,
                ).format(n=f"{backup.asleep:,}")
            )  # fmt: skip
        known = [remark for checked in checks.values() for remark in checked.skipped if remark.name]
        doubts = [remark for checked in checks.values() for remark in checked.doubts]
        for remark in (*known, *doubts)[:DOUBTS_SHOWN]:
            said.append("⚠ " + _("{name}: {said}").format(name=remark.name, said=remark.said))
        more = len(known) + len(doubts) - DOUBTS_SHOWN
        if more > 0:
            said.append(ngettext("And {n} more like it.", "And {n} more like it.", more).format(n=more))
        self.note.setText("\n".join(said))
        self.firm.setVisible(bool(name))
        self.firm.setText(_("Take the name, address and GSTIN of {name} over too").format(name=name))
        for button, kind, text in ((self.items, "items", _("Look at the items")),
                                   (self.people, "parties", _("Look at customers and suppliers"))):  # fmt: skip
            wrong = len(checks[kind].bad)
            shown = ngettext("{n} with mistakes", "{n} with mistakes", wrong).format(n=f"{wrong:,}")
            button.setText(f"{text} (⚠ {shown})" if wrong else text)


def _changes(checked: Checked) -> list[str]:
    """How many items of the shop would change, and the first of them with what they were and become."""
    many = len(checked.changed)
    if not many:
        return []
    head = ngettext("⚠ {n} item of the shop is changed:", "⚠ {n} items of the shop are changed:", many)
    said = [head.format(n=f"{many:,}"), *(change.said() for change in checked.changed[:CHANGES_SHOWN])]
    if many > CHANGES_SHOWN:
        more = many - CHANGES_SHOWN
        said.append(ngettext("And {n} more like it.", "And {n} more like it.", more).format(n=f"{more:,}"))
    return said


def _gap(one: Compared) -> int:
    return abs(one.theirs - one.ours)


def _figure(one: Compared, value: int) -> str:
    return rupees(value) if one.money else f"{value:,}"
