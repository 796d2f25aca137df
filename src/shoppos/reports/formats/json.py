"""A report for programs, as the house writes JSON: money "118.00", quantity "0.75", rate "18", days 2026-05-03."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shoppos.base.text import clean
from shoppos.reports.cells import plain

if TYPE_CHECKING:
    import datetime as dt

    from shoppos.reports.charts import Chart
    from shoppos.reports.report import Link, Report, Table
    from shoppos.rules.letterhead import Letterhead


def write(report: Report, shop: Letterhead, made_at: dt.datetime) -> bytes:
    """The report as one JSON document in UTF-8."""
    return (json.dumps(document(report, shop, made_at), ensure_ascii=False, indent=2) + "\n").encode()


def document(report: Report, shop: Letterhead, made_at: dt.datetime) -> dict[str, Any]:
    """The report as JSON: a row is an object by its columns' keys; `kind` says how a value is written."""
    zone = made_at.tzinfo
    return {
        "report": report.name,
        "title": report.title,
        "shop": clean(shop.name),
        "from": report.period.first.isoformat(),
        "to": report.period.last.isoformat(),
        "made_at": made_at.isoformat(timespec="seconds"),
        "finding": report.finding,
        "alerts": [*map(clean, report.alerts)],
        "figures": [
            {
                "title": one.title, "kind": str(one.kind), "value": plain(one.value, one.kind, zone),
                "was": plain(one.was, one.kind, zone),
            }
            for one in report.figures
        ],
        "tables": [_table(table, zone) for table in report.tables],
        "charts": [_chart(chart, zone) for chart in report.charts],
        "notes": list(report.notes),
    }  # fmt: skip


def _table(table: Table, zone: dt.tzinfo | None) -> dict[str, Any]:
    def row(values: tuple[Any, ...]) -> dict[str, Any]:
        return {
            column.key: plain(value, column.kind, zone) for column, value in zip(table.columns, values, strict=True)
        }

    return {
        "title": table.title,
        "columns": [{"key": one.key, "title": one.title, "kind": str(one.kind)} for one in table.columns],
        "rows": [row(line.values) for line in table.lines],
        "links": [_link(line.link) for line in table.lines],
        "total": row(table.total) if table.total else None,
    }


def _link(link: Link | None) -> dict[str, Any] | None:
    """Where a row leads."""
    if link is None:
        return None
    days = link.period and {"from": link.period.first.isoformat(), "to": link.period.last.isoformat()}
    return {"kind": link.kind, "target": link.target, **({"choices": dict(link.choices)} if link.choices else {}),
            **(days or {})}  # fmt: skip


def _chart(chart: Chart, zone: dt.tzinfo | None) -> dict[str, Any]:
    return {
        "shape": chart.shape, "title": chart.title, "kind": str(chart.kind), "labels": [*map(clean, chart.labels)],
        "series": [
            {"name": clean(one.name), "values": [plain(value, chart.kind, zone) for value in one.values]}
            for one in chart.series
        ],
        "said": chart.said,
    }  # fmt: skip
