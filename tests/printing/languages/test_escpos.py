"""What a thermal printer makes of the bytes, in letters, in dots, and in both."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.errors import InvalidInput
from shoppos.printing import compose
from shoppos.printing.head import CUTS, MODES, Head, fitted
from shoppos.printing.languages import encode, escpos
from shoppos.printing.languages.text import wrap
from shoppos.printing.page import (
    Align,
    Barcode,
    Beside,
    Break,
    Column,
    Feed,
    Framed,
    Page,
    Qr,
    Ruler,
    Size,
    Table,
    Text,
    Together,
    row,
)
from shoppos.printing.paper import paper_named
from shoppos.printing.raster import print_rows
from tests.printing import bills
from tests.printing.decoder import decoded
from tests.printing.hostile import HOSTILE
from tests.printing.pages import EAN, LINK
from tests.printing.scanner import different, ink, read
from tests.printing.test_bill import hostile_bill

ROLL = paper_named("80")
LETTERS, HYBRID, DOTS = (Head(mode=mode) for mode in MODES)
CODES = (Qr(LINK), Barcode("A1/2627/000123"), Barcode(EAN, "ean13"))


def page(*parts, paper=ROLL):
    return Page(paper, parts)


def printed(*parts, head=HYBRID):
    made = decoded(escpos.compose(page(*parts), head), most=head.band)
    assert made.problems == []
    return made


def said(made):
    """The lines in letters, without the picture's."""
    return [line for line in made.lines if not line.startswith("[") and line]


# -- letters


@pytest.mark.parametrize("kind", bills.KINDS)
@pytest.mark.parametrize("paper", ["58", "80"])
def test_a_bill_in_letters_says_what_the_text_page_says_without_one_odd_byte(kind, paper):
    bill = bills.KINDS[kind]
    made = decoded(compose(bill, "escpos", paper, head=LETTERS), wide=paper_named(paper).dots)
    assert made.problems == []
    assert made.pictures == []
    spelled = compose(bill, "text", paper).decode().replace("×", "x").replace("₹", "Rs. ")
    in_pieces = wrap(bill.upi or "", paper_named(paper).columns)
    assert [word for word in made.text.split() if word not in in_pieces] == [
        word for word in re.sub("[\u0900-\u097f]+", lambda word: "?" * len(kept(word[0])), spelled).split()
        if word not in in_pieces
    ]  # fmt: skip


def kept(word):
    """The letters of a Hindi word without its marks."""
    return re.sub("[\u0900-\u0903\u093a-\u094f]", "", word)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("paper", ["58", "80"])
def test_no_line_is_wider_than_the_head(paper, mode, qapp):
    wide = paper_named(paper).dots
    for bill in bills.KINDS.values():
        for language in ("en", "hi"):
            made = decoded(compose(bill, "escpos", paper, language=language, head=Head(mode=mode)), wide=wide)
            assert made.problems == []


def test_the_rupee_is_spelled_out_in_letters_for_no_code_page_has_it():
    made = printed(row("TOTAL", "₹931.00"), head=LETTERS)
    assert made.lines[0].split() == ["TOTAL", "Rs.", "931.00"]
    assert len(made.lines[0]) == 48


def test_places_sizes_and_bold_are_the_printers_own():
    made = printed(
        Text("Shop", bold=True, align=Align.CENTER), Text("left"), Text("tall", Size.LARGE), Text("huge", Size.HUGE)
    )
    assert made.lines[:4] == ["Shop", "left", "tall", "huge"]
    assert made.aligns[:4] == [1, 0, 0, 0]
    assert made.bold[:4] == [True, False, False, False]
    assert made.sizes[:4] == [0, 0, 0x01, 0x11]


def test_what_does_not_change_is_not_said_again():
    assert escpos.compose(page(Text("a"), Text("b")), HYBRID).startswith(b"\x1b@a\nb\n")


@pytest.mark.parametrize(("name", "number"), escpos.CODE_PAGES.items())
def test_a_code_page_is_chosen_after_the_reset_and_its_letters_come_out_right(name, number):
    head = Head(mode="hybrid", code_page=name)
    data = escpos.compose(page(Text("Café ß 5"), Text("2 × 3")), head)
    assert data.startswith(b"\x1b@\x1c.\x1bt" + bytes([number]))
    made = decoded(data)
    assert made.problems == []
    assert made.lines[0] == "Café ß 5"
    assert made.lines[1] in {"2 × 3", "2 x 3"}


def test_the_euro_is_one_letter_in_the_page_that_has_it():
    made = printed(Text("€5"), head=Head(mode="text", code_page="cp858"))
    assert made.lines[0] == "€5"
    assert printed(Text("€5"), head=Head(mode="text", code_page="cp437")).lines[0] == "EUR 5"


def test_a_head_of_other_width_has_other_columns():
    for dots, columns in ((512, 42), (384, 32), (832, 69)):
        head = Head(mode="text", dots=dots)
        made = decoded(escpos.compose(page(row("left", "right")), head), wide=dots)
        assert made.problems == []
        assert len(made.lines[0]) == columns


# -- letters, and dots where they lack one


def test_a_line_in_hindi_is_drawn_as_dots_and_the_others_stay_text(qapp):
    made = printed(Text("Parle-G"), Text("पारले-जी"), Text("10.00"))
    assert said(made) == ["Parle-G", "10.00"]
    first, last = (made.pieces[0].index(text) for text in said(made))
    assert 24 < last - first < 40
    assert 8 < max(wide for wide, _dots in made.pictures) < 16


def test_of_a_paragraph_only_the_lines_that_need_it_are_drawn(qapp):
    made = printed(Text("GOODS ONCE SOLD ARE EXCHANGED WITHIN SEVEN DAYS OF PURCHASE धन्यवाद श्री"))
    assert said(made) == ["GOODS ONCE SOLD ARE EXCHANGED WITHIN SEVEN"]
    assert made.pictures


def test_the_rupee_is_drawn_where_dots_may_be(qapp):
    made = printed(row("Items", "4"), row("TOTAL", "₹931.00", bold=True, size=Size.LARGE))
    assert said(made) == ["Items" + "4".rjust(43)]
    assert ink(made.rows(72)) > 500


def test_a_table_is_drawn_row_by_row_and_keeps_its_columns(qapp):
    columns = (Column("दर", 1), Column("मूल्य", 2, Align.RIGHT), Column("Tax", 2, Align.RIGHT))
    table = Table(columns, (("5%", "10.00", "0.50"), ("छूट", "8.00", "0.40")), total=("Sum", "18.00", "0.90"), head=True)
    made = printed(table)
    assert [line.split() for line in said(made)] == [["-" * 48], ["5%", "10.00", "0.50"], ["Sum", "18.00", "0.90"]]
    edges = [said(made)[1].index("10.00") + 5, said(made)[1].index("0.50") + 4]
    assert len(made.pictures) == 2
    for wide, dots in made.pictures:
        rows = [int.from_bytes(dots[at : at + wide], "big") << (72 - wide) * 8 for at in range(0, len(dots), wide)]
        across = 0
        for line in rows:
            across |= line
        for edge in edges:
            last = edge * 12 - 1
            assert any(across >> (575 - at) & 1 for at in range(last - 14, last + 1))
            assert not any(across >> (575 - at) & 1 for at in range(last + 1, min(last + 12, 576)))


def test_a_table_too_narrow_for_letters_is_drawn_whole_when_a_sign_is_lacking(qapp):
    columns = tuple(Column(f"{n}", 1, Align.RIGHT) for n in range(4))
    table = Table(columns, (("1,00,00,000.00",) * 3 + ("₹9,99,99,999.00",),) * 2, head=True)
    made = decoded(escpos.compose(Page(paper_named("58"), (table,)), HYBRID), wide=384)
    assert made.problems == []
    assert said(made) == []
    assert made.pictures


@pytest.mark.parametrize(
    "part", [*CODES, Framed((Text("in"),)), Ruler(), Beside(((Text("a"),), (Qr(LINK),)), (1, 1))], ids=str
)
def test_codes_frames_and_rulers_are_drawn_and_in_letters_alone_they_are_told(part, qapp):
    assert printed(part).pictures
    assert said(printed(part)) == []
    made = printed(part, head=LETTERS)
    assert made.pictures == []
    assert said(made)


def test_parts_held_together_and_stacks_of_letters_stay_letters():
    made = printed(Together((Text("a"), Feed(2))), Beside(((Text("left"),), (Text("right"),)), (1, 1)))
    assert made.pictures == []
    assert made.lines[:4] == ["a", "", "", "left" + " " * 21 + "right"]


def test_letters_below_a_drawn_line_do_not_touch_it(qapp):
    made = printed(Text("तु तु"), Text("Parle"))
    at = made.pieces[0].index("Parle")
    assert not any(b"".join(made.pieces[0][at - 4 : at]))


# -- dots


@pytest.mark.parametrize("band", [8, 24, 128, 255])
@pytest.mark.parametrize("language", ["en", "hi", "ta"])
@pytest.mark.parametrize("paper", ["58", "80"])
def test_a_picture_of_a_bill_is_the_page_dot_for_dot(paper, language, band, qapp):
    head = Head(mode="raster", band=band)
    wide = paper_named(paper).dots
    made = decoded(compose(bills.UNPAID, "escpos", paper, language=language, head=head), most=band, wide=wide)
    assert made.problems == []
    assert said(made) == []
    (rows,) = print_rows(bills_page(bills.UNPAID, paper, language), head)
    found = made.rows(wide // 8)
    met = sum(b"".join(rows).count(command) for command in escpos.AT_ONCE)
    assert different(found[: len(rows)], rows) <= met < 5
    assert sorted(read(found)) == sorted([bills.UNPAID.upi, bills.UNPAID.number])


def bills_page(bill, paper, language="en"):
    from shoppos.printing.bill import bill_page

    return bill_page(bill, paper_named(paper), language=language)


@pytest.mark.parametrize("fine", [8, 12], ids=["203", "300"])
@pytest.mark.parametrize("mode", ["hybrid", "raster"])
def test_a_scanner_reads_every_code_off_the_dots(mode, fine, qapp):
    head = Head(mode=mode, dots_per_mm=fine)
    made = decoded(escpos.compose(page(*CODES), head), wide=72 * fine)
    assert made.problems == []
    assert read(made.rows(9 * fine)) == {LINK: "QRCode", "A1/2627/000123": "Code128", EAN: "EAN13"}


def test_the_picture_is_laid_for_the_heads_own_width(qapp):
    for dots in (384, 420, 512, 640, 832):
        head = Head(mode="raster", dots=dots)
        rows = print_rows(page(row("left", "right"), Qr(LINK)), head)[0]
        assert {len(line) for line in rows} == {dots // 8}
        made = decoded(escpos.compose(page(row("left", "right"), Qr(LINK)), head), wide=dots)
        assert made.problems == []
        assert different(made.rows(dots // 8)[: len(rows)], rows) == 0
        assert any(line[-1] & 1 for line in rows)


@given(
    st.integers(8, 300),
    st.integers(48, 900),
    st.lists(st.sampled_from([Text("Parle-G"), Text("पारले-जी"), Feed(3), row("a", "₹9")]), min_size=1, max_size=6),
)
def test_every_band_holds_the_bytes_it_announces_and_no_more_rows_than_the_printer(band, dots, parts):
    for mode in MODES:
        data = escpos.compose(page(*parts), Head(mode=mode, band=band, dots=dots))
        made = decoded(data, most=band, wide=dots)
        assert made.problems == []
        assert all(0 < len(body) <= band * wide for wide, body in made.pictures)


def test_blank_rows_cost_next_to_nothing(qapp):
    full = escpos.compose(page(Text("a"), Feed(20), Text("b")), DOTS)
    close = escpos.compose(page(Text("a"), Text("b")), DOTS)
    assert len(full) - len(close) < 400
    assert len(decoded(full).rows(72)) - len(decoded(close).rows(72)) == 20 * 29 // 2


def test_a_picture_upside_down_is_the_same_picture(qapp):
    for mode in MODES:
        upright = decoded(escpos.compose(page(*CODES), DOTS)).rows(72)[:-150]
        turned = decoded(escpos.compose(page(*CODES), Head(mode=mode, turned=True)))
        assert turned.problems == []
        rows = [int(f"{int.from_bytes(line, 'big'):0576b}"[::-1], 2).to_bytes(72, "big") for line in turned.rows(72)]
        at = next(at for at, line in enumerate(reversed(rows)) if any(line))
        first = next(at for at, line in enumerate(upright) if any(line))
        high = len(upright) - first
        assert [line for line in rows[::-1][at : at + high] if any(line)] == [line for line in upright if any(line)]


def test_nothing_that_an_epson_obeys_at_once_is_left_in_a_picture(monkeypatch, qapp):
    chance = random.Random(3)
    rows = [chance.randbytes(72) for _row in range(900)]
    rows[3] = b"\x10\x04\x01" * 24
    rows[4] = b"\x14\x01\x00" + bytes(66) + b"\x00\x00\x10"
    rows[5] = b"\x05\x02" + bytes(70)
    monkeypatch.setattr("shoppos.printing.raster.print_rows", lambda _page, _head: [rows])
    made = decoded(escpos.compose(page(), DOTS))
    assert made.problems == []
    assert different(made.rows(72)[:900], rows) <= 60


# -- the end of a job


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("mode", MODES)
def test_each_piece_of_a_page_is_cut_off_as_the_head_can(mode, cut, qapp):
    data = escpos.compose(page(Text("one"), Break(), Text("two")), Head(mode=mode, cut=cut))
    made = decoded(data)
    knives = {"full": b"\x1dVA\x00", "partial": b"\x1dVB\x00", "none": b"\x1bd"}
    assert made.cuts == (0 if cut == "none" else 2)
    assert data.count(knives[cut]) == 2
    if mode != "raster":
        assert said(made) == ["one", "two"]


def test_a_narrow_printer_is_fed_to_its_edge_before_a_knife_it_may_not_have():
    made = decoded(escpos.compose(Page(paper_named("58"), (Text("end"),)), LETTERS), wide=384)
    assert made.lines == ["end", "", "", "", "", ""]
    assert made.cuts == 1


def test_the_drawers_pulse_is_a_job_of_its_own_on_the_pin_it_hangs_on():
    for pin, number in ((2, 0), (5, 1)):
        pulse = decoded(escpos.drawer_pulse(Head(drawer_pin=pin)))
        assert (pulse.pulses, pulse.pins, pulse.lines, pulse.problems) == (1, [number], [], [])
    assert decoded(compose(bills.TAXABLE, "escpos", "80", head=LETTERS)).pulses == 0


# -- what must not happen


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_can_command_the_printer(name, mode, qapp):
    for language in ("en", "hi"):
        head = Head(mode=mode, code_page="cp437")
        made = decoded(compose(hostile_bill(name), "escpos", "58", language=language, head=head), wide=384)
        assert made.problems == []
        assert (made.pulses, made.cuts, made.qr_texts) == (0, 1, [])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("paper", ["A4", "4x6"])
def test_cut_sheets_and_labels_are_refused_in_a_sentence(paper, mode):
    with pytest.raises(InvalidInput, match="58 mm or 80 mm"):
        encode(Page(paper_named(paper), (Text("x"),)), "escpos", Head(mode=mode))


@pytest.mark.parametrize("head", [LETTERS, HYBRID, DOTS], ids=MODES)
def test_the_same_bill_gives_the_same_bytes(head, qapp):
    made = {compose(bills.MIXED, "escpos", "80", language="hi", head=head) for _again in range(3)}
    assert len(made) == 1


def test_settings_from_a_stranger_do_no_harm(qapp):
    odd = Head(mode="?", dots=-5, band=-1, code_page="utf-16", cut="?", drawer_pin=99)
    made = decoded(escpos.compose(page(Text("a €"), Text("क")), odd))
    assert made.problems == []
    assert fitted(ROLL, odd) == ROLL
    assert decoded(escpos.drawer_pulse(odd)).pins == [0]
