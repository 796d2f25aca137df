"""A report: one question of the owner's, answered with a finding, charts and tables that any format can write.

A new one is a file in `reports/questions/` and its name in the tuple there. Window, command line, paper and the mail
all get the same `Report`; what a cell is worth stays a number until a format writes it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shoppos.base.file import Reader
    from shoppos.reports.charts import Chart

Value = int | str | None
"""A cell: paise, thousandths, hundredths of a percent, yyyymmdd, milliseconds, words, or nothing."""


class Kind(StrEnum):
    """What the value of a column is, and so how it is written and where it stands."""

    TEXT = "text"
    WHOLE = "whole"
    MONEY = "money"
    """Paise."""
    QUANTITY = "quantity"
    """Thousandths."""
    PERCENT = "percent"
    """Hundredths of a percent."""
    DAY = "day"
    """A day as yyyymmdd."""
    MONTH = "month"
    """A month as yyyymm."""
    MOMENT = "moment"
    """Milliseconds since 1970 in UTC."""


NUMBERS = frozenset({Kind.WHOLE, Kind.MONEY, Kind.QUANTITY, Kind.PERCENT})
"""What stands to the right."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both counted."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def span(self) -> tuple[int, int]:
        """Its ends as yyyymmdd, as `business_date` is kept."""
        return tuple(day.year * 10_000 + day.month * 100 + day.day for day in (self.first, self.last))  # type: ignore[return-value]  # two of two

    @property
    def before(self) -> Period:
        """As many days just before it."""
        return Period(self.first - dt.timedelta(days=self.days), self.first - dt.timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Link:
    """Where a row or a figure leads: `kind` is "bill", "customer", "product", "order", "purchase" or "report".

    `target` is a number (of a bill, order or purchase), an id in hex, or a report's name; `choices` go to that report,
    with `period` where it is another than this report's.
    """

    kind: str
    target: str
    choices: Mapping[str, str] = field(default_factory=dict[str, str])
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` is its name in JSON, `title` what a person reads; `total` adds it up below."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    total: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table, a value for each column, and where it leads."""

    values: tuple[Value, ...]
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `title` is "" for a report's only one. `total` stands below its lines, None where there is none.

    `left` is how many more lines there are that it has no room for; the total has them.
    """

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    title: str = ""
    total: tuple[Value, ...] | None = None
    left: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that is read at a glance: `was` is the same of the time before, where that can be compared."""

    title: str
    value: int
    kind: Kind = Kind.MONEY
    was: int | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A question that was asked and its answer; `finding` is one sentence, `notes` what one must know to read it.

    `alerts` are sentences about what somebody has to see to, shown before all figures.
    """

    name: str
    title: str
    period: Period
    finding: str
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    notes: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Something by which a report may be narrowed: `options` gives value and title of each; none means free text.

    `usual` is the value that holds where nothing is chosen; without it that is all of them.
    """

    key: str
    title: str
    options: Callable[[Reader], tuple[tuple[str, str], ...]] | None = None
    usual: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: of which days, narrowed by which choices."""

    period: Period
    choices: Mapping[str, str] = field(default_factory=dict[str, str])

    def chosen(self, key: str) -> str:
        """What was chosen, "" for everything."""
        return self.choices.get(key, "")


@dataclass(frozen=True, slots=True)
class Question:
    """A report that can be asked for: `asks` is the question in one sentence, `group` its shelf.

    `of_now` is True where the days do not matter (stock on hand, dues): it tells how things stand. `span` is what is
    shown at first: "day", "week", "month", "quarter" or "year".
    """

    name: str
    title: str
    asks: str
    group: str
    ask: Callable[[Reader, Asked], Report]
    choices: tuple[Choice, ...] = ()
    of_now: bool = False
    span: str = "month"


def total(columns: tuple[Column, ...], lines: tuple[Line, ...], title: str) -> tuple[Value, ...]:
    """The sums of the columns that are added up, with `title` in the first place; nothing elsewhere."""
    sums: list[Value] = [
        sum(value for line in lines if isinstance(value := line.values[at], int)) if column.total else None
        for at, column in enumerate(columns)
    ]
    return (title, *sums[1:])
