"""The answer to a question: what was found in one sentence, its figures, its pictures, and its tables."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from shoppos.base.i18n import _
from shoppos.ui.style import scaled
from shoppos.ui.widgets.chart_view import ChartView, seen_through
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.labels import Card, Cut, Words, tabular
from shoppos.ui.widgets.report_table import TableView
from shoppos.ui.widgets.tips import tip

if TYPE_CHECKING:
    import datetime as dt

    from shoppos.reports.report import Figure, Report

BOTH, PLAIN = 530, 330
"""Pixels of height at 100 % from which figures, pictures and a table are seen at once; and without any picture."""
SHARE = 0.5
"""Of what is left of that height at the most so much for the pictures."""
GLANCE = -1
"""The part that is numbers and pictures, where they do not stand over the table."""
NARROWEST = 300
"""Pixels at 100 % below which pictures stand one below the other."""


MOST = 16_777_215
"""What Qt takes for no limit."""


class FigureButton(QPushButton):
    """One number of a report with what it was before; pressed, it opens what is behind it."""

    def __init__(self) -> None:
        """Empty until `show_figure`."""
        super().__init__()
        self.setProperty("role", "glance")
        self.heading, self.figure, self.was = Words(role="hint"), Words(), Words(role="hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(12), scaled(6), scaled(12), scaled(6))
        column.setSpacing(0)
        for one in (self.heading, self.figure, self.was):
            column.addWidget(seen_through(one))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_figure(self, told: Figure, zone: dt.tzinfo | None) -> None:
        """Show this number; without a link it is only read."""
        from shoppos.reports.cells import figure
        from shoppos.ui.style import font

        self.heading.setText(told.title)
        self.figure.setText(figure(told.value, told.kind, zone).removesuffix(".00"))
        self.figure.setFont(tabular(font(15, bold=True)))
        was = "" if told.was is None else figure(told.was, told.kind, zone).removesuffix(".00")
        self.was.setText(_("before: {was}").format(was=was) if was else "")
        self.was.setVisible(bool(was))
        self.setEnabled(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if told.link else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if told.link else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(f"{told.title}: {self.figure.text()}. {self.was.text()}".strip())

    def sizeHint(self) -> QSize:
        """As its words want it."""
        layout = self.layout()
        return (layout.sizeHint() if layout else super().sizeHint()).expandedTo(QSize(scaled(104), 44))

    def minimumSizeHint(self) -> QSize:
        """No less."""
        return self.sizeHint()


class ReportView(QWidget):
    """`led` gives the link of a line or a figure that was pressed."""

    led = Signal(object)

    def __init__(self) -> None:
        """Nothing to show until `show_report`."""
        super().__init__()
        self.report: Report | None = None
        self._zone: dt.tzinfo | None = None
        self._part: int | None = None
        self._high: bool | None = None
        self.finding = Words(role="heading")
        self.finding.setWordWrap(True)
        self.warning, self.alerts = Card("warn"), Words()
        self.figures = QWidget()
        self._figures = Flow(self.figures, gap=scaled(8))
        self._buttons: list[FigureButton] = []
        self._row = QWidget()
        self._chips = QHBoxLayout(self._row)
        self._chips.setContentsMargins(0, 0, 0, 0)
        self.chips = QScrollArea()
        self.chips.setWidget(self._row)
        self.chips.setWidgetResizable(True)
        self.chips.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for bar in (self.chips.setHorizontalScrollBarPolicy, self.chips.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.group = QButtonGroup(self)
        self.pictures = QWidget()
        self._glance = QVBoxLayout(self.pictures)
        self._glance.setContentsMargins(0, 0, 0, 0)
        self._pictures = QHBoxLayout()
        self._glance.addLayout(self._pictures)
        self._glance.addStretch(1)
        self.charts: list[ChartView] = []
        self.area = QScrollArea()
        self.area.setWidget(self.pictures)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table = TableView()
        self.note = Cut(role="quiet")
        self.body = QWidget()
        self._column = QVBoxLayout(self)
        self.group.idToggled.connect(self._turned)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(scaled(8))
        inside.addWidget(self.area)
        inside.addWidget(self.table, 1)
        column = self._column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        self.alerts.setWordWrap(True)
        QVBoxLayout(self.warning).addWidget(self.alerts)
        for widget in (self.finding, self.warning, self.figures, self.chips):
            column.addWidget(widget)
        column.addWidget(self.body, 1)
        column.addWidget(self.note)

    @property
    def both(self) -> bool:
        """Whether there is room for numbers, pictures and table at once."""
        pictures = self.report is not None and bool(self.report.charts)
        return self.height() >= scaled(BOTH if pictures else PLAIN)

    def show_report(self, report: Report, zone: dt.tzinfo | None) -> None:
        """Show this answer; of several tables the one that was chosen before, if it has as many."""
        held = self._has_keyboard()
        self.report, self._zone = report, zone
        self.finding.setText(report.finding)
        self.alerts.setText("\n".join(report.alerts))
        self.warning.setVisible(bool(report.alerts))
        self._fill_figures(report)
        self._fill_pictures(report)
        self._fill_chips(report)
        self.note.setText(" · ".join(report.notes))
        self.note.setToolTip(tip("\n".join(report.notes)))
        self.finding.setToolTip(tip("\n".join(report.notes)))
        self._show_part()
        self._hold(held)

    def _has_keyboard(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and self.isAncestorOf(now)

    def _hold(self, held: bool) -> None:
        """Keep the keyboard here where it was here: what had it may be gone with the answer before."""
        now = QApplication.focusWidget()
        gone = isinstance(now, QPushButton) and now.property("role") == "chip" and now not in self.group.buttons()
        if not held or (self._has_keyboard() and not gone):
            return
        chip = self.group.checkedButton()
        if self.table.isVisibleTo(self) or chip is None or self.chips.isHidden():
            self.table.view.setFocus()
        else:
            chip.show()  # its layout would do so later, and the keyboard go nowhere until then
            chip.setFocus()

    def _fill_figures(self, report: Report) -> None:
        while len(self._buttons) < len(report.figures):
            button = FigureButton()
            button.clicked.connect(partial(self._press, len(self._buttons)))
            self._buttons.append(button)
            self._figures.addWidget(button)
        for at, button in enumerate(self._buttons):
            if at < len(report.figures):
                button.show_figure(report.figures[at], self._zone)
            button.setVisible(at < len(report.figures))
        self.figures.setVisible(bool(report.figures))
        self.figures.updateGeometry()

    def _press(self, at: int, _checked: bool = False) -> None:
        link = self.report.figures[at].link if self.report is not None else None
        if link is not None:
            self.led.emit(link)

    def _fill_pictures(self, report: Report) -> None:
        for old in self.charts:
            self._pictures.removeWidget(old.parentWidget() or old)
            (old.parentWidget() or old).deleteLater()
        self.charts = []
        for told in report.charts:
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(Cut(told.title, role="hint"))
            chart = ChartView()
            chart.show_chart(told)
            column.addWidget(chart, 0, Qt.AlignmentFlag.AlignLeft)
            self._pictures.addWidget(box, 1)
            self.charts.append(chart)

    def _fill_chips(self, report: Report) -> None:
        """One for each table, and one for the look of all where that does not stand over it."""
        self._place()
        for chip in self.group.buttons():
            self.group.removeButton(chip)
            self._chips.removeWidget(chip)
            chip.deleteLater()
        while self._chips.count():
            self._chips.takeAt(0)
        parts = [(at, table.title or _("Table")) for at, table in enumerate(report.tables)]
        if (report.charts or report.figures) and not self.both:
            parts.insert(0, (GLANCE, _("At a glance")))
        known = [at for at, _title in parts]
        if self._part not in known:
            self._part = known[0] if known else None
        for at, title in parts:
            chip = QPushButton(title)
            chip.setCheckable(True)
            chip.setProperty("role", "chip")
            self.group.addButton(chip, at if at >= 0 else len(report.tables))
            chip.setChecked(at == self._part)
            chip.installEventFilter(self)
            self._chips.addWidget(chip)
        self._chips.addStretch(1)
        self.chips.setFixedHeight(48)
        self.chips.setVisible(len(parts) > 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A chip that gets the keyboard comes into sight."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QPushButton):
            self.chips.ensureWidgetVisible(watched, scaled(40), 0)
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """The figures stand over everything, or where there is no room for that with the pictures."""
        if self._high == self.both:
            return
        self._high = self.both
        self._glance.removeWidget(self.figures)
        self._column.removeWidget(self.figures)
        if self._high:
            self._column.insertWidget(2, self.figures)
        else:
            self._glance.insertWidget(0, self.figures)
        self.figures.setVisible(self.report is not None and bool(self.report.figures))

    @property
    def part(self) -> int | None:
        """Which table is in front; GLANCE for the look of all."""
        return self._part

    def show_part(self, part: int | None) -> None:
        """Turn to that table, without one to the first part; one that is not there changes nothing."""
        buttons = self.group.buttons()
        chip = (buttons[0] if buttons else None) if part is None else self.group.button(part) if part >= 0 else None
        if chip is not None:
            chip.setChecked(True)

    def turn(self, by: int) -> None:
        """The next table, or the one before."""
        buttons = self.group.buttons()
        if buttons:
            at = next((n for n, one in enumerate(buttons) if one.isChecked()), 0)
            buttons[(at + by) % len(buttons)].setChecked(True)

    def _turned(self, at: int, chosen: bool) -> None:
        if chosen and self.report is not None:
            self._part = GLANCE if at == len(self.report.tables) else at
            self.chips.ensureWidgetVisible(self.group.button(at), scaled(40), 0)
            self._show_part()

    def _show_part(self) -> None:
        report = self.report
        if report is None:
            return
        glance = self._part == GLANCE
        told = None if glance or not report.tables else report.tables[min(self._part or 0, len(report.tables) - 1)]
        self.area.setVisible(glance or (bool(report.charts) and self.both))
        self.table.setVisible(not glance)
        if told is not None and (self.table.model.table is not told):
            self.table.show_table(told, self._zone, report.title)
        self.note.setVisible(bool(report.notes) and self.both)
        self._size_pictures()

    def _size_pictures(self) -> None:
        """The pictures as wide as there is room, and as low as they can be where there is little."""
        heading = self.fontMetrics().height() + scaled(10)
        room = round(self.body.height() * SHARE) - heading if self.both else self.body.height()
        across = self.width() - scaled(24)
        wide = across // max(len(self.charts), 1) - scaled(8)
        stacked = wide < scaled(NARROWEST) and self._part == GLANCE
        ways = QHBoxLayout.Direction
        self._pictures.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)
        if stacked:
            wide = across
        high = 0
        for chart in self.charts:
            needed = chart.needed(max(wide, 60), 0 if stacked else room)
            chart.setFixedSize(max(wide, 60), needed)
            high = max(high, needed)
        if self._part == GLANCE:
            self.area.setMaximumHeight(MOST)
            self.area.setMinimumHeight(0)
        elif self.both:
            self.area.setFixedHeight(min(high, room) + heading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size: perhaps there is room for both now."""
        super().resizeEvent(event)
        if self.report is not None:
            held = self._has_keyboard()
            self._fill_chips(self.report)
            self._show_part()
            self.table.fit()
            self._hold(held)

    def begin(self) -> None:
        """Put the keyboard into the table, or on the first number where there is none."""
        if self.table.isVisible() and self.table.model.rowCount():
            self.table.view.setFocus()
        elif self.group.buttons():
            self.group.buttons()[0].setFocus()
