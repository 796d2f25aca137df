"""Pages for the tests of languages: one label that holds of everything, and rows of dots to be tried."""

from shoppos.printing.page import Align, Barcode, Beside, Break, Framed, Page, Qr, Rule, Size, Spring, Text, row
from shoppos.printing.paper import PAPERS, paper_named

LABELS = [paper.name for paper in PAPERS if paper.label]
ROLLS = [paper.name for paper in PAPERS if paper.is_roll]
LINK = "upi://pay?pa=sharma.store@okaxis&pn=Sharma&am=931.00&cu=INR"
EAN = "8901030865275"

LARGE = (
    row("Courier", "1/2", bold=True),
    Rule(heavy=True),
    Text("श्रीमती लक्ष्मी व्यंकटेश", Size.LARGE, bold=True),
    Text("திருமதி கிருஷ்ணவேணி, Chennai"),
    Text("600017", Size.GIANT, bold=True),
    Framed((Text("COD ₹1,234.00", Size.LARGE, bold=True, align=Align.CENTER),), solid=True),
    Barcode("A1/2627/O00042", height=150),
    Spring(),
    Beside(((Qr(LINK, Align.LEFT),), (Framed((Text("Fragile", bold=True),)),)), (1, 1)),
)
SMALL = (Text("पारले-जी गोल्ड 100 g", bold=True, fit=True), row("MRP ₹10", "₹9.50", bold=True))


def label(name):
    """A label of that paper with all that its size can hold."""
    paper = paper_named(name)
    if paper.height > 1000:
        return Page(paper, LARGE)
    if paper.height > 300:
        return Page(paper, (*SMALL, Barcode("A1/2627/O00042", height=80), Qr(LINK)))
    return Page(paper, (*SMALL, Barcode(EAN, "ean13", height=70)))


def labels(name):
    """Two different labels of that paper, the second one twice."""
    page = label(name)
    other = (Text("Second"),)
    return Page(page.paper, (*page.parts, Break(), *other, Break(), *other))


def codes_of(page):
    """What a scanner must read off the page."""
    found = []
    for part in page.parts:
        inner = [one for stack in part.stacks for one in stack] if isinstance(part, Beside) else [part]
        found += [one.text for one in inner if isinstance(one, Qr | Barcode)]
    return sorted(found)
