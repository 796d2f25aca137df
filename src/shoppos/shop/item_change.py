"""What a row of a list would change of an item the shop has, in words, and whether it still is the same item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from shoppos.base.i18n import _
from shoppos.base.money import grouped, quantity, rate
from shoppos.base.text import fold
from shoppos.shop.item_columns import labels

if TYPE_CHECKING:
    from collections.abc import Mapping

LIKE = 4  # letters in common at the beginning make two words one: "Parle" and "ParleG"
MEASURES = frozenset({"kg", "gm", "gms", "ltr", "ml", "pcs", "pc", "pac", "pack", "box", "nos", "mtr", "new", "of"})
NUMBER = re.compile(r"\d")
HEADS = {"barcodes": "barcode", "cess_rate": "cess"}
MONEY = frozenset({"price", "mrp", "cost", "wholesale", "cess_per_unit"})
COUNTS = frozenset({"low", "least"})
TEXTS = frozenset({"name", "local_name", "code", "shelf"})


def another_item(old: str, new: str) -> bool:
    """Whether two names share no word, so that a code may have been given to another item.

    Numbers and measures do not count as words: "Atta 5 kg" and "Salt 5 kg" are two items.
    """
    if fold(old) == fold(new):
        return False
    before, after = _words(old), _words(new)
    return not any(_like(one, other) for one in before for other in after)


def _words(name: str) -> set[str]:
    every = set(fold(name).split())
    return {word for word in every if len(word) > 1 and not NUMBER.search(word) and word not in MEASURES} or every


def _like(one: str, other: str) -> bool:
    short = min(len(one), len(other))
    return one == other or (short >= LIKE and one[:short] == other[:short])


def told(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """The fields that change, names, prices and rates with what they were and become."""
    heads = labels()
    said = [_told(field, heads.get(HEADS.get(field, field), field), was[field], now[field]) for field in now]
    return ", ".join(dict.fromkeys(said))


def _told(field: str, head: str, was: Any, now: Any) -> str:
    if field in MONEY:
        return f"{head} {_money(was)} → {_money(now)}"
    if field in COUNTS:
        return f"{head} {_count(was)} → {_count(now)}"
    if field == "rate":
        return f"{head} {rate(was)} % → {rate(now)} %"
    return f"{head} {was or '–'} → {now or '–'}" if field in TEXTS else head


def _money(paise: int | None) -> str:
    return "–" if paise is None else grouped(paise)


def _count(milli: int | None) -> str:
    return "–" if milli is None else quantity(milli)


def changes_said(name: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """One sentence: which item, and what of it."""
    return _("changes {name}: {fields}").format(name=name, fields=told(was, now))
