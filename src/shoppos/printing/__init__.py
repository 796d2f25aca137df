"""Paper: from a record to the bytes a printer takes, and the queue that sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.printing.bill import bill_page
from shoppos.printing.languages import PLAIN, encode
from shoppos.printing.paper import paper_named

if TYPE_CHECKING:
    from shoppos.printing.head import Head
    from shoppos.reports.bill import Bill


def compose(
    bill: Bill, form: str, paper: str = "80", *, copy: str = "", language: str = "en", head: Head = PLAIN
) -> bytes:
    """The bytes of one bill.

    `form` is a printer language ("escpos", "pdf", "png", "text"), `paper` a width ("58", "80", "A4", "A5"), `copy` the
    mark on a second print ("DUPLICATE"), `language` the words' language ("en", "hi"), `head` what is known of the
    printer. InvalidInput for an unknown name.
    """
    return encode(bill_page(bill, paper_named(paper), copy=copy, language=language), form, head)
