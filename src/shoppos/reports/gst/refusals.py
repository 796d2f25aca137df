"""What the GST portal would refuse in a return, each document by its number."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from shoppos.base.clock import day_of
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import half_up, quantity, rate, rupees
from shoppos.reports import periods
from shoppos.reports.gst.documents import HSN
from shoppos.reports.gst.finding import Finding
from shoppos.reports.open_tokens import open_tokens
from shoppos.rules import gst_rates, gst_thresholds, identifiers, numbers
from shoppos.rules.documents import Treatment
from shoppos.rules.gst_sections import last_day_for_note, runs
from shoppos.rules.place_of_supply import STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.reports.gst.documents import Numbers
    from shoppos.reports.gst.finding import Case

LENGTHS = frozenset({4, 6, 8})
"""Digits of an HSN that the portal knows."""
LEEWAY = 100
"""Paise by which a document's sums may differ: a rupee, as the portal allows (e-invoice error 2189)."""
SHOWN = 3
"""Items named in one sentence."""
MISSING = 5
"""Missing numbers named in one sentence."""


def undo(then: str) -> str:
    """What to do about a bill that is wrong: a credit note alone would leave both papers in the return."""
    return _(
        "Cancel it while its day is open; later take it back (F8), and on the portal leave both papers out. "
        "Then {then}."
    ).format(then=then)


def shop(case: Case) -> Iterator[Finding]:
    """The shop's own GSTIN is a right one, of the State on its papers."""
    checked = identifiers.check("gstin", case.shop.gstin)
    if not checked.valid:
        yield Finding(
            "shop_gstin", "", _("The shop's own GSTIN {gstin} cannot be right.").format(gstin=case.shop.gstin),
            _("Correct it in the settings."),
        )  # fmt: skip
    elif case.shop.gstin[:2] != case.shop.state:
        sentence = _("The shop's GSTIN begins with {code}, its State is {state}.")
        yield Finding(
            "shop_gstin", "", sentence.format(code=case.shop.gstin[:2], state=case.shop.state),
            _("Correct the one that is wrong in the settings."),
        )  # fmt: skip


def hsn(case: Case) -> Iterator[Finding]:
    """Every line has an HSN, of a length that the portal knows and the shop's turnover asks for."""
    digits = gst_thresholds.hsn_digits(case.turnover)
    bad = sorted({cell.hsn for cell in case.books.cells if not _sound(cell.hsn, digits)})
    if not bad:
        return
    found: dict[tuple[str, str], dict[str, str]] = {}
    for number, code, name, told in case.ask(
        f"SELECT d.number, l.code, l.name, {HSN} AS told FROM d CROSS JOIN sale_line l ON l.sale_id = d.id "
        "WHERE told IN (SELECT value FROM json_each(:bad)) ORDER BY length(d.number), d.number, l.line",
        bad=json.dumps(bad), digits=digits if digits > gst_thresholds.SHORT_DIGITS else 1,
    ):  # fmt: skip
        found.setdefault((number, told), {}).setdefault(code, name)
    for (number, told), items in found.items():
        yield _of_hsn(number, told, _listed(items), digits)


def items(case: Case) -> Iterator[Finding]:
    """The same item by item, for who has to give them their HSN: how many bills, and the first."""
    digits = gst_thresholds.hsn_digits(case.turnover)
    bad = sorted({cell.hsn for cell in case.books.cells if not _sound(cell.hsn, digits)})
    for code, name, told, count, first in case.ask(
        f"SELECT l.code, max(l.name), {HSN} AS told, count(DISTINCT d.id) AS n, min(d.number) FROM d "
        "CROSS JOIN sale_line l ON l.sale_id = d.id WHERE told IN (SELECT value FROM json_each(:bad)) "
        "GROUP BY l.code, told ORDER BY n DESC, l.code",
        bad=json.dumps(bad), digits=digits if digits > gst_thresholds.SHORT_DIGITS else 1,
    ):  # fmt: skip
        one = _of_hsn(first, told, f"{code} {name}", digits)
        more = ngettext("So it is on one more bill.", "So it is on {n} more bills.", count - 1).format(n=count - 1)
        yield replace(one, sentence=f"{one.sentence} {more}") if count > 1 else one


def _sound(hsn: str, digits: int) -> bool:
    return hsn.isascii() and hsn.isdigit() and len(hsn) in LENGTHS and len(hsn) >= digits


def _of_hsn(number: str, told: str, items: str, digits: int) -> Finding:
    if not told:
        sentence = _("{number}: no HSN on {items}.").format(number=number, items=items)
        return Finding("hsn_missing", number, sentence, _("Give the item its HSN: the return takes it at once."))
    if told.isascii() and told.isdigit() and len(told) in LENGTHS:
        sentence = _("{number}: HSN {hsn} of {items} is too short: the shop's turnover asks for {digits} digits.")
        return Finding(
            "hsn_short", number, sentence.format(number=number, hsn=told, items=items, digits=digits),
            _("Give the item the longer HSN: the return takes it at once."),
        )  # fmt: skip
    sentence = _("{number}: {hsn} of {items} is no HSN: it has 4, 6 or 8 digits.")
    return Finding(
        "hsn_form", number, sentence.format(number=number, hsn=told, items=items),
        _("Correct the item, and this row on the portal."),
    )  # fmt: skip


def _listed(items: dict[str, str]) -> str:
    names = [f"{code} {name}" for code, name in items.items()]
    more = _(" and {n} more").format(n=len(names) - SHOWN) if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def buyers(case: Case) -> Iterator[Finding]:
    """Every GSTIN of a buyer can be one, and is not the shop's own."""
    for paper in case.books.papers:
        if not paper.gstin:
            continue
        checked = identifiers.check("gstin", paper.gstin)
        asked = {"number": paper.number, "gstin": paper.gstin}
        again = undo(_("make it again with the right GSTIN, or with none"))
        if not checked.valid:
            why = {
                identifiers.CHECK_DIGIT: _("{number}: the buyer's GSTIN {gstin} has a wrong check digit."),
                identifiers.STATE: _("{number}: the buyer's GSTIN {gstin} begins with no State's code."),
            }.get(checked.reason or "", _("{number}: {gstin} is no GSTIN."))
            yield Finding("gstin", paper.number, why.format(**asked), again)
        elif paper.gstin == case.shop.gstin:
            sentence = _("{number}: the buyer has the shop's own GSTIN.")
            yield Finding("own_gstin", paper.number, sentence.format(**asked), again)


def places(case: Case) -> Iterator[Finding]:
    """Every document is taxed for its State: IGST for another one than the shop's, CGST and SGST at home."""
    for number, place, inter, igst, cgst in case.ask(
        "SELECT d.number, d.place, d.inter, d.igst, d.cgst FROM d WHERE d.inter <> (d.place <> :state) "
        "OR d.place NOT IN (SELECT value FROM json_each(:states)) "
        "OR (d.inter AND d.cgst <> 0) OR (NOT d.inter AND d.igst <> 0) ORDER BY length(d.number), d.number",
        state=case.shop.state, states=json.dumps(list(STATES)),
    ):  # fmt: skip
        if place not in STATES:
            sentence = _("{number}: {place} is not the code of a State.").format(number=number, place=place)
        else:
            kind = "IGST" if igst or (inter and not cgst) else "CGST"
            sentence = _("{number}: taxed by {tax}, though it is of {state}.").format(
                number=number, tax=kind, state=STATES[place]
            )
        yield Finding("state", number, sentence, undo(_("make it again for the right State")))


def numbering(case: Case) -> Iterator[Finding]:
    """Every number is one that the law allows, and none is missing between the first and the last."""
    for drawn in (case.books.bills, case.books.notes):
        for number, _cancelled in drawn:
            if not numbers.is_valid(number):
                sentence = _("{number} is no number for a bill: at most 16 letters, digits, / and -.")
                yield Finding(
                    "number", number, sentence.format(number=number), _("Give the till a shorter code for the next.")
                )
        yield from _gaps(drawn)


def _gaps(drawn: Numbers) -> Iterator[Finding]:
    """Between two runs of one series numbers are missing."""
    for before, after in pairwise(runs(drawn)):
        head = before.last.rstrip("0123456789")
        if after.first.rstrip("0123456789") != head:
            continue
        low, high = int(before.last[len(head) :]) + 1, int(after.first[len(head) :])
        wide = len(before.last) - len(head)
        names = [f"{head}{n:0{wide}d}" for n in range(low, min(high, low + MISSING))]
        more = _(" and {n} more").format(n=high - low - MISSING) if high - low > MISSING else ""
        sentence = _("After {number} numbers are missing: {missing}.")
        yield Finding(
            "gap", before.last, sentence.format(number=before.last, missing=", ".join(names) + more),
            _("Check the books on the page Today: Ctrl+B. A number that was used must be in the return."),
        )  # fmt: skip


def tokens(case: Case) -> Iterator[Finding]:
    """Every token stands on the one invoice of its day, once that day is over (CGST Act s.31(3)(b))."""
    for one in open_tokens(case.db, *case.period.span):
        sentence = _("{number}: small sales of till {till} on {day} stand on no invoice ({n}).").format(
            number=" – ".join(dict.fromkeys((one.first, one.last))), n=one.bills, till=one.till,
            day=periods.day_said(day_of(one.day)),
        )  # fmt: skip
        yield Finding(
            "open_tokens", one.first, sentence, _("Close the day at that till: Ctrl+Shift+D writes it for each day.")
        )


def rates(case: Case) -> Iterator[Finding]:
    """Every bill bears a rate that was in force on its day; a credit note bears its bill's."""
    first, last = (set(gst_rates.slabs(day)) for day in (case.period.first, case.period.last))
    taxed = {c.rate for c in case.books.cells if c.treatment == Treatment.TAXABLE and not c.note}
    doubted = sorted(taxed - (first & last))
    if not doubted:
        return
    for number, day, found in case.ask(
        "SELECT DISTINCT d.number, d.day, l.rate FROM d CROSS JOIN sale_line l ON l.sale_id = d.id "
        "WHERE NOT d.note AND l.treatment = 'taxable' AND l.rate IN (SELECT value FROM json_each(:doubted)) "
        "ORDER BY length(d.number), d.number",
        doubted=json.dumps(doubted),
    ):
        if found not in gst_rates.slabs(day_of(day)):
            sentence = _("{number}: a rate of {rate} % was not in force on {day}.")
            yield Finding(
                "rate", number, sentence.format(number=number, rate=rate(found), day=periods.day_said(day_of(day))),
                undo(_("give the item its rate of today, and make it again")),
            )  # fmt: skip


def values(case: Case) -> Iterator[Finding]:
    """The lines of a document make its sums, a bill's value is theirs but for its rounding, its tax that of its rates.

    The credit note that empties a bill gives back what is left of it, and may be further from its own sums.
    """
    again = _("Check the books on the page Today: Ctrl+B. The bill was changed after it was made.")
    for number, head, lines, payable, total in case.ask(
        "SELECT d.number, d.taxable, (SELECT sum(l.taxable) FROM sale_line l WHERE l.sale_id = d.id), d.payable, "
        "d.total FROM d WHERE (d.taxable, d.total) IS NOT (SELECT sum(l.taxable), "
        "sum(l.taxable + l.cgst + l.sgst + l.igst + l.cess) FROM sale_line l WHERE l.sale_id = d.id) "
        "OR (NOT d.note AND abs(d.payable - d.total) > max(:leeway, d.round_to)) ORDER BY length(d.number), d.number",
        leeway=LEEWAY,
    ):
        sentence = _("{number}: its lines come to {lines}, the document says {head}.")
        wrong = (lines, head) if lines != head else (total, payable)
        told = {"lines": rupees(wrong[0]), "head": rupees(wrong[1])}
        yield Finding("value", number, sentence.format(number=number, **told), again)
    for paper in case.books.papers:
        for percent, sums in paper.rates:
            should = half_up(sums.taxable * percent, 10_000)
            if abs(sums.tax - sums.cess - should) > LEEWAY:
                sentence = _("{number}: at {rate} % its tax should be {should}, it is {found}.").format(
                    number=paper.number, rate=rate(percent), should=rupees(should), found=rupees(sums.tax - sums.cess)
                )
                yield Finding("value", paper.number, sentence, again)


def late_notes(case: Case) -> Iterator[Finding]:
    """A credit note takes tax back only until 30 November after the year of its bill (CGST Act s.34(2))."""
    for number, noted, bill, sold in case.ask(
        "SELECT d.number, d.day, b.number, b.business_date FROM d JOIN sale b ON b.id = d.against_id WHERE d.note "
        "ORDER BY length(d.number), d.number"
    ):
        last = last_day_for_note(day_of(sold))
        if day_of(noted) > last:
            sentence = _("Credit note {number}: tax of bill {bill} could be taken back until {day} only.")
            yield Finding(
                "late_note", number, sentence.format(number=number, bill=bill, day=periods.day_said(last)),
                _("Take this note out of the return on the portal: the money goes back, its tax does not."),
            )  # fmt: skip


def zero_rate(case: Case) -> Iterator[Finding]:
    """What is taxable at no rate is nil rated, and stands in another table."""
    if not any(c.treatment == Treatment.TAXABLE and not c.rate for c in case.books.cells):
        return
    for number, code, name, sold in case.ask(
        "SELECT d.number, l.code, l.name, sum(l.quantity) FROM d CROSS JOIN sale_line l ON l.sale_id = d.id "
        "WHERE l.treatment = 'taxable' AND l.rate = 0 GROUP BY d.id, l.code ORDER BY length(d.number), d.number"
    ):
        sentence = _("{number}: {quantity} of {code} {name} are sold as taxable at 0 %.").format(
            number=number, quantity=quantity(sold), code=code, name=name
        )
        yield Finding(
            "rate_zero", number, sentence, _("Say of the item that it is nil rated or exempt."), refused=False
        )  # fmt: skip


CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    shop, numbering, tokens, buyers, places, hsn, rates, values, late_notes, zero_rate,
)  # fmt: skip
