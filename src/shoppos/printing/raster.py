"""The page as a picture: one drawing for the preview, for PNG files and for printers that lack a letter."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QImage, QImageWriter, QPainter

from shoppos.base.paths import resource
from shoppos.printing.page import Size
from shoppos.printing.typeset import Ground, Modules, Stroke, Words, points, sheets, strip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.printing.page import Page, Paper, Part
    from shoppos.printing.typeset import Mark, Sheet

DOTS_PER_MM = 8
FIRST_FAMILY = "Noto Sans"
LINE_PERCENT = 128

INK = QColor("black")
MUTED = QColor("#555b61")
ACCENT = QColor("#0b6e4f")
HAIRLINE = QColor("#c9d1d6")
PALE = QColor("#eef3f1")
BETWEEN_SHEETS = QColor("#8a9299")
GAP = 24


class _Held:
    """The application that Qt's fonts need; made only when no window has made one."""

    application: QGuiApplication | None = None


@lru_cache(maxsize=1)
def _families() -> tuple[str, ...]:
    """Our own faces, loaded once: the Latin one first, the Indic ones to fall back to."""
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db=false")
        _Held.application = QGuiApplication(["shoppos", "-platform", "offscreen"])
    found: set[str] = set()
    for path in sorted(resource("fonts").glob("*.ttf")):
        found.update(QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path))))
    return (FIRST_FAMILY, *sorted(found - {FIRST_FAMILY}))


class Dots:
    """The face of a picture, measured in dots; `smooth` softens edges for a screen, a print head has only black."""

    millimetre = DOTS_PER_MM

    def __init__(self, paper: Paper, *, smooth: bool) -> None:
        """Choose the sizes of type for `paper`."""
        self.smallest_module = paper.qr_dots
        self._fonts = {
            (size, bold): _font(paper, size, bold=bold, smooth=smooth) for size in Size for bold in (False, True)
        }
        self._metrics = {key: QFontMetrics(font) for key, font in self._fonts.items()}

    def width(self, text: str, size: Size, *, bold: bool) -> int:
        """The advance of `text` in dots, shaped as Qt will draw it."""
        return self._metrics[size, bold].horizontalAdvance(text)

    def line(self, size: Size) -> int:
        """The height of one line in dots."""
        return self._fonts[size, False].pixelSize() * LINE_PERCENT // 100

    def ascent(self, size: Size) -> int:
        """From the top of a line to its baseline in dots."""
        return self._fonts[size, False].pixelSize()

    def font(self, size: Size, *, bold: bool) -> QFont:
        """The font that `width` measured."""
        return self._fonts[size, bold]


def _font(paper: Paper, size: Size, *, bold: bool, smooth: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(_families()))
    font.setPixelSize(points(paper, size) * DOTS_PER_MM * 254 // 720_000)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
    if not smooth:
        font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    return font


def png(page: Page) -> bytes:
    """The page as one PNG picture at 8 dots to the millimetre; sheets stand below one another."""
    image = picture(page)
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(kept.data())


def picture(page: Page) -> QImage:
    """The page drawn for a screen."""
    face = Dots(page.paper, smooth=True)
    set_ = sheets(page, face)
    width = page.paper.width * DOTS_PER_MM
    height = sum(sheet.height for sheet in set_) + GAP * (len(set_) - 1)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(BETWEEN_SHEETS)
    painter = QPainter(image)
    top = 0
    for sheet in set_:
        painter.fillRect(QRect(0, top, width, sheet.height), Qt.GlobalColor.white)
        painter.save()
        painter.translate(0, top)
        _draw(painter, sheet.marks, face, coloured=not page.paper.is_roll)
        painter.restore()
        top += sheet.height + GAP
    painter.end()
    image.setDotsPerMeterX(DOTS_PER_MM * 1000)
    image.setDotsPerMeterY(DOTS_PER_MM * 1000)
    return image


def strip_rows(part: Part, paper: Paper) -> list[bytes]:
    """One part drawn across the print head: a row of bytes for each row of dots, a set bit is black."""
    face = _print_head(paper)
    drawn: Sheet = strip(part, paper.dots, face)
    image = QImage(paper.dots, max(drawn.height, 1), QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    _draw(painter, drawn.marks, face, coloured=False)
    painter.end()
    return black_rows(image)


@lru_cache(maxsize=4)
def _print_head(paper: Paper) -> Dots:
    return Dots(paper, smooth=False)


def black_rows(image: QImage) -> list[bytes]:
    """The rows of a picture in one bit a dot, a set bit black, without Qt's padding to 32 bits."""
    mono = image.convertToFormat(
        QImage.Format.Format_Mono, Qt.ImageConversionFlag.MonoOnly | Qt.ImageConversionFlag.ThresholdDither
    )
    if QColor(mono.color(1)) != INK:
        mono.invertPixels()
    wide = (image.width() + 7) // 8
    stride = mono.bytesPerLine()
    pixels = bytes(mono.constBits())
    return [pixels[at : at + wide] for at in range(0, stride * image.height(), stride)]


def _draw(painter: QPainter, marks: Iterable[Mark], face: Dots, *, coloured: bool) -> None:
    for mark in marks:
        match mark:
            case Ground():
                painter.fillRect(QRect(mark.x, mark.y, mark.width, mark.height), PALE if coloured else QColor("white"))
            case Stroke():
                colour = HAIRLINE if coloured and mark.weight == 0 else ACCENT if coloured else INK
                painter.fillRect(QRect(mark.x, mark.y, mark.width, max(2 * mark.weight, 1)), colour)
            case Modules():
                _draw_modules(painter, mark)
            case Words():
                painter.setFont(face.font(mark.size, bold=mark.bold))
                accented = coloured and mark.size is Size.HUGE
                painter.setPen(ACCENT if accented else MUTED if coloured and mark.muted else INK)
                painter.drawText(mark.x, mark.y, mark.text)


def _draw_modules(painter: QPainter, code: Modules) -> None:
    for down, line in enumerate(code.matrix):
        for across, black in enumerate(line):
            if black:
                square = QRect(code.x + across * code.side, code.y + down * code.side, code.side, code.side)
                painter.fillRect(square, INK)
