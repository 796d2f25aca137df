"""What is packed comes back byte for byte, and damage is seen."""

import base64
import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base import journal, packing
from shoppos.shop import Shop
from shoppos.shop.payments import Tender


@given(st.binary(max_size=300).filter(lambda body: body[:1] != packing.PACKED))
def test_whatever_is_packed_comes_back(body):
    assert packing.unpack(packing.pack(body)) == body


@given(st.text(max_size=300))
def test_json_comes_back(text):
    body = journal.canonical({"name": text, "v": 1})
    assert journal.body_of(packing.pack(body)) == body


def test_a_bill_takes_less_than_a_third_of_its_json(shop: Shop):
    shop.sales.sell(["1001", "1002", "1003", "2001", "3001"], [Tender("cash")])
    (stored,) = shop.db.row("SELECT body FROM journal WHERE kind = 'sale.done'")
    assert len(stored) * 3 < len(journal.body_of(stored))


def test_every_changed_bit_of_a_stored_body_is_seen():
    body = journal.canonical({"kind": "sale.done", "new": {"sale": {"c": ["id"], "r": [["01a2"], ["01a3"]]}}, "v": 1})
    whole = packing.pack(body)
    assert packing.unpack(b"{" + whole[1:]) != body
    for place in range(1, len(whole)):
        for bit in range(8):
            stored = bytearray(whole)
            stored[place] ^= 1 << bit
            with pytest.raises(ValueError, match="damaged"):
                packing.unpack(bytes(stored))


@pytest.mark.parametrize("cut", [1, 9])
def test_a_body_cut_short_or_grown_is_refused(cut):
    stored = packing.pack(journal.canonical({"kind": "sale.done", "new": {"sale": {"c": ["id"], "r": [["01a2"]]}}}))
    with pytest.raises(ValueError, match="damaged"):
        packing.unpack(stored[:-cut])
    with pytest.raises(ValueError, match="damaged"):
        packing.unpack(stored + b"x" * cut)


def test_the_words_are_frozen():
    """Bodies packed against these words are in shops' files: they can be read by these very words alone."""
    assert (
        hashlib.sha256(packing.WORDS).hexdigest() == "9cc5697bcbb5f7557b9bdd0f4ea49c49d382ee483e969472211d8f80c1ba3788"
    )


@pytest.mark.parametrize(("between", "narrow"), [(8_500, True), (12_000, False)])
def test_a_short_body_is_packed_in_little_memory_and_a_long_one_looks_far_back(between, narrow):
    """What is said again more than 8 KB later is found again in a long body alone."""
    dice = random.Random(7)
    again = base64.b64encode(dice.randbytes(1_125))
    body = again + base64.b64encode(dice.randbytes(between * 3 // 4)) + again
    assert (len(body) <= packing.SHORT) == narrow
    packed = packing.pack(body)
    assert packing.unpack(packed) == body
    plain = len(body) * 6 // 8
    assert len(packed) > plain if narrow else len(packed) < plain - len(again) // 2
