"""Every return of a year's shop is what a plain recount of its bills says, month by month and row by row."""

from collections import Counter, defaultdict

import pytest

from shoppos.reports import periods
from shoppos.reports.audit.gst import filed
from shoppos.reports.day_book import day_book
from shoppos.reports.gst import gstr1, gstr3b
from shoppos.shop import Shop
from tests.reports.year import Doc, documents

MONTHS = [*range(202511, 202513), *range(202601, 202612)]
UNITS = {"KG": "KGS", "PCS": "PCS"}
NIL = {"nil": "nil_amt", "exempt": "expt_amt", "non-gst": "ngsup_amt"}
TAXES = ("taxable", "cgst", "sgst", "igst", "cess")


@pytest.fixture
def standing(year: Shop) -> dict[int, list[Doc]]:
    """The documents of each month (yyyymm) that stand: no cancelled bills, and nothing of their cancelling."""
    docs = documents(year)
    gone = {doc.id for doc in docs if doc.kind == "void"}
    found = defaultdict(list)
    for doc in docs:
        if doc.kind != "void" and doc.id not in gone:
            found[doc.day // 100].append(doc)
    return found


def month(number: int) -> periods.Period:
    return periods.named(f"{number // 100}-{number % 100:02d}", periods.day("2026-11-23"))


def paise(row: dict, *names: str) -> tuple[int, ...]:
    return tuple(round(row.get(name, 0) * 100) for name in names)


@pytest.mark.parametrize("number", MONTHS)
def test_small_sales_stand_by_state_and_rate(year: Shop, standing, number: int):
    should: dict[tuple, list[int]] = defaultdict(lambda: [0] * 5)
    for doc in standing[number]:
        for line in doc.lines:
            if not doc.head["gstin"] and line["treatment"] == "taxable":
                row = should[doc.head["place"], line["rate"]]
                for at, name in enumerate(TAXES):
                    row[at] += doc.sign * line[name]
    told = {
        (row["pos"], round(row["rt"] * 100)): list(paise(row, "txval", "camt", "samt", "iamt", "csamt"))
        for row in gstr1.gstr1(year.db, month(number)).get("b2cs", [])
    }
    assert told == {key: row for key, row in should.items() if any(row)}


@pytest.mark.parametrize("number", MONTHS)
def test_bills_and_notes_of_dealers_are_named_with_their_value(year: Shop, standing, number: int):
    def taxed(doc: Doc) -> bool:
        return bool(doc.head["gstin"]) and any(line["treatment"] == "taxable" for line in doc.lines)

    should = {(doc.number, doc.head["payable"]) for doc in standing[number] if taxed(doc)}
    told = gstr1.gstr1(year.db, month(number))
    named = {(one["inum"], *paise(one, "val")) for buyer in told.get("b2b", []) for one in buyer["inv"]}
    named |= {(one["nt_num"], *paise(one, "val")) for buyer in told.get("cdnr", []) for one in buyer["nt"]}
    assert named == should


@pytest.mark.parametrize("number", MONTHS)
def test_goods_stand_by_hsn_unit_and_rate_with_their_quantity(year: Shop, standing, number: int):
    should: dict[tuple, list[int]] = defaultdict(lambda: [0] * 6)
    for doc in standing[number]:
        for line in doc.lines:
            part = "hsn_b2b" if doc.head["gstin"] else "hsn_b2c"
            row = should[part, line["hsn"], UNITS[line["unit"]], line["rate"]]
            for at, name in enumerate(("quantity", *TAXES)):
                row[at] += doc.sign * line[name]
    told = {
        (part, row["hsn_sc"], row["uqc"], round(row["rt"] * 100)): [
            round(row["qty"] * 100), *paise(row, "txval", "camt", "samt", "iamt", "csamt"),
        ]
        for part, rows in gstr1.gstr1(year.db, month(number)).get("hsn", {}).items() for row in rows
    }  # fmt: skip
    assert told == {
        key: [(2 * row[0] + 10) // 20 if row[0] >= 0 else -((10 - 2 * row[0]) // 20), *row[1:]]
        for key, row in should.items() if any(row)
    }  # fmt: skip


@pytest.mark.parametrize("number", MONTHS)
def test_what_bears_no_tax_and_the_summary_agree_with_the_bills(year: Shop, standing, number: int):
    nil, taxed = Counter(), 0
    for doc in standing[number]:
        for line in doc.lines:
            if line["treatment"] == "taxable":
                taxed += doc.sign * line["taxable"]
            else:
                nil[NIL[line["treatment"]]] += doc.sign * line["taxable"]
    told = Counter()
    for row in gstr1.gstr1(year.db, month(number)).get("nil", {"inv": []})["inv"]:
        for name in NIL.values():
            told[name] += round(row[name] * 100)
    assert +told == +nil
    summary = gstr3b.gstr3b(year.db, month(number))
    assert (summary.taxable.taxable, summary.nil_or_exempt) == (taxed, nil["nil_amt"] + nil["expt_amt"])


def test_every_number_of_the_year_is_told_once(year: Shop):
    used, told = Counter(), Counter()
    for doc in documents(year):
        if doc.kind != "void":
            used[doc.day // 100] += 1
    for number in MONTHS:
        for kind in gstr1.gstr1(year.db, month(number)).get("doc_issue", {"doc_det": []})["doc_det"]:
            told[number] += sum(row["totnum"] for row in kind["docs"])
    assert told == used


def test_the_year_s_returns_are_its_bills(year: Shop):
    assert list(filed(year.db)) == []


def test_every_voucher_of_the_year_balances_and_its_cash_is_that_of_the_bills(year: Shop):
    cash, own = Counter(), Counter()
    for one in day_book(year.db, periods.Period(periods.day("2025-11-24"), periods.day("2026-11-23"))):
        assert sum(entry.amount for entry in one.entries) == 0
        assert not any(entry.ledger.name == "Unsettled" for entry in one.entries)
        if one.kind.value in ("Sales", "Credit Note"):
            cash[one.day] += sum(entry.amount for entry in one.entries if entry.ledger.name == "Cash")
    for doc in documents(year):
        own[doc.day] += sum(amount for way, amount in doc.paid if way == "cash")
    assert {day: amount for day, amount in cash.items() if amount} == {
        day: amount for day, amount in own.items() if amount
    }
