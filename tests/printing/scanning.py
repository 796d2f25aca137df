"""What a scanner reads from a page as a print head draws it."""

import zxingcpp
from PySide6.QtGui import QImage

from shoppos.printing.raster import picture


def scanned(page):
    """The codes on the page, as (format, text), in black and white at 8 dots to the millimetre."""
    image = picture(page).convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, stride = image.width(), image.height(), image.bytesPerLine()
    grey = bytes(image.constBits())
    dots = b"".join(
        bytes(0 if shade < 128 else 255 for shade in grey[at : at + width]) for at in range(0, stride * height, stride)
    )
    found = zxingcpp.read_barcodes(memoryview(dots).cast("B", shape=[height, width]))
    return [(code.format.name, code.text) for code in found]
