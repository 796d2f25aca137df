"""What all printers' lanes share: the shop's file, the queue, and whom to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.base.clock import Clock
    from shoppos.base.db import Database
    from shoppos.printing.answering import Answering
    from shoppos.printing.devices import Device
    from shoppos.printing.news import News, States
    from shoppos.printing.queue import Queue
    from shoppos.printing.senders import Senders


@dataclass(frozen=True, slots=True)
class Desk:
    """One for all lanes; `connect` gives the device at an address, `on_news` is told on a printer's thread."""

    db: Database
    clock: Clock
    queue: Queue
    senders: Senders
    answering: Answering
    states: States
    on_news: Callable[[News], None]
    connect: Callable[[str], Device]
