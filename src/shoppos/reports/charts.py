"""Charts where people would rather look than read: what is drawn, and the SVG that window, HTML and PDF all show."""

from __future__ import annotations

from dataclasses import dataclass

from shoppos.reports.report import Kind


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one name along a chart's labels; None where there is none."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: `shape` is "bar" (over time), "line", "hbar" (a ranking), "donut" (shares, few), or "heat".

    A heat map has a series for each row and a label for each column. `said` is what it shows, in words, for who cannot
    see it; `kind` is of all values.
    """

    shape: str
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    said: str
    kind: Kind = Kind.MONEY
