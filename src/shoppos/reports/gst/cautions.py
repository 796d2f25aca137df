"""What is not wrong in a return, but must not be overlooked: e-way bills, e-invoices, thresholds, late cancellings."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from shoppos.base.clock import day_number, day_of
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.base.settings import setting
from shoppos.reports import periods
from shoppos.reports.gst import documents
from shoppos.reports.gst.below_zero import below_zero
from shoppos.reports.gst.finding import Finding
from shoppos.rules import gst_thresholds, uqc
from shoppos.rules.documents import Scheme
from shoppos.rules.gst_sections import Section
from shoppos.rules.place_of_supply import STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader
    from shoppos.reports.gst.finding import Case
    from shoppos.reports.report import Period
    from shoppos.rules.letterhead import Letterhead


def units(case: Case) -> Iterator[Finding]:
    """Units that the portal has no code for go as OTH."""
    strange = {c.unit for c in case.books.cells if not uqc.is_known(c.unit) and not c.hsn.startswith(uqc.SERVICES)}
    if not strange:
        return
    for number, unit, code, name in case.ask(
        "SELECT d.number, l.unit, min(l.code), min(l.name) FROM d CROSS JOIN sale_line l ON l.sale_id = d.id "
        "WHERE l.unit IN (SELECT value FROM json_each(:strange)) GROUP BY d.id, l.unit "
        "ORDER BY length(d.number), d.number",
        strange=json.dumps(sorted(strange)),
    ):
        sentence = _("{number}: the portal has no code for the unit {unit} of {code} {name}; it goes as OTH.")
        yield Finding(
            "unit", number, sentence.format(number=number, unit=unit, code=code, name=name),
            _("Give the item one of the portal's units, like NOS, KGS or LTR."), refused=False,
        )  # fmt: skip


def addresses(case: Case) -> Iterator[Finding]:
    """A bill of Rs 50,000 and more names its buyer with address and State, registered or not (Rule 46(e))."""
    for number, taxable in case.ask(
        "SELECT d.number, d.taxable FROM d WHERE NOT d.note AND NOT d.registered AND NOT d.with_address "
        "AND d.taxable >= :most AND d.kind <> 'BILL OF SUPPLY' ORDER BY length(d.number), d.number",
        most=gst_thresholds.ADDRESS,
    ):
        sentence = _("{number}: a bill of {value} must name its buyer with address and State; this one does not.")
        yield Finding(
            "address", number, sentence.format(number=number, value=rupees(taxable)),
            _("Ask for the address before the next large bill: F5."), refused=False,
        )  # fmt: skip


def e_way(case: Case) -> Iterator[Finding]:
    """Goods on the road worth more than Rs 50,000 need an e-way bill (Rule 138); what is exempt does not count."""
    at_home = setting(case.db, "eway_limit", gst_thresholds.E_WAY)
    for number, value in case.ask(
        "SELECT d.number, sum(l.taxable + l.cgst + l.sgst + l.igst + l.cess) AS worth FROM d CROSS JOIN sale_line l "
        "ON l.sale_id = d.id WHERE NOT d.note AND d.payable > :least AND l.treatment = 'taxable' "
        "AND substr(l.hsn, 1, 2) <> :service "
        "GROUP BY d.id HAVING worth > iif(d.inter, :away, :home) ORDER BY length(d.number), d.number",
        least=min(at_home, gst_thresholds.E_WAY), away=gst_thresholds.E_WAY, home=at_home, service=uqc.SERVICES,
    ):  # fmt: skip
        sentence = _("{number}: goods worth {value} need an e-way bill when they are moved by a vehicle.")
        yield Finding(
            "e_way", number, sentence.format(number=number, value=rupees(value)),
            _("Make it on the e-way bill portal, before they leave."), refused=False,
        )  # fmt: skip


def e_invoices(case: Case) -> Iterator[Finding]:
    """Above five crore bills and notes to registered buyers need an IRN."""
    if case.turnover <= gst_thresholds.E_INVOICE:
        return
    for paper in case.books.papers:
        if paper.section in (Section.B2B, Section.CDNR):
            yield Finding(
                "e_invoice", paper.number,
                _("{number}: needs an e-invoice, for its buyer is registered.").format(number=paper.number),
                _("Register it on the e-invoice portal (IRP); this program does not."), refused=False,
            )  # fmt: skip


def late_cancelled(case: Case) -> Iterator[Finding]:
    """A bill of an earlier month that was cancelled in these days may stand in a return that is filed already."""
    first, last = case.period.span
    for number, sold in case.db.rows(
        "SELECT s.number, s.business_date FROM void v CROSS JOIN sale s ON s.id = v.sale_id "
        "WHERE v.business_date BETWEEN ? AND ? AND s.business_date < ? ORDER BY length(s.number), s.number",
        (first, last, first),
    ):
        month = periods.said(periods.around(day_of(sold), "month"))
        sentence = _("Bill {number} of {month} was cancelled afterwards.").format(number=number, month=month)
        remedy = _("If the return of {month} is filed, amend it in this one (Table 9A, or 10 for unregistered buyers).")
        yield Finding("late_cancelled", number, sentence, remedy.format(month=month), refused=False)


def booked_later(case: Case) -> Iterator[Finding]:
    """Documents made in these days that stand on later ones, because a day to come was closed by a wrong clock.

    What is sold after the last evening's close is of the next day by right.
    """
    after = case.period.last + dt.timedelta(days=1)
    midnight, zone = dt.time(case.db.clock.day_start), case.db.clock.now().tzinfo
    since, until = (
        round(dt.datetime.combine(day, midnight, zone).timestamp() * 1000) for day in (case.period.first, after)
    )
    for till, n, number, day in case.db.rows(
        "SELECT s.till, count(*), min(s.number), min(s.business_date) FROM sale s INDEXED BY sale_day "
        "WHERE s.state = 'done' AND s.business_date > ? AND s.made_at >= ? AND s.made_at < ? GROUP BY s.till",
        (day_number(after), since, until),
    ):
        sentence = ngettext(
            "{n} document of till {till}, {number}, was made in these days but is booked on {day}: it is missing here.",
            "{n} documents of till {till}, the first {number}, were made in these days but are booked from {day} on: "
            "they are missing here.", n,
        )  # fmt: skip
        yield Finding(
            "booked_later", number,
            sentence.format(n=n, till=till, number=number, day=periods.day_said(day_of(day))),
            _("A day to come was closed by a wrong clock. Work as a new till: shoppos tills add. Ask your accountant."),
            refused=False,
        )  # fmt: skip


def other_gstin(case: Case) -> Iterator[Finding]:
    """Documents made under another GSTIN than the one that files."""
    for gstin, count, number in case.ask(
        "SELECT h.gstin, count(*), min(d.number) FROM d "
        "JOIN letterhead h ON h.id = d.letterhead_id WHERE h.gstin <> :own GROUP BY h.gstin ORDER BY h.gstin",
        own=case.shop.gstin,
    ):
        sentence = _("{n} documents, the first {number}, carry the GSTIN {gstin}, the return another.")
        yield Finding(
            "other_gstin", number, sentence.format(n=count, number=number, gstin=gstin or _("none")),
            _("They are in this return. If that was another registration, file them there."), refused=False,
        )  # fmt: skip


def other_states(db: Reader, period: Period) -> Iterator[Finding]:
    """Bills of a shop under the composition levy that went to another State: the levy allows none (s.10(2)(c))."""
    for number, place, value in documents.standing(
        db, period,
        "SELECT d.number, d.place, d.payable FROM d WHERE d.inter AND NOT d.note ORDER BY length(d.number), d.number",
        Scheme.COMPOSITION,
    ):  # fmt: skip
        sentence = _("{number}: {value} to {state}; under the composition levy no goods are sold to another State.")
        yield Finding(
            "other_state", number,
            sentence.format(number=number, value=rupees(value), state=STATES.get(place, place)),
            _("Speak with your accountant: the shop may have left the levy that day."), refused=False,
        )  # fmt: skip


def not_over(case: Case) -> Iterator[Finding]:
    """Days that are not over: what is sold in them still belongs into the same return."""
    if told := still_sells(case.db, case.period):
        yield Finding("not_over", "", told, _("File it when its last day is closed."), refused=False)


def still_sells(db: Reader, period: Period) -> str:
    """What to say of days that are not over yet; "" of all others."""
    today = periods.today(db.clock)
    if period.last < today:
        return ""
    said = _("{period} goes on until {day}: this is not all of it.")
    if period.first > today:
        said = _("{period} has not begun yet.")
    return said.format(period=periods.said(period), day=periods.day_said(period.last))


def turnover(case: Case) -> Iterator[Finding]:
    """Where the year's turnover comes near a threshold."""
    yield from thresholds(case.db, case.shop, case.period.last)


def thresholds(db: Reader, shop: Letterhead, day: dt.date) -> Iterator[Finding]:
    """What the turnover of the financial year in which that day lies will ask of the shop, or asks already."""
    sold = documents.turnover(db, periods.around(day, "year"))
    asked: list[tuple[str, int, str, str]] = []
    if shop.scheme == Scheme.UNREGISTERED:
        asked.append((
            "register", gst_thresholds.registration(shop.state),
            _("Turnover this year is {sold}; above {most} the shop must register for GST."),
            _("Register within 30 days of passing it: speak with your accountant now."),
        ))  # fmt: skip
    elif shop.scheme == Scheme.COMPOSITION:
        asked.append((
            "composition", gst_thresholds.composition(shop.state),
            _("Turnover this year is {sold}; above {most} the shop leaves the composition levy that day."),
            _("From then on bills are tax invoices: change the scheme in the settings."),
        ))  # fmt: skip
    else:
        asked.append((
            "five_crore", gst_thresholds.E_INVOICE,
            _("Turnover this year is {sold}; above {most} e-invoices and six digits of HSN are the law."),
            _("Give the items six digits of HSN, and prepare for e-invoices to registered buyers."),
        ))  # fmt: skip
    for code, most, sentence, remedy in asked:
        if gst_thresholds.is_near(sold, most):
            yield Finding(code, "", sentence.format(sold=rupees(sold), most=rupees(most)), remedy, refused=False)


CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    not_over, units, addresses, e_way, e_invoices, late_cancelled, below_zero, booked_later, other_gstin, turnover,
)  # fmt: skip
