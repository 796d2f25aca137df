"""A bill as it goes with a mail: the page that is printed, whole, and nothing is noted as printed."""

import pypdfium2
import pytest

from shoppos.base.errors import NotFound
from shoppos.printing.attached import attached
from shoppos.shop.payments import Tender


@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_bill_goes_as_the_page_that_is_printed(shop, language):
    shop.settings.set("bill_language", language)
    done = shop.sales.sell(["3*1001"], [Tender("cash")])
    before = shop.db.rows("SELECT id, state, copy_no FROM print_job")
    paper = pypdfium2.PdfDocument(attached(shop.db, done.sale_ids[0], "bill"))
    text = paper[0].get_textpage().get_text_range()
    assert len(paper) == 1
    assert done.numbers[0] in text
    assert "450.00" in text
    assert shop.db.rows("SELECT id, state, copy_no FROM print_job") == before


def test_a_paper_that_is_not_there_is_not_made_up(shop):
    with pytest.raises(NotFound):
        attached(shop.db, b"\0" * 16, "bill")
