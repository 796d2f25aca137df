"""The accountant's file: the published voucher digit by digit, sums that are nought, and names that do no harm."""

import json
import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shoppos.base.clock import Clock
from shoppos.base.file import Reader
from shoppos.base.paths import SHOP_FILE
from shoppos.reports import periods, tally
from shoppos.reports.vouchers import Entry, Kind, Ledger, Voucher
from tests.reports.gst.books import Line, Writer

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))
VECTOR = VECTORS["tally"][0]
MAY = periods.named("2026-05", periods.day("2026-06-01"))


@pytest.fixture
def published(folder):
    """The shop of the published voucher, with its one bill."""
    asked = next(one for one in VECTORS["gstr1_sample"]["input"]["invoices"] if one["no"] == "INV/26-27/0003")
    lines = [
        Line(
            price=int(Decimal(one["price"]) * 100), quantity=int(Decimal(one.get("qty", "1")) * 1000),
            rate=int(Decimal(one["rate"]) * 100), inclusive=one["incl"], treatment=one.get("treat", "taxable"),
        )
        for one in asked["lines"]
    ]  # fmt: skip
    Writer(folder / SHOP_FILE).bill("INV/26-27/0003", 20260505, lines)
    reader = Reader(folder / SHOP_FILE, Clock())
    yield reader
    reader.close()


def test_the_published_voucher_comes_out_digit_by_digit(published):
    told = "".join(tally.tally(published, MAY, "Sharma Stores", "vouchers"))
    wanted = re.search("<VOUCHER .*</VOUCHER>", VECTOR["xml"])[0]
    assert wanted in told
    assert told.count("<VOUCHER ") == 1
    entries = [
        {"ledger": one.findtext("LEDGERNAME"), "is_deemed_positive": one.findtext("ISDEEMEDPOSITIVE"),
         "amount": one.findtext("AMOUNT")}
        for one in ET.fromstring(told).iter("ALLLEDGERENTRIES.LIST")
    ]  # fmt: skip
    assert entries == VECTOR["entries"]


def test_the_envelope_around_it_is_the_published_one(published):
    told = "".join(tally.tally(published, MAY, "Sharma Stores", "vouchers"))
    head, tail = (re.sub(r"\s*\n", "", part) for part in re.split("<VOUCHER .*</VOUCHER>", told))
    theirs = re.split("<VOUCHER .*</VOUCHER>", VECTOR["xml"])
    assert head == '<?xml version="1.0" encoding="UTF-8"?>' + theirs[0]
    assert tail == theirs[1]


def test_accounts_stand_before_the_vouchers_that_need_them(published):
    told = ET.fromstring("".join(tally.tally(published, MAY, "Sharma Stores")))
    kinds = [message[0].tag for message in told.iter("TALLYMESSAGE")]
    assert kinds == ["LEDGER"] * 7 + ["VOUCHER"]
    made = {one.get("NAME"): one.findtext("PARENT") for one in told.iter("LEDGER")}
    assert {one.text for one in told.iter("LEDGERNAME")} == set(made)
    assert made["Cash"] == "Cash-in-Hand"
    assert made["Output CGST"] == "Duties & Taxes"


def test_accounts_can_go_first_in_a_file_of_their_own(published):
    told = "".join(tally.tally(published, MAY, "Sharma Stores", "masters"))
    assert "<REPORTNAME>All Masters</REPORTNAME>" in told
    assert "<VOUCHER" not in told


names = st.text(st.characters(codec="utf-8"), max_size=40)
amounts = st.lists(st.integers(-(10**9), 10**9).filter(bool), min_size=1, max_size=5)


@given(names, names, names, amounts)
def test_hostile_names_never_break_the_file_and_every_voucher_comes_to_nought(company, account, story, asked):
    entries = [Entry(Ledger(f"{account} {n}", "Sundry Debtors"), amount) for n, amount in enumerate(asked)]
    entries.append(Entry(Ledger("Cash", "Cash-in-Hand"), -sum(asked)))
    one = Voucher(20260505, 1, Kind.SALES, "1", entries[0].ledger, story, tuple(e for e in entries if e.amount))
    told = ET.fromstring("".join(tally.write([one], company)))
    sums = [Decimal(amount.text) for amount in told.iter("AMOUNT")]
    assert sum(sums) == 0
    for line in told.iter("ALLLEDGERENTRIES.LIST"):
        assert (line.findtext("ISDEEMEDPOSITIVE") == "Yes") == (Decimal(line.findtext("AMOUNT")) < 0)


def test_markup_in_a_name_is_text():
    one = Voucher(
        20260505, 1, Kind.SALES, "1", Ledger('A & B <"VOUCHER">', "Sundry Debtors"), "]]><AMOUNT>1</AMOUNT>",
        (Entry(Ledger('A & B <"VOUCHER">', "Sundry Debtors"), 100), Entry(Ledger("Cash", "Cash-in-Hand"), -100)),
    )  # fmt: skip
    told = ET.fromstring("".join(tally.write([one], "M/s <Sharma> & Sons")))
    assert [amount.text for amount in told.iter("AMOUNT")] == ["-1.00", "1.00"]
    assert told.findtext(".//PARTYLEDGERNAME") == 'A & B <"VOUCHER">'
    assert told.findtext(".//SVCURRENTCOMPANY") == "M/s <Sharma> & Sons"
    assert 'A & B <"VOUCHER">' in {ledger.get("NAME") for ledger in told.iter("LEDGER")}


lines = st.lists(
    st.builds(Line, price=st.integers(1, 500_000), quantity=st.integers(1, 9_000), inclusive=st.booleans(),
              rate=st.sampled_from([0, 25, 500, 1800, 4000]), cess_rate=st.sampled_from([0, 1200])),
    min_size=1, max_size=4,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(lines, st.sampled_from(["27", "29"]), st.sampled_from(["bill", "void", "note"])), max_size=6))
def test_what_is_in_the_books_balances_voucher_by_voucher(new_shop, tmp_path_factory, asked):
    copy = tmp_path_factory.mktemp("tally") / SHOP_FILE
    copy.write_bytes((new_shop / SHOP_FILE).read_bytes())
    writer = Writer(copy)
    with writer.many():
        for n, (own, place, what) in enumerate(asked, 1):
            writer.bill(f"A1/2627/{n:06d}", 20260501, own, place=place, note=what == "note",
                        void=20260502 if what == "void" else 0)  # fmt: skip
    writer.raw.close()
    reader = Reader(copy, Clock())
    told = ET.fromstring("".join(tally.tally(reader, MAY, "Sharma")))
    reader.close()
    vouchers = list(told.iter("VOUCHER"))
    assert len(vouchers) == len(asked) + sum(what == "void" for _lines, _place, what in asked)
    for one in vouchers:
        assert sum(Decimal(amount.text) for amount in one.iter("AMOUNT")) == 0
