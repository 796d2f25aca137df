"""What must hold in a shop's file whatever happened: an own, plain reckoning of numbers, stock, money and chain."""

import hashlib
import re
from collections import Counter

from shoppos.base import journal
from shoppos.shop import Shop
from tests.shop import plain_totals


def wrong_with(shop: Shop) -> list[str]:
    """Everything that is wrong with the books, in words; [] when they are whole."""
    found = [shop.db.quick_check()] if shop.db.quick_check() else []
    found += [f"a row points nowhere: {row}" for row in shop.db.rows("PRAGMA foreign_key_check")]
    return found + _numbers(shop) + _money(shop) + _stock(shop) + _paper(shop) + _totals(shop) + _chain(shop)


BILL = "state = 'done' AND kind <> 'CREDIT NOTE'"
"""Of all finished papers the bills: what came back of one has a paper of its own, a credit note."""


def numbers(shop: Shop) -> list[str]:
    """Every number of a bill, in order."""
    return [row[0] for row in shop.db.rows(f"SELECT number FROM sale WHERE {BILL} ORDER BY number")]


def _numbers(shop: Shop) -> list[str]:
    """No gap, no number twice, and the series stands behind its last number; credit notes have one of their own."""
    found, series = [], {}
    for (number,) in shop.db.rows("SELECT number FROM sale WHERE state = 'done' ORDER BY number"):
        till, year, letter, count = re.fullmatch(r"(\w{1,3})/(\d{4})/(?=.{6}$)(C?)(\d+)", number).groups()
        series.setdefault((till, year, letter), []).append(int(count))
    for key, counts in series.items():
        if counts != list(range(1, len(counts) + 1)):
            found.append(f"series {key} is not 1..{len(counts)}: {counts[-5:]}")
        row = shop.db.row("SELECT next FROM series WHERE till = ? AND fy = ? AND letter = ?", key)
        if row != (len(counts) + 1,):
            found.append(f"series {key} goes on at {row} after {len(counts)} papers")
    return found


def _money(shop: Shop) -> list[str]:
    """Lines add up to their paper, payments to what was payable: for a credit note to what went back."""
    found = shop.db.rows(
        "SELECT number, total, payable, "
        "(SELECT sum(taxable + cgst + sgst + igst + cess) FROM sale_line WHERE sale_id = id), "
        "(SELECT sum(amount) FROM payment WHERE sale_id = id) * iif(kind = 'CREDIT NOTE', -1, 1) "
        "FROM sale WHERE state = 'done'"
    )
    return [
        f"{number}: lines {lines} of {total}, payments {paid} of {payable}"
        for number, total, payable, lines, paid in found
        if lines != total or (paid or 0) != payable
    ]


def _stock(shop: Shop) -> list[str]:
    """Each line of a paper moved once, nothing moved without one, and what is on hand is the sum of the moves."""
    wanted = Counter(
        shop.db.rows(
            "SELECT l.sale_id, l.line, 'sale', l.product_id, -l.quantity FROM sale_line l "
            f"JOIN sale s ON s.id = l.sale_id WHERE {BILL}"
        )
    )
    wanted += Counter(
        shop.db.rows(
            "SELECT l.sale_id, l.line, 'void', l.product_id, l.quantity FROM sale_line l "
            "JOIN void v ON v.sale_id = l.sale_id"
        )
    )
    wanted += Counter(
        shop.db.rows(
            "SELECT l.sale_id, l.line, 'return', l.product_id, l.quantity FROM sale_line l "
            "JOIN credit_line c ON c.sale_id = l.sale_id AND c.line = l.line WHERE c.fate = 'restock'"
        )
    )
    moved = Counter(
        shop.db.rows(
            "SELECT doc_id, line, kind, product_id, quantity FROM stock_move WHERE kind IN ('sale', 'void', 'return')"
        )
    )
    found = [f"not moved: {row[0].hex()} line {row[1]}" for row in wanted - moved]
    found += [f"moved without a bill: {row[0].hex()} line {row[1]}" for row in moved - wanted]
    sums = dict(shop.db.rows("SELECT product_id, sum(quantity) FROM stock_move GROUP BY product_id"))
    if sums != dict(shop.db.rows("SELECT product_id, on_hand FROM stock")):
        found.append("stock is not the sum of its moves")
    return found


def _totals(shop: Shop) -> list[str]:
    """What is added up is what the bills come to."""
    both = zip(plain_totals.kept(shop), plain_totals.reckoned(shop), strict=True)
    return [f"a total is {row}" for now, should in both for row in sorted(now ^ should, key=str)]


def _paper(shop: Shop) -> list[str]:
    """Each bill owes its paper once."""
    owed = shop.db.rows("SELECT doc_id FROM print_job WHERE kind = 'bill' AND copy_no = 0 ORDER BY doc_id")
    done = shop.db.rows("SELECT id FROM sale WHERE state = 'done' ORDER BY id")
    return [] if owed == done else [f"{len(owed)} papers for {len(done)} bills"]


def _chain(shop: Shop) -> list[str]:
    """Every entry follows from the one before, and every bill stands whole in the entry it names."""
    found, told = [], {}
    for (till,) in shop.db.rows("SELECT DISTINCT till FROM journal"):
        last, clock = hashlib.sha256(till.encode()).digest(), 0
        entries = shop.db.rows("SELECT seq, hlc, body, prev, hash FROM journal WHERE till = ? ORDER BY seq", (till,))
        for place, (seq, hlc, stored, prev, digest) in enumerate(entries, 1):
            body = journal.body_of(stored)
            if seq != place or prev != last or digest != hashlib.sha256(prev + body).digest() or hlc <= clock:
                found.append(f"the chain of {till} breaks at {seq}")
            last, clock = digest, hlc
            told[till, seq] = body
    for till, seq, number, sale_id in shop.db.rows("SELECT till, seq, number, id FROM sale WHERE state = 'done'"):
        body = told.get((till, seq), b"")
        if number.encode() not in body or sale_id.hex().encode() not in body:
            found.append(f"{number} is not in the chain")
    return found
