"""Matching: certain by a reference and the exact amount alone, whatever else there is; the rest ranked with reasons."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from shoppos.rules.bank_words import Credit
from shoppos.rules.matching import AFTER, BEFORE, Came, Claim, certain, doubles, numbers, suggest

NOW = 1_795_000_000_000
HOUR = 3_600_000


def claim(n: int = 1, amount: int = 100_00, **more):
    return Claim("bill", bytes([n]) * 16, 1, amount, more.pop("at", NOW), parts=((bytes([n]) * 16, 1),), **more)


def test_a_reference_and_the_amount_are_certain_and_an_amount_alone_is_not():
    mine = claim(reference="A1000012")
    other = claim(2)
    found = suggest(Credit(100_00, "412345678901", said="UPI/CR/412345678901/A1000012"), NOW, [other, mine])
    assert [one.claim for one in found] == [mine, other]
    assert certain(found) == found[0]
    assert certain(suggest(Credit(100_00, "412345678901"), NOW, [mine])) is None


def test_a_part_of_a_longer_word_is_no_reference():
    for said in ("XA1000012", "A10000123", "A1-000012"):
        assert certain(suggest(Credit(100_00, said=said), NOW, [claim(reference="A1000012")])) is None


def test_another_amount_is_for_a_person():
    (one,) = suggest(Credit(99_00, said="A1000012"), NOW, [claim(reference="A1000012")])
    assert (one.certain, "99.00" in one.why) == (False, True)


def test_two_claims_of_one_reference_are_for_a_person():
    both = [claim(1, reference="A1000012"), claim(2, reference="A1000012")]
    assert certain(suggest(Credit(100_00, said="A1000012"), NOW, both)) is None


def test_what_another_utr_proves_is_no_more_to_be_had():
    proved = claim(utr="412345678902", reference="A1000012")
    assert suggest(Credit(100_00, "412345678901", said="A1000012"), NOW, [proved]) == []
    assert suggest(Credit(100_00, "", said="A1000012"), NOW, [proved]) == []


def test_the_nearer_and_the_one_with_the_payers_name_come_first():
    near, far = claim(1, at=NOW - HOUR), claim(2, at=NOW - 30 * HOUR)
    named = claim(3, at=NOW - 9 * HOUR, name="Anil Verma")
    found = suggest(Credit(100_00, payer="ANIL VERMA"), NOW, [far, near, named])
    assert [one.claim for one in found] == [named, near, far]


def test_the_window_has_two_ends():
    edges = [NOW - AFTER - 1, NOW - AFTER, NOW + BEFORE, NOW + BEFORE + 1]
    found = suggest(Credit(100_00), NOW, [claim(n, at=at) for n, at in enumerate(edges, 1)])
    assert sorted(one.claim.doc_id[0] for one in found) == [2, 3]


def came(n, amount=100_00, at=NOW, *, doc=None, **more):
    return Came(bytes([n]) * 16, Credit(amount, f"{412345678900 + n}", **more), at, doc)


def test_a_reference_paid_twice_and_a_payer_paying_again_are_doubles():
    first = came(1, doc=b"d" * 16, said="A1000012", payer="anil@upi")
    again = came(2, said="A1000012", payer="wife@upi")
    same = came(3, at=NOW + HOUR, payer="anil@upi")
    late = came(4, at=NOW + 30 * HOUR, payer="anil@upi")
    other = came(5, payer="priya@upi")
    found = doubles([again, same, late, other, first], [claim(reference="A1000012", number="A1/2627/O00001")])
    assert [(one.first[0], one.second[0]) for one in found] == [(1, 2), (1, 3)]
    assert "O00001" in found[0].why


def test_two_that_are_matched_are_doubles_only_where_one_is_too_much():
    first, again = (came(n, doc=bytes([n]) * 16, payer="anil@upi") for n in (1, 2))
    assert doubles([first, again], []) == []
    order = b"o" * 16
    there = [replace(one, of=order) for one in (again, first)]
    assert [(one.first[0], one.second[0]) for one in doubles(there, [])] == [(1, 2)]
    assert doubles([replace(first, of=order), replace(again, of=b"x" * 16)], []) == []


def test_a_number_that_is_written_comes_before_an_amount_and_behind_a_reference():
    order = claim(1, 90_00, number="A1/2627/O00005", named=True)
    amount = claim(2, name="Anil Verma")
    by_word = claim(3, reference="A1000012", number="A1/2627/O00007")
    found = suggest(Credit(100_00, payer="ANIL", said="A1000012 O00005"), NOW, [amount, order, by_word])
    assert [one.claim for one in found] == [by_word, order, amount]
    assert [one.certain for one in found] == [True, False, False]
    assert suggest(Credit(90_00), NOW, [order])[0].certain is False


def test_numbers_of_orders_and_bills_are_read_however_they_are_written():
    written = {
        "Order A1/2627/O00005": {"A1/2627/O00005"}, "ord a1-2627-o00005.": {"A1/2627/O00005"},
        "A12627O00005": {"A1/2627/O00005"}, "UPI/O00005/x": {"O00005"}, "Bill A1/2627/000003": {"A1/2627/000003"},
        "O00005 and A1/2627/O00005": {"A1/2627/O00005"}, "412345678901": set(), "A12627O00005P1": set(),
        "FOO00005": set(), "O00005X": set(), "000003": set(),
    }  # fmt: skip
    assert {said: numbers(Credit(1, said=said)) for said in written} == written


CLAIMS = st.builds(
    claim, st.integers(1, 9), st.sampled_from([100_00, 200_00]),
    reference=st.sampled_from(["", "A1000012", "A1000013"]), utr=st.sampled_from(["", "412345678901", "412345678902"]),
    at=st.integers(NOW - 2 * AFTER, NOW + 2 * BEFORE),
)  # fmt: skip
CREDITS = st.builds(
    Credit, st.sampled_from([100_00, 200_00]), st.sampled_from(["", "412345678901"]), st.sampled_from(["", "anil@upi"]),
    st.sampled_from(["", "UPI A1000012 x", "A1000012/A1000013"]),
)  # fmt: skip


@given(CREDITS, st.lists(CLAIMS, max_size=6))
def test_nothing_is_ever_certain_without_a_reference_and_the_exact_amount(credit, claims):
    found = suggest(credit, NOW, claims)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    sure = certain(found)
    if sure is not None:
        assert sure.claim.amount == credit.amount
        by_utr = bool(credit.utr) and sure.claim.utr == credit.utr
        assert by_utr or (not sure.claim.utr and sure.claim.reference and sure.claim.reference in credit.said)
        assert sum(one.certain for one in found) == 1
    assert all(one.why for one in found)
