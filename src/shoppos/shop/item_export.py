"""The catalogue as a list for Excel, and the rows of a list that could not come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import plain, quantity
from shoppos.base.money import rate as show_rate
from shoppos.reports.cells import guarded
from shoppos.shop.item_more import wholesale_list
from shoppos.shop.sheets import write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from shoppos.shop.catalogue import Catalogue
    from shoppos.shop.item_check import Checked

# English in every language, so that a list made in one shop comes into any other.
HEADINGS = (
    "Code", "Name", "Local name", "Barcode", "Unit", "Price", "Inclusive", "MRP", "Cost", "HSN", "GST rate",
    "Treatment", "Cess", "Category", "Stock", "Low stock", "Other names", "Cess per unit", "Shelf", "Wholesale price",
    "Minimum wholesale quantity",
)  # fmt: skip
ALL = """
SELECT p.number, p.code, p.name, p.local_name,
    (SELECT group_concat(b.code, ';') FROM barcode b WHERE b.product_id = p.id),
    p.unit, p.price, p.inclusive, p.mrp, p.cost, p.hsn, coalesce(r.rate, 0), p.treatment, coalesce(r.cess_rate, 0),
    p.category, (SELECT s.on_hand FROM stock s WHERE s.product_id = p.id AND s.tracked = 1), p.low,
    p.aliases, coalesce(r.cess_per_unit, 0), coalesce((SELECT k.shelf FROM keeping k WHERE k.product_id = p.id), ''),
    w.price, w.least
FROM product p LEFT JOIN product_rate r ON r.product_id = p.id AND r.since =
    (SELECT max(n.since) FROM product_rate n WHERE n.product_id = p.id AND n.since <= :day)
LEFT JOIN list_price w ON w.product_id = p.id AND w.list_id = :wholesale AND w.least =
    (SELECT min(f.least) FROM list_price f WHERE f.product_id = p.id AND f.list_id = :wholesale)
WHERE p.active = 1 AND p.number > :after ORDER BY p.number LIMIT 500
"""


class _StoppedError(Exception):
    """Somebody does not want the list any more."""


def export(
    catalogue: Catalogue, path: Path, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> int:
    """Every item to a .csv or .xlsx; what Excel could calculate is quoted. Gives how many; 0 and no file if stopped."""
    kind = path.suffix.casefold()
    if kind not in {".csv", ".xlsx"}:
        raise InvalidInput(
            _("{file} must end in .csv or .xlsx.").format(file=path.name), _("Name the file again."), "file"
        )
    every = catalogue.count()
    written = 0

    def rows() -> Iterator[list[Any]]:
        nonlocal written
        yield list(HEADINGS)
        for row in _items(catalogue):
            if written % 500 == 0:
                if cancelled():
                    raise _StoppedError
                progress(written, every)
            written += 1
            yield _cells(row, numbers=kind == ".xlsx")

    try:
        if kind == ".csv":
            write_csv(path, rows())
        else:
            write_xlsx(path, "Items", rows())
    except _StoppedError:
        return 0
    progress(every, every)
    return written


def save_rejects(checked: Checked, path: Path) -> int:
    """The bad rows with their numbers and reasons, under the list's own headings."""
    headings = checked.sheet.headings
    rows = [["Row", "Why", *map(guarded, headings)]]
    for bad in checked.bad:
        why = " ".join(dict.fromkeys(problem.reason for problem in bad.bad))
        rows.append([str(bad.row), guarded(why), *map(guarded, bad.cells)])
    write_csv(path, rows)
    return len(checked.bad)


def _items(catalogue: Catalogue) -> Iterator[tuple[Any, ...]]:
    """All items, five hundred at a time, so that no read stays open while a file is written."""
    after, wholesale = 0, wholesale_list(catalogue.db)
    while rows := catalogue.db.rows(ALL, {"day": catalogue.today(), "after": after, "wholesale": wholesale}):
        yield from rows
        after = rows[-1][0]


def _cells(row: tuple[Any, ...], *, numbers: bool) -> list[str | float]:
    (_number, code, name, local, barcodes, unit, price, inclusive, mrp, cost, hsn, rate, treatment, cess, category,
     stock, low, aliases, per_unit, shelf, wholesale, least) = row  # fmt: skip

    def money(paise: int | None) -> str | float:
        if paise is None:
            return ""
        return paise / 100 if numbers else plain(paise)  # a cell of Excel holds no other numbers than floats

    def thousandths(milli: int | None) -> str | float:
        if milli is None:
            return ""
        return milli / 1000 if numbers else quantity(milli)

    return [
        guarded(code), guarded(name), guarded(local), guarded(barcodes or ""), guarded(unit), money(price),
        "Inclusive" if inclusive else "Exclusive", money(mrp), money(cost), hsn, show_rate(rate), treatment,
        show_rate(cess), guarded(category), thousandths(stock), thousandths(low), guarded(aliases),
        money(per_unit or None), guarded(shelf), money(wholesale), thousandths(least or None),
    ]  # fmt: skip
