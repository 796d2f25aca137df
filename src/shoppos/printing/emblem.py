"""The shop's picture: taken from a file that somebody chose, made small, and drawn in colour or in black dots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QImageWriter, QPainter

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.printing.alone import alone
from shoppos.rules.logo import HIGH, MOST, SETTING, SIGNATURE, WIDE

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.printing.marks import Pixels

LARGEST = 20_000_000
"""Bytes of a file that is looked into."""
MOST_PIXELS = 50_000_000
LEAST = 24
"""Pixels that a side of a picture has at the least."""
JPEG = b"\xff\xd8\xff"
WHITE = QColor("white")


def from_file(path: Path) -> bytes:
    """The small PNG of the picture in a file, as `taken` gives it; InvalidInput ("logo") when it cannot be read."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        said = _("{file} cannot be read: {reason}.")
        raise _wrong(said.format(file=clean(path.name, 100), reason=clean(error.strerror or "", 100))) from error
    return taken(content)


@alone
def taken(content: bytes) -> bytes:
    """The small PNG of a picture, on white; InvalidInput ("logo") says in a sentence why it does not do."""
    if len(content) > LARGEST:
        raise _wrong(_("This file is larger than {most} MB.").format(most=LARGEST // 1_000_000))
    if not content.startswith((SIGNATURE, JPEG)):
        raise _wrong(_("This file is no PNG and no JPEG picture."))
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"png" if content.startswith(SIGNATURE) else b"jpeg"))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() * size.height() > MOST_PIXELS:
        said = _("This picture has {wide} × {high} dots, more than can be read here.")
        raise _wrong(said.format(wide=size.width(), high=size.height()))
    image = reader.read()
    if image.isNull():
        raise _wrong(_("This picture cannot be read: the file is damaged."))
    if min(image.width(), image.height()) < LEAST:
        said = _("This picture has only {wide} × {high} dots: on paper nothing could be seen of it.")
        raise _wrong(said.format(wide=image.width(), high=image.height()))
    return _small(_on_white(image))


def _wrong(why: str) -> InvalidInput:
    return InvalidInput(why, _("Choose a PNG or JPEG picture of the shop's sign, up to 20 MB."), SETTING)


def _on_white(image: QImage) -> QImage:
    """The picture without what one can see through, no larger than is kept."""
    image = _within(image, WIDE, HIGH)
    ground = QImage(image.size(), QImage.Format.Format_RGB888)
    ground.fill(WHITE)
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    return ground.convertToFormat(QImage.Format.Format_Grayscale8) if ground.isGrayscale() else ground


def _small(image: QImage) -> bytes:
    """The picture as PNG, smaller still while it takes too much room."""
    while True:
        kept = QByteArray()
        buffer = QBuffer(kept)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QImageWriter(buffer, QByteArray(b"png"))
        writer.setCompression(100)
        writer.write(image)
        if kept.size() <= MOST:
            return bytes(kept.data())
        image = _within(image, image.width() * 3 // 4, image.height() * 3 // 4)


def _within(image: QImage, wide: int, high: int) -> QImage:
    """The picture within so many pixels; a smaller one stays as it is."""
    if image.width() <= wide and image.height() <= high:
        return image
    size = image.size().scaled(QSize(wide, high), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


def draw(painter: QPainter, mark: Pixels) -> None:
    """Draw it; where there is only black, in dots spread so that greys are seen. One that cannot be read draws nothing.

    The dots are those of the head itself, so that no printer has to round them.
    """
    image = QImage.fromData(mark.logo.png)
    if image.isNull():
        return
    if painter.device().depth() > 1:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRect(mark.x, mark.y, mark.width, mark.height), image)
        painter.restore()
        return
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8).scaled(
        mark.width, mark.height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    flags = Qt.ImageConversionFlag.MonoOnly | Qt.ImageConversionFlag.DiffuseDither
    painter.drawImage(mark.x, mark.y, grey.convertToFormat(QImage.Format.Format_Mono, flags))
