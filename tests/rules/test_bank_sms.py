"""Banks' messages: what came in is read to the paisa, and what went out is never taken for it."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.errors import InvalidInput, Refused, ShopError
from shoppos.base.money import grouped
from shoppos.rules.bank_sms import read

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "bank_sms.json").read_text("utf-8"))
"""Invented people and accounts in the shapes that banks write."""
CAME, WENT, NOT_YET, NO_MESSAGE = (VECTORS[name] for name in ("came", "went", "not_yet", "no_message"))
TEXTS = [one["text"] for one in CAME]
UTR = "412345678901"


@pytest.mark.parametrize("one", CAME, ids=range(len(CAME)))
def test_what_came_in_is_read(one):
    (credit,) = read(one["text"])
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


def test_several_messages_are_read_in_their_order_and_one_bad_one_refuses_all():
    several = "\n\n".join(text for text in TEXTS[4:8])
    assert [credit.amount for credit in read(several)] == [100_00, 2_500_00, 750_00, 620_50]
    lines = "\n".join((TEXTS[0], TEXTS[4]))
    assert [credit.amount for credit in read(lines)] == [500_00, 100_00]
    with pytest.raises(Refused):
        read(several + "\n\n" + WENT[0])


def test_a_time_of_day_is_read_where_it_is_said():
    assert read(TEXTS[8])[0].at == dt.datetime.fromisoformat("2026-11-23T18:05:09")
    (credit,) = read("Rs 5 credited on 23-11-26 at 6:05 PM. Ref 412345678901")
    assert credit.at == dt.datetime.fromisoformat("2026-11-23T18:05")


def test_a_phone_number_is_no_utr():
    assert read("Rs 5 credited to A/c by 919812345678 on 23-11-26")[0].utr == ""
    assert read("Rs 5 credited by 919812345678 UPI Ref 412345678901")[0].utr == UTR


def test_a_neft_reference_stands_as_the_banks_own_key():
    assert read(TEXTS[3])[0].key == "SBINN52026112312345"


@given(st.text(max_size=300))
def test_no_text_ever_breaks_it(text):
    try:
        found = read(text)
    except (InvalidInput, Refused):
        return
    assert found
    assert all(credit.amount > 0 for credit in found)


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
    (credit,) = read(
        f"Rs.{grouped(paise)} credited to A/c XX12 on 23-11-26. UPI Ref 412345678901. Avl Bal Rs.{grouped(paise + 5)}"
    )
    assert (credit.amount, credit.utr) == (paise, UTR)
