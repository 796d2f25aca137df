"""The accountant's file: accounts and vouchers as Tally takes them in, by Import Data.

A debit is written below zero with ISDEEMEDPOSITIVE Yes, a credit above zero with No, and each voucher comes to nought.
Accounts stand before the vouchers that need them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from shoppos.base.money import plain
from shoppos.base.text import clean
from shoppos.reports.day_book import day_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from shoppos.base.file import Reader
    from shoppos.reports.report import Period
    from shoppos.reports.vouchers import Entry, Ledger, Voucher

PARTS = ("all", "masters", "vouchers")
"""Both in one file, or each in its own: some versions of Tally take accounts under another menu."""
REPORTS = {"all": "Vouchers", "masters": "All Masters", "vouchers": "Vouchers"}
MESSAGE = '<TALLYMESSAGE xmlns:UDF="TallyUDF">'
NARRATION = 200


def _silent(_done: int, _all: int) -> None:
    """Progress that nobody watches."""


def tally(
    db: Reader, period: Period, company: str, part: str = "all", progress: Callable[[int, int], None] = _silent
) -> Iterator[str]:
    """The file for those days, piece by piece; `part` is one of PARTS, `progress` gets days done and in all."""
    vouchers = list(day_book(db, period, progress))
    yield from write(vouchers, company, part)


def write(vouchers: Iterable[Voucher], company: str, part: str = "all") -> Iterator[str]:
    """The file of these vouchers."""
    kept = list(vouchers)
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ENVELOPE><HEADER><TALLYREQUEST>Import Data</TALLYREQUEST></HEADER>'
        f"<BODY><IMPORTDATA><REQUESTDESC><REPORTNAME>{REPORTS[part]}</REPORTNAME><STATICVARIABLES>"
        f"<SVCURRENTCOMPANY>{_text(company)}</SVCURRENTCOMPANY></STATICVARIABLES></REQUESTDESC><REQUESTDATA>"
    )
    if part != "vouchers":
        yield from (f"\n{MESSAGE}{master(ledger)}</TALLYMESSAGE>" for ledger in ledgers(kept))
    if part != "masters":
        yield from (f"\n{MESSAGE}{voucher(one)}</TALLYMESSAGE>" for one in kept)
    yield "</REQUESTDATA></IMPORTDATA></BODY></ENVELOPE>\n"


def ledgers(vouchers: Iterable[Voucher]) -> list[Ledger]:
    """Every account that is booked on, once: Tally does not tell capitals apart."""
    found: dict[str, Ledger] = {}
    for one in vouchers:
        for ledger in (one.party, *(entry.ledger for entry in one.entries)):
            found.setdefault(ledger.name.casefold(), ledger)
    return sorted(found.values(), key=lambda ledger: (ledger.group, ledger.name))


def master(ledger: Ledger) -> str:
    """One account."""
    named = f'<LEDGER NAME={quoteattr(clean(ledger.name))} ACTION="Create"><NAME>{_text(ledger.name)}</NAME>'
    return f"{named}<PARENT>{_text(ledger.group)}</PARENT></LEDGER>"


def voucher(one: Voucher) -> str:
    """One voucher."""
    kind = _text(one.kind)
    return (
        f'<VOUCHER VCHTYPE="{kind}" ACTION="Create" OBJVIEW="Accounting Voucher View"><DATE>{one.day}</DATE>'
        f"<EFFECTIVEDATE>{one.day}</EFFECTIVEDATE><VOUCHERTYPENAME>{kind}</VOUCHERTYPENAME>"
        f"<VOUCHERNUMBER>{_text(one.number)}</VOUCHERNUMBER><REFERENCE>{_text(one.reference or one.number)}</REFERENCE>"
        f"<PARTYLEDGERNAME>{_text(one.party.name)}</PARTYLEDGERNAME>"
        f"<NARRATION>{_text(one.narration)}</NARRATION>{''.join(map(_entry, one.entries))}</VOUCHER>"
    )


def _entry(entry: Entry) -> str:
    """One line: Tally's sign is the other way round."""
    return (
        f"<ALLLEDGERENTRIES.LIST><LEDGERNAME>{_text(entry.ledger.name)}</LEDGERNAME>"
        f"<ISDEEMEDPOSITIVE>{'Yes' if entry.amount > 0 else 'No'}</ISDEEMEDPOSITIVE>"
        f"<AMOUNT>{plain(-entry.amount)}</AMOUNT></ALLLEDGERENTRIES.LIST>"
    )


def _text(told: str) -> str:
    """Without what XML 1.0 forbids, and escaped."""
    return escape(clean(told, NARRATION))
