"""Golden pages of every language on every paper. To renew them: UPDATE_GOLDEN=1 pytest tests/printing/languages.

What is written as letters is kept as letters, a picture as a small grey one that other machines may draw a shade
differently, a PDF as the words a reader finds and where. Pictures in a job are held against the page's picture dot for
dot elsewhere; here the job around them is kept.
"""

import os
import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from shoppos.printing.bill import bill_page
from shoppos.printing.head import MODES, Head
from shoppos.printing.languages import encode
from shoppos.printing.page import Break, Page
from shoppos.printing.paper import PAPERS, paper_named
from shoppos.printing.raster import picture
from tests.printing import bills
from tests.printing.decoder import decoded
from tests.printing.pages import LABELS, ROLLS, label

GOLDEN = Path(__file__).parents[2] / "golden" / "languages"
SMALL = 3
"""A golden picture has a dot for three by three."""
SHADE, FEW = 40, 0.001
"""How far a small dot may be from the golden one (of 255), and what part of them may be farther."""
NAMES = [paper.name for paper in PAPERS]


def page(paper, language="en"):
    """A bill where bills are printed, a label on labels, and one in the second and third place of a sheet of them."""
    found = paper_named(paper)
    if found.label:
        return label(paper)
    if found.cell is not None:
        small = label({"A4x4": "4x6"}.get(paper, "50x25")).parts
        return Page(found, (*small, Break(), *small), skip=1)
    return bill_page(bills.UNPAID, found, language=language)


def held(name, found):
    """The text is the golden one."""
    golden = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def small(image):
    """The picture in a third of its dots, grey."""
    size = image.size() / SMALL
    scaled = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return scaled.convertToFormat(QImage.Format.Format_Grayscale8)


def shades(image):
    pixels, wide = bytes(image.constBits()), image.width()
    return [pixels[at : at + wide] for at in range(0, image.sizeInBytes(), image.bytesPerLine())]


def lines_of(made):
    """What stands on each piece of roll: letters as letters, rows of dots counted."""
    said = []
    for piece in made.pieces:
        dots = 0
        for what in [*piece, ""]:
            if isinstance(what, bytes):
                dots += 1
                continue
            said += [f"[{dots} rows of dots]"] if dots else []
            said.append(what)
            dots = 0
        said.append("~" * 20)
    return "\n".join(said) + "\n"


@pytest.mark.parametrize("language", ["en", "hi", "ta"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("paper", ROLLS)
def test_escpos(paper, mode, language, qapp):
    made = decoded(encode(page(paper, language), "escpos", Head(mode=mode)), wide=paper_named(paper).dots)
    assert made.problems == []
    held(f"{paper}-{language}-{mode}.escpos.txt", lines_of(made))


@pytest.mark.parametrize("paper", LABELS)
def test_tspl(paper, qapp):
    job = encode(page(paper), "tspl", Head(darkness=8, speed=4))
    begin = job.index(b",0,", job.index(b"BITMAP") + 12) + 3
    end = job.index(b"\r\nPRINT")
    held(f"{paper}.tspl.txt", f"{job[:begin].decode()}<{end - begin} bytes>{job[end:].decode()}".replace("\r\n", "\n"))


@pytest.mark.parametrize("z64", [False, True], ids=["counted", "z64"])
@pytest.mark.parametrize("paper", LABELS)
def test_zpl(paper, z64, qapp):
    job = encode(page(paper), "zpl", Head(darkness=8, speed=4, z64=z64)).decode()
    held(f"{paper}{'-z64' * z64}.zpl.txt", re.sub(r"(\^GFA,\d+,\d+,\d+,(?::Z64:)?)[^^]+", r"\1<picture>", job))


@pytest.mark.parametrize("paper", NAMES)
def test_text(paper):
    held(f"{paper}.txt", encode(page(paper), "text").decode())


@pytest.mark.parametrize("paper", NAMES)
def test_pdf(paper):
    """The words of each sheet in reading order, with the place of the first sign of each in millimetres."""
    document = pypdfium2.PdfDocument(encode(page(paper, "hi"), "pdf"))
    said = []
    for sheet in document:
        width, height = (side * 25.4 / 72 for side in sheet.get_size())
        said.append(f"== {width:.0f} x {height:.0f} mm ==")
        words = sheet.get_textpage()
        for at in range(words.count_rects()):
            left, _bottom, _right, top = (side * 25.4 / 72 for side in words.get_rect(at))
            text = " ".join(words.get_text_bounded(*words.get_rect(at)).split())
            said.append(f"{left:4.0f} {height - top:4.0f}  {text}")
        words.close()
    document.close()
    held(f"{paper}.pdf.txt", "\n".join(said) + "\n")


@pytest.mark.parametrize(
    ("paper", "language"),
    [(name, "en") for name in NAMES] + [(name, tongue) for name in (*ROLLS, "A4") for tongue in ("hi", "ta")],
)
def test_png(paper, language, qapp):
    golden = GOLDEN / f"{paper}-{language}.png"
    found = small(picture(page(paper, language)))
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        assert found.save(str(golden))
    kept = QImage(str(golden)).convertToFormat(QImage.Format.Format_Grayscale8)
    assert kept.size() == found.size()
    assert far(shades(found), shades(kept)) <= FEW * found.width() * found.height()


def far(rows, others):
    """How many dots are another shade."""
    pairs = (pair for row, other in zip(rows, others, strict=True) for pair in zip(row, other, strict=True))
    return sum(abs(one - other) > SHADE for one, other in pairs)


def test_the_tolerance_lets_a_machines_rounding_pass_but_not_one_name(qapp):
    """The same bill with one item called otherwise."""
    items = [replace(bills.GROCERIES[0], name="Britannia Marie 100 g"), *bills.GROCERIES[1:]]
    pages = [bill_page(bills.a_bill(each), paper_named("80")) for each in (bills.GROCERIES, items)]
    one, other = (shades(small(picture(each))) for each in pages)
    assert far(one, other) > FEW * len(one) * len(one[0])
