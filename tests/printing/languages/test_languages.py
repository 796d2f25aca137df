"""The languages by name."""

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.printing.languages import encode
from shoppos.printing.page import Page, Text
from shoppos.printing.paper import paper_named

PAGE = Page(paper_named("80"), (Text("Namaste"),))


@pytest.mark.parametrize("name", ["escpos", "pdf", "png", "text"])
def test_each_language_gives_its_own_kind_of_bytes(name, qapp):
    begins = {"escpos": b"\x1b@", "pdf": b"%PDF-", "png": b"\x89PNG", "text": b"Namaste"}
    assert encode(PAGE, name).startswith(begins[name])


@pytest.mark.parametrize("name", ["", "star", "ESCPOS\x1b@"])
def test_an_unknown_language_is_refused_with_the_ones_there_are(name):
    with pytest.raises(InvalidInput, match="escpos, tspl, zpl, pdf, png, text") as refused:
        encode(PAGE, name)
    assert refused.value.field == "language"
    assert "\x1b" not in str(refused.value)
