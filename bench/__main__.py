"""One table of ratios, each measured in this run against a floor of its own: `python3 dev.py bench`."""

import argparse
import sys

from bench import board, commit, importing, long, lookup, paper, receiving, reports, screen, start
from bench.table import Bar, show

SECTIONS = (
    ("commit", commit.bars),
    ("lookup", lookup.bars),
    ("screen", screen.bars),
    ("start", start.bars),
    ("paper", paper.bars),
    ("receiving", receiving.bars),
    ("reports", reports.bars),
    ("board", board.bars),
    ("import", importing.bars),
    ("long", long.bars),
)
LONG = "long"
"""Minutes: measured only when it is asked for."""


def main() -> int:
    """Measure, print the table, and judge it when asked to."""
    parser = argparse.ArgumentParser(prog="python3 dev.py bench", description=__doc__)
    parser.add_argument("--bills", type=int, default=20_000, help="bills in the large file (default 20,000)")
    parser.add_argument("--full", action="store_true", help="one million bills; the file is made once, in minutes")
    parser.add_argument("--judge", action="store_true", help="exit with 1 if a bar that must be met is missed")
    parser.add_argument("--only", choices=[name for name, _bars in SECTIONS], action="append", help="one part alone")
    asked = parser.parse_args()
    bills = 1_000_000 if asked.full else asked.bills
    found = list[Bar]()
    for name, bars in SECTIONS:
        if name in asked.only if asked.only else name != LONG or asked.full:
            print(f"measuring: {name}", flush=True)
            found += bars(bills)
    print(show(found))
    missed = [bar for bar in found if bar.verdict == "MISSED"]
    print(f"{len(missed)} bars missed" if missed else "every bar that must be met is met")
    return int(asked.judge and bool(missed))


if __name__ == "__main__":
    sys.exit(main())
