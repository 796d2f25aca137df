"""One order as commands and files tell it: words and figures of the contract, goods, money, parcels and steps."""

import json
from collections.abc import Iterable
from typing import Any

from shoppos.base.clock import day_of
from shoppos.base.errors import NotFound
from shoppos.base.file import Reader
from shoppos.base.i18n import _
from shoppos.base.money import plain, quantity
from shoppos.reports import order_goods, order_money
from shoppos.reports.timeline import plainly, timeline

HEAD = (
    "SELECT o.id, o.number, o.state, o.channel, o.way, o.since, o.promised, o.slot, o.pay_by, o.agreed, o.backorder, "
    "o.language, o.note, o.sale_id, o.business_date, o.made_at, o.source, o.outside_id, c.name, c.phone, c.address, "
    "c.pin_code, c.state FROM orders o JOIN personal c ON c.id = o.personal_id WHERE o.id = ?"
)
LINES = (
    "SELECT l.code, l.name, l.quantity, l.unit, l.price, l.inclusive, coalesce(n.note, ''), coalesce(k.quantity, 0) "
    "FROM sale_line l LEFT JOIN line_note n ON n.sale_id = l.sale_id AND n.line = l.line "
    "LEFT JOIN packed_line k ON k.sale_id = l.sale_id AND k.line = l.line WHERE l.sale_id = ? ORDER BY l.line"
)
PARCELS = (
    "SELECT id, no, sale_id, way, courier, awb, weight, carrier, cod, state, tries, out_at, ended_at FROM parcel "
    "WHERE order_id = ? ORDER BY no"
)
BILLS = "SELECT id, number, payable FROM sale WHERE state = 'done' AND (id = ? OR with_id = ?) ORDER BY number"
MESSAGES = (
    "SELECT step, channel, state, made_at, error FROM message WHERE doc_id = ? AND way = 'out' ORDER BY id"
)  # fmt: skip


def order_told(db: Reader, order_id: bytes) -> dict[str, Any]:
    """The order whole: money as "118.00", quantities as "0.75", days as 2026-05-03, moments as ISO 8601."""
    row = db.row(HEAD, (order_id,))
    if row is None:
        raise NotFound(_("That order is not in the books."), _("Look on the board."))
    (_id, number, state, channel, way, since, promised, slot, pay_by, agreed, backorder, language, note, sale_id, day,
     made_at, source, outside_id, name, phone, address, pin_code, of_state) = row  # fmt: skip
    asked = [(order_id, agreed if sale_id else None, pay_by)]
    money = order_money.by_agreement(db, asked)[order_id]
    return {
        "id": order_id.hex(), "number": number, "state": state, "channel": channel, "way": way,
        "since": _moment(db, since), "made_at": _moment(db, made_at), "business_date": _day(day),
        "promised": _day(promised), "slot": slot, "pay_by": pay_by, "note": note, "language": language,
        "backorder": bool(backorder), "source": source, "outside_id": outside_id,
        "customer": {"name": name, "phone": phone, "address": address, "pin_code": pin_code, "state": of_state},
        "payable": plain(money.payable), "paid": plain(money.paid), "due": plain(money.due), "payment": money.payment,
        "claimed": plain(money.claimed), "advance": plain(money.before), "credit": plain(money.credit),
        "lines": [_line(line) for line in db.rows(LINES, (sale_id,))] if sale_id else [],
        "goods": [order_goods.told(one) for one in order_goods.goods(db, order_id)],
        "parcels": [_parcel(db, parcel) for parcel in db.rows(PARCELS, (order_id,))],
        "steps": _steps(db, order_id),
        "messages": [
            {"step": step, "channel": by, "state": at, "made_at": _moment(db, made), "error": error}
            for step, by, at, made, error in db.rows(MESSAGES, (order_id,))
        ],
    }  # fmt: skip


def _line(row: Iterable[Any]) -> dict[str, Any]:
    code, name, amount, unit, price, inclusive, note, packed = row
    return {
        "code": code, "name": name, "quantity": quantity(amount), "unit": unit, "price": plain(price),
        "inclusive": bool(inclusive), "note": note, "packed": quantity(packed),
    }  # fmt: skip


def _parcel(db: Reader, row: tuple[Any, ...]) -> dict[str, Any]:
    parcel_id, no, sale_id, way, courier, awb, weight, carrier, cod, state, tries, out_at, ended_at = row
    bills, charge = db.rows(BILLS, (sale_id, sale_id)), order_goods.charge(db, sale_id)
    lines = [_line((*line[:7], line[2])) for bill in bills for line in db.rows(LINES, (bill[0],))]
    return {
        "id": parcel_id.hex(), "no": no, "bills": [bill[1] for bill in bills],
        "payable": plain(sum(bill[2] for bill in bills)), "shipping": plain(charge.stays),
        "shipping_back": plain(charge.back), "way": way, "courier": courier, "awb": awb, "weight": weight,
        "carrier": carrier, "cod": plain(cod), "state": state, "tries": tries, "out_at": _moment(db, out_at),
        "ended_at": _moment(db, ended_at), "lines": lines,
    }  # fmt: skip


def _steps(db: Reader, order_id: bytes) -> list[dict[str, Any]]:
    kinds = db.rows("SELECT told FROM order_step WHERE order_id = ? ORDER BY id", (order_id,))
    told = [json.loads(row[0]) for row in kinds]
    done = [one for one in timeline(db, order_id) if one.of == "step"]
    return [
        {
            "kind": one.kind,
            "at": one.at.isoformat(),
            "by": one.by,
            "said": one.more,
            "words": one.words,
            "told": plainly(one.kind, more),
        }
        for one, more in zip(done, told, strict=True)
    ]


def _moment(db: Reader, at: int | None) -> str | None:
    return None if at is None else db.clock.at(at).isoformat()


def _day(day: int | None) -> str | None:
    return None if day is None else day_of(day).isoformat()
