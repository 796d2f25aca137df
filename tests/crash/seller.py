"""The counter that gets killed: a process that forks sellers, kills each at its moment and tells what they said.

Every line a seller writes is one act: `TRY` before it, `ACK` once the call has returned. Orders come as JSON lines on
standard input; answers go to standard output.
"""

import contextlib
import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from shoppos.shop import Shop
from shoppos.shop.payments import Tender

CODES = ("1001", "1002", "1003", "2001", "3001", "8901030865275", "8901719101038")
CASH = [Tender("cash")]
GAP = 0.02
"""Seconds for which a fault stands open: a kill must hit it within some lives, however quick the disk is."""


class Seller:
    """Sells at random through the real shop, and says so."""

    def __init__(self, shop: Shop, seed: int, out: int) -> None:
        """Write to the file descriptor `out`."""
        self.shop = shop
        self.dice = random.Random(seed)
        self.out = out
        self.bills = [row[0] for row in shop.db.rows("SELECT number FROM sale WHERE state = 'done'")]

    def say(self, *words: object) -> None:
        os.write(self.out, (" ".join(map(str, words)) + "\n").encode())

    def sell(self) -> None:
        lines = [f"{self.dice.randint(1, 3)}*{code}" for code in self.dice.sample(CODES, self.dice.randint(1, 5))]
        self.say("TRY sold")
        self.say("ACK sold", self.shop.sales.sell(lines, CASH).numbers[0])

    def ring(self) -> None:
        """One more thing on the sale that stands on the screen."""
        sale = self.shop.sales.on_screen().id
        self.say("TRY open 1000")
        view = self.shop.sales.enter(sale, self.dice.choice(CODES)).view
        self.say("ACK open", sale.hex(), view.quantity)

    def check_out(self) -> None:
        sale = self.shop.sales.on_screen()
        if not sale.lines:
            return self.ring()
        self.shop.sales.stage(sale.id, {"method": "cash"})
        self.say("TRY bill")
        return self.say("ACK bill", self.shop.sales.checkout(sale.id, CASH).numbers[0])

    def hold(self) -> None:
        sale = self.shop.sales.on_screen()
        if not sale.lines or sale.held > 3:
            return self.check_out()
        self.say("TRY held", sale.id.hex(), sale.quantity)
        self.shop.sales.hold(sale.id)
        return self.say("ACK held", sale.id.hex(), sale.quantity)

    def recall(self) -> None:
        held = self.shop.sales.held()
        if held:
            sale = self.dice.choice(held).sale_id
            self.say("TRY recall", sale.hex(), self.shop.sales.view(sale).quantity)
            self.say("ACK open", sale.hex(), self.shop.sales.recall(sale).quantity)

    def void(self) -> None:
        number = self.dice.choice(self.bills) if self.bills else None
        if number and not self.shop.db.row("SELECT 1 FROM void JOIN sale ON id = sale_id WHERE number = ?", (number,)):
            self.say("TRY void")
            self.shop.sales.void(number, "changed their mind")
            self.say("ACK void", number)

    def rest(self) -> None:
        self.shop.db.checkpoint()

    def work(self) -> None:
        """Go on until killed."""
        acts = (self.sell, self.ring, self.check_out, self.hold, self.recall, self.void, self.rest)
        weights = (30, 40, 15, 6, 6, 3, 2)
        while True:
            self.dice.choices(acts, weights)[0]()


# -- what must not pass: the same seller with one fault each


class Faulty(Seller):
    """Sells and does nothing else, so that the fault shows soon."""

    def work(self) -> None:
        while True:
            self.sell()


class AckBeforeCommit(Faulty):
    """Tells of the bill before it is on disk."""

    def sell(self) -> None:
        self.say("TRY sold")
        with self.shop.db.transaction("sale.done"):
            done = self.shop.sales.sell([self.dice.choice(CODES)], CASH)
            self.say("ACK sold", done.numbers[0])
            time.sleep(GAP)


class StockLater(Faulty):
    """Moves the stock in a transaction of its own."""

    def __init__(self, shop: Shop, seed: int, out: int) -> None:
        super().__init__(shop, seed, out)
        self.later = []
        self.issue = shop.stock.lines_out
        shop.stock.lines_out = lambda _tx, *what, **how: self.later.append((what, how))

    def sell(self) -> None:
        self.say("TRY sold")
        done = self.shop.sales.sell([self.dice.choice(CODES)], CASH)
        time.sleep(GAP)
        with self.shop.db.transaction("stock.moved") as tx:
            for what, how in self.later:
                self.issue(tx, *what, **how)
        self.later.clear()
        self.say("ACK sold", done.numbers[0])


class NumberFirst(Faulty):
    """Draws the number before the sale's transaction."""

    def __init__(self, shop: Shop, seed: int, out: int) -> None:
        super().__init__(shop, seed, out)
        self.draw, shop.tills.draw = shop.tills.draw, lambda *_asked: self.drawn

    def sell(self) -> None:
        self.say("TRY sold")
        with self.shop.db.transaction("number.drawn") as tx:
            self.drawn = self.draw(tx, self.shop.catalogue.today())
        time.sleep(GAP)
        self.say("ACK sold", self.shop.sales.sell([self.dice.choice(CODES)], CASH).numbers[0])


SELLERS = {cls.__name__: cls for cls in (Seller, AckBeforeCommit, StockLater, NumberFirst)}


def killed(kind: str, folder: Path, seed: int, after: float) -> list[str]:
    """Fork a seller, let it sell, kill it `after` seconds from its first word, and give every line it said."""
    heard, out = os.pipe()
    child = os.fork()
    if not child:
        with contextlib.suppress(BrokenPipeError):
            os.close(heard)
            shop = Shop.open(folder)
            os.write(out, b"READY\n")
            SELLERS[kind](shop, seed, out).work()
        os._exit(1)
    os.close(out)
    said = b"".join(_until_killed(child, heard, after))
    _pid, status = os.waitpid(child, 0)
    os.close(heard)
    if not os.WIFSIGNALED(status):
        raise RuntimeError(said)
    return said.decode().splitlines()


def _until_killed(child: int, heard: int, after: float) -> Iterator[bytes]:
    """What the child says, till it is killed and beyond: what lies in the pipe was said before."""
    end = None
    while True:
        left = 10 if end is None else end - time.monotonic()
        if left <= 0 or not select.select([heard], [], [], left)[0]:
            os.kill(child, signal.SIGKILL)
            end = time.monotonic() + 10
        said = os.read(heard, 1 << 16)
        if not said:
            return
        if end is None:
            end = time.monotonic() + after
        yield said


def main() -> None:
    """Serve orders `{"kind", "folder", "seed", "after"}` until the input ends."""
    for line in sys.stdin:
        order = json.loads(line)
        said = killed(order["kind"], Path(order["folder"]), order["seed"], order["after"])
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
