"""The page as a picture: one drawing for the preview, for PNG files and for printers that lack a letter."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLoggingCategory, QPointF, QRect, QRectF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPainter,
    QPen,
    QPolygonF,
)

from shoppos.base.paths import resource
from shoppos.printing import emblem
from shoppos.printing.alone import alone
from shoppos.printing.head import Head, fitted
from shoppos.printing.imposing import sheets, tenths
from shoppos.printing.marks import Bars, Frame, Ground, Modules, Pixels, Plot, Sheet, Stroke, Words, points
from shoppos.printing.page import Size
from shoppos.printing.typeset import set_part, strip
from shoppos.reports import drawing
from shoppos.reports.drawing import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shoppos.printing.marks import Block, Mark
    from shoppos.printing.page import Page, Part
    from shoppos.printing.paper import Paper

DOTS_PER_MM = 8
FIRST_FAMILY = "Noto Sans"
LINE_PERCENT = 128

MOST_WIDTHS = 8192
"""How many widths of texts a face remembers: papers say the same words again and again."""

INK = QColor("black")
PAPER = QColor("white")
MUTED = QColor("#555b61")
ACCENT = QColor("#0b6e4f")
HAIRLINE = QColor("#c9d1d6")
PALE = QColor("#eef3f1")
BETWEEN_SHEETS = QColor("#8a9299")
GAP = 24


_threads = threading.local()


class _Held:
    """The application that Qt's fonts need; made only when no window has made one."""

    application: QGuiApplication | None = None


@lru_cache(maxsize=1)
def _families() -> tuple[str, ...]:
    """Our own faces, loaded once: the Latin one first, the Indic ones to fall back to.

    Qt remarks on each face that it tries for a script, and does so while it holds the fonts: a thread that hears the
    remark in Python waits for one that waits for the fonts, and both stand still for ever. So it is told to be silent.
    """
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    if QGuiApplication.instance() is None:
        _Held.application = QGuiApplication(["shoppos", "-platform", "offscreen"])
    found: set[str] = set()
    for path in sorted(resource("fonts").glob("*.ttf")):
        found.update(QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path))))
    return (FIRST_FAMILY, *sorted(found - {FIRST_FAMILY}))


class Dots:
    """The face of a picture, measured in dots; `smooth` softens edges for a screen, a print head has only black."""

    dot = 1

    def __init__(
        self,
        paper: Paper,
        *,
        smooth: bool,
        dots_per_mm: int = DOTS_PER_MM,
        percent: int = 100,
        root: Dots | None = None,
    ) -> None:
        """Choose the sizes of type for `paper`, at `percent` of its own."""
        self.millimetre = dots_per_mm
        self.percent = percent
        self.smallest_module = paper.qr_dots * dots_per_mm // DOTS_PER_MM
        self._paper, self._smooth, self._root = paper, smooth, root or self
        self._others: dict[int, Dots] = {percent: self}
        self._fonts = {
            (size, bold): _font(points(paper, size) * percent // 100, dots_per_mm, bold=bold, smooth=smooth)
            for size in Size
            for bold in (False, True)
        }
        self._widths: dict[tuple[str, Size, bool], int] = {}
        self._metrics = {key: QFontMetrics(font) for key, font in self._fonts.items()}

    def at(self, percent: int) -> Dots:
        """The same type at that percent of the paper's own."""
        others = self._root._others  # noqa: SLF001  (its own kind)
        if percent not in others:
            others[percent] = Dots(
                self._paper, smooth=self._smooth, dots_per_mm=self.millimetre, percent=percent, root=self._root
            )
        return others[percent]

    def width(self, text: str, size: Size, *, bold: bool) -> int:
        """The advance of `text` in dots, shaped as Qt will draw it."""
        key = (text, size, bold)
        known = self._widths.get(key)
        if known is None:
            if len(self._widths) >= MOST_WIDTHS:
                self._widths.clear()
            known = self._widths[key] = self._metrics[size, bold].horizontalAdvance(text)
        return known

    def line(self, size: Size) -> int:
        """The height of one line in dots."""
        return self._fonts[size, False].pixelSize() * LINE_PERCENT // 100

    def ascent(self, size: Size) -> int:
        """From the top of a line to its baseline in dots."""
        return self._fonts[size, False].pixelSize()

    def font(self, size: Size, *, bold: bool) -> QFont:
        """The font that `width` measured."""
        return self._fonts[size, bold]


def _font(size: int, dots_per_mm: int, *, bold: bool, smooth: bool) -> QFont:
    """A font of `size` thousandths of a point."""
    font = QFont()
    font.setFamilies(list(_families()))
    font.setPixelSize(max(size * dots_per_mm * 254 // 720_000, 1))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
    if not smooth:
        font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    return font


@alone
def png(page: Page, head: Head | None = None) -> bytes:
    """The page as one PNG picture; sheets and labels stand below one another."""
    head = head or Head()
    image = picture(replace(page, paper=fitted(page.paper, head)), head.dots_per_mm)
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(kept.data())


@alone
def picture(page: Page, dots_per_mm: int = DOTS_PER_MM) -> QImage:
    """The page as it will look: a roll or a label in the very dots of the print head, a sheet as paper on a desk."""
    drawn = _printed(page, dots_per_mm) if by_dots(page.paper) else _smooth(page, dots_per_mm)
    width = page.paper.width * dots_per_mm // 10
    image = QImage(width, sum(each.height() for each in drawn) + GAP * (len(drawn) - 1), QImage.Format.Format_RGB32)
    image.fill(BETWEEN_SHEETS)
    painter = QPainter(image)
    top = 0
    for each in drawn:
        painter.fillRect(QRect(0, top, width, each.height()), PAPER)
        painter.drawImage((width - each.width()) // 2, top, each)
        top += each.height() + GAP
    painter.end()
    image.setDotsPerMeterX(dots_per_mm * 1000)
    image.setDotsPerMeterY(dots_per_mm * 1000)
    return image


def by_dots(paper: Paper) -> bool:
    """Whether a print head of black dots fills the paper: rolls and labels, not sheets."""
    return paper.is_roll or paper.label


@alone
def print_rows(page: Page, head: Head) -> list[list[bytes]]:
    """Each piece of roll or label as the head gets it: a row of bytes for each row of dots, a set bit is black.

    The rows of a roll are as wide as its head, those of a label as wide as the label, in whole bytes with white to the
    right.
    """
    paper = fitted(page.paper, head)
    return [_rows(image) for image in _printed(replace(page, paper=paper), head.dots_per_mm)]


@alone
def paint(painter: QPainter, page: Page, next_sheet: Callable[[], object], dots_per_mm: int) -> None:
    """Draw the page's sheets on anybody's painter, already scaled to `dots_per_mm`, asking for each after the first."""
    face = _face(page.paper, dots_per_mm, smooth=True)
    for number, sheet in enumerate(sheets(page, face)):
        if number:
            next_sheet()
        _draw(painter, sheet.marks, face, coloured=not page.paper.for_labels)


@alone
def strip_rows(part: Part, paper: Paper, dots_per_mm: int = DOTS_PER_MM) -> list[bytes]:
    """One part drawn across the print head: a row of bytes for each row of dots, a set bit is black."""
    face = _face(paper, dots_per_mm, smooth=False)
    width = paper.dots * dots_per_mm // DOTS_PER_MM
    return _rows(_black(strip(part, width, face), width, 0, face))


@alone
def blocks_of(part: Part, paper: Paper, dots_per_mm: int = DOTS_PER_MM) -> list[tuple[Block, str]]:
    """The lines of one part as they would be drawn across the print head, each with what it says."""
    set_ = set_part(part, paper.dots * dots_per_mm // DOTS_PER_MM, _face(paper, dots_per_mm, smooth=False))
    return [(block, " ".join(mark.text for mark in block.marks if isinstance(mark, Words))) for block in set_]


@alone
def block_rows(block: Block, paper: Paper, dots_per_mm: int = DOTS_PER_MM) -> list[bytes]:
    """One of those lines drawn, as `strip_rows` gives a whole part."""
    face = _face(paper, dots_per_mm, smooth=False)
    return _rows(_black(Sheet(block.marks, block.height), paper.dots * dots_per_mm // DOTS_PER_MM, 0, face))


def _printed(page: Page, dots_per_mm: int) -> list[QImage]:
    """Rolls and labels in one bit a dot, a set bit black, as wide as the head that prints them."""
    face = _face(page.paper, dots_per_mm, smooth=False)
    whole = tenths(page.paper.width, face)
    width = page.paper.dots * dots_per_mm // DOTS_PER_MM if page.paper.is_roll else whole
    return [_black(sheet, width, (whole - width) // 2, face) for sheet in sheets(page, face)]


def _smooth(page: Page, dots_per_mm: int) -> list[QImage]:
    face = _face(page.paper, dots_per_mm, smooth=True)
    drawn: list[QImage] = []
    for sheet in sheets(page, face):
        image = QImage(tenths(page.paper.width, face), sheet.height, QImage.Format.Format_RGB32)
        image.fill(PAPER)
        painter = QPainter(image)
        _draw(painter, sheet.marks, face, coloured=not page.paper.for_labels)
        painter.end()
        drawn.append(image)
    return drawn


def _black(sheet: Sheet, width: int, left: int, face: Dots) -> QImage:
    """A sheet in one bit a dot, from `left` of its paper on."""
    image = QImage(width, max(sheet.height, 1), QImage.Format.Format_Mono)
    image.setColorTable([PAPER.rgb(), INK.rgb()])
    image.fill(0)
    painter = QPainter(image)
    painter.translate(-left, 0)
    _draw(painter, sheet.marks, face, coloured=False)
    painter.end()
    return image


def _rows(image: QImage) -> list[bytes]:
    """The rows of a picture of one bit a dot, without Qt's padding to 32 bits."""
    wide, stride = (image.width() + 7) // 8, image.bytesPerLine()
    pixels = bytes(image.constBits())
    return [pixels[at : at + wide] for at in range(0, stride * image.height(), stride)]


def _face(paper: Paper, dots_per_mm: int, *, smooth: bool) -> Dots:
    """The type of a paper; each thread holds its own, for Qt's fonts are not for two at once."""
    known: dict[tuple[Paper, int, bool], Dots] = _threads.__dict__.setdefault("faces", {})
    key = (paper, dots_per_mm, smooth)
    if key not in known:
        known[key] = Dots(paper, smooth=smooth, dots_per_mm=dots_per_mm)
    return known[key]


def _draw(painter: QPainter, marks: Iterable[Mark], face: Dots, *, coloured: bool) -> None:
    for mark in marks:
        match mark:
            case Ground():
                ground = INK if mark.solid else PALE if coloured else PAPER
                painter.fillRect(QRect(mark.x, mark.y, mark.width, mark.height), ground)
            case Frame():
                _draw_frame(painter, mark)
            case Bars():
                _draw_bars(painter, mark)
            case Stroke():
                colour = HAIRLINE if coloured and mark.weight == 0 else ACCENT if coloured else INK
                painter.fillRect(QRect(mark.x, mark.y, mark.width, max(2 * mark.weight, 1)), colour)
            case Modules():
                _draw_modules(painter, mark)
            case Plot():
                _draw_plot(painter, mark)
            case Pixels():
                emblem.draw(painter, mark)
            case Words():
                painter.setFont(face.at(mark.percent).font(mark.size, bold=mark.bold))
                painter.setPen(_ink(mark, coloured=coloured))
                painter.drawText(mark.x, mark.y, mark.text)


def _ink(words: Words, *, coloured: bool) -> QColor:
    if words.light:
        return PAPER
    if coloured and words.size is Size.HUGE:
        return ACCENT
    return MUTED if coloured and words.muted else INK


def _draw_bars(painter: QPainter, bars: Bars) -> None:
    for at, black in enumerate(bars.pattern):
        if black:
            painter.fillRect(QRect(bars.x + at * bars.side, bars.y, bars.side, bars.height), INK)


def _draw_frame(painter: QPainter, frame: Frame) -> None:
    right, low = frame.x + frame.width - frame.weight, frame.y + frame.height - frame.weight
    for x, y, width, height in (
        (frame.x, frame.y, frame.width, frame.weight), (frame.x, low, frame.width, frame.weight),
        (frame.x, frame.y, frame.weight, frame.height), (right, frame.y, frame.weight, frame.height),
    ):  # fmt: skip
        painter.fillRect(QRect(x, y, width, height), INK)


def _draw_modules(painter: QPainter, code: Modules) -> None:
    for down, line in enumerate(code.matrix):
        for across, black in enumerate(line):
            if black:
                square = QRect(code.x + across * code.side, code.y + down * code.side, code.side, code.side)
                painter.fillRect(square, INK)


def _draw_plot(painter: QPainter, plot: Plot) -> None:
    """A chart in the colours of a light screen."""
    scale = plot.width / plot.drawing.width
    painter.save()
    painter.translate(plot.x, plot.y)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in plot.drawing.shapes:
        match shape:
            case drawing.Box():
                box = QRectF(shape.x * scale, shape.y * scale, shape.width * scale, shape.height * scale)
                painter.fillRect(box, QColor(LIGHT[shape.fill]))
                if shape.edge:
                    painter.setPen(QPen(QColor(LIGHT[shape.edge]), 1.5 * scale))
                    painter.drawRect(box)
            case drawing.Stroke():
                painter.setPen(QPen(QColor(LIGHT[shape.ink]), shape.weight * scale))
                painter.drawPolyline([QPointF(x * scale, y * scale) for x, y in shape.points])
            case drawing.Arc():
                painter.setPen(QPen(PAPER, 1.5 * scale))
                painter.setBrush(QColor(LIGHT[shape.fill]))
                painter.drawPolygon(QPolygonF([QPointF(x * scale, y * scale) for x, y in shape.corners()]))
            case drawing.Words():
                _draw_said(painter, shape, scale)
    painter.restore()


def _draw_said(painter: QPainter, words: drawing.Words, scale: float) -> None:
    font = QFont()
    font.setFamilies(list(_families()))
    font.setPixelSize(max(round(words.size * scale), 1))
    font.setBold(words.bold)
    wide = QFontMetricsF(font).horizontalAdvance(words.text)
    back = {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
    painter.setFont(font)
    painter.setPen(QColor(LIGHT[words.ink]))
    painter.drawText(QPointF(words.x * scale - back, words.y * scale), words.text)
