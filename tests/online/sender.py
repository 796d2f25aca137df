"""Programs that send what a shop owes, to be killed in the middle: python -m tests.online.sender serves a forge."""

import time
from collections.abc import Callable
from pathlib import Path

from shoppos.online.outbox import Outbox, accounts
from shoppos.shop import Shop
from tests.online import forge


def run(ready: Callable[[], object], folder: str) -> None:
    """Send until killed."""
    shop = Shop.open(Path(folder))
    outbox = Outbox(
        shop.messages, shop.db.clock, Path(folder), lambda: accounts(shop.db, shop.messages.secrets),
        chance=lambda _low, high: min(high, 0.02),
    )  # fmt: skip
    ready()
    while True:
        time.sleep(min(outbox.work() or 0.05, 0.2))


if __name__ == "__main__":
    forge.serve(run)
