"""Times taken in turns, and the table they become."""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shoppos.base import collector

Act = Callable[[], object]


@dataclass(frozen=True)
class Bar:
    """One line of the table: what was measured, the floor beside it, and the bars on their ratio or on the figure."""

    no: str
    what: str
    ours: float
    floor: float | None
    unit: str
    must: float | None = None
    want: float | None = None

    @property
    def measure(self) -> float:
        """What the bars are held against: the ratio where there is a floor, else the figure itself."""
        return self.ours / self.floor if self.floor else self.ours

    @property
    def verdict(self) -> str:
        """Whether the bars are met; "" where there is none."""
        if self.must is None:
            return ""
        if self.want is not None and self.measure <= self.want:
            return "as wanted"
        return "good" if self.measure <= self.must else "MISSED"


def taken(act: Act) -> float:
    """Milliseconds that one call takes."""
    begun = time.perf_counter_ns()
    act()
    return (time.perf_counter_ns() - begun) / 1e6


def in_turns(
    acts: Sequence[tuple[Act, Act]], rounds: int, *, pace: float = 0.0, idle: Act = lambda: None
) -> list[list[float]]:
    """Milliseconds of each act, one call of each in turn with `pace` seconds before every call.

    An act is a pair: what must be ready before it, unmeasured, and the call. Machines drift: only what was measured
    side by side may be divided. `idle` runs unmeasured every fifty rounds.
    """
    for prepare, act in acts:
        prepare()
        act()
    gc.collect()
    collector.settle()  # as the program does once all is loaded
    times: list[list[float]] = [[] for _act in acts]
    for number in range(rounds):
        for (prepare, act), mine in zip(acts, times, strict=True):
            prepare()
            if pace:
                time.sleep(pace)
            mine.append(taken(act))
        if number % 50 == 49:
            idle()
    gc.unfreeze()
    return times


def percentile(times: Sequence[float], percent: float) -> float:
    """The time that `percent` of all stay within."""
    ordered = sorted(times)
    return ordered[round((len(ordered) - 1) * percent / 100)]


def number(value: float | None) -> str:
    """A figure with three digits that matter."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def show(bars: Sequence[Bar]) -> str:
    """The table as text."""
    head = ("#", "what", "ours", "floor", "unit", "ratio", "must", "want", "verdict")
    rows = [
        (bar.no, bar.what, number(bar.ours), number(bar.floor), bar.unit,
         f"{bar.ours / bar.floor:.2f} x" if bar.floor else "", number(bar.must), number(bar.want), bar.verdict)
        for bar in bars
    ]  # fmt: skip
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    left = {0, 1, 4, 8}
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    )
