"""PNG: the page as a picture, for a preview or a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.printing.head import Head

if TYPE_CHECKING:
    from shoppos.printing.page import Page


PLAIN = Head()


def compose(page: Page, head: Head = PLAIN) -> bytes:
    """The page as one PNG picture, in the dots of that head where it is for one."""
    from shoppos.printing import raster  # noqa: PLC0415  (brings QtGui along; text and PDF do without it)

    return raster.png(page, head)
