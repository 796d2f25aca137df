"""All that the shop knows of one person, as one document for them (DPDP Act 2023 s.11), and what they allowed."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from shoppos.base.clock import day_of
from shoppos.base.i18n import _
from shoppos.base.money import plain, quantity
from shoppos.reports import khata
from shoppos.reports.one_person import PAID, cards, marks

if TYPE_CHECKING:
    import datetime as dt

    from shoppos.base.file import Reader

CHANNELS = ("whatsapp", "sms", "phone", "email", "telegram")
PURPOSES = ("offers", "reminders", "greetings", "orders")
CARD = ("name", "phone", "address", "pin_code", "state", "email")


PAYMENTS = (
    "SELECT business_date, amount, method, reference FROM advance WHERE order_id = ? UNION ALL "
    "SELECT c.business_date, c.amount, c.method, c.reference FROM cod_receipt c JOIN parcel p ON p.sale_id = c.sale_id "
    "WHERE p.order_id = ?"
)
"""Money of an order before its bill and at the door."""


@dataclass(frozen=True, slots=True)
class Consented:
    """What somebody said last of one channel and purpose, when and how."""

    channel: str
    purpose: str
    given: bool
    how: str
    at: dt.datetime


def consents(db: Reader, customer_id: bytes) -> list[Consented]:
    """The last word on each channel and purpose, of all cards of a person."""
    found = cards(db, customer_id)
    rows = db.rows(
        f"SELECT channel, purpose, given, how, made_at FROM consent WHERE customer_id IN ({marks(found)}) ORDER BY id",
        found,
    )
    last = {(row[0], row[1]): Consented(row[0], row[1], bool(row[2]), row[3], db.clock.at(row[4])) for row in rows}
    return [last[key] for key in sorted(last)]


def personal_data(db: Reader, customer_id: bytes) -> dict[str, Any]:
    """Everything: cards, terms, what was allowed, bills, khata, points, orders, messages, payments; JSON can say it."""
    found = cards(db, customer_id)
    these = marks(found)
    names = ", ".join(f"p.{name}" for name in CARD)
    people = db.rows(
        f"SELECT DISTINCT {names} FROM personal p WHERE p.id IN ("
        f"SELECT personal_id FROM customer WHERE id IN ({these}) "
        f"UNION SELECT personal_id FROM customer_address WHERE customer_id IN ({these}) "
        f"UNION SELECT personal_id FROM sale WHERE customer_id IN ({these}))",
        found * 3,
    )
    terms = db.rows(
        "SELECT c.gstin, c.note, t.birthday, t.likes, t.tags, t.credit_limit FROM customer c "
        f"LEFT JOIN customer_terms t ON t.customer_id = c.id WHERE c.id IN ({these})",
        found,
    )
    points = db.rows(
        f"SELECT business_date, kind, points FROM points_entry WHERE customer_id IN ({these}) AND kind <> 'merged' "
        "ORDER BY id",
        found,
    )
    reminded = db.rows(
        f"SELECT business_date, channel, amount FROM reminder WHERE customer_id IN ({these}) ORDER BY id", found
    )
    return {
        "cards": [dict(zip(CARD, row, strict=True)) for row in people],
        "terms": [
            {"gstin": gstin, "note": note, "birthday": born or "", "likes": likes or "", "tags": tags or "",
             "credit_limit": None if limit is None else plain(limit)}
            for gstin, note, born, likes, tags, limit in terms
        ],
        "consents": [
            {"channel": one.channel, "purpose": one.purpose, "given": one.given, "how": one.how,
             "at": one.at.isoformat(timespec="seconds")}
            for one in consents(db, customer_id)
        ],
        "bills": _bills(db, found),
        "orders": _orders(db, found),
        "estimates": _estimates(db, found),
        "khata": [
            {"day": day_of(one.business_date).isoformat(), "kind": one.kind, "number": one.number,
             "amount": plain(one.amount), "method": one.method, "reference": one.reference}
            for one in khata.entries(db, customer_id)
        ],
        "points": [{"day": day_of(day).isoformat(), "kind": kind, "points": n} for day, kind, n in points],
        "reminders": [
            {"day": day_of(day).isoformat(), "channel": channel, "amount": plain(amount)}
            for day, channel, amount in reminded
        ],
        "messages": _messages(db, found),
        "bank": _bank(db, found),
        "web orders": _outside(db, found),
    }  # fmt: skip


def _orders(db: Reader, found: tuple[bytes, ...]) -> list[dict[str, Any]]:
    """What they ordered, where each order stands, what was asked with it, and what was said at its steps."""
    rows = db.rows(
        "SELECT id, number, business_date, state, agreed, note FROM orders "
        f"WHERE customer_id IN ({marks(found)}) ORDER BY made_at",
        found,
    )
    said = "SELECT said FROM order_step WHERE order_id = ? AND said <> '' ORDER BY id"
    return [
        {"number": number, "day": day_of(day).isoformat(), "state": state, "agreed": plain(agreed), "note": note,
         "said": [step[0] for step in db.rows(said, (order_id,))],
         "paid": [
             {"day": day_of(at).isoformat(), "amount": plain(paise), "method": by, "reference": reference}
             for at, paise, by, reference in db.rows(PAYMENTS, (order_id, order_id))
         ]}
        for order_id, number, day, state, agreed, note in rows
    ]  # fmt: skip


def _estimates(db: Reader, found: tuple[bytes, ...]) -> list[dict[str, Any]]:
    """What they were promised, until when, and what was said with it."""
    rows = db.rows(
        "SELECT coalesce(e.number, ''), e.business_date, e.valid_until, e.state, s.payable, e.note, e.reason, s.id "
        f"FROM estimate e JOIN sale s ON s.id = e.sale_id WHERE s.customer_id IN ({marks(found)}) ORDER BY e.made_at",
        found,
    )
    lines = "SELECT name, quantity, unit, price FROM sale_line WHERE sale_id = ? ORDER BY line"
    return [
        {"number": number, "day": day_of(day).isoformat(), "valid_until": day_of(until).isoformat(), "state": state,
         "payable": plain(payable), "note": note, "reason": reason,
         "lines": [
             {"name": name, "quantity": quantity(many), "unit": unit, "price": plain(price)}
             for name, many, unit, price in db.rows(lines, (sale_id,))
         ]}
        for number, day, until, state, payable, note, reason, sale_id in rows
    ]  # fmt: skip


def _messages(db: Reader, found: tuple[bytes, ...]) -> list[dict[str, Any]]:
    """What was said between them and the shop, and noted of calls."""
    rows = db.rows(
        "SELECT made_at, way, channel, step, state, address, subject, body FROM message "
        f"WHERE customer_id IN ({marks(found)}) ORDER BY id",
        found,
    )
    names = ("at", "way", "channel", "step", "state", "address", "subject", "body")
    return [
        dict(zip(names, (db.clock.at(row[0]).isoformat(timespec="seconds"), *row[1:]), strict=True)) for row in rows
    ]


def _bank(db: Reader, found: tuple[bytes, ...]) -> list[dict[str, Any]]:
    """What the bank told of payments that were for them: whose name and words came with each."""
    rows = db.rows(
        "SELECT came_at, amount, utr, source, payer, said, note FROM bank_credit WHERE doc_id IN "
        f"({PAID.format(these=marks(found))}) ORDER BY came_at, id",
        found * 4,
    )
    return [
        {"at": db.clock.at(at).isoformat(timespec="seconds"), "amount": plain(amount), "utr": utr, "source": source,
         "payer": payer, "said": said, "note": note}
        for at, amount, utr, source, payer, said, note in rows
    ]  # fmt: skip


def _outside(db: Reader, found: tuple[bytes, ...]) -> list[dict[str, Any]]:
    """What a web shop told with orders of theirs, word for word."""
    rows = db.rows(
        "SELECT w.source, w.outside_id, coalesce(json_extract(w.body, '$.told'), "
        "json_extract(w.body, '$.text'), '') FROM outside_order w "
        f"JOIN orders o ON o.id = w.order_id WHERE o.customer_id IN ({marks(found)}) ORDER BY w.id",
        found,
    )
    return [dict(zip(("source", "number", "told"), row, strict=True)) for row in rows]


def _bills(db: Reader, found: tuple[bytes, ...]) -> list[dict[str, Any]]:
    bills = db.rows(
        "SELECT id, number, kind, business_date, payable, gstin, note FROM sale WHERE state = 'done' "
        f"AND customer_id IN ({marks(found)}) ORDER BY business_date, number",
        found,
    )
    said = list[dict[str, Any]]()
    for sale_id, number, kind, day, payable, gstin, note in bills:
        lines = db.rows("SELECT name, quantity, unit, price FROM sale_line WHERE sale_id = ? ORDER BY line", (sale_id,))
        said.append({
            "number": number, "kind": kind, "day": day_of(day).isoformat(), "payable": plain(payable),
            "gstin": gstin, "note": note,
            "lines": [{"name": n, "quantity": quantity(q), "unit": u, "price": plain(p)} for n, q, u, p in lines],
        })  # fmt: skip
    return said


def as_html(document: dict[str, Any], shop: str) -> str:
    """The same as a page that anybody can read; every word that was typed is text, never markup."""
    title = html.escape(_("What {shop} knows of you").format(shop=shop))
    parts = [f"<h2>{html.escape(name)}</h2>{_shown(value)}" for name, value in document.items() if value]
    style = "body{font-family:sans-serif;margin:2em}td,th{border:1px solid #999;padding:.3em;text-align:left}"
    head = f'<!doctype html><meta charset="utf-8"><title>{title}</title><style>{style}</style>'
    return f"{head}<h1>{title}</h1>{''.join(parts)}\n"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        rows = cast("list[dict[str, Any]]", value)
        heads = "".join(f"<th>{html.escape(name)}</th>" for name in rows[0]) if rows else ""
        cells = ("".join(f"<td>{_shown(cell)}</td>" for cell in row.values()) for row in rows)
        return f"<table><tr>{heads}</tr>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    return html.escape("" if value is None else str(value))
