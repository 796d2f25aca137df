"""The table of a report: its columns share the room there is, also when a bar to scroll by takes some of it."""

import pytest

from shoppos.reports.report import Column, Kind, Line, Table
from shoppos.ui.widgets.report_table import TableView
from tests.ui.pages import shown, wait

COLUMNS = (
    Column("way", "Paid by"),
    *(Column(title.lower(), title, kind) for title, kind in (
        ("Bills", Kind.WHOLE), ("Amount", Kind.MONEY), ("Before", Kind.MONEY),
    )),
)  # fmt: skip


def table_of(count):
    lines = tuple(Line((f"Way {n}", n, n * 100, 0)) for n in range(count))
    return Table(COLUMNS, lines, total=("Total", None, count * 100, 0))


@pytest.mark.parametrize("count", [2, 40])
def test_the_columns_fill_the_room_and_no_figure_is_cut(qtbot, count):
    view = shown(qtbot, TableView())
    view.resize(700, 300)
    view.show_table(table_of(count), None)
    wait(20)
    assert view.view.verticalScrollBar().isVisible() == (count > 10)
    assert view.view.horizontalScrollBar().maximum() == 0
    assert view.view.horizontalHeader().length() == view.view.viewport().width()
    assert [view.foot.columnWidth(at) for at in range(4)] == [view.view.columnWidth(at) for at in range(4)]
