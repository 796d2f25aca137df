"""How an order is told: one document for programs, and lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.i18n import _
from shoppos.base.money import grouped, plain, quantity, rate, rupees
from shoppos.cli.answer import facts, table
from shoppos.reports.order_goods import became_said, goods
from shoppos.reports.orders import order_told, timeline
from shoppos.rules.methods import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shoppos.reports.orders import BoardRow, PickingList, RunSheet
    from shoppos.shop import Shop
    from shoppos.shop.order_promise import Free, SlotView
    from shoppos.shop.order_view import OrderView
    from shoppos.shop.sale_view import LineView


def document(shop: Shop, order_id: bytes) -> dict[str, Any]:
    """An order whole, as `order show --json` and every act on one answer: described in docs/guide/orders.md."""
    view = shop.orders.view(order_id)
    told = order_told(shop.db, order_id)
    living = view.sale is not None and bool(view.acts) and "change" in view.acts
    lines = sorted(view.sale.lines, key=lambda line: line.no) if view.sale is not None and living else []
    packed = [line["packed"] for line in told["lines"]]
    day, slot = view.earliest
    sent = [message["state"] for message in told["messages"] if message["state"] != "cancelled"]
    told |= {
        "payable": plain(view.payable), "paid": plain(view.paid), "due": plain(view.due), "payment": view.payment,
        "claimed": plain(view.claimed), "credit": plain(view.credit), "agreed": plain(view.agreed),
        "shipping": plain(view.sale.shipping if view.sale is not None and living else 0),
        "message": _told_state(sent),
        "lines": [
            _line(line, boxed, view.stock.get(line.no)) for line, boxed in zip(lines, packed, strict=True)
        ],
        "bills": [number for parcel in told["parcels"] for number in parcel["bills"]],
        "earliest": {"day": day_of(day).isoformat(), "slot": slot} if day else None,
        "acts": list(view.acts), "next_act": view.next_act, "warnings": list(view.warnings),
    }  # fmt: skip
    return told


def _told_state(states: Sequence[str]) -> str:
    """The third state of an order: whether its customer was told."""
    if "failed" in states:
        return "failed"
    if any(state != "sent" for state in states):
        return "owed"
    return "sent" if states else "none"


def _line(line: LineView, packed: str, free: Free | None) -> dict[str, Any]:
    return {
        "line": line.no, "code": line.code, "name": line.name, "quantity": quantity(line.quantity), "unit": line.unit,
        "price": plain(line.price), "inclusive": line.inclusive, "disc": plain(line.disc), "rate": rate(line.rate),
        "total": plain(line.total), "note": line.note, "offer": line.offer, "packed": packed, "stock": _stock(free),
    }  # fmt: skip


def _stock(free: Free | None) -> dict[str, str] | None:
    """What there is of a line's item; None where its stock is not counted."""
    if free is None or free.free is None or free.on_hand is None:
        return None
    return {
        "free": quantity(free.free), "reserved": quantity(free.reserved), "on_hand": quantity(free.on_hand),
        "short": quantity(free.short),
    }  # fmt: skip


def people(shop: Shop, view: OrderView) -> Iterator[str]:
    """An order as a person reads it on a terminal."""
    yield f"{view.number}  {state_said(view.state)}  ·  {payment_said(view.payment)}"
    card = view.card
    day = f"{day_of(view.promised):%d-%m-%Y} {view.slot}".rstrip() if view.promised else ""
    yield from facts((
        (_("Customer"), "  ".join(part for part in (card.name, card.phone) if part)),
        (_("Address"), " ".join(part for part in (card.address, card.pin_code) if part)),
        (_("Promised"), day), (_("Paid by"), label(view.pay_by) if view.pay_by else ""), (_("Note"), view.note),
    ))  # fmt: skip
    if view.sale is not None and view.sale.lines:
        yield from table(
            (_("Code"), _("Item"), _("Qty"), _("Unit"), _("Price"), _("Amount"), _("Free")),
            [
                (line.code, line.name, quantity(line.quantity), line.unit, grouped(line.price), grouped(line.amount),
                 _free(view.stock.get(line.no)))
                for line in view.sale.lines
            ],
            "llrlrrr",
        )  # fmt: skip
    yield from _gone(shop, view)
    noted = sum(share.amount for share in shop.advances.owed(view.id) if share.kind == "khata")
    yield from facts((
        (_("To pay"), rupees(view.payable)), (_("Paid"), rupees(view.paid) if view.paid else ""),
        (_("Said to be paid"), rupees(view.claimed) if view.claimed else ""),
        (_("Due"), rupees(view.due) if view.due else ""), (_("On the khata"), rupees(noted) if noted else ""),
        (_("Credit"), rupees(view.credit) if view.credit else ""),
    ))  # fmt: skip
    for parcel in view.parcels:
        by = " ".join(part for part in (parcel.courier or parcel.carrier, parcel.awb) if part)
        said = _("Parcel {no}: {state}").format(no=parcel.no, state=parcel_said(parcel.state))
        yield "  ".join(part for part in (said, parcel.bill, rupees(parcel.payable), by) if part)
    for one in timeline(shop.db, view.id):
        yield f"{one.at:%d-%m %H:%M}  {one.words}  {one.by}{f'  ({one.more})' if one.more else ''}"


def _gone(shop: Shop, view: OrderView) -> list[str]:
    """What has left, and what became of it."""
    rows = [
        (one.code, one.name, quantity(one.quantity), one.unit, str(one.parcel), became_said(one.became), one.note)
        for one in goods(shop.db, view.id) if one.parcel is not None
    ]  # fmt: skip
    heads = (_("Code"), _("Item"), _("Qty"), _("Unit"), _("Parcel"), _("What became of it"), _("Credit note"))
    return table(heads, rows, "llrlr") if rows else []


def _free(free: Free | None) -> str:
    return "" if free is None or free.free is None else quantity(max(free.free, 0))


def state_said(state: str) -> str:
    """Where the goods are, in words."""
    return {
        "taken": _("taken"), "confirmed": _("confirmed"), "packed": _("packed"), "dispatched": _("dispatched"),
        "delivered": _("delivered"), "cancelled": _("cancelled"), "returned": _("returned"),
    }[state]  # fmt: skip


def payment_said(state: str) -> str:
    """How far it is paid, in words."""
    return {
        "due": _("due"), "part paid": _("part paid"), "paid": _("paid"), "cod": _("cash on delivery"),
        "refunded": _("refunded"), "claimed": _("said to be paid"), "nothing due": _("nothing due"),
        "credited": _("credit on the khata"),
    }[state]  # fmt: skip


def parcel_said(state: str) -> str:
    """Where a parcel is, in words."""
    return {
        "out": _("on its way"), "failed": _("not delivered"), "delivered": _("delivered"), "returned": _("came back"),
    }[state]  # fmt: skip


# -- lists


def row_told(shop: Shop, row: BoardRow) -> dict[str, Any]:
    """A line of `order list --json`."""
    return {
        "id": row.order_id.hex(), "number": row.number, "state": row.state, "channel": row.channel, "way": row.way,
        "customer": row.customer, "ending": row.ending, "town": row.town, "promised": iso(row.promised),
        "slot": row.slot, "late": row.late, "since": shop.db.clock.at(row.since).isoformat(),
        "made_at": shop.db.clock.at(row.made_at).isoformat(), "items": row.items, "payable": plain(row.payable),
        "paid": plain(row.paid), "due": plain(row.due), "payment": row.payment, "pay_by": row.pay_by,
        "claimed": plain(row.claimed), "message": row.message, "waiting_reply": row.waiting_reply, "source": row.source,
        "parcels": [
            {"no": one.no, "courier": one.courier, "awb": one.awb, "carrier": one.carrier, "state": one.state}
            for one in row.parcels
        ],
    }  # fmt: skip


def _state_and_why(row: BoardRow) -> str:
    """Where an order is, that it is late, and of one that was delivered what it wants still."""
    wants = [_("late")] if row.late else []
    if row.state == "delivered":
        wants += [_("money due")] if row.due else []
        wants += {"owed": [_("to be told")], "failed": [_("not reached")]}.get(row.message, [])
        wants += [_("waits for an answer")] if row.waiting_reply else []
        wants = wants or [_("nothing more")]
    said = state_said(row.state)
    return f"{said} ({', '.join(wants)})" if wants else said


def rows_said(rows: Sequence[BoardRow]) -> list[str]:
    """The same for people."""
    return table(
        (_("Order"), _("Status"), _("Customer"), _("Phone"), _("Town"), _("Promised"), _("Paid by"), _("To pay"),
         _("Due")),
        [
            (row.number, _state_and_why(row), row.customer, row.ending,
             row.town, " ".join(part for part in (iso(row.promised) or "", row.slot) if part),
             payment_said(row.payment), grouped(row.payable), grouped(row.due))
            for row in rows
        ],
        "lllllllrr",
    )  # fmt: skip


def slot_told(slot: SlotView) -> dict[str, Any]:
    """A slot of a day."""
    return {
        "label": slot.label, "from": clock_said(slot.start), "to": clock_said(slot.end), "taken": slot.taken,
        "most": slot.most, "full": slot.full,
    }  # fmt: skip


def picking_told(wanted: PickingList) -> dict[str, Any]:
    """What is gathered in one walk."""
    return {
        "orders": [one.number for one in wanted.orders],
        "lines": [
            {
                "shelf": line.shelf, "code": line.code, "name": line.name, "quantity": quantity(line.quantity),
                "unit": line.unit, "batch": line.batch, "expiry": iso(line.expiry), "notes": list(line.notes),
                "orders": [{"number": number, "quantity": quantity(amount)} for number, amount in line.orders],
            }
            for line in wanted.lines
        ],
    }  # fmt: skip


def run_told(sheet: RunSheet) -> dict[str, Any]:
    """What a person of the shop carries, and the cash they bring back."""
    return {
        "carrier": sheet.carrier, "to_collect": plain(sheet.to_collect), "to_bring": plain(sheet.to_bring),
        "cash": plain(sheet.cash),
        "parcels": [
            {
                "order": one.order, "no": one.no, "bill": one.bill, "name": one.name, "phone": one.phone,
                "address": one.address, "pin_code": one.pin_code, "promised": iso(one.promised), "slot": one.slot,
                "state": one.state, "tries": one.tries, "collect": plain(one.collect),
            }
            for one in sheet.parcels
        ],
    }  # fmt: skip


def clock_said(minute: int) -> str:
    """A minute of the day as 17:30."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def iso(day: int | None) -> str | None:
    """A day (yyyymmdd) as 2026-05-03."""
    return day_of(day).isoformat() if day else None
