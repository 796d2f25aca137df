"""What is packed into a link: the same state is the same text, only the shop's own is read, and it stays short."""

import base64
import json
import zlib
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.errors import InvalidInput
from shoppos.printing.codes import checked_qr
from shoppos.rules import upi
from shoppos.rules.tracking import KEYS, KNOWN, STEPS, TrackedParcel, Tracking, first_name, pack, told, unpack

PARCEL = TrackedParcel(
    1, "courier", "out", "Delhivery", "1234567890123", "https://www.delhivery.com/track/package/1234567890123"
)
ASHA = Tracking(
    number="A1/2627/O00042", state="dispatched", way="delivery", at=29_700_123, shop="Sharma Kirana",
    phone="9876543210", email="shop@sharmakirana.in", language="hi", first_name="Asha", town="Pune", items=5,
    promised=20261124, slot="10-12", steps=(("taken", 29_700_000), ("confirmed", 29_700_005), ("packed", 29_700_060),
    ("dispatched", 29_700_100)), parcels=(PARCEL,), due=74_000, door=74_000, upi="sharmakirana@okhdfcbank",
    mcc="5411", attempt="A12627O00042P2", live="kTz5bX0s8QmY2cVw",
)  # fmt: skip
PAGE = "https://sharmakirana.example.in/track/index.html#"


def stamp(data: bytes) -> bytes:
    """A signature that is easy to check: what signs for real is tested where it lives."""
    return zlib.crc32(data).to_bytes(4, "big") * 16


def good(data: bytes, signature: bytes) -> bool:
    return signature == stamp(data)


def test_what_was_packed_is_read_again():
    assert unpack(pack(ASHA, stamp), good) == ASHA
    assert pack(ASHA, stamp) == pack(replace(ASHA), stamp)


WORDS = st.text(max_size=60)
STATES = st.builds(
    Tracking, number=WORDS, state=WORDS, way=WORDS, at=st.integers(0, 2**40), shop=WORDS, first_name=WORDS, town=WORDS,
    promised=st.integers(0, 99_991_231), due=st.integers(0, 10**12), merchant=st.booleans(),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 2**40)), max_size=8).map(tuple),
    parcels=st.lists(st.builds(TrackedParcel, st.integers(1, 99), *5 * [WORDS]), max_size=4).map(tuple),
)  # fmt: skip


@given(state=STATES)
def test_any_state_comes_back_whole(state):
    assert unpack(pack(state, stamp), good) == state


@given(at=st.integers(0, 400), sign=st.sampled_from("Aa0-_.=% \n"))
def test_one_changed_sign_is_refused(at, sign):
    text = pack(ASHA, stamp)
    at %= len(text)
    changed = text[:at] + sign + text[at + 1 :]
    if changed != text:
        with pytest.raises(InvalidInput, match="not from this shop"):
            unpack(changed, good)


@pytest.mark.parametrize("text", ["", "1", "1..", "2.a.b", "1.!.b", "x" * 9000, "1.YQ.YQ", "1.YR.YQ"])
def test_what_is_no_such_text_is_refused(text):
    with pytest.raises(InvalidInput):
        unpack(text, lambda _data, _signature: True)


def test_the_payload_opens_with_any_inflater_that_knows_the_dictionary():
    payload = pack(ASHA, stamp).split(".")[1]
    opened = zlib.decompressobj(-15, KNOWN).decompress(base64.urlsafe_b64decode(payload + "=="))
    assert json.loads(opened)["n"] == "A1/2627/O00042"


def test_the_dictionary_of_version_1_never_changes():
    assert zlib.crc32(KNOWN) == 0xC313EBF3


def test_of_a_person_there_is_a_first_name_and_a_town_and_no_more():
    of_the_customer = {"first_name", "town"}
    of_the_shop = {"shop", "phone", "email", "upi", "mcc", "merchant"}
    of_the_order = {
        "number", "state", "way", "at", "language", "items", "promised", "slot", "steps", "parcels", "due", "door",
        "attempt", "live",
    }  # fmt: skip
    assert {field.name for field in fields(Tracking)} == of_the_customer | of_the_shop | of_the_order == set(KEYS)
    assert {field.name for field in fields(TrackedParcel)} == {"no", "way", "state", "courier", "awb", "link"}
    assert len(set(KEYS.values())) == len(KEYS)


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Asha Kulkarni", "Asha"), ("Smt. Asha Kulkarni", "Asha"), ("K. Ramesh", "Ramesh"), ("Dr A.P. Rao", "A.P"),
        ("श्रीमती आशा कुलकर्णी", "आशा"), ("திரு குமார்", "குமார்"), ("9812345670", ""), ("B-12 Asha", "Asha"), ("", ""),
        ("asha@example.com", ""), ("<b>Asha</b>", "<b>Asha<"), ("\u202eAsha", "Asha"), ("A", ""),
    ],
)  # fmt: skip
def test_a_customer_is_greeted_by_the_first_name(name, greeted):
    assert first_name(name) == greeted


def test_the_moment_of_looking_makes_no_other_page():
    assert told(ASHA) == told(replace(ASHA, at=1))
    assert told(ASHA) != told(replace(ASHA, due=1))


def test_the_balance_is_paid_to_the_paisa_under_the_orders_number():
    found = upi.parse(ASHA.pay_link)
    assert (found["am"], found["pa"], found["tn"]) == ("740.00", "sharmakirana@okhdfcbank", "Order A1/2627/O00042")
    assert (found["tr"], found["mc"]) == ("A12627O00042P2", "5411")
    personal = upi.parse(replace(ASHA, merchant=False).pay_link)
    assert personal["tn"] == "Order A1/2627/O00042 A12627O00042P2"
    assert "tr" not in personal
    assert replace(ASHA, due=0).pay_link == replace(ASHA, upi="").pay_link == ""


@pytest.mark.parametrize("items", [1, 5, 20])
def test_a_link_is_short_enough_for_a_message_and_a_slip(items):
    link = PAGE + pack(replace(ASHA, items=items), stamp)
    assert len(link) < 420
    assert len(checked_qr(link)) - 8 <= 97, "version 20 is 97 modules: half a millimetre each on 58 mm paper"
