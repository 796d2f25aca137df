"""What is told under the mouse is a name as it was written, whatever Qt would make of it."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtGui import Qt as Text
from PySide6.QtWidgets import QApplication, QToolTip

import shoppos.ui
from shoppos.reports.charts import Chart, Series
from shoppos.reports.drawing import Arc, Box
from shoppos.reports.report import Column, Line, Table
from shoppos.ui.widgets.chart_view import ChartView
from shoppos.ui.widgets.pack_table import PackTable
from shoppos.ui.widgets.plain_table import PlainTable
from shoppos.ui.widgets.report_table import ReportTable
from shoppos.ui.widgets.rows import Rows
from shoppos.ui.widgets.tips import tip

TIP = Qt.ItemDataRole.ToolTipRole
HOSTILE = '<img src="/tmp/secret.png" width=300><h1>Rice & dal</h1>'


def read(told: str) -> str:
    """What a person reads of a tool tip, which shows as markup what looks like it."""
    if not Text.mightBeRichText(told):
        return told
    document = QTextDocument()
    document.setHtml(told)
    return document.toPlainText()


@pytest.mark.parametrize("name", [HOSTILE, "Rice", "Bread &amp; butter", "5 < 6", "<b>", "two\n<i>lines</i>", ""])
def test_a_tool_tip_is_read_as_it_was_written(qapp, name: str) -> None:
    assert qapp is not None
    assert read(tip(name)) == name


def tables() -> list[tuple[str, Any]]:
    """Every kind of table, each with that name in its first cell."""
    plain, rows, report, packed = PlainTable(("Item",)), Rows(1), ReportTable(), PackTable()
    plain.show([(HOSTILE,)])
    rows.show(("Item",), [(HOSTILE,)], [None])
    report.show(Table((Column("item", "Item"),), (Line((HOSTILE,)),)), None)
    packed.show([cast("Any", SimpleNamespace(name=HOSTILE, packed=1000, wanted=2000, line=1))])
    return [("plain", plain), ("rows", rows), ("report", report), ("packed", packed)]


@pytest.mark.parametrize(("kind", "model"), tables())
def test_a_name_in_a_table_is_told_under_the_mouse_and_never_drawn(qapp, kind: str, model: Any) -> None:
    assert qapp is not None
    assert HOSTILE in read(str(model.data(model.index(0, 0), TIP))), kind


def test_a_name_in_a_chart_is_told_under_the_mouse_and_never_drawn(qtbot) -> None:
    chart = ChartView()
    qtbot.addWidget(chart)
    chart.show_chart(Chart("hbar", "Best", (HOSTILE,), (Series("Sold", (100,)),), "x"))
    chart.resize(600, 60)
    chart.show()
    chart.grab()
    assert chart.drawing is not None
    bar = next(one for one in chart.drawing.shapes if isinstance(one, Box) and one.said)
    at = QPoint(round(bar.x + bar.width / 2), round(bar.y + bar.height / 2))
    QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, at, chart.mapToGlobal(at)))
    assert HOSTILE in read(QToolTip.text())
    assert "<img" not in QToolTip.text()


def test_no_table_tells_under_the_mouse_what_it_did_not_hand_to_the_tip() -> None:
    for file in Path(shoppos.ui.__file__).parent.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if re.search(r"def data\(.*?ToolTipRole", text, re.DOTALL):
            assert "tip(" in text, file.name


def test_a_part_of_a_ring_is_told_under_the_mouse(qtbot) -> None:
    chart = ChartView()
    qtbot.addWidget(chart)
    chart.show_chart(Chart("donut", "Paid by", ("Cash", "UPI"), (Series("Paid", (75_00, 25_00)),), "x"))
    chart.resize(600, 200)
    chart.grab()
    assert chart.drawing is not None
    ring = [one for one in chart.drawing.shapes if isinstance(one, Arc)]
    middle = ring[0].x, ring[0].y, (ring[0].outer + ring[0].inner) / 2
    assert chart.said_at(middle[0] + middle[2], middle[1]).startswith("Cash: ")
    assert chart.said_at(middle[0] - middle[2] * 0.7, middle[1] - middle[2] * 0.7).startswith("UPI: ")
    assert chart.said_at(*middle[:2]) == ""
