"""A program that delivers what a shop owes, to be killed in the middle: python -m tests.online.report_sender FOLDER."""

import sys
import time
from pathlib import Path

from shoppos.online.delivery import Deliverer
from shoppos.shop import Shop
from tests.shop.report_rows import made


def run(folder: Path) -> None:
    shop = Shop.open(folder)
    one = Deliverer(
        shop.reports, shop.db, shop.reports.secrets, folder, made, chance=lambda _low, high: min(high, 0.02)
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        time.sleep(min(one.work() or 0.05, 0.2))


if __name__ == "__main__":
    run(Path(sys.argv[1]))
