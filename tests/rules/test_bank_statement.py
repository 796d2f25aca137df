"""Statements of banks and reports of payment services: what came in, told from what went out by its column alone."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.errors import InvalidInput
from shoppos.rules.bank_statement import read

UTR = "412345678901"


def rows(*lines: str):
    return [(number, tuple(line.split("|"))) for number, line in enumerate(lines, 1)]


# The headings of banks and services as they export them; below each one row that came in: Rs 1,310.50 on 23 Nov 2026.
SHAPES = {
    "hdfc": ("Date|Narration|Chq./Ref.No.|Value Dt|Withdrawal Amt.|Deposit Amt.|Closing Balance",
             "23/11/26|UPI-ANIL-anil@upi-SBIN0001-412345678901-A1000012|0000412345678901|23/11/26||1,310.50|9,000"),
    "icici": ("S No.|Value Date|Tran Date|Cheque Number|Transaction Remarks|Withdrawal Amount(INR)|Deposit Amount(INR)",
              "1|23/11/2026|23/11/2026|-|UPI/412345678901/A1000012/anil@upi/State Bank|0.0|1310.5"),
    "sbi": ("Txn Date|Value Date|Description|Ref No./Cheque No.|Debit|Credit|Balance",
            "23 Nov 2026|23 Nov 2026|TRANSFER-UPI/CR/412345678901/ANIL/SBIN/anil@upi/A1000012|FROM 4897|| 1,310.50|"),
    "axis": ("Tran Date|CHQNO|PARTICULARS|DR|CR|BAL|SOL",
             "23-11-2026|-|UPI/P2A/412345678901/ANIL VERMA/A1000012||1310.50|9000.00|001"),
    "kotak": ("Sl. No.|Date|Description|Chq / Ref number|Amount|Dr / Cr|Balance",
              "1|23-11-2026|UPI/ANIL VERMA/412345678901/A1000012|UPI-412345678901|1,310.50|CR|9,000.00"),
    "bob": ("DATE|NARRATION|CHQ.NO.|WITHDRAWAL (DR)|DEPOSIT (CR)|BALANCE",
            "23-11-2026|UPI/412345678901/A1000012/anil@upi||0|1,310.50|9,000.00Cr"),
    "razorpay": ("id|amount|currency|status|method|vpa|rrn|notes|created_at",
                 "pay_1|1310.50|INR|captured|upi|anil@upi|412345678901|A1000012|23/11/2026 10:05:00"),
    "phonepe": ("Transaction Date|Transaction ID|Merchant Reference ID|Customer VPA|UTR|Amount|Transaction Status",
                "23-11-2026 10:05|T26|A1000012|anil@upi|412345678901|1310.50|SUCCESS"),
    "paytm": ("Transaction Date|Order ID|Bank RRN|Customer VPA|Amount|Status",
              "'2026-11-23 10:05:00|A1000012|'412345678901|anil@upi|1310.50|SUCCESS"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_is_read_by_its_headings(name):
    heading, row = SHAPES[name]
    found = read(rows("Sharma Kirana|Account 50100", "", heading, row))
    (credit,) = found.credits
    assert (credit.amount, credit.utr) == (1_310_50, UTR)
    assert credit.at is not None
    assert credit.at.date() == dt.date(2026, 11, 23)
    assert "A1000012" in f"{credit.said} {credit.reference}"
    assert found.skipped == ()


@pytest.mark.parametrize("name", SHAPES)
def test_what_went_out_is_no_payment(name):
    heading, row = SHAPES[name]
    cells = dict(zip(heading.split("|"), row.split("|"), strict=True))
    went = {}
    for head, cell in cells.items():
        low = head.lower()
        if low.startswith(("withdrawal", "debit")) or low == "dr":
            cell = "1310.50"  # noqa: PLW2901  (the row turned round)
        elif low.startswith(("deposit", "credit")) or low == "cr":
            cell = ""  # noqa: PLW2901
        elif low == "dr / cr":
            cell = "DR"  # noqa: PLW2901
        elif "status" in low:
            cell = "FAILED"  # noqa: PLW2901
        went[head] = cell
    found = read(rows(heading, "|".join(went.values())))
    assert found.credits == ()
    assert found.others + len(found.skipped) == 1


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("23/11/26|UPI/DR/412345678901/ANIL||100.00", "money left"),
        ("|UPI/CR/412345678901/ANIL||100.00", "no day"),
        ("99/99/99|UPI/CR/412345678901/ANIL||100.00", "no day"),
        ("23/11/26|UPI/CR/412345678901|5.00|100.00", "in one row"),
        ("23/11/26|UPI/CR/412345678901||1,0,0", "not an amount"),
    ],
)
def test_a_row_that_cannot_be_judged_is_named_and_not_guessed(row, why):
    found = read(rows("Date|Narration|Debit|Credit", row))
    assert found.credits == ()
    assert why in found.skipped[0].why


def test_a_reference_that_excel_has_cut_off_is_not_guessed():
    found = read(rows("Date|Narration|Ref No|Credit", "23/11/26|UPI|4.12346E+11|100"))
    assert found.credits == ()
    assert "cut off" in found.skipped[0].why


@pytest.mark.parametrize(("cell", "amount"), [("500.00 Cr", 500_00), ("500 (Cr)", 500_00), ("+5", 5_00)])
def test_a_sign_behind_or_before_an_amount_is_read(cell, amount):
    (credit,) = read(rows("Date|Narration|Amount|Type", f"23/11/26|UPI|{cell}|Credit")).credits
    assert credit.amount == amount
    for went in ("500.00 Dr", "-500"):
        assert read(rows("Date|Narration|Amount|Type", f"23/11/26|UPI|{went}|")).credits == ()


def test_a_list_without_a_column_for_what_came_in_is_refused():
    for heading in ("Item|Price", "Date|Narration|Amount", "Date|Debit|Balance", ""):
        with pytest.raises(InvalidInput, match="no statement"):
            read(rows(heading, "23/11/26|x|5"))
    with pytest.raises(InvalidInput):
        read([])


@given(st.lists(st.lists(st.text(max_size=20), max_size=6), max_size=8), st.sampled_from(sorted(SHAPES)))
def test_no_row_ever_breaks_it_and_nothing_below_a_paisa_comes_out(cells, name):
    found = read([(1, tuple(SHAPES[name][0].split("|"))), *((n, tuple(row)) for n, row in enumerate(cells, 2))])
    assert all(credit.amount > 0 for credit in found.credits)
    assert len(found.credits) + len(found.skipped) + found.others == len(cells)


@given(st.integers(1, 10**8), st.booleans())
def test_a_debit_column_never_becomes_a_credit(paise, came):
    amount = f"{paise // 100}.{paise % 100:02d}"
    cell = f"|{amount}" if came else f"{amount}|"
    found = read(rows("Date|Narration|Debit|Credit", f"23/11/26|UPI/412345678901|{cell}"))
    assert [credit.amount for credit in found.credits] == ([paise] if came else [])


def test_the_payer_in_a_narration_joined_by_hyphens_is_the_part_with_the_at():
    heading, row = "Date|Narration|Deposit Amt.", "23/11/26|UPI-RAVI PATIL-ravi@ybl-YESB0YBLUPI-412345678901|826.00"
    (credit,) = read(rows(heading, row)).credits
    assert credit.payer == "ravi@ybl"
