"""Banks' messages: what came in is read to the paisa, and what went out is never taken for it."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.errors import InvalidInput, Refused, ShopError
from shoppos.base.money import grouped
from shoppos.rules.bank_sms import read, read_all

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "bank_sms.json").read_text("utf-8"))
"""Invented people and accounts in the shapes that banks write."""
CAME, WENT, NOT_YET, NO_MESSAGE = (VECTORS[name] for name in ("came", "went", "not_yet", "no_message"))
TEXTS = [one["text"] for one in CAME]
UTR = "412345678901"


@pytest.mark.parametrize("one", CAME, ids=range(len(CAME)))
def test_what_came_in_is_read(one):
    credit = read(one["text"])
    assert (credit.amount, credit.utr, credit.payer) == (one["paise"], one["utr"], one["payer"])
    assert (str(credit.at.date()) if credit.at else None) == one["day"]


@pytest.mark.parametrize("text", WENT)
def test_what_went_out_never_comes_in(text):
    with pytest.raises(Refused, match="that left"):
        read(text)


@pytest.mark.parametrize("text", NOT_YET)
def test_what_has_not_come_is_not_taken(text):
    with pytest.raises(Refused):
        read(text)


@pytest.mark.parametrize("text", NO_MESSAGE)
def test_any_other_text_is_refused_by_a_sentence(text):
    with pytest.raises(ShopError) as refused:
        read(text)
    assert refused.value.message


def test_several_messages_are_read_in_their_order_and_a_bad_one_holds_up_no_other():
    several = "\n\n".join(text for text in TEXTS[4:8])
    assert [credit.amount for credit in read_all(several).credits] == [100_00, 2_500_00, 750_00, 620_50]
    lines = "\n".join((TEXTS[0], TEXTS[4]))
    assert [credit.amount for credit in read_all(lines).credits] == [500_00, 100_00]
    mixed = read_all("\n\n".join((TEXTS[4], WENT[0], TEXTS[5], "good morning", NOT_YET[0], TEXTS[6])))
    assert [credit.amount for credit in mixed.credits] == [100_00, 2_500_00, 750_00]
    assert [type(error) for error in mixed.refused] == [Refused, InvalidInput, Refused]
    assert "ICICI Bank Acct XX123 debited" in mixed.refused[0].message
    with pytest.raises(InvalidInput):
        read_all("  \n \n")


def test_lines_that_follow_each_other_are_judged_apart_where_each_has_its_own_utr():
    credit = "Rs 500 credited to A/c XX12 on 23-11-26. UPI Ref 412345678901"
    debit = "Rs 40 debited from A/c XX12 to VPA shop@ybl. UPI Ref 412345678902"
    last = "Credit Alert!\nRs 60 credited to A/c XX12. UPI Ref 412345678903"
    found = read_all("\n".join((credit, debit, "Not you? Call 1800", last.replace("\n", " "))))
    assert [one.amount for one in found.credits] == [500_00, 60_00]
    assert len(found.refused) == 1
    both = read_all("Rs 240 debited from A/c XX12. UPI 412345678901\nRs 240 credited to ANIL. UPI 412345678901")
    assert both.credits == (), "a debit of two lines stays one message"


HELP = (
    "If Rs 5 debited wrongly, call 18001234.", "If not done by you, call 1800 1234", "In case of wrong debit, SMS NO",
    "If you did not send this, report to 1930.", "If Rs. 5 was debited wrongly, write to help@bank.in",
)  # fmt: skip


@pytest.mark.parametrize("footer", HELP)
@pytest.mark.parametrize("end", [". ", "; ", " ", ".\n"])
def test_the_banks_help_below_makes_no_debit_of_a_credit_and_no_credit_of_a_debit(footer, end):
    credit = read(f"Rs.500.00 credited to A/c XX1234 on 23-11-26 by anil@upi UPI Ref 412345678901{end}{footer}")
    assert (credit.amount, credit.utr) == (500_00, UTR)
    for went in WENT:
        with pytest.raises(Refused, match="that left"):
            read(f"{went}{end}{footer}")
    for not_yet in NOT_YET:
        with pytest.raises(Refused):
            read(f"{not_yet}{end}{footer}")


def test_a_condition_on_the_credit_itself_is_no_help():
    for text in (
        "Rs 500 received. If not credited to your account by 25-11, call 1800",
        "You get Rs 5000 credited if Rs 5 debited; call 1800",
        "If Rs 500 debited wrongly, call 1800",
    ):
        with pytest.raises(ShopError):
            read(text)


def test_a_time_of_day_is_read_where_it_is_said():
    assert read(TEXTS[8]).at == dt.datetime.fromisoformat("2026-11-23T18:05:09")
    credit = read("Rs 5 credited on 23-11-26 at 6:05 PM. Ref 412345678901")
    assert credit.at == dt.datetime.fromisoformat("2026-11-23T18:05")


def test_a_phone_number_is_no_utr():
    assert read("Rs 5 credited to A/c by 919812345678 on 23-11-26").utr == ""
    assert read("Rs 5 credited by 919812345678 UPI Ref 412345678901").utr == UTR


def test_a_neft_reference_stands_as_the_banks_own_key():
    assert read(TEXTS[3]).key == "SBINN52026112312345"


@given(st.text(max_size=300))
def test_no_text_ever_breaks_it(text):
    try:
        found = read_all(text)
    except (InvalidInput, Refused):
        return
    assert found.credits or found.refused
    assert all(credit.amount > 0 for credit in found.credits)


NOISE = st.sampled_from(
    ["on 23-11-26", "A/c XX1234", "UPI Ref 412345678901", "Avl Bal Rs 900", "from anil@upi", "INR", "credited"]
)


@given(
    st.lists(NOISE, max_size=6),
    st.sampled_from(["debited", "DEBITED", "withdrawn", "sent", "debit of", "paid to Anil", "spent", "trf to ANIL"]),
    st.lists(NOISE, max_size=6),
    st.integers(1, 10**7),
)
def test_a_debit_is_never_read_as_a_credit_whatever_stands_around_it(before, verb, after, rupees):
    with pytest.raises(ShopError):
        read(" ".join([*before, f"Rs {rupees}", verb, *after]))


@given(st.integers(1, 10**9))
def test_the_amount_is_read_to_the_paisa(paise):
    credit = read(
        f"Rs.{grouped(paise)} credited to A/c XX12 on 23-11-26. UPI Ref 412345678901. Avl Bal Rs.{grouped(paise + 5)}"
    )
    assert (credit.amount, credit.utr) == (paise, UTR)


def test_a_refusal_never_cuts_a_number_in_two():
    """What is shown of a long message ends behind a word, and says that it goes on."""
    message = (
        "Dear Customer, your a/c XX1234 is debited with Rs.500.00 on 23-11-26 towards UPI to some shop " + "x " * 8
    )
    with pytest.raises(Refused) as refused:
        read(f"{message}Ref 632711119876. Not you? Call your bank")
    assert "632711119" not in str(refused.value) or "632711119876" in str(refused.value)
    assert refused.value.message.endswith("…")
