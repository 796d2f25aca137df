"""The four tables of totals reckoned from the bills in plain Python, row by row, as nobody would for millions."""

import datetime as dt
from collections import defaultdict

IST = dt.timezone(dt.timedelta(hours=5, minutes=30))


def reckoned(shop):
    """What `sale_total`, `method_total`, `item_total` and `tax_total` must hold: sets of their rows."""
    db = shop.db
    sales, methods, items, taxes = ({} for _table in range(4))
    for at, day, moment, employee, count, back_at in _documents(db):
        head = _named(db, "SELECT * FROM sale WHERE id = ?", at)[0]
        lines = _named(db, "SELECT * FROM sale_line WHERE sale_id = ?", at)
        till = back_at or head["till"]
        hour = dt.datetime.fromtimestamp(moment / 1000, IST).hour
        mine = sales.setdefault((day, hour, till, employee), defaultdict(int))
        _head(mine, head, lines, count)
        sign = 1 if count == 1 else -1
        ways = defaultdict(int)
        for method, amount in db.rows("SELECT method, amount FROM payment WHERE sale_id = ?", (at,)):
            ways[method] += -amount if count == -1 else amount
        for method, amount in ways.items():
            way = methods.setdefault((day, till, method), [0, 0])
            way[0] += count == 1
            way[1] += amount
        for line in lines:
            one = items.setdefault((day // 100, line["product_id"]), [0] * 8)
            tax = line["cgst"] + line["sgst"] + line["igst"] + line["cess"]
            off = line["disc"] + line["bdisc"]
            more = (line["quantity"], line["gross"], off, line["taxable"], line["taxable"] + tax, *_cost(line))
            one[0] += count
            for place, value in enumerate(more, 1):
                one[place] += sign * value
            key = (day // 100, int(head["gstin"] != ""), head["place"], head["inter_state"], line["treatment"],
                   line["rate"], line["cess_rate"], line["hsn"], line["unit"])  # fmt: skip
            kind = taxes.setdefault(key, [0] * 6)
            for place, name in enumerate(("quantity", "taxable", "cgst", "sgst", "igst", "cess")):
                kind[place] += sign * line[name]
    rows = [{(*key, *values) for key, values in table.items()} for table in (methods, items, taxes)]
    return {(*key, *(sums[name] for name in SALE)) for key, sums in sales.items()}, *rows


SALE = (
    "bills", "lines", "gross", "discount", "shipping", "on_top", "taxable", "tax", "cess", "round_off", "payable",
    "costed", "cost", "voids", "cancelled", "notes", "noted", "off_taxable", "off_tax", "off_cess", "off_costed",
    "off_cost",
)  # fmt: skip


def kept(shop):
    """What the tables hold, in the same form."""
    tables = ("sale_total", "method_total", "item_total", "tax_total")
    return tuple(set(shop.db.rows(f"SELECT * FROM {table}")) for table in tables)


def _documents(db):
    """Each document with its day, moment, employee, what it counts and where it was cancelled; such a bill twice."""
    for at, kind, day, moment, employee in db.rows(
        "SELECT id, kind, business_date, made_at, employee_id FROM sale WHERE state = 'done'"
    ):
        yield at, day, moment, employee, int(kind != "CREDIT NOTE"), None
    for *row, till in db.rows("SELECT sale_id, business_date, made_at, employee_id, till FROM void"):
        yield *row, -1, till


def _head(mine, head, lines, count):
    tax = head["cgst"] + head["sgst"] + head["igst"]
    costed, cost = (sum(one) for one in zip(*map(_cost, lines), strict=True))
    if count != 1:
        mine["voids" if count else "notes"] += 1
        mine["cancelled" if count else "noted"] += head["payable"]
        for name, value in (("taxable", head["taxable"]), ("tax", tax), ("cess", head["cess"]), ("costed", costed),
                            ("cost", cost)):  # fmt: skip
            mine[f"off_{name}"] += value
        return
    for name in ("taxable", "cess", "round_off", "payable"):
        mine[name] += head[name]
    for name, value in (("bills", 1), ("lines", len(lines)), ("tax", tax), ("costed", costed), ("cost", cost)):
        mine[name] += value
    for line in lines:
        mine["gross"] += line["gross"]
        mine["discount"] += line["disc"] + line["bdisc"]
        mine["shipping"] += line["ship"]
        if not line["inclusive"]:
            mine["on_top"] += line["cgst"] + line["sgst"] + line["igst"] + line["cess"]


def _cost(line):
    """The taxable value and the cost of a line, both 0 where its cost is not known."""
    if line["cost"] is None:
        return 0, 0
    return line["taxable"], (line["quantity"] * line["cost"] + 500) // 1000


def _named(db, sql, at):
    cursor = db.raw.execute(sql, (at,))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
