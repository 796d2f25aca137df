"""What the label languages share: labels in dots, and no other paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _

if TYPE_CHECKING:
    from shoppos.printing.head import Head
    from shoppos.printing.page import Page


def labels(page: Page, head: Head) -> list[list[bytes]]:
    """The rows of each label down to its last ink, a set bit black; InvalidInput names what to choose for other papers.

    The white below is not sent: where makers say 12 dots to the millimetre and build 11.8, a picture as long as its
    label would end on the next one.
    """
    from shoppos.printing.raster import print_rows  # noqa: PLC0415  (brings QtGui along: only who prints pays for it)

    if not page.paper.label:
        raise InvalidInput(
            _("A label printer takes single labels, not {paper}.").format(paper=page.paper.name),
            _("Choose the size of its labels, such as 4x6 or 50x25, or print this on another printer."),
            field="paper",
        )
    return [_inked(rows) for rows in print_rows(page, head)]


def _inked(rows: list[bytes]) -> list[bytes]:
    last = next((at for at in range(len(rows), 1, -1) if any(rows[at - 1])), 1)
    return rows[:last]
