"""The bill on each paper, held to golden pages of plain text. To renew them: UPDATE_GOLDEN=1 pytest tests/printing."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from shoppos.base.money import grouped
from shoppos.printing import compose
from shoppos.printing.bill import COPIES, bill_page
from shoppos.printing.page import Beside, Feed, Size, Table, Text, Together
from shoppos.printing.paper import paper_named
from shoppos.printing.raster import picture
from shoppos.rules.words import in_hindi
from tests.printing import bills
from tests.printing.hostile import HOSTILE
from tests.printing.scanning import scanned

GOLDEN = Path(__file__).parents[1] / "golden" / "bills"
ROLLS = ("58", "80")
SHEETS = ("A4", "A5")
PAGES = [
    *((kind, "80", "en") for kind in bills.KINDS),
    ("taxable", "58", "en"), ("unpaid", "58", "en"), ("longest", "58", "en"),
    ("taxable", "A4", "en"), ("unpaid", "A4", "en"), ("transfer", "A4", "en"), ("transfer", "A5", "en"),
    ("transfer", "A4", "hi"), ("inter_state", "A4", "en"), ("cash_memo", "A5", "en"),
    ("longest", "A5", "en"),
    ("delivered", "58", "en"), ("delivered", "A4", "en"), ("delivered", "A5", "en"), ("before_tax", "A4", "en"),
    ("credit_note", "58", "en"), ("credit_note", "A4", "en"), ("credit_note", "A5", "en"),
    ("credit_note", "80", "hi"), ("credit_note", "80", "ta"), ("mixed", "58", "ta"), ("unpaid", "80", "ta"),
    ("mixed", "A4", "ta"), ("longest", "A5", "ta"), ("cash_memo", "A5", "hi"),
    ("mixed", "58", "hi"), ("unpaid", "80", "hi"), ("composition", "80", "hi"), ("mixed", "A4", "hi"),
]  # fmt: skip


def text(bill, paper, **how):
    return compose(bill, "text", paper, **how).decode()


def flat(bill, paper, **how):
    """All words of the page in the order of its parts, wherever lines break."""
    page = bill_page(bill, paper_named(paper), **how)
    return " ".join(" ".join([*words_of(page.parts), page.foot]).split())


def words_of(parts):
    for part in parts:
        match part:
            case Text():
                yield part.text
            case Table():
                yield from (column.title for column in part.columns if part.head)
                yield from (cell for row in (*part.rows, part.total) for cell in row)
            case Together():
                yield from words_of(part.parts)
            case Beside():
                for stack in part.stacks:
                    yield from words_of(stack)


@pytest.mark.parametrize(("kind", "paper", "language"), PAGES)
def test_the_page_is_the_golden_one(kind, paper, language):
    golden = GOLDEN / f"{kind}-{paper}-{language}.txt"
    said = text(bills.KINDS[kind], paper, language=language)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", bills.KINDS)
@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_every_bill_carries_what_rules_46_and_49_ask_of_all(kind, paper):
    bill = bills.KINDS[kind]
    said = flat(bill, paper)
    assert bill.letterhead.name in said
    assert "12 MG Road, Indiranagar, Bengaluru 560038" in said or kind == "union_territory"
    assert bill.kind in said
    assert bill.number in said
    assert "23-11-2026" in said
    assert "10:34 AM" in said
    assert grouped(bill.payable) in said
    assert bill.words in said
    assert "7F3A-91C2" in said
    for line in bill.lines:
        assert " ".join(line.name.split()) in said
    if bill.letterhead.gstin:
        assert bill.letterhead.gstin in said


@pytest.mark.parametrize("kind", ["taxable", "mixed", "inter_state", "union_territory", "cess", "unpaid", "longest"])
@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_a_tax_invoice_says_rate_taxable_value_and_tax_of_each_rate(kind, paper):
    bill = bills.KINDS[kind]
    said = flat(bill, paper)
    for group in bill.by_rate:
        figures = [group.taxable, *([group.igst] if bill.inter_state else [group.cgst, group.sgst]), group.cess]
        for paise in filter(None, figures):
            assert grouped(paise) in said
    for label in bill.tax_labels:
        assert label in said
    for line in bill.lines:
        assert line.hsn in said


@pytest.mark.parametrize("kind", ["exempt", "composition", "cash_memo"])
@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_a_bill_without_tax_shows_none(kind, paper):
    said = flat(bills.KINDS[kind], paper)
    for word in ("CGST", "SGST", "IGST", "Taxable", "TAX INVOICE", "reverse charge"):
        assert word not in said


@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_a_composition_dealers_bill_says_so_before_anything_else(paper):
    said = flat(bills.COMPOSITION, paper)
    assert said.startswith("composition taxable person, not eligible to collect tax on supplies")


def test_an_unregistered_shops_memo_has_no_gstin_and_no_hsn_of_tax():
    assert "GSTIN" not in text(bills.CASH_MEMO, "80")


@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_a_bill_to_another_state_names_state_and_code_and_igst(paper):
    said = flat(bills.INTER_STATE, paper)
    assert "Place of supply: Kerala (32)" in said
    assert "State: Kerala (32)" in said
    assert "7 Beach Road, Kozhikode 673001" in said
    assert "IGST" in said
    assert "CGST" not in said


def test_a_union_territory_has_its_own_label():
    said = text(bills.UNION_TERRITORY, "80")
    assert "UTGST" in said
    assert "SGST" not in said


@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_a_registered_buyer_stands_with_gstin(paper):
    said = flat(bills.UNPAID, paper)
    assert "Kaveri Traders Pvt Ltd" in said
    assert "29AACCK4321M1ZB" in said
    assert "44 Brigade Road, Bengaluru 560001" in said


@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_an_unpaid_bill_asks_for_its_money_by_code_and_in_clear_text(paper):
    page = bill_page(bills.UNPAID, paper_named(paper))
    assert bills.UNPAID.upi in str(page.parts)
    said = flat(bills.UNPAID, paper)
    assert "sharma.store@okaxis" in said
    assert f"Scan to pay ₹{grouped(bills.UNPAID.due)} by UPI" in said


@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_a_paid_bill_asks_for_nothing(paper):
    assert "upi://" not in text(bills.TAXABLE, paper)
    assert "to pay" not in text(bills.TAXABLE, paper).lower()


def test_change_is_told_with_what_was_handed_over():
    said = flat(bills.TAXABLE, "80")
    assert "Received 1,200.00" in said
    assert f"Change {grouped(bills.TAXABLE.change)}" in said


def test_a_payments_reference_stands_beside_it():
    assert "UPI UTR 412345678901 238.00" in flat(bills.EXEMPT, "80")


def paise(said):
    return int(said.replace(",", "").replace(".", ""))


@pytest.mark.parametrize("kind", bills.KINDS)
@pytest.mark.parametrize("paper", ROLLS)
def test_on_a_roll_the_lines_then_what_stands_below_them_add_up_to_the_total(kind, paper):
    bill = bills.KINDS[kind]
    page = bill_page(bill, paper_named(paper))
    rows = [part.rows[0] for part in page.parts if isinstance(part, Table) and len(part.columns) == 2]
    total = next(at for at, cells in enumerate(rows) if cells[0] in {"TOTAL", "GIVEN BACK"})
    below = [(label, paise(amount)) for label, amount in rows[2 + len(bill.lines) : total]]
    lines = sum(paise(amount) for _how, amount in rows[2 : 2 + len(bill.lines)])
    if below:
        assert below[0][1] == lines
    assert lines + sum(amount for label, amount in below[1:] if label != "Taxable value") == bill.payable
    assert ("Delivery", bill.shipping) in below or not bill.shipping
    for at, (label, amount) in enumerate(below):
        if label == "Taxable value":
            assert amount == sum(sum_ for _label, sum_ in below[:at])


@pytest.mark.parametrize("kind", bills.KINDS)
@pytest.mark.parametrize("paper", SHEETS)
def test_on_a_sheet_every_column_adds_up_and_the_delivery_is_a_row_of_its_own(kind, paper):
    bill = bills.KINDS[kind]
    page = bill_page(bill, paper_named(paper))
    items = next(part for part in page.parts if isinstance(part, Table) and part.total)
    for title in ("Discount", "Taxable value", "Tax", "Amount"):
        at = next((at for at, column in enumerate(items.columns) if column.title == title), None)
        if at is not None:
            assert sum(paise(cells[at] or "0") for cells in items.rows) == paise(items.total[at] or "0")
    assert paise(items.total[-1]) + bill.round_off == bill.payable
    assert (items.rows[-1][1] == "Delivery") is bool(bill.shipping)
    for line, cells in zip(bill.lines, items.rows, strict=False):
        goods = line.gross - line.disc - line.bdisc
        before_tax = not line.inclusive and line.total != line.taxable
        titles = [column.title for column in items.columns]
        said = paise(cells[titles.index("Taxable value") if before_tax else -1])
        assert abs(said - goods) <= (0 if before_tax else 2)


def test_a_price_before_tax_is_marked_on_the_roll():
    said = text(bills.MIXED, "80")
    assert "12.5 m × 22.40 HSN 8544 + GST 18%" in said
    assert "+ GST: the price is before tax" in said
    assert "2 pc × 150.00 HSN 3402 GST 18%" in said
    assert "before tax" not in text(bills.DELIVERED, "80")


def test_what_the_law_rounds_inside_the_prices_is_told_below_the_rates():
    odd = next(
        bill
        for price in range(10_00, 11_00)
        if (bill := bills.a_bill([bills.Item("Tea", hsn="0902", price=price, rate=500)])).total != price
    )
    assert f"Taxable value and tax: {grouped(odd.total)}" in flat(odd, "80")
    assert grouped(odd.round_off) not in flat(odd, "80"), "a second round-off would contradict the one in the sums"
    assert "Taxable value and tax" not in flat(bills.EXEMPT, "80")


@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_a_second_print_says_duplicate_and_the_first_does_not(paper):
    assert "DUPLICATE" not in text(bills.TAXABLE, paper)
    assert "DUPLICATE" in text(bills.TAXABLE, paper, copy="DUPLICATE")
    assert "ORIGINAL" not in text(bills.TAXABLE, paper, copy="DUPLICATE")
    assert "DUPLICATE 3" in text(bills.TAXABLE, paper, copy="DUPLICATE 3")


AGAIN = "DUPLICATE 2 · Asha · 3 May 2026 14:05"


@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_a_second_print_says_large_that_it_is_one_and_below_it_who_asked_and_when(paper):
    parts = list(flat_parts(bill_page(bills.TAXABLE, paper_named(paper), copy=AGAIN).parts))
    at = next(at for at, part in enumerate(parts) if isinstance(part, Text) and "DUPLICATE 2" in part.text)
    assert parts[at].size is Size.LARGE
    assert parts[at].bold
    assert "Asha" not in parts[at].text
    assert (parts[at + 1].text, parts[at + 1].bold) == ("Asha · 3 May 2026 14:05", False)
    assert parts[at + 1].size < Size.LARGE
    for language in ("hi", "ta"):
        assert "/ DUPLICATE 2" in flat(bills.TAXABLE, paper, copy=AGAIN, language=language)


def flat_parts(parts):
    for part in parts:
        match part:
            case Together():
                yield from flat_parts(part.parts)
            case Beside():
                for stack in part.stacks:
                    yield from flat_parts(stack)
            case _:
                yield part


@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
@pytest.mark.parametrize("kind", ["taxable", "unpaid", "longest", "credit_note"])
def test_a_return_finds_the_bill_with_a_scanner(paper, kind):
    bill = bills.KINDS[kind]
    found = [words for _form, words in scanned(bill_page(bill, paper_named(paper)))]
    assert sorted(found) == sorted(filter(None, [bill.number, bill.upi]))


@pytest.mark.parametrize("paper", ROLLS)
def test_the_code_costs_a_roll_less_than_nine_millimetres(paper):
    page = bill_page(bills.TAXABLE, paper_named(paper))
    feed, code = page.parts[-2:]
    assert (feed, code.text) == (Feed(), bills.TAXABLE.number)
    without = picture(replace(page, parts=page.parts[:-2])).height()
    assert ("Code128", code.text) in scanned(page)
    assert 0 < picture(page).height() - without < 9 * 8


@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_a_hindi_bill_says_its_amount_in_hindi_and_a_tamil_one_in_english(paper):
    assert in_hindi(bills.TAXABLE.payable) in flat(bills.TAXABLE, paper, language="hi")
    assert (bills.TAXABLE.words in flat(bills.TAXABLE, paper, language="hi")) is (paper in SHEETS)
    assert bills.TAXABLE.words in flat(bills.TAXABLE, paper, language="ta")


@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_a_tamil_bill_keeps_its_legal_english_name(paper):
    said = flat(bills.TAXABLE, paper, language="ta")
    assert "வரி விலைப்பட்டியல் / TAX INVOICE" in said
    assert "கர்நாடகா (29)" in said


@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_the_marks_are_read_by_those_who_know_no_hindi_too(paper):
    said = flat(bills.VOIDED, paper, copy="DUPLICATE", language="hi")
    assert "रद्द / CANCELLED" in said
    assert "दूसरी प्रति / DUPLICATE" in said


@pytest.mark.parametrize("title", COPIES)
def test_a_sheet_bears_the_title_of_its_copy(title):
    assert title in text(bills.TAXABLE, "A4", copy=title)


def test_the_title_of_a_copy_is_spoken_in_hindi():
    assert "दूसरी प्रति – परिवहनकर्ता" in flat(bills.TAXABLE, "A4", copy=COPIES[1], language="hi")


def test_an_invoice_on_a_sheet_answers_the_question_of_reverse_charge_and_leaves_room_to_sign():
    said = flat(bills.TAXABLE, "A4")
    assert "Tax payable on reverse charge: No" in said
    assert "ORIGINAL FOR RECIPIENT" in said
    assert "For Sharma General Store" in said
    assert "Authorised signatory" in said


@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_a_cancelled_bill_says_so_and_why(paper):
    said = flat(replace(bills.VOIDED, void_reason="rung up twice"), paper)
    assert "CANCELLED" in said
    assert "rung up twice" in said


def test_a_bill_after_midnight_of_the_same_business_day_tells_both_days():
    late = replace(bills.TAXABLE, made_at=bills.TAXABLE.made_at.replace(day=24, hour=0, minute=40))
    assert "24-11-2026 12:40 AM" in text(late, "80")
    assert "23-11-2026" in text(late, "80")


def test_local_names_stand_under_the_names_in_hindi_only():
    assert "पारले-जी" not in text(bills.TAXABLE, "80")
    lines = text(bills.TAXABLE, "80", language="hi").split("\n")
    assert lines[lines.index("Parle-G Gold 100 g") + 1] == "पारले-जी गोल्ड"


def test_a_hindi_bill_keeps_its_legal_english_name():
    said = text(bills.TAXABLE, "80", language="hi")
    assert "कर बीजक / TAX INVOICE" in said


def test_no_line_is_wider_than_the_paper():
    for bill in bills.KINDS.values():
        for paper in (*ROLLS, *SHEETS):
            columns = paper_named(paper).columns
            assert max(map(len, text(bill, paper).split("\n"))) <= columns


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_never_stops_a_bill_nor_puts_a_control_character_on_it(name):
    for bill in (
        hostile_bill(name),
        replace(hostile_bill(name), letterhead=replace(bills.SHOP, terms=name, footer=name)),
    ):
        for paper in ("58", "A4"):
            said = text(bill, paper, language="hi")
            assert grouped(bill.payable) in said
            assert not [sign for sign in said if sign < " " and sign != "\n"]


def hostile_bill(name):
    return bills.a_bill(
        [bills.Item(name, name, name, name, price=10_00, rate=500)],
        shop=replace(bills.SHOP, name=name, address=name, email=name, phone=name),
        buyer=replace(bills.BUYER, name=name, address=name),
        reference=name,
    )
