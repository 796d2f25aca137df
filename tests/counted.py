"""What an act costs, counted and not timed: a busy machine asks no more questions than an idle one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from shoppos.shop import Shop

STEP = 100


@dataclass
class Work:
    """How often the shop's file was asked something, and how many steps of SQLite's machine it took, to the hundred."""

    questions: int = 0
    steps: int = 0


@contextmanager
def counted(shop: Shop) -> Iterator[Work]:
    """Count what this thread asks of the shop's file meanwhile."""
    work, raw = Work(), shop.db.raw

    def asked(text: str) -> None:
        work.questions += text.lstrip().upper().startswith(("SELECT", "WITH"))

    def stepped() -> None:
        work.steps += STEP

    raw.set_trace_callback(asked)
    raw.set_progress_handler(stepped, STEP)
    try:
        yield work
    finally:
        raw.set_trace_callback(None)
        raw.set_progress_handler(None, STEP)
