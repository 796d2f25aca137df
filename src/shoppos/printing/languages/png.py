"""PNG: the page as a picture, for a preview or a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shoppos.printing.page import Page


def compose(page: Page) -> bytes:
    """The page as one PNG picture."""
    from shoppos.printing import raster  # noqa: PLC0415  (brings QtGui along; text and PDF do without it)

    return raster.png(page)
