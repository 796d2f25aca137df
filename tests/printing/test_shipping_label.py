"""The shipping label on each paper. To renew the golden ones: UPDATE_GOLDEN=1 pytest tests/printing."""

import os
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from shoppos.base.i18n import BILL_LANGUAGES
from shoppos.base.money import rupees
from shoppos.printing.codes import QUIET
from shoppos.printing.documents import page_for
from shoppos.printing.head import Head
from shoppos.printing.languages import encode
from shoppos.printing.marks import Bars, Modules, Words, points
from shoppos.printing.page import Size
from shoppos.printing.paper import paper_named
from shoppos.printing.raster import print_rows
from shoppos.printing.shipping_label import LabelWords, shipping_page
from shoppos.reports.label import Party
from shoppos.shop.papers import label_told
from shoppos.shop.payments import Tender
from tests.printing import scanner
from tests.printing.hostile import HOSTILE
from tests.printing.labels import BAREST, LONGEST, MARATHI, PREPAID, SHIPPING, SHIPPING_PAPERS, TAMIL
from tests.printing.layout import checked, face, told, type_sizes, words

GOLDEN = Path(__file__).parents[1] / "golden" / "labels"
ROLLS = ("4x6", "100x150", "3x2")
INDIC = st.text("अआकखगचजटडतदनपबमयरलवशसहािीुूेैोौ्ंकखதமிழ்நாடுகல்லூரி తెలుగు,.- 0123456789", min_size=1, max_size=190)
LATIN = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=190)
LINES = st.one_of(LATIN, INDIC)


def page(label, paper, **how):
    return shipping_page(label, paper_named(paper), **how)


@pytest.mark.parametrize("paper", SHIPPING_PAPERS)
@pytest.mark.parametrize("name", SHIPPING)
def test_the_label_is_the_golden_one(name, paper):
    golden = GOLDEN / f"shipping-{name}-{paper}.txt"
    said = told(page(SHIPPING[name], paper, copy="DUPLICATE 2 · Asha · 3 May 2026 14:05" if name == "longest" else ""))
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", SHIPPING_PAPERS)
@pytest.mark.parametrize("name", SHIPPING)
@pytest.mark.parametrize("dots_per_mm", [8, 12])
@pytest.mark.parametrize("language", BILL_LANGUAGES)
def test_nothing_leaves_the_label_and_nothing_stands_on_anything_else(name, paper, dots_per_mm, language):
    checked(page(SHIPPING[name], paper, language=language), face(paper_named(paper), dots_per_mm))


@settings(max_examples=120, deadline=None)
@given(name=LINES, address=LINES, cod=st.integers(0, 99_99_999_99), paper=st.sampled_from(SHIPPING_PAPERS))
def test_so_it_is_with_any_name_and_address(name, address, cod, paper):
    label = replace(PREPAID, to=replace(PREPAID.to, name=name, address=address), cod=cod)
    (sheet,) = checked(page(label, paper))
    sizes = type_sizes(sheet, face(paper_named(paper)))
    amount = rupees(cod).removesuffix(".00") if cod else "PREPAID"
    others = [size for text, size in sizes.items() if text not in {"560001", amount}]
    assert min(sizes["560001"], sizes[amount]) > max(others)
    whole = "".join("".join(words(sheet)).split())
    assert "".join(address.split()).rstrip(",.")[:20] in whole or not address.isascii()
    assert "98450 12345" in sizes


@pytest.mark.parametrize("paper", SHIPPING_PAPERS)
@pytest.mark.parametrize("label", [PREPAID, LONGEST, MARATHI, TAMIL], ids=["prepaid", "longest", "marathi", "tamil"])
def test_every_word_of_the_address_stands_on_it(label, paper):
    (first, *_rest) = checked(page(label, paper))
    said = " ".join(words(first))
    for wanted in (*label.to.name.split(), *label.to.address.split()):
        assert wanted in said
    for wanted in (label.to.pin_code, f"{label.to.phone[:5]} {label.to.phone[5:]}", label.number, "23-11-2026"):
        assert wanted in said
    assert label.courier in said
    assert label.awb in said
    assert ("PREPAID" in words(first)) == (label.cod == 0)
    assert any(text.startswith("COD") for text in words(first)) == (label.cod > 0)


@pytest.mark.parametrize("paper", ["4x6", "100x150", "A4x4"])
def test_a_large_label_says_all_that_couriers_ask(paper):
    (first, *_rest) = checked(page(LONGEST, paper))
    said = words(first)
    assert said.index("TO") < said.index("RETURN TO")
    assert {"₹12,499.50", "1 / 3", "1.25 kg · 30 × 20 × 10 cm", "Sharma General Store"} <= set(said)
    assert "12 MG Road, Indiranagar, Bengaluru 560038, Karnataka" in said
    assert "98765 43210 · GSTIN 29AAGCB7383J1Z4" in said
    assert any(isinstance(mark, Modules) for mark in first.marks)


def test_there_is_a_label_for_each_piece():
    for paper in ROLLS:
        made = checked(page(LONGEST, paper))
        assert [[text for text in words(sheet) if text.replace(" ", "").endswith("/3")] for sheet in made] == [
            [text] for text in (("1/3", "2/3", "3/3") if paper == "3x2" else ("1 / 3", "2 / 3", "3 / 3"))
        ]
    (sheet,) = checked(page(LONGEST, "A4x4"))
    assert [text for text in words(sheet) if text.endswith("/ 3")] == ["1 / 3", "2 / 3", "3 / 3"]


def test_cash_for_several_pieces_is_collected_once():
    for paper in SHIPPING_PAPERS:
        said = " ".join(words(checked(page(LONGEST, paper))[0]))
        assert "nce for 3 pieces" in said
        assert "nce for" not in " ".join(words(checked(page(MARATHI, paper))[0]))


def test_titles_are_told_in_english_beside_the_shops_own_language():
    words_ = LabelWords(MARATHI, "", "hi", gettext={"TO": "प्रति", "Collect cash": "नकद लें"}.__getitem__)
    assert words_.to() == "प्रति / TO"
    assert words_.collecting() == ["नकद लें", "Collect cash"]
    assert words_.lines().endswith("Maharashtra")  # whoever sorts it there reads no other language of ours


def test_on_a_small_label_the_least_important_goes_first():
    full = " ".join(words(checked(page(PREPAID, "3x2"))[0]))
    assert "12 MG Road" in full
    tight = checked(page(LONGEST, "3x2"))[0]
    said = " ".join(words(tight))
    assert "GSTIN" not in said
    assert not any(isinstance(mark, Modules) for mark in tight.marks)
    for kept in (LONGEST.to.name.split()[-1], "Kothrud Depot Road, Pune", "411038", "98220 12345", "₹12,499.50"):
        assert kept in said


@pytest.mark.parametrize("paper", ROLLS)
@pytest.mark.parametrize("name", SHIPPING)
@pytest.mark.parametrize("dots_per_mm", [8, 12])
def test_the_codes_are_read_as_the_head_draws_them(name, paper, dots_per_mm):
    label = SHIPPING[name]
    drawn = print_rows(page(label, paper), Head(dots_per_mm=dots_per_mm))
    assert len(drawn) == label.pieces
    for rows in drawn:
        found = scanner.read(rows)
        if paper != "3x2":
            assert found[label.number] == "QRCode"
        if label.awb:
            assert found[label.awb] == "Code128"


@pytest.mark.parametrize("name", ["prepaid", "longest", "tamil"])
def test_the_codes_are_read_from_the_pdf_at_200_dpi(name):
    label = SHIPPING[name]
    sheet = pypdfium2.PdfDocument(encode(page(label, "A4x4"), "pdf"))[0]
    image = sheet.render(scale=200 / 72).to_pil().convert("L")
    found = [code.text for code in zxingcpp.read_barcodes(image)]
    assert sorted(found) == sorted([label.awb, label.number] * label.pieces)


@pytest.mark.parametrize("paper", SHIPPING_PAPERS)
@pytest.mark.parametrize("awb", ["D12345678901", "1234", "CA123456785IN", "77012345678", "A" * 20])
def test_the_bars_of_an_awb_are_wide_enough_and_have_white_on_both_sides(awb, paper):
    type_ = face(paper_named(paper))
    (sheet,) = checked(page(replace(PREPAID, awb=awb), paper), type_)
    bars = next(mark for mark in sheet.marks if isinstance(mark, Bars))
    wide = len(bars.pattern) * bars.side
    assert wide >= 38 * type_.millimetre
    assert bars.side >= 2
    paper_ = paper_named(paper)
    cell = paper_.cell or paper_
    left = 0 if paper_.grid is None else cell.margin * type_.millimetre // 10
    assert bars.x - left >= QUIET * bars.side
    assert cell.width * type_.millimetre // 10 - bars.x - wide >= QUIET * bars.side


def test_an_awb_too_long_for_bars_is_a_code_that_phones_read():
    label = replace(PREPAID, awb="ABCDEFGHIJ" * 6)
    for rows in print_rows(page(label, "4x6"), Head()):
        assert scanner.read(rows) == {label.awb: "QRCode", label.number: "QRCode"}


def test_a_phone_is_told_whole_or_by_its_last_four_digits():
    assert "98450 12345" in words(checked(page(PREPAID, "4x6"))[0])
    for paper in SHIPPING_PAPERS:
        said = " ".join(words(checked(page(replace(PREPAID, masked=True), paper))[0]))
        assert "XXXXX X2345" in said
        assert "98450" not in said


def test_the_second_label_says_so_in_small_type():
    mark = "DUPLICATE 2 · Asha · 3 May 2026 14:05"
    for paper in SHIPPING_PAPERS:
        for label in SHIPPING.values():
            type_ = face(paper_named(paper))
            for sheet in checked(page(label, paper, copy=mark), type_):
                sizes = type_sizes(sheet, type_)
                assert sizes[mark] <= type_.ascent(Size.SMALL)


def test_what_is_not_known_leaves_no_title_behind():
    said = words(checked(page(BAREST, "4x6"))[0])
    assert "PIN CODE" not in said
    assert "PHONE" not in said
    assert not any(text.startswith("AWB") for text in said)


def test_hostile_texts_come_out_as_plain_ones():
    for text in HOSTILE:
        short = text[:60]
        to = Party(text, text or "x", short, "27", short)
        label = replace(PREPAID, to=to, courier=short, awb=short, box=short, sender=Party(text, text))
        for paper in SHIPPING_PAPERS:
            for sheet in checked(page(label, paper, copy=short)):
                for said in words(sheet):
                    assert all(sign >= " " and sign not in "\x7f\u202e\u2066\u2028" for sign in said)


@pytest.mark.parametrize("paper", SHIPPING_PAPERS)
def test_even_the_longest_name_and_address_that_can_be_typed_stay_readable(paper):
    to = replace(PREPAID.to, name=("Radhabai Vishwanathrao " * 20)[:200], address=("Kothrud Depot Road, " * 20)[:200])
    (sheet,) = checked(page(replace(LONGEST, to=to, pieces=1), paper))
    lines = [mark for mark in sheet.marks if isinstance(mark, Words) and mark.size is Size.NORMAL]
    assert min(points(paper_named(paper), mark.size) * mark.percent for mark in lines) >= 480_000  # 4.8 points


@pytest.mark.parametrize("paper", ["58", "80"])
@pytest.mark.parametrize("mode", ["hybrid", "raster"])
def test_a_shop_without_labels_prints_it_on_a_roll(paper, mode):
    paper_bytes = encode(page(replace(LONGEST, pieces=1), paper), "escpos", Head(mode=mode))
    assert len(paper_bytes) > 5_000
    said = encode(page(LONGEST, paper), "text").decode()
    assert "411038" in said
    assert "₹12,499.50" in said
    assert said.count("CA123456785IN") >= 3  # a label for each piece


def test_the_label_of_a_real_sale_is_what_was_owed(shop):
    shop.customers.add("Asha Rao", "9822012345", address="7 Beach Road, Kozhikode", pin_code="673001", state="32")
    done = shop.sales.sell(("2*1001",), (Tender("cod"),), customer_phone="9822012345", with_address=True)
    told = label_told(courier="DTDC", awb="D12345678901", weight=1250, pieces=2, mask=True)
    made = checked(page_for(shop.db, "label", done.sale_ids[0], told, "4x6"))
    assert [text for sheet in made for text in words(sheet) if text.endswith("/ 2")] == ["1 / 2", "2 / 2"]
    said = words(made[0])
    assert {"Asha Rao", "7 Beach Road, Kozhikode, Kerala", "673001", "XXXXX X2345", "₹300", "AWB D12345678901"} <= set(
        said
    )
