"""Years of sales for reports alone, made at once: heads, lines, payments and totals, and nothing of the rest."""

import random
from pathlib import Path

from bench import fill
from bench.fill import DAY_MS, SPREAD_DAYS, TEMPLATES, Past, add_up, insert, quick, templates
from shoppos.shop import Shop

OPENS, OPEN_MS = 3 * 3_600_000, 13 * 3_600_000
"""From half past eight till half past nine in the evening in India: milliseconds after midnight in UTC, and long."""


def ready(bills: int) -> Path:
    """The folder of a shop with that many bills, made once and kept for the next run."""
    return fill.ready(bills, of="years-", sell=sell_much)


def sell_much(folder: Path, bills: int, lines: int = 5) -> None:
    """Bills of five lines on each of 900 days till yesterday, in the hours in which a shop is open."""
    clock = Past(SPREAD_DAYS)
    shop = Shop.open(folder, clock=clock)
    kinds = templates(shop, min(10 * TEMPLATES, bills // 2), lines)
    shop.close()
    db, dice = quick(folder), random.Random(3)
    first, done = clock.ms() // DAY_MS * DAY_MS, len(kinds)
    a_day = -(-(bills - done) // (SPREAD_DAYS - 1))
    db.execute("BEGIN IMMEDIATE")
    for midnight in range(first + DAY_MS, first + SPREAD_DAYS * DAY_MS, DAY_MS):
        many = min(a_day, bills - done)
        moments = sorted(midnight + OPENS + min(dice.randrange(OPEN_MS), dice.randrange(OPEN_MS)) for _n in range(many))
        made = [dice.choice(kinds).sold(ms, clock.business_day(ms), f"B{done + n}") for n, ms in enumerate(moments)]
        if made:
            heads, every_line, payments = zip(*made, strict=True)
            for table, rows in (("sale", [heads]), ("sale_line", every_line), ("payment", payments)):
                db.executemany(insert(table, rows[0][0]), [row for some in rows for row in some])
        done += many
    db.execute("COMMIT")
    db.execute("PRAGMA journal_mode=WAL")
    db.close()
    add_up(folder)
