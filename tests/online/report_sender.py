"""Programs that deliver what a shop owes, to be killed in the middle: python -m tests.online.report_sender."""

import time
from collections.abc import Callable
from pathlib import Path

from shoppos.online.delivery import Deliverer
from shoppos.shop import Shop
from tests.online import forge
from tests.shop.report_rows import made


def run(ready: Callable[[], object], folder: str) -> None:
    """Deliver until killed."""
    shop = Shop.open(Path(folder))
    one = Deliverer(
        shop.reports, shop.db, shop.reports.secrets, Path(folder), made, chance=lambda _low, high: min(high, 0.02)
    )
    ready()
    while True:
        time.sleep(min(one.work() or 0.05, 0.2))


if __name__ == "__main__":
    forge.serve(run)
