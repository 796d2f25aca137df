"""PDF: the page for office printers, messages and the archive, the same bytes for the same bill for ever."""

from __future__ import annotations

import threading
from functools import lru_cache
from io import BytesIO
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any

from shoppos.base.paths import resource
from shoppos.printing.head import Head
from shoppos.printing.imposing import sheets
from shoppos.printing.marks import Bars, Frame, Ground, Modules, Pixels, Plot, Stroke, Words, points
from shoppos.printing.page import Size, printable
from shoppos.reports import drawing
from shoppos.reports.drawing import LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from shoppos.printing.marks import Sheet
    from shoppos.printing.page import Page
    from shoppos.printing.paper import Paper

PLAIN = Head()
LATIN = "NotoSans"
Ink = tuple[float, float, float]
Drawn = Ground | Stroke | Frame | Modules | Bars
INDIC = "\u0900"
"""The first sign that Latin faces lack."""
SCRIPTS = (
    (0x0900, 0x097F, "NotoSansDevanagari"),
    (0x0980, 0x09FF, "NotoSansBengali"),
    (0x0A00, 0x0A7F, "NotoSansGurmukhi"),
    (0x0A80, 0x0AFF, "NotoSansGujarati"),
    (0x0B00, 0x0B7F, "NotoSansOriya"),
    (0x0B80, 0x0BFF, "NotoSansTamil"),
    (0x0C00, 0x0C7F, "NotoSansTelugu"),
    (0x0C80, 0x0CFF, "NotoSansKannada"),
    (0x0D00, 0x0D7F, "NotoSansMalayalam"),
)
"""First and last character of each Indian script, and the face that has its letters but no Latin ones."""

JOINERS = "\u200c\u200d"
MILLIPOINTS = 1000
MM = 2835
LINE_PERCENT = 128

HEAD_DOTS, OFFICE_DOTS = 8, 24
"""Dots to the millimetre of a 203 dpi head and of a 600 dpi office printer, on which sheets of labels are printed.

Bars begin and end on them, so that they are as wide as the paper allows and no printer has to round them.
"""

_one_at_a_time = threading.Lock()


def compose(page: Page, _head: Head = PLAIN) -> bytes:
    """The page as a PDF; shaped words carry their plain text, so that search and copy find them."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  (0.3 s, and only PDF pays it)

    with _one_at_a_time:
        face = _Points(page.paper)
        set_ = sheets(page, face)
        kept = BytesIO()
        canvas = Canvas(kept, invariant=1, pageCompression=1)
        canvas.setTitle(page.title)
        canvas.setCreator("ShopPOS")
        for sheet in set_:
            _draw(canvas, sheet, page.paper)
            canvas.showPage()
        canvas.save()
        return kept.getvalue()


class _Points:
    """The face of a PDF, measured in thousandths of a point."""

    millimetre = MM

    def __init__(self, paper: Paper, percent: int = 100) -> None:
        """Choose the sizes of type for `paper`, at `percent` of its own."""
        self._paper = paper
        self.percent = percent
        self.dot = MM // (OFFICE_DOTS if paper.grid else HEAD_DOTS)
        self.smallest_module = paper.qr_dots * MM // HEAD_DOTS
        self._sizes = {size: points(paper, size) * percent // 100 for size in Size}

    def at(self, percent: int) -> _Points:
        """The same type at that percent of the paper's own."""
        return self if percent == self.percent else _Points(self._paper, percent)

    def width(self, text: str, size: Size, *, bold: bool) -> int:
        """The advance of `text` in thousandths of a point, shaped as it will be drawn."""
        return _width(text, bold=bold) * self._sizes[size] // MILLIPOINTS

    def line(self, size: Size) -> int:
        """The height of one line in thousandths of a point."""
        return self._sizes[size] * LINE_PERCENT // 100

    def ascent(self, size: Size) -> int:
        """From the top of a line to its baseline in thousandths of a point."""
        return self._sizes[size]


def _face(sign: str) -> str:
    if sign < INDIC:
        return LATIN
    return next((name for first, last, name in SCRIPTS if first <= ord(sign) <= last), LATIN)


def _runs(text: str, *, bold: bool) -> Iterator[tuple[str, str]]:
    """The stretches of `text` that one face can draw, each with the registered name of that face."""
    if not text or max(text) < INDIC:
        yield text, _registered(LATIN, bold=bold)
        return
    faces: list[str] = []
    for sign, after in zip_longest(text, text[1:], fillvalue=" "):
        same = faces and (sign in JOINERS or (sign == " " and _face(after) == faces[-1]))
        faces.append(faces[-1] if same else _face(sign))
    at = 0
    for name, group in groupby(faces):
        length = len(list(group))
        yield text[at : at + length], _registered(name, bold=bold)
        at += length


@lru_cache(maxsize=64)
def _registered(family: str, *, bold: bool) -> str:
    """The name under which reportlab holds a face, loaded on first use; the Latin one where we ship none."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415  (see compose)
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415  (see compose)

    name = f"{family}-{'Bold' if bold else 'Regular'}"
    path = resource("fonts") / f"{name}.ttf"
    if family != LATIN and not path.exists():
        return _registered(LATIN, bold=bold)
    font = TTFont(name, str(path))
    if family != LATIN:
        _number_conjuncts(font)
    registry: Any = pdfmetrics
    registry.registerFont(font)
    return name


def _number_conjuncts(font: TTFont) -> None:
    """Give each glyph that has no character a private one, in the order of the font.

    reportlab would number them as they come up, and the same bill would differ with what was printed before it.
    """
    held: Any = font
    shaped = held.hbFont(10)
    for glyph in range(held.hbFace.glyph_count):
        if glyph not in held.face.glyphToChar:
            name = shaped.glyph_to_string(glyph)
            held.hbAddPrivate(name, glyph, held.pdfScale(shaped.get_glyph_h_advance(glyph)))


@lru_cache(maxsize=8192)
def _shaped(text: str, name: str) -> Any:
    """The glyphs of an Indic stretch, placed by HarfBuzz."""
    from reportlab.pdfbase import ttfonts  # noqa: PLC0415  (see compose)

    shaper: Any = ttfonts
    return shaper.shapeStr(text, name, MILLIPOINTS, force=True)


@lru_cache(maxsize=8192)
def _width(text: str, *, bold: bool) -> int:
    """The width of a whole text in thousandths of its size: papers say the same words again and again."""
    return sum(_advance(run, name) for run, name in _runs(text, bold=bold))


@lru_cache(maxsize=8192)
def _advance(text: str, name: str) -> int:
    """The width of a stretch in thousandths of its size."""
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415  (see compose)

    if name.startswith(f"{LATIN}-"):
        return round(stringWidth(text, name, MILLIPOINTS))
    return round(sum(glyph.x_advance for glyph in _shaped(text, name).__shapeData__))


def _draw(canvas: Canvas, sheet: Sheet, paper: Paper) -> None:
    height = sheet.height / MILLIPOINTS
    canvas.setPageSize((paper.width * MM / 10 / MILLIPOINTS, height))
    pen = _Pen(canvas)
    sizes = {size: points(paper, size) for size in Size}
    coloured = not (paper.is_roll or paper.for_labels)
    for mark in sheet.marks:
        x, y = mark.x / MILLIPOINTS, height - mark.y / MILLIPOINTS
        if isinstance(mark, Words):
            pen.write(mark, x, y, sizes[mark.size] * mark.percent // 100, _ink(mark, coloured=coloured))
        elif isinstance(mark, Plot):
            _plot(canvas, pen, mark, x, y)
        elif isinstance(mark, Pixels):
            pen.lift()
            _pixels(canvas, mark, x, y)
        else:
            pen.lift()
            _mark(canvas, mark, x, y, coloured=coloured)
    pen.lift()


def _pixels(canvas: Any, mark: Pixels, x: float, y: float) -> None:
    """The shop's picture, its upper left corner at (x, y)."""
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415  (see compose)

    wide, high = mark.width / MILLIPOINTS, mark.height / MILLIPOINTS
    canvas.drawImage(ImageReader(BytesIO(mark.logo.png)), x, y - high, wide, high)


class _Pen:
    """Writes words, in one text object as long as nothing else is drawn: to begin one costs as much as a word."""

    def __init__(self, canvas: Canvas) -> None:
        """Write on that canvas."""
        self._canvas: Any = canvas
        self._text: Any = None
        self._set: tuple[str, int, Ink] | None = None

    def write(self, words: Words, x: float, y: float, size: int, ink: Ink) -> None:
        """Words on their baseline at (x, y), `size` in thousandths of a point; shaped ones with their plain text."""
        for run, name in _runs(words.text, bold=words.bold):
            text = self._at(x, y, name, size, ink)
            if name.startswith(f"{LATIN}-"):
                text.textOut(run)
            else:
                plain = run.encode("utf-16-be").hex().upper()
                text._code.append(f"/Span <</ActualText <FEFF{plain}>>> BDC")  # noqa: SLF001  (reportlab has no door for marked content)
                text.textOut(_shaped(run, name))
                text._code.append("EMC")  # noqa: SLF001  (as above)
            x += _advance(run, name) * size / MILLIPOINTS / MILLIPOINTS

    def lift(self) -> None:
        """Let something else be drawn."""
        if self._text is not None:
            self._canvas.drawText(self._text)
            self._text = self._set = None

    def _at(self, x: float, y: float, name: str, size: int, ink: Ink) -> Any:
        if self._text is None:
            self._text = self._canvas.beginText()
        was = self._set or ("", 0, None)
        if (name, size) != was[:2]:
            self._text.setFont(name, size / MILLIPOINTS)
        if ink != was[2]:
            self._text.setFillColorRGB(*ink)
        self._set = (name, size, ink)
        self._text._code.append(f"1 0 0 1 {x:.3f} {y:.3f} Tm")  # noqa: SLF001  (its own way takes six roundings to say this)
        return self._text


def _mark(
    canvas: Canvas, mark: Ground | Stroke | Frame | Modules | Bars, x: float, y: float, *, coloured: bool
) -> None:
    """Draw what is not words, its upper left corner at (x, y)."""
    match mark:
        case Ground():
            canvas.setFillColorRGB(*((0, 0, 0) if mark.solid else (0.933, 0.953, 0.945)))
            tall = mark.height / MILLIPOINTS
            canvas.rect(x, y - tall, mark.width / MILLIPOINTS, tall, stroke=0, fill=1)
        case Stroke():
            hairline = mark.weight == 0
            ink = (0.79, 0.82, 0.84) if hairline else (0.043, 0.431, 0.31) if coloured else (0, 0, 0)
            canvas.setStrokeColorRGB(*ink)
            canvas.setLineWidth(0.5 if hairline else 0.8 * mark.weight)
            canvas.line(x, y, x + mark.width / MILLIPOINTS, y)
        case Frame():
            _frame(canvas, mark, x, y)
        case Modules():
            _runs_of_black(canvas, mark.matrix, x, y, mark.side, mark.side)
        case Bars():
            _runs_of_black(canvas, (mark.pattern,), x, y, mark.side, mark.height)


def _ink(words: Words, *, coloured: bool) -> Ink:
    if words.light:
        return (1, 1, 1)
    if coloured and words.size is Size.HUGE:
        return (0.043, 0.431, 0.31)
    return (0.33, 0.36, 0.38) if coloured and words.muted else (0, 0, 0)


def _frame(canvas: Canvas, frame: Frame, x: float, y: float) -> None:
    """The line runs inside the frame's edges."""
    weight = frame.weight / MILLIPOINTS
    wide, tall = frame.width / MILLIPOINTS - weight, frame.height / MILLIPOINTS - weight
    canvas.setStrokeColorRGB(0, 0, 0)
    canvas.setLineWidth(weight)
    canvas.rect(x + weight / 2, y - tall - weight / 2, wide, tall, stroke=1, fill=0)


def _runs_of_black(canvas: Any, rows: tuple[tuple[bool, ...], ...], x: float, y: float, side: int, height: int) -> None:
    """Each row's black modules as runs, in one path, so that no reader shows seams between them."""
    canvas.setFillColorRGB(0, 0, 0)
    wide, tall = side / MILLIPOINTS, height / MILLIPOINTS
    path = canvas.beginPath()
    for down, line in enumerate(rows, 1):
        at = 0
        for black, group in groupby(line):
            length = len(list(group))
            if black:
                path.rect(x + at * wide, y - down * tall, length * wide, tall)
            at += length
    canvas.drawPath(path, stroke=0, fill=1)


def _plot(canvas: Any, pen: _Pen, plot: Plot, x: float, y: float) -> None:
    """A chart in the colours of a light screen, its upper left corner at (x, y)."""
    scale = plot.width / MILLIPOINTS / plot.drawing.width
    for shape in plot.drawing.shapes:
        if isinstance(shape, drawing.Words):
            _said(pen, shape, x + shape.x * scale, y - shape.y * scale, round(shape.size * scale * MILLIPOINTS))
            continue
        pen.lift()
        match shape:
            case drawing.Box() if shape.height > 0:
                canvas.setFillColor(LIGHT[shape.fill])
                canvas.setStrokeColor(LIGHT[shape.edge or shape.fill])
                canvas.setLineWidth(1.5 * scale)
                low = y - (shape.y + shape.height) * scale
                size = (shape.width * scale, shape.height * scale)
                canvas.rect(x + shape.x * scale, low, *size, stroke=int(bool(shape.edge)), fill=1)
            case drawing.Stroke():
                canvas.setStrokeColor(LIGHT[shape.ink])
                canvas.setLineWidth(shape.weight * scale)
                canvas.drawPath(_path(canvas, shape.points, x, y, scale), stroke=1, fill=0)
            case drawing.Arc():
                canvas.setFillColor(LIGHT[shape.fill])
                canvas.setStrokeColorRGB(1, 1, 1)
                canvas.setLineWidth(1.5 * scale)
                path = _path(canvas, shape.corners(), x, y, scale)
                path.close()
                canvas.drawPath(path, stroke=1, fill=1)
            case _:
                continue


def _path(canvas: Any, points_: Sequence[tuple[float, float]], x: float, y: float, scale: float) -> Any:
    path = canvas.beginPath()
    for number, (across, down) in enumerate(points_):
        (path.lineTo if number else path.moveTo)(x + across * scale, y - down * scale)
    return path


def _said(pen: _Pen, words: drawing.Words, x: float, y: float, size: int) -> None:
    """Words of a chart on their baseline, `size` in thousandths of a point."""
    wide = _width(words.text, bold=words.bold) * size / MILLIPOINTS / MILLIPOINTS
    back = {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
    red, green, blue = (int(LIGHT[words.ink][at : at + 2], 16) / 255 for at in (1, 3, 5))
    set_ = Words(0, 0, printable(words.text), Size.NORMAL, words.bold)
    pen.write(set_, x - back, y, size, (red, green, blue))
