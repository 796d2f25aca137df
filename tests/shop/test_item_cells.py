"""Cells as people and programs write them."""

from __future__ import annotations

import pytest

from shoppos.shop import item_cells as cells


@pytest.mark.parametrize(
    ("text", "paise"),
    [
        ("₹1,23,450.00", 12345000),
        ("1,234,567.5", 123456750),
        ("Rs. 95/-", 9500),
        ("rs 95", 9500),
        ("INR 10.5", 1050),
        (".5", 50),
        ("94.3333", 9433),
        ("94.335", 9434),
        ("0", 0),
        ("", None),
        ("-", None),
    ],
)
def test_amounts(text: str, paise: int | None) -> None:
    assert cells.amount(text) == paise


@pytest.mark.parametrize("text", ["95,50", "1,2,3", "-5", "abc", "8901030865275", "1.2.3", "12e3", "."])
def test_what_is_no_amount_is_said(text: str) -> None:
    with pytest.raises(cells.Mistaken, match=r"amount|price"):
        cells.amount(text)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("GST@18%", (1800, "taxable")),
        ("IGST@5%", (500, "taxable")),
        ("GST@0.25%", (25, "taxable")),
        ("18", (1800, "taxable")),
        ("18.0%", (1800, "taxable")),
        ("GST 12", (1200, "taxable")),
        ("5% GST", (500, "taxable")),
        ("0.18", (1800, "taxable")),
        ("0.05", (500, "taxable")),
        ("0.4", (4000, "taxable")),
        ("0.25", (25, "taxable")),
        ("0.25%", (25, "taxable")),
        ("0.1", (10, "taxable")),
        ("0", (0, "nil")),
        ("GST@0%", (0, "nil")),
        ("None", (0, "nil")),
        ("Exempted", (0, "exempt")),
        ("GST Exempt", (0, "exempt")),
        ("Non-GST", (0, "non-gst")),
        ("", None),
    ],
)
def test_taxes(text: str, known: tuple[int, str] | None) -> None:
    assert cells.tax(text) == known


@pytest.mark.parametrize("text", ["17", "GST@9%", "abc", "18.001", "1800", "-5", "18 %%"])
def test_what_is_no_gst_rate_is_said(text: str) -> None:
    with pytest.raises(cells.Mistaken):
        cells.tax(text)


@pytest.mark.parametrize("text", ["8.90103E+12", "8.90103e12", "8E+12"])
def test_a_barcode_ruined_by_excel_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(cells.Mistaken, match="Format the column as Text"):
        cells.several(f"123;{text}")


def test_a_code_that_excel_made_a_date_is_refused() -> None:
    with pytest.raises(cells.Mistaken, match="date"):
        cells.scan_code("2026-02-01")


def test_several_barcodes_stand_in_one_cell() -> None:
    assert cells.several("8901 ; 8902|8903\n8904;;") == ["8901", "8902", "8903", "8904"]


@pytest.mark.parametrize(
    ("text", "hsn"), [("1905", "1905"), ("402", "0402"), ("19053100", "19053100"), ("1905.31", "190531"), ("", "")]
)
def test_hsn(text: str, hsn: str) -> None:
    assert cells.hsn(text) == hsn


@pytest.mark.parametrize("text", ["19", "1", "1905.9", "190531001", "19O5", "١٩٠٥"])
def test_what_is_no_hsn_is_said(text: str) -> None:
    with pytest.raises(cells.Mistaken, match="4, 6 or 8"):
        cells.hsn(text)


@pytest.mark.parametrize(
    ("text", "thousandths"),
    [("12", 12000), ("0.75", 750), ("-3", -3000), ("1,250", 1250000), ("12 PCS", 12000), ("", None)],
)
def test_counts(text: str, thousandths: int | None) -> None:
    assert cells.count(text) == thousandths


@pytest.mark.parametrize("text", ["0.0005", "many", "8901030865275", "1,2"])
def test_what_is_no_count_is_said(text: str) -> None:
    with pytest.raises(cells.Mistaken):
        cells.count(text)


@pytest.mark.parametrize(
    ("text", "known"), [("Inclusive", True), ("without tax", False), ("Y", True), ("हाँ", True), ("", None)]
)
def test_inclusive(text: str, known: bool | None) -> None:
    assert cells.inclusive(text) is known


@pytest.mark.parametrize(("text", "unit"), [("KILOGRAMS (Kg)", "KG"), ("pcs", "PCS"), ("Box", "BOX")])
def test_units(text: str, unit: str) -> None:
    assert cells.unit(text) == unit


@pytest.mark.parametrize("text", ["x", "12.345", "500"])
def test_what_is_no_percentage_is_said(text: str) -> None:
    with pytest.raises(cells.Mistaken):
        cells.percent(text)
    assert cells.percent("2.50 %") == 250


@pytest.mark.parametrize(
    ("text", "known"), [("Taxable", "taxable"), ("non-GST", "non-gst"), ("NIL", "nil"), ("", None)]
)
def test_treatments(text: str, known: str | None) -> None:
    assert cells.treatment(text) == known
