"""What a reader finds in the PDF."""

import subprocess
import sys
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from shoppos.base.money import grouped, rupees
from shoppos.printing import compose
from shoppos.printing.languages import pdf
from shoppos.printing.page import Align, Page, Size, Text
from shoppos.printing.paper import BILL_PAPERS, paper_named
from tests.printing import bills
from tests.printing.hostile import HOSTILE
from tests.printing.test_bill import hostile_bill

NAMES = [paper.name for paper in BILL_PAPERS]
LIGHT = bytes(range(128, 256))


class Reader:
    """A PDF as a reader has it: its sheets, their texts and pictures."""

    def __init__(self, data):
        document = pypdfium2.PdfDocument(data)
        self.sizes = [tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in document]
        self.texts = []
        self.codes = []
        self.dark = []
        for page in document:
            words = page.get_textpage()
            self.texts.append(words.get_text_range().replace("\r", ""))
            words.close()
            picture = page.render(scale=3, grayscale=True)
            pixels = bytes(picture.buffer)
            image = memoryview(pixels).cast("B", shape=[picture.height, picture.stride])
            self.codes += [code.text for code in zxingcpp.read_barcodes(image)]
            self.dark.append(len(pixels.translate(None, LIGHT)))
        document.close()

    @property
    def text(self):
        return "\n".join(self.texts)

    @property
    def words(self):
        return " ".join(self.text.split())


@pytest.mark.parametrize("paper", NAMES)
def test_the_rupee_sign_is_really_there(paper):
    assert rupees(bills.TAXABLE.payable) in Reader(compose(bills.TAXABLE, "pdf", paper)).words


@pytest.mark.parametrize("kind", bills.KINDS)
@pytest.mark.parametrize("paper", NAMES)
def test_every_bill_can_be_read_in_both_languages(kind, paper):
    bill = bills.KINDS[kind]
    for language in ("en", "hi"):
        reader = Reader(compose(bill, "pdf", paper, language=language))
        for said in (bill.number, bill.kind, grouped(bill.payable), "7F3A-91C2", "23-11-2026"):
            assert said in reader.words


@pytest.mark.parametrize("paper", NAMES)
def test_hindi_can_be_searched_and_copied(paper):
    words = Reader(compose(bills.MIXED, "pdf", paper, language="hi")).words
    for said in ("सर्फ एक्सेल", "अमूल मक्खन", "पूर्णांकन", "तूर दाल (खुली)", "बीजक-सह-आपूर्ति"):
        assert said in words


def test_hindi_is_shaped_not_spelled():
    """In कि the sign of i stands before the consonant, and क्ष is one letter: both narrower than their parts."""
    for shaped, parts in (("क्ष", ("क", "्", "ष")), ("स्त्री", ("स", "्", "त", "्", "र", "ी"))):
        assert width(shaped) < sum(width(part) for part in parts)
    glyphs = pdf._shaped("कि", pdf._registered("NotoSansDevanagari", bold=False))
    clusters = [chr(0x0915) in sign for sign in glyphs]
    assert clusters == [False, True]


def width(text):
    return pdf._Points(paper_named("A4")).width(text, Size.NORMAL, bold=False)


def test_a_word_of_two_scripts_is_drawn_by_two_faces():
    runs = list(pdf._runs("Surf-एक्सेल ₹10", bold=False))
    assert [(text, name.split("-")[0]) for text, name in runs] == [
        ("Surf-", "NotoSans"),
        ("एक्सेल", "NotoSansDevanagari"),
        (" ₹10", "NotoSans"),
    ]


def test_blanks_between_hindi_words_belong_to_hindi():
    assert [text for text, _name in pdf._runs("कर योग्य मूल्य 5", bold=True)] == ["कर योग्य मूल्य", " 5"]


@pytest.mark.parametrize("paper", NAMES)
def test_a_phone_reads_the_payment_link_off_the_paper(paper):
    assert sorted(Reader(compose(bills.UNPAID, "pdf", paper)).codes) == sorted([bills.UNPAID.upi, bills.UNPAID.number])


def test_the_same_bill_is_the_same_file_whatever_was_printed_before():
    digests = {printed_after(before) for before in ("", "LONGEST", "UNPAID")}
    assert len(digests) == 1


def printed_after(before):
    """The digest of one bill's files, made by a program that printed another one first."""
    code = (
        "import hashlib\nfrom tests.printing import bills\nfrom shoppos.printing import compose\n"
        "def made(bill): return [compose(bill, 'pdf', paper, language='hi') for paper in ('58', '80', 'A5', 'A4')]\n"
        f"{before and f'made(bills.{before})'}\n"
        "print(hashlib.sha256(b''.join(made(bills.MIXED))).hexdigest())"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_sheets_and_rolls_have_their_size():
    assert Reader(compose(bills.TAXABLE, "pdf", "A4")).sizes == [(210, 297)]
    assert Reader(compose(bills.TAXABLE, "pdf", "A5")).sizes == [(148, 210)]
    (roll,) = Reader(compose(bills.TAXABLE, "pdf", "80")).sizes
    assert roll[0] == 80
    assert roll[1] > Reader(compose(bills.EXEMPT, "pdf", "80")).sizes[0][1]


@pytest.mark.parametrize(("paper", "least"), [("A4", 4), ("A5", 7)])
def test_two_hundred_lines_go_over_sheets_each_with_its_head_foot_and_number(paper, least):
    reader = Reader(compose(bills.MANY, "pdf", paper))
    assert len(reader.texts) >= least
    for number, text in enumerate(reader.texts, 1):
        assert f"Page {number} of {len(reader.texts)}" in text
        assert "TAX INVOICE A1/2627/000123" in text
        if "no. " in text:
            assert "Quantity" in text
    said = " ".join(" ".join(reader.texts).split())
    for line in bills.MANY.lines:
        assert line.name in said
    assert [text.count("Authorised signatory") for text in reader.texts].count(1) == 1
    assert "Authorised signatory" in reader.texts[-1]


def test_no_sheet_is_empty_however_many_lines_there_are():
    for count in range(20, 60):
        items = [replace(bills.GROCERIES[0], name=f"item {n}") for n in range(count)]
        reader = Reader(compose(bills.a_bill(items), "pdf", "A4"))
        assert all(len(text.split()) > 20 for text in reader.texts)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_can_break_the_document_or_pull_in_a_file(name):
    data = compose(hostile_bill(name), "pdf", "A4", language="hi")
    reader = Reader(data)
    assert grouped(10_00) in reader.words
    for word in (b"/Subtype /Image", b"/JavaScript", b"/Launch", b"/URI", b"/EmbeddedFile", b"/OpenAction"):
        assert word not in data


def test_markup_in_a_name_is_printed_as_it_was_typed():
    said = Reader(compose(hostile_bill("<b>Salt & Co</b>"), "pdf", "A4")).words
    assert "<b>Salt & Co</b>" in said


def test_words_end_at_the_right_edge():
    page = Page(paper_named("A4"), (Text("पूर्णांकन", align=Align.RIGHT), Text("Total", align=Align.RIGHT)))
    document = pypdfium2.PdfDocument(pdf.compose(page))
    words = document[0].get_textpage()
    rights = [words.get_rect(at)[2] for at in range(words.count_rects())]
    words.close()
    document.close()
    edge = (210 - 12) * 72 / 25.4
    assert all(edge - 2 < right <= edge + 0.5 for right in rights)
