"""The counter's one line: every line of the grammar, and whatever else a cat may type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base import money
from shoppos.rules.entry import (
    BillDiscount,
    ChangeQuantity,
    Entry,
    Find,
    Help,
    LineDiscount,
    Mistake,
    Nothing,
    SetPrice,
    SetQuantity,
    amount,
    explain,
    looks_like_barcode,
    read,
    write,
)

BARCODE = "8901234567890"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Nothing()),
        ("  \t", Nothing()),
        ("?", Help()),
        ("\uff1f", Help()),
        (BARCODE, Find(BARCODE, whole=BARCODE)),
        ("500", Find("500", whole="500")),
        ("dal", Find("dal", whole="dal")),
        ("3*dal", Find("dal", 3000, whole="dal")),
        ("3 * toor dal", Find("toor dal", 3000, whole="toor dal")),
        (".75*dal", Find("dal", 750, whole="dal")),
        (f"3*{BARCODE}", Find(BARCODE, 3000, whole=BARCODE)),
        ("1000*dal", Find("dal", 1_000_000, whole="dal")),
        ("३*दाल", Find("दाल", 3000, whole="दाल")),
        ("\uff13\uff0adal", Find("dal", 3000, whole="dal")),
        ("3×dal", Find("dal", 3000, whole="dal")),
        ("dal@95", Find("dal", price=9500, whole="dal@95")),
        ("2*dal@95/10-5", Find("dal", 2000, 9500, 1000, 500, "dal@95/10-5")),
        ("dal-5.50/2.5%", Find("dal", None, None, 250, 550, "dal-5.50/2.5%")),
        ("dal @ ₹95", Find("dal", price=9500, whole="dal @ ₹95")),
        (f"{BARCODE}/10", Find(BARCODE, disc_rate=1000, whole=f"{BARCODE}/10")),
        ("SURF-1", Find("SURF", disc_amount=100, whole="SURF-1")),
        ("7-up", Find("7-up", whole="7-up")),
        ("A/5/10", Find("A/5", disc_rate=1000, whole="A/5/10")),
        ("A/500", Find("A/500", whole="A/500")),
        (f"A-{BARCODE}", Find(f"A-{BARCODE}", whole=f"A-{BARCODE}")),
        ("*3", SetQuantity(3000)),
        ("*.75", SetQuantity(750)),
        ("+", ChangeQuantity(1000)),
        ("+2", ChangeQuantity(2000)),
        ("-", ChangeQuantity(-1000)),
        ("+-2", ChangeQuantity(-2000)),
        ("=95", SetPrice(9500)),
        ("@95", SetPrice(9500)),
        ("=1,234.50", SetPrice(123_450)),
        ("=९५", SetPrice(9500)),
        ("/10", LineDiscount(1000, 0)),
        ("/2.5%", LineDiscount(250, 0)),
        ("-5", LineDiscount(0, 500)),
        ("/10-5", LineDiscount(1000, 500)),
        ("/0", LineDiscount(0, 0)),
        ("//10", BillDiscount(1000, 0)),
        ("--50", BillDiscount(0, 5000)),
        ("//10--50", BillDiscount(1000, 5000)),
        ("\u22125", LineDiscount(0, 500)),
    ],
)
def test_each_line_of_the_grammar_means_one_thing(typed: str, meant: Entry) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (f"*{BARCODE}", "barcode"),
        (f"{BARCODE}*dal", "barcode"),
        (f"={BARCODE}", "barcode"),
        (f"-{BARCODE}", "barcode"),
        (f"--{BARCODE}", "barcode"),
        (f"/{BARCODE}", "barcode"),
        ("*12345670.0", "barcode"),
        ("*", "quantity"),
        ("*0", "quantity"),
        ("0*dal", "quantity"),
        ("-2*dal", "quantity"),
        ("*-2", "quantity"),
        ("1.2345*dal", "quantity"),
        ("+x", "quantity"),
        ("3*", "item"),
        ("3*-5", "item"),
        ("=", "amount"),
        ("=x", "amount"),
        ("--", "amount"),
        ("-x", "amount"),
        ("=95.999", "amount"),
        ("=12345678901", "amount"),
        ("/101", "rate"),
        ("//", "rate"),
        ("/x", "rate"),
        ("/1/2", "rate"),
    ],
)
def test_what_cannot_be_meant_is_a_mistake_with_its_reason_and_a_sentence(typed: str, reason: str) -> None:
    mistake = read(typed)
    assert mistake == Mistake(typed, reason)
    assert isinstance(mistake, Mistake)
    assert f'"{typed}"' in explain(mistake)


@given(st.text(max_size=300) | st.from_regex(r"[-+*/=@.,0-9a-z ₹%]{0,30}", fullmatch=True))
def test_reading_never_raises_and_what_is_read_can_be_written(text: str) -> None:
    entry = read(text)
    assert read(write(entry)) == entry
    assert amount(text) is None or amount(text) >= 0
    if isinstance(entry, Mistake):
        assert explain(entry)


MILLI = st.integers(1, 999_999_999_999).filter(lambda milli: not looks_like_barcode(money.quantity(milli)))
PAISE = st.integers(0, 10**12 - 1)
RATE = st.integers(0, 10_000)
ENTRIES = (
    st.builds(SetQuantity, MILLI)
    | st.builds(ChangeQuantity, MILLI | MILLI.map(lambda milli: -milli))
    | st.builds(SetPrice, PAISE)
    | st.builds(LineDiscount, RATE, PAISE)
    | st.builds(BillDiscount, RATE, PAISE)
)


@given(ENTRIES)
def test_every_command_that_can_be_built_is_written_so_that_it_reads_back(entry: Entry) -> None:
    assert read(write(entry)) == entry


@given(st.none() | MILLI, st.none() | PAISE, RATE, PAISE)
def test_an_item_built_from_its_parts_reads_back_with_the_same_parts(
    milli: int | None, price: int | None, rate: int, off: int
) -> None:
    line = write(Find("dal", milli, price, rate, off))
    found = read(line)
    assert isinstance(found, Find)
    assert (found.text, found.quantity, found.price, found.disc_rate, found.disc_amount) == (
        "dal",
        milli,
        price,
        rate,
        off,
    )


@pytest.mark.parametrize(
    ("text", "paise"),
    [
        ("500", 50_000),
        ("₹1,23,456.50", 12_345_650),
        ("५००", 50_000),
        (".5", 50),
        ("", None),
        ("dal", None),
        ("5*dal", None),
        ("-5", None),
        (BARCODE, None),
        ("10000000", 1_000_000_000),
    ],
)
def test_an_amount_before_a_pay_key_is_a_plain_amount_and_no_barcode(text: str, paise: int | None) -> None:
    assert amount(text) == paise


@pytest.mark.parametrize(
    ("text", "is_barcode"),
    [
        (BARCODE, True),
        ("8901234567891", False),
        ("96385074", True),
        ("036000291452", True),
        ("1234567", False),
        ("00000000", True),
        ("890123456789A", False),
        ("", False),
    ],
)
def test_a_barcode_has_eight_or_more_digits_and_a_true_check_digit(text: str, is_barcode: bool) -> None:
    assert looks_like_barcode(text) is is_barcode


def test_a_text_longer_than_a_code_can_be_is_cut_and_still_reads_back() -> None:
    entry = read(".75*" + "a" * 5000)
    assert isinstance(entry, Find)
    assert len(entry.whole) == 200
    assert read(write(entry)) == entry
