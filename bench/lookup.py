"""A scan and a key press at the search: through the catalogue, and as plain SQL on the same file."""

import random
from typing import Any

from sqlcipher3 import dbapi2

from bench import fill
from bench.table import Bar, in_turns, percentile
from shoppos.shop import FILE, Shop

SCANS = 2_000
KEYS = 600


def bars(_bills: int) -> list[Bar]:
    """Bars 4 and 5 of the table."""
    folder = fill.ready(0)
    shop = Shop.open(folder)
    plain: Any = dbapi2.connect(str(folder / FILE), isolation_level=None)
    plain.execute("PRAGMA cache_size=-16000")
    try:
        return _scans(shop, plain) + _keys(shop, plain)
    finally:
        plain.close()
        shop.close()


def _scans(shop: Shop, plain: Any) -> list[Bar]:
    """Barcode to product."""
    dice = random.Random(3)
    code = ""

    def next_code() -> None:
        nonlocal code
        code = fill.ean(dice.randrange(fill.PRODUCTS))

    sql = "SELECT p.* FROM barcode b JOIN product p ON p.id = b.product_id WHERE b.code = ?"
    acts = [
        (next_code, lambda: plain.execute(sql, (code,)).fetchone()),
        (next_code, lambda: shop.catalogue.find_code(code)),
    ]
    floor, ours = in_turns(acts, SCANS)
    return [Bar("4", "barcode to product", percentile(ours, 50), percentile(floor, 50), "ms", 5.0, 3.0)]


PREFIX = (
    "SELECT p.code, p.name, p.price, s.on_hand FROM product_search f JOIN product p ON p.number = f.rowid "
    "LEFT JOIN stock s ON s.product_id = p.id WHERE product_search MATCH ? LIMIT 20"
)


def typed(dice: random.Random) -> str:
    """What stands in the line while somebody types two words."""
    words = [dice.choice(fill.BRANDS).lower(), dice.choice(fill.THINGS).lower()]
    text = " ".join(words)
    return text[: dice.randrange(1, len(text) + 1)].strip()


def _keys(shop: Shop, plain: Any) -> list[Bar]:
    """Search at each key press: the first twenty with price and stock."""
    dice = random.Random(4)
    text = ""

    def next_text() -> None:
        nonlocal text
        text = typed(dice)

    def by_prefix() -> object:
        return plain.execute(PREFIX, (" ".join(f'"{word}"*' for word in text.split()),)).fetchall()

    floor, ours = in_turns([(next_text, by_prefix), (next_text, lambda: shop.catalogue.search(text))], KEYS)
    found = [Bar("5", "search a key press, p95", percentile(ours, 95), percentile(floor, 95), "ms", 2.0, 1.3)]

    def misspelt() -> None:
        nonlocal text
        word = dice.choice([word for word in fill.BRANDS if len(word) > 4]).lower()
        place = dice.randrange(1, len(word) - 1)
        text = word[:place] + dice.choice("aeioust") + word[place + 1 :]

    hits = list[int]()
    (wrong,) = in_turns([(misspelt, lambda: hits.append(len(shop.catalogue.search(text))))], KEYS // 3)
    share = 100 * sum(map(bool, hits)) // len(hits)
    found.append(Bar("5", f"a misspelt word, p95 ({share} % found)", percentile(wrong, 95), None, "ms", 10, 2))
    return found
