"""A report as one page that needs nothing else: for a phone 360 pixels wide, by day and in the dark, and for paper.

No script, no address of anything outside, every name escaped; charts are inline SVG whose colours a style sheet turns
over in the dark.
"""

from __future__ import annotations

import re
from html import escape
from string import Template
from typing import TYPE_CHECKING

from shoppos.base import i18n
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.reports import charts, findings, periods
from shoppos.reports.cells import LONGEST, figure, told
from shoppos.reports.drawing import DARK, LIGHT
from shoppos.reports.report import NUMBERS, Kind

if TYPE_CHECKING:
    import datetime as dt

    from shoppos.reports.report import Figure, Report, Table
    from shoppos.rules.letterhead import Letterhead

CHART = 306
"""Pixels of a chart as a phone has them; a wider window shows it larger."""
MOST_LINES = 100
"""Lines of one table on the page, so that it travels: the sheet has them all."""
SHORT = 16
"""Signs of a cell that stand on one line."""
TONES = {
    "ink": ("#1b2327", "#e6ecef"), "muted": ("#55626b", "#a3b0b8"), "ground": ("#fff", "#1b2226"),
    "desk": ("#f1f4f5", "#12171a"), "line": ("#dce2e6", "#39444a"), "accent": ("#0b6e4f", "#3fbf94"),
    "warn": ("#b3261e", "#ff8a80"),
}  # fmt: skip
"""Each colour by day and in the dark."""
STYLE = (
    "*{box-sizing:border-box}body{margin:0;background:$desk;color:$ink;font:16px/1.45 system-ui,"
    "'Segoe UI',Roboto,'Noto Sans','Noto Sans Devanagari','Noto Sans Tamil',sans-serif}"
    "main{max-width:760px;margin:0 auto;padding:16px 14px 40px}h1{font-size:24px;line-height:1.2;margin:2px 0 4px}"
    "h2{font-size:17px;margin:0 0 10px}p{margin:0 0 10px}.shop,.days,.note,footer{color:$muted;font-size:14px}"
    ".finding{font-size:18px;border-left:4px solid $accent;padding:2px 0 2px 12px;margin:14px 0 16px}"
    ".alert{border-left:4px solid $warn;padding:2px 0 2px 12px;font-weight:600}"
    ".figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(146px,1fr));gap:10px;margin:0 0 14px}"
    ".figures div,section{background:$ground;border:1px solid $line;border-radius:10px;padding:12px}"
    "dt{color:$muted;font-size:14px}dd{margin:0;font-size:21px;font-weight:650;overflow-wrap:anywhere}"
    "dd small{display:block;color:$muted;font-size:13px;font-weight:400}"
    "section{margin:0 0 14px}svg{display:block;width:100%;max-width:560px;height:auto}"
    ".scroll{overflow-x:auto;margin:0 -12px;padding:0 12px}table{border-collapse:collapse;width:100%;font-size:15px}"
    "th,td{padding:7px 8px;text-align:left;border-bottom:1px solid $line;vertical-align:top}"
    "th{color:$muted;font-weight:600;font-size:13px}td:first-child,th:first-child{padding-left:0}"
    ".n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.w{white-space:nowrap}"
    "tfoot td{font-weight:700;border:0}"
)
PRINT = "@media print{body{background:#fff}section,.figures div{break-inside:avoid}main{max-width:none}}"
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def write(report: Report, shop: Letterhead, made_at: dt.datetime) -> bytes:
    """The report as one HTML page in UTF-8."""
    zone = made_at.tzinfo
    parts = [
        f'<p class="shop">{_safe(shop.name)}</p><h1>{_safe(report.title)}</h1>',
        f'<p class="days">{_safe(periods.said(report.period))}</p><p class="finding">{_safe(report.finding)}</p>',
    ]
    parts += [f'<p class="alert">⚠ {_safe(one)}</p>' for one in report.alerts]
    if report.figures:
        parts.append(f'<dl class="figures">{"".join(_figure(one, zone) for one in report.figures)}</dl>')
    parts += [f"<section><h2>{_safe(one.title)}</h2>{charts.svg(one, CHART)}</section>" for one in report.charts]
    parts += [_table(table, report.title, zone) for table in report.tables if table.lines]
    parts += [f'<p class="note">{_safe(note)}</p>' for note in report.notes]
    made = _("Made on {moment}").format(moment=f"{made_at:%d-%m-%Y %H:%M}")
    foot = " · ".join(part for part in (made, clean(shop.name), clean(shop.gstin)) if part)
    title = f"{report.title} · {periods.said(report.period)} · {shop.name}"
    return (
        f'<!doctype html><html lang="{i18n.language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"""
        f'<meta name="color-scheme" content="light dark"><title>{_safe(title)}</title><style>{style()}</style></head>'
        f'<body><main id="main">{"".join(parts)}<footer>{_safe(foot)}</footer></main></body></html>\n'
    ).encode()


def style() -> str:
    """The page's style sheet, each colour written out: many mail programs know no variables.

    In the dark all rules come again that have a colour, and each colour of a chart is turned over.
    """
    day, dark = (Template(STYLE).substitute({name: tone[at] for name, tone in TONES.items()}) for at in (0, 1))
    pairs = zip(RULE.findall(STYLE), RULE.findall(dark), strict=True)
    again = "".join(f"{names}{{{_coloured(told, new)}}}" for (names, told), (_names, new) in pairs if "$" in told)
    charts_ = "".join(
        f'svg [{name}="{light}"]{{{name}:{DARK[key]}}}' for key, light in LIGHT.items() for name in ("fill", "stroke")
    )
    return f":root{{color-scheme:light dark}}{day}@media(prefers-color-scheme:dark){{{again}{charts_}}}{PRINT}"


def _coloured(told: str, new: str) -> str:
    """Of a rule only what has a colour, as it is in the dark."""
    pairs = zip(told.split(";"), new.split(";"), strict=True)
    return ";".join(after for before, after in pairs if "$" in before)


def _figure(one: Figure, zone: dt.tzinfo | None) -> str:
    was = "" if one.was is None else _("before: {was}").format(was=figure(one.was, one.kind, zone))
    small = f"<small>{_safe(was)}</small>" if was else ""
    return f"<div><dt>{_safe(one.title)}</dt><dd>{_safe(figure(one.value, one.kind, zone))}{small}</dd></div>"


def _table(table: Table, title: str, zone: dt.tzinfo | None) -> str:
    name = table.title or title
    heads = "".join(f'<th scope="col"{_side(one.kind)}>{_safe(one.title)}</th>' for one in table.columns)

    def row(values: tuple[int | str | None, ...]) -> str:
        pairs = zip(table.columns, values, strict=True)
        cells = "".join(_cell(told(value, one.kind, zone), one.kind) for one, value in pairs)
        return f"<tr>{cells}</tr>"

    body = "".join(row(line.values) for line in table.lines[:MOST_LINES])
    foot = f"<tfoot>{row(table.total)}</tfoot>" if table.total else ""
    left = findings.left_out(max(len(table.lines) - MOST_LINES, 0) + table.left)
    return (
        f'<section><h2>{_safe(name)}</h2><div class="scroll" tabindex="0" role="region" aria-label="{_safe(name)}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody>{foot}</table></div>"
        f"{f'<p class=note>{_safe(left)}</p>' if left else ''}</section>"
    )


def _cell(said: str, kind: Kind) -> str:
    """A cell; what is short is not broken, as "18–19" would be."""
    side = _side(kind) or (' class="w"' if len(said) <= SHORT else "")
    return f"<td{side}>{_safe(said)}</td>"


def _side(kind: Kind) -> str:
    return ' class="n"' if kind in NUMBERS or kind is Kind.DAY else ""


def _safe(text: str) -> str:
    return escape(clean(text, LONGEST))
