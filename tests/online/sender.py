"""A program that sends what a shop owes, to be killed in the middle: python -m tests.online.sender FOLDER."""

import sys
import time
from pathlib import Path

from shoppos.online.outbox import Outbox, accounts
from shoppos.shop import Shop


def run(folder: Path) -> None:
    shop = Shop.open(folder)
    outbox = Outbox(
        shop.messages, shop.db.clock, folder, lambda: accounts(shop.db, shop.messages.secrets),
        chance=lambda _low, high: min(high, 0.02),
    )  # fmt: skip
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        time.sleep(min(outbox.work() or 0.05, 0.2))


if __name__ == "__main__":
    run(Path(sys.argv[1]))
