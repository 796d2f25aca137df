"""The owner's reports on their way: what waits and why, sent again, sent by hand, and one now to try a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
)

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.ui.job import Job
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import choice, polish, words
from shoppos.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from shoppos.reports.deliveries import Place, Way
    from shoppos.ui.context import Context

WIDE, HIGH, EDGE, ROW = 940, 560, 40, 44
REASON, NARROW = 5, 860
"""The column of the reasons, and the width from which on there is room for it."""
OFTEN = 1_000
"""Milliseconds between two looks while the list is open."""


class DeliveriesDialog(QDialog):
    """A list with the acts below it; it looks again by itself, and closes nothing that is under way."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        """Show what has not arrived."""
        super().__init__(parent)
        self.context, self.shop = context, context.shop
        self.setWindowTitle(_("Reports on their way"))
        self.job: Job | None = None
        self.rows: list[Way] = []
        self.model = PlainTable((_("Report"), _("Until"), _("Where"), _("Status"), _("Age"), _("Why")))
        self.list = self._table()
        self.none = words("")
        self.why = words("", role="wrong")
        self.every = QCheckBox(_("Also what arrived"))
        self.retry = QPushButton(_("Send it again (Enter)"))
        self.write = QPushButton(_("Open WhatsApp (Ctrl+O)"))
        self.done_by_hand = QPushButton(_("It was sent (Ctrl+G)"))
        self.where: QComboBox = choice(())
        self.test = QPushButton(_("Send me one now (Ctrl+T)"))
        self.close_it = QPushButton(_("Close (Esc)"))
        self.said = words("", role="hint")
        self._lay_out()
        self._connect()
        self.look()

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(_("Reports on their way"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(scaled(ROW))
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(REASON, QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(12),) * 4)
        column.setSpacing(scaled(8))
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        column.addWidget(self.why)
        self.why.hide()
        acts = Flow(gap=scaled(8))
        for part in (self.retry, self.write, self.done_by_hand, self.every):
            acts.addWidget(part)
        column.addLayout(acts)
        tried = QHBoxLayout()
        tried.addWidget(self.where, 1)
        tried.addWidget(self.test)
        column.addLayout(tried)
        column.addWidget(self.said)
        ends = QHBoxLayout()
        ends.addStretch()
        ends.addWidget(self.close_it)
        column.addLayout(ends)
        self.where.setAccessibleName(_("Place to try"))
        for part in (self.retry, self.write, self.done_by_hand, self.every, self.where, self.test, self.close_it):
            part.setMinimumHeight(scaled(ROW))
            if isinstance(part, QPushButton):
                part.setAutoDefault(False)
        room = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(scaled(WIDE), room.width() - EDGE), min(scaled(HIGH), room.height() - EDGE))

    def _connect(self) -> None:
        self.list.selectionModel().currentRowChanged.connect(self._offer)
        self.list.doubleClicked.connect(self._again)
        self.every.toggled.connect(self.look)
        for button, act in (
            (self.retry, self._again), (self.write, self._open), (self.done_by_hand, self._done),
            (self.test, self.try_it), (self.close_it, self.reject),
        ):  # fmt: skip
            button.clicked.connect(act)
        for key, act in (("Ctrl+O", self._open), ("Ctrl+G", self._done), ("Ctrl+T", self.try_it)):
            QShortcut(QKeySequence(key), self, act)
        often = QTimer(self)
        often.setInterval(OFTEN)
        often.timeout.connect(self.look)
        often.start()

    # -- looking

    @property
    def marked(self) -> Way | None:
        """The report that is marked."""
        found: Way | None = self.rows[at] if 0 <= (at := self.list.currentIndex().row()) < len(self.rows) else None
        return found

    def look(self) -> None:
        """Read the list anew where it has changed, and stay with what is marked."""
        from shoppos.reports import deliveries

        db = self.shop.db
        found = deliveries.ways(db, () if self.every.isChecked() else deliveries.WAITING)
        now, one = db.clock.ms(), self.marked
        shown = [
            (deliveries.name_of(way.report), f"{way.report.period.last:%d-%m-%Y}", way.place.name,
             deliveries.state_said(way), "" if way.done_at and way.state != "failed" else
             deliveries.age_said(now - way.report.made_at), way.error)
            for way in found
        ]  # fmt: skip
        if shown != self.model.rows or not self.isVisible():
            kept = (one.report.id, one.place.key) if one else None
            self.rows = found
            self.model.show(shown)
            at = next((n for n, way in enumerate(found) if (way.report.id, way.place.key) == kept), 0)
            if found:
                self.list.selectRow(at)
        self.rows = found
        self._places(self.shop.reports.places())
        self.none.setText(self._all_well())
        self.none.setVisible(not found)
        self.list.setVisible(bool(found))
        self._offer()

    def _all_well(self) -> str:
        if not self.shop.reports.places():
            return _("Reports go nowhere yet. Say where in the settings, under Reports.")
        return _("Every report has arrived.")

    def _places(self, known: list[Place]) -> None:
        told = [(one.key, one.name) for one in known]
        if told != [(self.where.itemData(n), self.where.itemText(n)) for n in range(self.where.count())]:
            self.where.clear()
            for key, name in told:
                self.where.addItem(name, key)
        self.where.setVisible(bool(told))
        self.test.setVisible(bool(told))

    def _offer(self, *_rows: Any) -> None:
        """What can be done with the report that is marked."""
        one = self.marked
        by_hand = one is not None and one.place.by_hand
        why = one.error if one is not None else ""
        if why != self.why.text():
            self.why.setText(why)
            self.why.setVisible(bool(why))
        waits = one is not None and one.state in {"owed", "opened", "failed"}
        self.retry.setVisible(one is not None and not by_hand)
        self.write.setVisible(by_hand and waits)
        self.done_by_hand.setVisible(by_hand and waits)

    # -- doing

    def _again(self, *_index: Any) -> None:
        one = self.marked
        if one is None:
            return
        if one.place.by_hand:
            self._open()
            return
        if self._did(lambda: self.shop.reports.retry(one.report.id, one.place.key)):
            self.context.deliver_now()
            self._say(_("It is sent again."))

    def _open(self) -> None:
        one = self.marked
        if one is None or not one.place.by_hand:
            return
        link = list[str]()
        if self._did(lambda: link.append(self.shop.reports.opened(one.report.id, one.place.key))):
            QDesktopServices.openUrl(QUrl(link[0]))
            self._say(_("Press send there, then say here that it was sent."))

    def _done(self) -> None:
        one = self.marked
        if one is not None and one.place.by_hand:
            self._did(lambda: self.shop.reports.sent_by_hand(one.report.id, one.place.key))

    def _did(self, act: Callable[[], object]) -> bool:
        from shoppos.ui.dialogs.approve import permitted

        try:
            permitted(self, self.shop, act)
        except ShopError as error:
            self.context.sound("refused")
            self._say(f"⚠ {error}", wrong=True)
            return False
        self.look()
        return True

    def try_it(self) -> None:
        """Send the newest report to the chosen place now, beside the window."""
        key = str(self.where.currentData() or "")
        if not key or (self.job is not None and self.job.running):
            return
        if not self._did(lambda: self.shop.reports.allow_trial(key)):
            return
        self.test.setEnabled(False)
        self._say(_("Sending …"))
        shop = self.shop
        self.job = Job(shop.db, lambda _progress, _stop: send_one(shop, key), self)
        self.job.finished.connect(self._taken)
        self.job.refused.connect(self._failed)
        self.job.start()

    def _taken(self, told: tuple[str, str]) -> None:
        self.test.setEnabled(True)
        sentence, link = told
        if link:
            QDesktopServices.openUrl(QUrl(link))
        self._say(f"✓ {sentence}")

    def _failed(self, error: ShopError) -> None:
        self.test.setEnabled(True)
        self._say(f"⚠ {error}", wrong=True)

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        self.said.setText(sentence)
        self.said.setProperty("role", "wrong" if wrong else "hint")
        polish(self.said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for the reasons, that of the marked report stands below alone."""
        super().resizeEvent(event)
        narrow = self.width() < scaled(NARROW)
        self.list.setColumnHidden(REASON, narrow)
        header, mode = self.list.horizontalHeader(), QHeaderView.ResizeMode
        header.setSectionResizeMode(REASON - 3, mode.Stretch if narrow else mode.ResizeToContents)

    def keyPressEvent(self, event: Any) -> None:
        """Enter sends the marked report again."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._again()
        else:
            super().keyPressEvent(event)


def send_one(shop: Any, key: str) -> tuple[str, str]:
    """Send the newest report to a place, and say that it was taken; with the link to open where a person sends it."""
    from shoppos.online.delivery import try_place
    from shoppos.printing.travelling import render
    from shoppos.reports.deliveries import place

    chosen = place(shop.db, key)
    reference = try_place(shop.db, shop.reports.secrets, render, chosen)
    if chosen.by_hand:
        return _("Press send there."), reference
    return _("It was taken. Look whether it came."), ""
