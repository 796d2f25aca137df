"""The dots a print head gets, and the picture on the screen."""

import hashlib
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtGui import QImage, QPainter, QRawFont, QTextLayout

from shoppos.base.paths import resource
from shoppos.printing import raster
from shoppos.printing.bill import bill_page
from shoppos.printing.codes import checked_qr
from shoppos.printing.head import Head
from shoppos.printing.page import Align, Break, Page, Qr, Size, Table, Text, row
from shoppos.printing.paper import paper_named
from shoppos.printing.raster import Dots, paint, picture, png, print_rows, strip_rows
from tests.printing import bills
from tests.printing.pages import LABELS, label, labels
from tests.printing.scanner import different, ink

ROLL = paper_named("80")
SCRIPTS = {
    "Latin": "Thank you ₹10",
    "Devanagari": "क्षत्रिय श्री कि",
    "Bengali": "ক্ষমা শ্রী কি",
    "Gurmukhi": "ਸ੍ਰੀ ਕਿਰਪਾ",
    "Gujarati": "ક્ષમા શ્રી કિ",
    "Oriya": "କ୍ଷମା ଶ୍ରୀ କି",
    "Tamil": "க்ஷமா ஸ்ரீ கொ",
    "Telugu": "క్షమ శ్రీ కి",
    "Kannada": "ಕ್ಷಮೆ ಶ್ರೀ ಕಿ",
    "Malayalam": "ക്ഷമ ശ്രീ കൊ",
}
"""In each script a conjunct, and a vowel sign that stands before or around its letter."""


def inked(rows):
    """The first and last column of dots with ink in it."""
    across = 0
    for line in rows:
        across |= int.from_bytes(line, "big")
    wide = len(rows[0]) * 8
    return wide - across.bit_length(), wide - 1 - ((across & -across).bit_length() - 1)


def dots_of(image, left=0, wide=None):
    """The rows of a picture from the column `left` on, a set bit for each dark pixel."""
    wide = wide or image.width()
    cut = image.copy(left, 0, wide, image.height()).convertToFormat(QImage.Format.Format_Grayscale8)
    pixels, stride = bytes(cut.constBits()), cut.bytesPerLine()
    found = []
    for at in range(0, stride * cut.height(), stride):
        dots = "".join("1" if shade < 128 else "0" for shade in pixels[at : at + wide])
        found.append(int(dots.ljust((wide + 7) // 8 * 8, "0"), 2).to_bytes((wide + 7) // 8, "big"))
    return found


# -- rows for a head


def test_rows_are_whole_bytes_across_the_head(qapp):
    for name in ("58", "80"):
        paper = paper_named(name)
        rows = strip_rows(Text("नमस्ते ₹"), paper)
        assert {len(line) for line in rows} == {paper.dots // 8}
        assert any(any(line) for line in rows)


def test_texts_stand_left_right_and_in_the_middle(qapp):
    left, right = inked(strip_rows(Text("नाम"), ROLL))
    assert left < 8
    assert right < 120
    left, right = inked(strip_rows(Text("नाम", align=Align.RIGHT), ROLL))
    assert left > 450
    assert right > 560
    left, right = inked(strip_rows(Text("नाम", align=Align.CENTER), ROLL))
    assert abs((left + right) // 2 - 288) < 8


def test_a_row_keeps_its_figure_at_the_right_edge(qapp):
    _left, right = inked(strip_rows(row("कुल", "₹931.00", size=Size.LARGE, bold=True), ROLL))
    assert 565 <= right < 576


def test_a_long_hindi_name_takes_more_lines_not_more_width(qapp):
    one, many = strip_rows(Text("तेल"), ROLL), strip_rows(Text("तेल " * 60), ROLL)
    assert len(many) >= 3 * len(one)
    assert inked(many)[1] < 576


def test_the_squares_of_a_code_are_whole_dots(qapp):
    rows = strip_rows(Qr("upi://pay?pa=a@b"), ROLL)
    matrix = checked_qr("upi://pay?pa=a@b")
    assert len(rows) == len(matrix) * ROLL.qr_dots
    assert ink(rows) == sum(map(sum, matrix)) * ROLL.qr_dots**2


def test_an_empty_table_draws_nothing(qapp):
    assert not ink(strip_rows(Table((), ()), ROLL))


@pytest.mark.parametrize(("dots_per_mm", "wide"), [(8, 72), (12, 108)])
def test_a_finer_head_gets_more_dots_of_the_same_page(dots_per_mm, wide, qapp):
    (rows,) = print_rows(Page(ROLL, (Text("Parle-G", Size.HUGE),)), Head(dots_per_mm=dots_per_mm))
    assert {len(line) for line in rows} == {wide}
    left, right = inked(rows)
    assert 90 < (right - left) * 8 // dots_per_mm < 250


@pytest.mark.parametrize("paper", LABELS)
def test_a_label_is_as_many_dots_as_it_measures(paper, qapp):
    page = label(paper)
    for fine in (8, 12):
        (rows,) = print_rows(page, Head(dots_per_mm=fine))
        assert len(rows) == page.paper.height * fine // 10
        assert len(rows[0]) == (page.paper.width * fine // 10 + 7) // 8


def test_each_piece_of_a_page_has_rows_of_its_own(qapp):
    assert len(print_rows(Page(ROLL, (Text("one"), Break(), Text("two"))), Head())) == 2
    first, second, third = print_rows(labels("50x25"), Head())
    assert second == third != first


# -- one picture


@pytest.mark.parametrize("language", ["en", "hi", "ta"])
@pytest.mark.parametrize("paper", ["58", "80"])
def test_the_preview_of_a_roll_is_what_the_head_prints_with_the_papers_margins(paper, language, qapp):
    page = bill_page(bills.UNPAID, paper_named(paper), language=language)
    image = picture(page)
    left = (image.width() - page.paper.dots) // 2
    assert different(dots_of(image, left, page.paper.dots), print_rows(page, Head())[0]) == 0
    assert not ink(dots_of(image, 0, left))


@pytest.mark.parametrize("fine", [8, 12])
@pytest.mark.parametrize("paper", LABELS)
def test_the_preview_of_a_label_is_what_the_head_prints(paper, fine, qapp):
    page = label(paper)
    assert different(dots_of(picture(page, fine)), print_rows(page, Head(dots_per_mm=fine))[0]) == 0


@pytest.mark.parametrize("paper", ["58", "A4", "4x6", "A4x24"])
def test_a_png_file_is_the_preview(paper, qapp):
    page = Page(paper_named(paper), (Text("Parle-G", Size.HUGE), Break(), Text("पारले")))
    image = QImage.fromData(png(page), "PNG")
    assert image == picture(page)


def test_rolls_and_labels_are_black_and_white_and_sheets_smooth_and_coloured(qapp):
    for name, colours in (("80", 2), ("4x6", 2), ("A5", 40)):
        page = bill_page(bills.TAXABLE, paper_named(name)) if name != "4x6" else label(name)
        image = picture(page)
        seen = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, min(image.height(), 900), 3)}
        assert len(seen) == colours if colours == 2 else len(seen) > colours


def test_pieces_stand_below_one_another_with_a_gap_between(qapp):
    one = picture(Page(paper_named("50x25"), (Text("one"),)))
    two = picture(Page(paper_named("50x25"), (Text("one"), Break(), Text("two"))))
    assert two.height() == 2 * one.height() + raster.GAP
    assert two.pixelColor(200, one.height() + 2) == raster.BETWEEN_SHEETS


def test_a_page_is_painted_on_anybodys_canvas_sheet_after_sheet(qapp):
    """As an office printer is drawn on: in its own dots, with a new sheet where the page has one."""
    page = bill_page(bills.LONGEST, paper_named("A5"))
    sheets = []
    image = QImage(1480, 2100 * 4, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    painter.scale(10 / 24, 10 / 24)
    paint(painter, page, lambda: (painter.translate(0, 2100 * 24 / 10), sheets.append(True)), 24)
    painter.end()
    drawn = picture(page)
    assert len(sheets) == (drawn.height() + raster.GAP) // (1680 + raster.GAP) - 1
    for number in range(len(sheets) + 1):
        fine = ink(dots_of(image.copy(0, 2100 * number, 1480, 2100)))
        coarse = ink(dots_of(drawn.copy(0, (1680 + raster.GAP) * number, 1184, 1680)))
        assert fine / (10 / 8) ** 2 == pytest.approx(coarse, rel=0.25)


# -- letters


def test_conjuncts_are_shaped_by_our_own_faces(qapp):
    face = Dots(ROLL, smooth=True)

    def width(text):
        return face.width(text, Size.NORMAL, bold=False)

    assert width("क्ष") < width("क") + width("ष")
    assert width("₹") > 0
    assert width("க்ஷ") < width("க") + width("்") + width("ஷ")


@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
@pytest.mark.parametrize(("script", "text"), SCRIPTS.items(), ids=SCRIPTS)
def test_every_script_is_drawn_by_our_faces_without_one_box(script, text, bold, qapp):
    """Qt says which face it takes for each glyph: always one of ours, and never the glyph that stands for none."""
    for smooth in (False, True):
        layout = QTextLayout(text, Dots(ROLL, smooth=smooth).font(Size.NORMAL, bold=bold))
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        for run in layout.glyphRuns():
            assert run.rawFont().familyName().startswith("Noto Sans")
            assert run.rawFont().weight() == (700 if bold else 400)
            assert 0 not in run.glyphIndexes()


@pytest.mark.parametrize(("script", "text"), [pair for pair in SCRIPTS.items() if pair[0] != "Latin"])
def test_every_script_is_shaped_and_not_spelled(script, text, qapp):
    """The signs of a word take fewer or other glyphs together than one by one."""
    file = resource("fonts") / f"NotoSans{script}-Regular.ttf"
    raw = QRawFont(str(file), 24)
    for word in text.split():
        alone = [raw.glyphIndexesForString(sign)[0] for sign in word]
        assert 0 not in alone
    face = Dots(ROLL, smooth=False)
    together = face.width(text, Size.NORMAL, bold=False)
    assert together < sum(face.width(sign, Size.NORMAL, bold=False) for sign in text)
    assert ink(strip_rows(Text(text), ROLL)) > 200


# -- threads


def test_four_threads_draw_a_hundred_bills_each_alike(qapp):
    languages = ("en", "hi", "ta")
    pages = [
        bill_page(bills.MIXED, paper_named(name), language=tongue) for name in ("58", "80") for tongue in languages
    ]
    pages += [label("4x6"), label("50x25")]
    here = [print_rows(page, Head()) for page in pages]
    names = set()

    def draw(number):
        names.add(threading.current_thread().name)
        return number % len(pages), print_rows(pages[number % len(pages)], Head())

    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(draw, range(400)))
    assert all(rows == here[number] for number, rows in drawn)
    assert len(names) == 4


FIRST_TO_DRAW = """
import time
from concurrent.futures import ThreadPoolExecutor
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication

app = QApplication([])
qInstallMessageHandler(lambda *said: time.sleep(0.001))

from shoppos.printing.bill import bill_page
from shoppos.printing.head import Head
from shoppos.printing.paper import paper_named
from shoppos.printing.raster import print_rows
from tests.printing import bills

pages = [bill_page(bills.MIXED, paper_named("80"), language=tongue) for tongue in ("en", "hi", "ta")]
with ThreadPoolExecutor(4) as pool:
    drawn = list(pool.map(lambda number: print_rows(pages[number % 3], Head()), range(12)))
print(all(rows == drawn[number % 3] for number, rows in enumerate(drawn)))
"""


@pytest.mark.parametrize("again", range(3))
def test_the_first_to_draw_may_be_four_at_once_beside_a_window_that_hears_what_qt_says(again):
    """Without care this crashes in PySide or stands still for ever between Qt's lock and Python's."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_TO_DRAW], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("True", "", 0)


def test_two_programs_draw_the_same_bytes(qapp):
    code = (
        "import hashlib\nfrom tests.printing.pages import label\nfrom shoppos.printing.head import Head\n"
        "from shoppos.printing.raster import print_rows\n"
        "print(hashlib.sha256(b''.join(print_rows(label('4x6'), Head())[0])).hexdigest())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(b"".join(print_rows(label("4x6"), Head())[0])).hexdigest()
    assert done.stderr == ""
