"""When orders can come: the slots of a day, the days on which the shop is closed, and until when today still does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QListWidget, QPushButton, QWidget

from shoppos.base.clock import day_of
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _, ngettext
from shoppos.base.text import ascii_digits, clean
from shoppos.rules import slots as rules
from shoppos.rules.slots import DELIVERY, PICKUP, Slot
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Columns, Flow
from shoppos.ui.widgets.form import Field, choice, choose, line, show_mistake, typed_day, words
from shoppos.ui.widgets.settings_page import SettingsPage
from shoppos.ui.widgets.tables import roomy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QComboBox

BOTH = f"{DELIVERY} {PICKUP}"
HOUR = 60
TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?", re.ASCII)
MOST = 9_999
WIDE, HIGH = 520, 124


class WeekDays(QWidget):
    """Seven boxes, Monday first; `chosen` tells that a person changed one."""

    chosen = Signal()

    def __init__(self) -> None:
        """None is ticked."""
        super().__init__()
        self.boxes = [QCheckBox(short) for short, _long in weekdays()]
        row = Flow(self, gap=6)
        for box, (_short, full) in zip(self.boxes, weekdays(), strict=True):
            box.setAccessibleName(full)
            box.clicked.connect(self.chosen)
            row.addWidget(box)

    @property
    def days(self) -> list[int]:
        """The days that are ticked, Monday 0."""
        return [day for day, box in enumerate(self.boxes) if box.isChecked()]

    def show_days(self, days: Iterable[int]) -> None:
        """Tick these."""
        wanted = set(days)
        for day, box in enumerate(self.boxes):
            box.setChecked(day in wanted)


class SlotsPage(SettingsPage):
    """The slots as a list with the chosen one below it, then closed days and the last moment of today."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Slots and closed days")

    def build(self) -> None:
        """List, form, closed days, last moment."""
        about = _("A slot is a part of the day in which orders come; a full one is not offered. Without any, days do.")
        self.column.addWidget(words(about, role="quiet"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Slots"))
        roomy(self.list)
        self.list.setFixedHeight(scaled(HIGH))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show)
        self._form()
        self._closing()
        for keys, act in (("Ctrl+N", self.new), ("Ctrl+Del", self.remove)):
            QShortcut(QKeySequence(keys), self, act)

    def _form(self) -> None:
        self.label = Field("label", _("What the slot is called"), line(most=30), hint=_("For example: Morning"))
        self.start = Field("from", _("From"), line(most=5), hint=_("For example: 9:00"))
        self.end = Field("to", _("To"), line(most=5))
        self.most = Field("most", _("Orders that fit"), line(most=4), hint=_("0: any number"))
        ways = ((_("Delivery and pickup"), BOTH), (_("Delivery"), DELIVERY), (_("Pickup"), PICKUP))
        self.ways: Field[QComboBox] = Field("ways", _("For"), choice(ways, BOTH))
        self.days = WeekDays()
        self.keep, self.another = QPushButton(_("Keep the slot (Ctrl+S)")), QPushButton(_("New slot (Ctrl+N)"))
        self.gone = QPushButton(_("Remove (Ctrl+Del)"))
        buttons = QWidget()
        row = Flow(buttons)
        for button, act in ((self.keep, self.save), (self.another, self.new), (self.gone, self.remove)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            row.addWidget(button)
        self.fields = (self.label, self.ways, self.start, self.end, self.most)
        self.column.addWidget(self.list)
        form = Columns()
        form.arrange([(field, False) for field in self.fields])
        self.column.addWidget(form)
        for field in self._lines():
            field.editor.textEdited.connect(field.clear_mistake)
        self.column.addWidget(words(_("On"), role="caption"))
        self.column.addWidget(self.days)
        self.column.addWidget(buttons)

    def _closing(self) -> None:
        self.closed = WeekDays()
        self.closed.chosen.connect(self._close)
        self.dates = Field(
            "closed_days", _("Closed on these days, too"), line(most=2000), hint=_("For example: 15-08-2026, 2-10-2026")
        )
        self.before = Field(
            "before", _("Minutes before a slot ends that an order must be in"), line(right=True, most=4)
        )
        self.last = Field("last", _("Without slots: orders until this time leave today"), line(most=5))
        self.column.addWidget(words(_("The shop is closed on"), role="heading"))
        self.column.addWidget(self.closed)
        for field, act in ((self.dates, self._close), (self.before, self._cut), (self.last, self._cut)):
            field.setMaximumWidth(WIDE)
            field.editor.editingFinished.connect(act)
            field.editor.textEdited.connect(field.clear_mistake)
            self.column.addWidget(field)

    # -- showing

    def _told(self) -> list[dict[str, Any]]:
        return self.shop.settings.get("slots", list[dict[str, Any]]())

    def _plan(self) -> rules.Plan:
        get = self.shop.settings.get
        return rules.read(self._told(), get("closed_days", list[int]()), get("cut_off", dict[str, int]()))

    def look(self) -> None:
        """What is chosen now; what is being typed stays."""
        plan = self._plan()
        self.slots = plan.slots
        at = min(max(self.list.currentRow(), 0), len(self.slots) - 1)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([spoken(slot) for slot in self.slots])
        self.list.setVisible(bool(self.slots))
        self.list.setCurrentRow(at)
        self.list.blockSignals(False)
        if not any(field.editor.isModified() for field in self._lines()):
            self._show(at)
        self.closed.show_days(day for day in plan.closed if day < rules.WEEK)
        dates = ", ".join(f"{day_of(day):%d-%m-%Y}" for day in sorted(plan.closed) if day >= rules.WEEK)
        for field, text in (
            (self.dates, dates), (self.before, str(plan.before)), (self.last, clock(plan.last)),
        ):  # fmt: skip
            if not field.editor.isModified():
                field.editor.setText(text)

    def _lines(self) -> tuple[Field[Any], ...]:
        return self.label, self.start, self.end, self.most

    def _show(self, at: int) -> None:
        slot = self.slots[at] if 0 <= at < len(self.slots) else Slot("", 9 * HOUR, 12 * HOUR)
        for field, text in zip(
            self._lines(), (slot.label, clock(slot.start), clock(slot.end), str(slot.most)), strict=True
        ):
            field.editor.setText(text)
            field.clear_mistake()
        choose(self.ways.editor, " ".join(way for way in (DELIVERY, PICKUP) if way in slot.ways))
        self.days.show_days(slot.days)
        self.gone.setEnabled(0 <= at < len(self.slots))

    # -- the slots

    def new(self) -> None:
        """Begin another slot."""
        self.list.setCurrentRow(-1)
        self._show(-1)
        self.label.editor.setFocus()

    def save(self) -> None:
        """Keep the slot that is typed: the chosen one changed, else one more."""
        at, told = self.list.currentRow(), self._told()
        try:
            slot = self._typed(at)
        except InvalidInput as error:
            self.fail(error)
            return
        if 0 <= at < len(told):
            told = [*told[:at], slot, *told[at + 1 :]]
        else:
            at, told = len(told), [*told, slot]
        for field in self._lines():
            field.editor.setModified(False)
        self.choose(_("slots"), "slots", told, list[dict[str, Any]]())
        self.look()
        self.list.setCurrentRow(at)

    def remove(self) -> None:
        """Take the chosen slot away; orders that have it keep it."""
        at, told = self.list.currentRow(), self._told()
        if 0 <= at < len(told):
            for field in self._lines():
                field.editor.setModified(False)
            self.choose(_("slots"), "slots", [*told[:at], *told[at + 1 :]], list[dict[str, Any]]())
            self.look()

    def _typed(self, at: int) -> dict[str, Any]:
        label = clean(self.label.editor.text(), 30)
        if not label:
            raise InvalidInput(_("A slot needs a name."), field="label")
        if any(slot.label == label for n, slot in enumerate(self.slots) if n != at):
            raise InvalidInput(_("There is a slot {label} already.").format(label=label), field="label")
        start, end = minute(self.start.editor.text(), "from"), minute(self.end.editor.text(), "to")
        if end <= start:
            raise InvalidInput(_("A slot ends after it begins."), field="to")
        if not self.days.days:
            raise InvalidInput(_("Tick at least one day of the week."), field="label")
        return {
            "label": label, "from": start, "to": end, "most": whole(self.most.editor.text(), "most"),
            "ways": str(self.ways.editor.currentData()).split(), "days": self.days.days,
        }  # fmt: skip

    # -- closed days, and the last moment

    def _close(self) -> None:
        try:
            dates = [_day(text) for text in filter(None, map(clean, self.dates.editor.text().split(",")))]
        except InvalidInput as error:
            self.fail(error)
            return
        self.dates.editor.setModified(False)
        self.choose(_("closed days"), "closed_days", [*self.closed.days, *sorted(set(dates))], list[int]())
        self.look()

    def _cut(self) -> None:
        try:
            told = {
                "before": whole(self.before.editor.text(), "before"),
                "last": minute(self.last.editor.text(), "last"),
            }
        except InvalidInput as error:
            self.fail(error)
            return
        plan = self._plan()
        for field in (self.before, self.last):
            field.editor.setModified(False)
        if (plan.before, plan.last) != (told["before"], told["last"]):
            self.choose(_("until when orders are taken"), "cut_off", told, dict[str, int]())
        self.look()

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return show_mistake((*self.fields, self.dates, self.before, self.last), error)


def weekdays() -> tuple[tuple[str, str], ...]:
    """The days of the week, short and in full, Monday first."""
    return (
        (_("Mon"), _("Monday")), (_("Tue"), _("Tuesday")), (_("Wed"), _("Wednesday")), (_("Thu"), _("Thursday")),
        (_("Fri"), _("Friday")), (_("Sat"), _("Saturday")), (_("Sun"), _("Sunday")),
    )  # fmt: skip


def spoken(slot: Slot) -> str:
    """A slot in one line."""
    known = {DELIVERY: _("Delivery"), PICKUP: _("Pickup")}
    ways = known[slot.ways[0]] if len(slot.ways) == 1 else _("Delivery and pickup")
    many = ngettext("{n} order", "{n} orders", slot.most).format(n=slot.most) if slot.most else _("any number")
    names = weekdays()
    days = _("every day") if len(slot.days) == rules.WEEK else ", ".join(names[day][0] for day in slot.days)
    return " · ".join((f"{slot.label}  {clock(slot.start)}–{clock(slot.end)}", many, ways, days))


def clock(minutes: int) -> str:
    """Minutes from midnight as people read them: 9:00, 24:00."""
    return f"{minutes // HOUR}:{minutes % HOUR:02d}"


def minute(text: str, field: str) -> int:
    """A time of day as typed, 9, 9:00 or 21.30, in minutes from midnight; InvalidInput for what is none."""
    found = TIME.fullmatch(ascii_digits(clean(text)))
    told = int(found[1]) * HOUR + int(found[2] or 0) if found and int(found[2] or 0) < HOUR else rules.DAY + 1
    if told > rules.DAY:
        raise InvalidInput(
            _("{text} is not a time of day.").format(text=clean(text, 20) or '""'), _("Type it like 9:00."), field
        )
    return told


def whole(text: str, field: str) -> int:
    """A number from 0 on; InvalidInput for what is none."""
    typed = ascii_digits(clean(text)) or "0"
    limit = rules.DAY if field == "before" else MOST
    if not typed.isdigit() or int(typed) > limit:
        raise InvalidInput(
            _("{text} is not a number from 0 to {most}.").format(text=clean(text, 20), most=limit), "", field
        )
    return int(typed)


def _day(text: str) -> int:
    try:
        return typed_day(ascii_digits(text))
    except (ValueError, IndexError):
        raise InvalidInput(
            _("{text} is not a day.").format(text=text[:20]), _("Type it like 15-08-2026."), "closed_days"
        ) from None
