"""The test slip and the test label: what to look at on the paper, and which setting to change if it is wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.base.i18n import catalogue
from shoppos.base.text import clean
from shoppos.printing.head import fitted
from shoppos.printing.languages import encode, escpos
from shoppos.printing.languages.spelling import codec
from shoppos.printing.page import (
    Align,
    Barcode,
    Beside,
    Break,
    Feed,
    Framed,
    Page,
    Qr,
    Rule,
    Ruler,
    Size,
    Text,
    Together,
    row,
)
from shoppos.printing.paper import paper_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.printing.page import Part
    from shoppos.printing.paper import Paper
    from shoppos.printing.printers import Printer

    Say = Callable[[str], str]

SCRIPTS = (
    ("English", "Thank you"), ("हिन्दी · मराठी", "धन्यवाद श्री"), ("বাংলা", "ধন্যবাদ শ্রী"), ("தமிழ்", "நன்றி ஸ்ரீ"),
    ("తెలుగు", "ధన్యవాదాలు శ్రీ"), ("ಕನ್ನಡ", "ಧನ್ಯವಾದ ಶ್ರೀ"), ("മലയാളം", "നന്ദി ശ്രീ"), ("ગુજરાતી", "આભાર શ્રી"),
    ("ਪੰਜਾਬੀ", "ਧੰਨਵਾਦ ਸ੍ਰੀ"), ("ଓଡ଼ିଆ", "ଧନ୍ୟବାଦ ଶ୍ରୀ"),
)  # fmt: skip
"""The ten scripts in their own words: each has a sign that is put before the letter it follows, and a conjunct."""

PLAIN = "".join(map(chr, range(0x21, 0x7F)))
"""What every printer writes."""

DOTS_PER_MM = 8
SMALL_LABEL = 700
"""Tenths of a millimetre: on a narrower label only the edges and the codes have room."""


def code_on(paper: Paper) -> str:
    """What both codes of the test say: on a small label as little as can be, for its bars may not be finer."""
    return "TEST" if paper.label and paper.width < SMALL_LABEL else f"TEST-{paper.name.upper()}"


def test_page(printer: Printer, shop_name: str = "", language: str = "en") -> Page:  # noqa: PT028  (no test of ours)
    """The test of one printer, on the paper in it and in letters that it has; InvalidInput for a paper nobody knows."""
    paper = paper_named(printer.paper)
    written = printer.form == "escpos" and printer.head.mode == "text"
    gettext = catalogue("en" if written else language).gettext
    if paper.grid is not None and paper.cell is not None:
        return _label_sheet(paper, paper.cell, gettext)
    if paper.label:
        bare = replace(paper, margin=0)
        high = bare.height - 2 * fitted(bare, printer.head).margin
        return Page(bare, (Ruler(high, _on_label(paper, printer, gettext)),), title=gettext("Test label"))
    slip = _Slip(printer, paper, gettext)
    return Page(paper, tuple(slip.parts(clean(shop_name))), title=gettext("Test slip"))


def test_bytes(printer: Printer, shop_name: str, language: str = "en") -> bytes:  # noqa: PT028  (no test of ours)
    """The bytes of that test for the printer; InvalidInput as `test_page` and `encode`."""
    return encode(test_page(printer, shop_name, language), printer.form, printer.head)


def drawer_bytes(printer: Printer) -> bytes:
    """The pulse that opens the drawer at this printer."""
    return escpos.drawer_pulse(printer.head)


# -- rolls and sheets


class _Slip:
    """The parts of a slip for one printer."""

    def __init__(self, printer: Printer, paper: Paper, gettext: Say) -> None:
        self._printer = printer
        self._paper = paper
        self.gettext = gettext
        head = printer.head
        self._letters = printer.form == "text" or (printer.form == "escpos" and head.mode != "raster")
        self._drawn = printer.form != "text" and not (printer.form == "escpos" and head.mode == "text")

    def parts(self, shop_name: str) -> list[Part]:
        """The sections, a line between each two."""
        gettext = self.gettext
        sections: tuple[list[Part], ...] = (
            [
                Text(shop_name or "ShopPOS", Size.LARGE, bold=True, align=Align.CENTER),
                Text(gettext("This is a test. Not a bill."), align=Align.CENTER),
                row(self._printer.name, self._paper_words(), bold=True),
            ],
            [Ruler(), Feed(), Text(self._about_the_ruler())],
            self._sizes(),
            [*self._scripts(), Text("₹1,23,456.78   0123456789", bold=True)],
            self._signs(),
            self._codes(),
            self._blackness(),
            [Text(self._about_the_end())],
        )
        found: list[Part] = []
        for section in filter(None, sections):
            found += [Rule(), *section] if found else section
        return found

    def _paper_words(self) -> str:
        size = self._paper.name
        return self.gettext("{size} mm").format(size=size) if self._paper.is_roll else size

    def _about_the_ruler(self) -> str:
        """How wide it should be, and what to choose if it is not."""
        gettext, paper = self.gettext, self._paper
        if not self._drawn and paper.is_roll:
            if paper.name == "80":
                return gettext("The ruler must end with # on one line. If it goes on below, choose 58 mm paper.")
            return gettext("The ruler must reach the right edge. If much is left free, choose 80 mm paper.")
        millimetres = (self._printer.head.dots or paper.dots) // DOTS_PER_MM
        if not paper.is_roll:
            return gettext("Lay a ruler beside it: both must be the same, else print at 100 %, not fitted to the page.")
        if paper.name == "80":
            return gettext("If the ruler ends before {mm}, choose 58 mm paper, or the width at which it ends.").format(
                mm=millimetres
            )
        return gettext("The ruler ends at {mm}. If much is left free beside it, choose 80 mm paper.").format(
            mm=millimetres
        )

    def _sizes(self) -> list[Part]:
        gettext = self.gettext
        return [
            Text(gettext("Small letters"), Size.SMALL), Text(gettext("Normal letters")),
            Text(gettext("Normal letters, bold"), bold=True), Text(gettext("Large letters"), Size.LARGE),
            Text(gettext("Huge"), Size.HUGE),
        ]  # fmt: skip

    def _scripts(self) -> list[Part]:
        """One line for each script, where pictures are drawn."""
        if not self._drawn:
            return []
        return _in_columns(1 if self._paper.is_roll else 2)

    def _signs(self) -> list[Part]:
        """The letters that the printer brings along: once by itself and, where it can, once drawn by us."""
        if not self._letters:
            return []
        gettext, page = self.gettext, self._printer.head.code_page
        if not page:
            return [Text(gettext("Letters of the printer:")), Text(PLAIN)]
        signs = signs_of(page)
        found: list[Part] = [Text(gettext("Letters of the printer, page {page}:").format(page=page.upper()))]
        found += [Text(signs[at : at + 16]) for at in range(0, len(signs), 16)]
        if self._drawn:
            found += [Text(gettext("They must look like these:"))]
            found += [Text(f"{signs[at : at + 16]} ₹") for at in range(0, len(signs), 16)]
        return found

    def _codes(self) -> list[Part]:
        """A QR code and bars, where pictures are drawn."""
        if not self._drawn:
            return []
        code = code_on(self._paper)
        said = Text(self.gettext("Both codes must scan:"))
        return [Together((said, Qr(code), Feed(), Barcode(code)))]

    def _blackness(self) -> list[Part]:
        """A black field: bands, a worn head and a weak supply show in it."""
        if self._printer.form != "escpos" or not self._drawn:
            return []
        said = self.gettext("Even black? White lines across: choose larger bands. Strange letters: smaller ones.")
        return [Framed((Text(said, Size.SMALL),), solid=True)]

    def _about_the_end(self) -> str:
        if self._printer.form != "escpos":
            return self.gettext("This is the end of the test.")
        if self._printer.head.cut == "none":
            return self.gettext("Tear the paper off below this line.")
        return self.gettext("Below this line the paper is cut. If it is not, choose: has no knife.")


def signs_of(page: str) -> str:
    """The printable signs beyond ASCII of a code page of `languages.spelling.CODE_PAGES`, in its own order."""
    every = bytes(range(0x80, 0x100)).decode(codec(page), errors="ignore")
    return "".join(sign for sign in every if sign.isprintable() and not sign.isspace())


def _in_columns(columns: int) -> list[Part]:
    """One line for each script, side by side where there is room."""
    rows = [row(name, words) for name, words in SCRIPTS]
    if columns == 1:
        return [*rows]
    half = len(rows) // columns
    return [Beside(tuple(tuple(rows[at : at + half]) for at in range(0, len(rows), half)), (1,) * columns, gap=80)]


# -- labels


def _on_label(paper: Paper, printer: Printer, gettext: Say) -> tuple[Part, ...]:
    """What stands within the four edges."""
    size = gettext("{width} × {height} mm").format(width=f"{paper.width / 10:g}", height=f"{paper.height / 10:g}")
    code = code_on(paper)
    if paper.width < SMALL_LABEL:
        told = (Text(size, bold=True, fit=True), Text(gettext("Are all 4 edges on it?"), Size.SMALL))
        return (Beside((told, (Qr(code, Align.RIGHT),)), (3, 2), gap=10), Barcode(code, height=40, told=False))
    dpi = {8: "203 dpi", 12: "300 dpi"}.get(printer.head.dots_per_mm, "")
    found: list[Part] = [
        Text(gettext("Test label"), Size.LARGE, bold=True, align=Align.CENTER),
        Text(" · ".join(part for part in (size, dpi) if part), bold=True, align=Align.CENTER),
    ]
    checks = [
        gettext("All four edges must be on the label. If one is missing, check its size and the gap."),
        gettext("One centimetre must measure one. If it measures less, choose 300 dpi."),
        gettext("Both codes must scan. If not, choose more darkness or less speed."),
    ]
    if paper.height > paper.width:
        found += [Feed(), *(Text(f"• {check}") for check in checks), Feed()]
        found += [*_in_columns(2), Feed()]
        found += [Text("₹1,23,456.78", Size.HUGE, bold=True, align=Align.CENTER), Feed(), Qr(code), Feed()]
        return (*found, Barcode(code, height=150))
    found += [Beside((tuple(Text(f"• {check}", Size.SMALL) for check in checks), (Qr(code, Align.RIGHT),)), (5, 2))]
    return (*found, Feed(), Barcode(code, height=60))


def _label_sheet(paper: Paper, cell: Paper, gettext: Say) -> Page:
    """Every place of a sheet with its edges, to be laid over a sheet of labels against the light."""
    bare = replace(cell, margin=0)
    places = paper.grid.places if paper.grid is not None else 1
    parts: list[Part] = []
    for number in range(1, places + 1):
        told: list[Part] = [Text(str(number), Size.LARGE, bold=True, align=Align.CENTER)]
        if number == 1:
            said = gettext("Hold it before a sheet of labels, against the light.")
            told.append(Text(said, Size.SMALL, align=Align.CENTER))
        parts += [Ruler(bare.height, tuple(told)), Break()]
    return Page(replace(paper, cell=bare), tuple(parts[:-1]), title=gettext("Test label"))
