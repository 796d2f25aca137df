"""Layouts that give way: nothing is squeezed, nothing hangs over the edge."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import NARROW, Columns, Flow


@pytest.fixture
def place(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(("width", "lines"), [(1000, 1), (250, 2), (110, 4)])
def test_a_row_goes_on_in_the_next_line(place, width, lines) -> None:
    row = Flow(place)
    buttons = [QPushButton(f"Button {n}") for n in range(4)]
    for button in buttons:
        button.setFixedSize(100, 44)
        row.addWidget(button)
    place.resize(width, row.heightForWidth(width))
    place.show()
    assert len({button.y() for button in buttons}) == lines
    assert all(place.rect().contains(button.geometry()) for button in buttons)
    assert row.heightForWidth(width) == lines * 44 + (lines - 1) * 10


def test_what_is_hidden_takes_no_place(place) -> None:
    row = Flow(place)
    first, second = QPushButton("One"), QPushButton("Two")
    row.addWidget(first)
    row.addWidget(second)
    place.resize(400, 60)
    place.show()
    first.hide()
    QApplication.processEvents()
    assert second.x() == 0
    assert row.sizeHint().width() == second.sizeHint().width()
    taken = row.takeAt(0)
    assert taken is not None
    assert (row.count(), row.itemAt(5), row.takeAt(5)) == (1, None, None)


@pytest.mark.parametrize(("width", "columns"), [(NARROW + 80, 2), (NARROW - 80, 1)])
def test_fields_stand_in_two_columns_or_in_one(qtbot, width, columns) -> None:
    made = Columns()
    qtbot.addWidget(made)
    fields = [QLabel(str(n)) for n in range(4)]
    made.arrange([(fields[0], False), (fields[1], False), (fields[2], True), (fields[3], False)])
    made.resize(scaled(width), 300)
    made.show()
    QApplication.processEvents()
    assert len({field.x() for field in fields}) == columns
    assert len({field.y() for field in fields}) == (3 if columns == 2 else 4)
    assert fields[2].width() > made.width() - 20, "one that takes a line for itself"
    made.arrange([(fields[3], False)])
    QApplication.processEvents()
    assert [field.isVisible() for field in fields] == [False, False, False, True]
