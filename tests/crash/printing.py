"""The counter that is killed while it prints: a process that forks shops, kills each at its moment, and lets none rest.

Orders `{"kind", "folder", "seed", "sells", "after"}` come as JSON lines on standard input; each is answered with a line
once that shop is dead.
"""

import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path

from shoppos.models.print_job import OWED, PRINTED, SENDING
from shoppos.printing import lane, paying
from shoppos.printing.queue import Queue
from shoppos.printing.spooler import Spooler
from shoppos.shop import Shop
from shoppos.shop.payments import Tender

CASH = [Tender("cash")]
CODES = ("1001", "1002")
QUICK = 0.05
"""Seconds between two looks at a printer, and before the next try: what is killed has no time to be patient."""


class Counter:
    """Sells so many bills while the spooler prints them, then waits to be killed."""

    def __init__(self, shop: Shop, seed: int) -> None:
        self.shop = shop
        self.dice = random.Random(seed)
        self.spooler = Spooler(shop.db, shop.db.clock, lambda _news: None)

    def work(self, sells: int, out: int) -> None:
        self.spooler.start()
        os.write(out, b"READY")
        for _bill in range(sells):
            self.shop.sales.sell([self.dice.choice(CODES) for _line in range(self.dice.randint(1, 3))], CASH)
            time.sleep(self.dice.uniform(0, 0.02))
        time.sleep(60)


# -- what must not pass: the same with one fault each


class MarksPrintedFirst(Counter):
    """Takes it for printed as soon as it is about to be sent."""

    def __init__(self, shop: Shop, seed: int) -> None:
        super().__init__(shop, seed)
        Queue.claim = lambda self, job, *_how: self._mark(job.id, OWED, state=PRINTED)
        Queue.content = lambda _self, _job_id: None


class SendsAgain(Counter):
    """Takes what was being sent for not sent, and sends it again by itself."""

    def __init__(self, shop: Shop, seed: int) -> None:
        super().__init__(shop, seed)
        Queue.recover = lambda self: [
            job_id
            for (job_id,) in self._db.rows("SELECT id FROM print_job WHERE state = 'sending'")
            if not self._mark(job_id, SENDING, state=OWED, sender=None)
        ]


class MarksAfterwards(Counter):
    """Marks nothing before the first byte leaves."""

    def __init__(self, shop: Shop, seed: int) -> None:
        super().__init__(shop, seed)
        Queue.claim = lambda _self, _job, *_how: True
        end = Queue.end
        Queue.end = lambda self, job_id, *how: (self._mark(job_id, OWED, state=SENDING), end(self, job_id, *how))


COUNTERS = {cls.__name__: cls for cls in (Counter, MarksPrintedFirst, SendsAgain, MarksAfterwards)}


def killed(order: dict) -> None:
    """Fork a shop, let it sell and print, and kill it."""
    heard, out = os.pipe()
    child = os.fork()
    if not child:
        os.close(heard)
        lane.WATCH_SECONDS, paying.FIRST_PAUSE = QUICK, int(QUICK * 1000)
        COUNTERS[order["kind"]](Shop.open(Path(order["folder"])), order["seed"]).work(order["sells"], out)
        os._exit(1)
    os.close(out)
    if not select.select([heard], [], [], 20)[0]:
        raise RuntimeError("the shop did not open")
    time.sleep(order["after"])
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(heard)


def main() -> None:
    """Serve orders until the input ends."""
    for line in sys.stdin:
        killed(json.loads(line))
        sys.stdout.write("DEAD\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
