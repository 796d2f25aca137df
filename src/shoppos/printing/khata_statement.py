"""A khata's statement as a page: what was owed, each bill and payment, what is owed now and how old it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import catalogue
from shoppos.base.money import grouped, rupees
from shoppos.base.text import clean
from shoppos.printing.page import Align, Column, Feed, Page, Qr, Rule, Size, Table, Text, Together, row
from shoppos.printing.terms import both, last_digits, way_to_pay

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.printing.page import Part
    from shoppos.printing.paper import Paper
    from shoppos.reports.khata_told import Statement, StatementLine

QR = 300
"""Tenths of a millimetre: a code that a phone reads at arm's length."""


def statement_page(told: Statement, paper: Paper, *, copy: str = "", language: str = "en") -> Page:
    """`told` laid out for a roll or a sheet; `copy` is the mark of a second print."""
    _ = catalogue(language).gettext
    title = both("STATEMENT OF ACCOUNT", _("STATEMENT OF ACCOUNT"))
    parts: list[Part] = [Text(clean(told.shop), Size.LARGE, bold=True, align=Align.CENTER, fit=True)]
    parts += [Text(clean(told.shop_address), Size.SMALL, align=Align.CENTER)] if told.shop_address else []
    parts += [Text(clean(told.shop_phone), Size.SMALL, align=Align.CENTER)] if told.shop_phone else []
    parts.append(Text(title, bold=True, align=Align.CENTER, fit=True))
    parts += [Text(clean(copy), align=Align.CENTER)] if copy else []
    digits = last_digits(told.phone)
    phone = _("Phone …{digits}").format(digits=digits) if digits else ""
    period = _("{since} to {until}").format(since=f"{told.since:%d-%m-%Y}", until=f"{told.until:%d-%m-%Y}")
    parts += [Feed(), Text(clean(told.name) or _("Customer"), Size.LARGE, bold=True), row(period, phone), Rule()]
    parts.append(_lines(told, paper, _))
    parts.append(Together(tuple(_end(told, _))))
    foot = "" if paper.is_roll else title
    return Page(paper, tuple(parts), title=title, foot=foot, page_of=_("Page {page} of {pages}"))


def _lines(told: Statement, paper: Paper, _: Callable[[str], str]) -> Table:
    """Each line; on a roll what was taken and paid stands in one column, paid below zero."""
    if paper.is_roll:
        columns = (Column(_("Day"), 5), Column(_("Amount"), 5, Align.RIGHT), Column(_("Owes"), 5, Align.RIGHT))
        rows = [(_("Before"), "", grouped(told.before))]
        rows += [
            (f"{one.day:%d-%m-%y}\n{_what(one, _)}", grouped(one.taken - one.paid), grouped(one.balance))
            for one in told.lines
        ]
        return Table(columns, tuple(rows), head=True)
    columns = (
        Column(_("Day"), 3), Column(_("What"), 6), Column(_("On khata"), 3, Align.RIGHT),
        Column(_("Paid"), 3, Align.RIGHT), Column(_("Owes"), 3, Align.RIGHT),
    )  # fmt: skip
    sheet = [("", _("Owed before"), "", "", grouped(told.before))]
    sheet += [
        (f"{one.day:%d-%m-%Y}", _what(one, _), _some(one.taken), _some(one.paid), grouped(one.balance))
        for one in told.lines
    ]
    return Table(columns, tuple(sheet), head=True, grid=True)


def _some(paise: int) -> str:
    return grouped(paise) if paise else ""


def _what(line: StatementLine, _: Callable[[str], str]) -> str:
    """What a line is, with the bill's number or the way it was paid."""
    words = {
        "opening": _("Opening balance"), "sale": _("Bill {number}"), "void": _("Cancelled {number}"),
        "return": _("Credit note {number}"), "payment": _("Paid by {way}"),
    }  # fmt: skip
    if line.kind == "payment" and line.method == "cod" and line.taken:
        return " ".join((_("Not paid at the door"), clean(line.number))).strip()
    said = words.get(line.kind, line.kind)
    return said.format(number=clean(line.number), way=way_to_pay(line.method, _) if line.method else "")


def _end(told: Statement, _: Callable[[str], str]) -> list[Part]:
    """What is owed at the end, how old it is, and a code to pay it by."""
    label = _("OWED") if told.after >= 0 else _("IN CREDIT")
    parts: list[Part] = [Rule(heavy=True)]
    parts.append(row(label, rupees(abs(told.after)), bold=True, size=Size.LARGE, shares=(1, 2)))
    ages = (_("Up to 30 days"), _("31 to 60 days"), _("61 to 90 days"), _("Over 90 days"))
    parts += [
        row(said, grouped(amount), size=Size.SMALL)
        for said, amount in zip(ages, told.ageing.buckets, strict=True)
        if amount
    ]
    if told.link:
        parts += [Feed(), Text(_("Pay by UPI"), align=Align.CENTER), Qr(told.link, most=QR)]
    return parts
