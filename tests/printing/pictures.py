"""Pictures of a shop's sign, made for tests: a black disc and a red bar on nothing."""

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from shoppos.printing import emblem
from shoppos.rules import logo


def sign(wide=900, high=500, form="PNG", colour="#b3261e"):
    """The bytes of a picture file."""
    image = QImage(wide, high, QImage.Format.Format_ARGB32)
    image.fill(0 if form == "PNG" else QColor("white").rgb())
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("black"))
    painter.drawEllipse(0, 0, high, high)
    painter.fillRect(high, high // 4, wide - high, high // 2, QColor(colour))
    painter.end()
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(kept, form)
    return bytes(kept.data().data())


def small(**how):
    """The shop's picture as papers are handed it."""
    return logo.read(logo.kept(emblem.taken(sign(**how))))
