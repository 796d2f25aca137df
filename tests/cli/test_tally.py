"""The accountant's file at the command line."""

from xml.etree import ElementTree as ET

import pytest

from shoppos.base.paths import SHOP_FILE
from tests.reports.gst.books import Line, Writer


@pytest.fixture
def month(folder):
    writer = Writer(folder / SHOP_FILE)
    writer.bill("A1/2627/000001", 20260503, [Line(11_800, rate=1800, inclusive=True)])
    writer.bill("A1/2627/000002", 20260504, [Line(5_000, treatment="nil")])
    return writer


def test_the_file_holds_accounts_and_vouchers_of_the_month(run, month, tmp_path):
    out = tmp_path / "may.xml"
    said = run("tally", "--month", "2026-05", "--out", out, "--json")
    assert said.json == {
        "from": "2026-05-01", "to": "2026-05-31", "vouchers": 2, "ledgers": 5, "debit": "168.00", "file": str(out),
    }  # fmt: skip
    told = ET.fromstring(out.read_text("utf-8"))
    assert told.findtext(".//SVCURRENTCOMPANY") == "Sharma Kirana"
    assert [one.findtext("VOUCHERNUMBER") for one in told.iter("VOUCHER")] == ["A1/2627/000001", "A1/2627/000002"]


def test_without_a_file_it_goes_to_the_terminal(run, month):
    said = run("tally", "--month", "2026-05", "--company", "Sharma & Sons", "--part", "vouchers")
    told = ET.fromstring(said.out)
    assert told.findtext(".//SVCURRENTCOMPANY") == "Sharma & Sons"
    assert not list(told.iter("LEDGER"))


def test_any_days_can_be_asked_for(run, month):
    assert run("tally", "--from", "2026-05-04", "--to", "2026-05-04", "--json").json["vouchers"] == 1
    both = run("tally", "--month", "2026-05", "--from", "2026-05-04")
    assert both.code == 1
    assert "not both" in both.err


def test_a_file_that_cannot_be_written_is_said(run, month, tmp_path):
    said = run("tally", "--month", "2026-05", "--out", tmp_path / "none" / "may.xml")
    assert said.code == 1
    assert "cannot be written" in said.err
