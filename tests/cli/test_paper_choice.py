"""Language and paper: what is meant where nobody chose, and a sentence where the two do not go together."""

from argparse import Namespace

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.cli.paper_choice import BILL, CARRIED, ENDINGS, LABEL, READING, SHELF, SLIP, WIDTHS, for_file, laid
from shoppos.printing.languages import LANGUAGES
from shoppos.printing.paper import PAPERS
from shoppos.printing.printers import NEAREST, SUITS


def chosen(kind, out, language=None, width=None):
    return for_file(kind, Namespace(out=out, language=language, width=width))


def test_every_language_and_every_paper_there_is_can_be_chosen():
    assert set(CARRIED) == {name for name, _compose in LANGUAGES} == set(ENDINGS.values())
    assert set(WIDTHS) == {paper.name for paper in PAPERS}
    for kind in (BILL, LABEL, READING, SHELF, SLIP):
        assert set(kind.papers) == set(SUITS[kind.name]) | set(NEAREST.get(kind.name, {}))


@pytest.mark.parametrize(
    ("kind", "out", "language", "width", "meant"),
    [
        (BILL, "b.bin", None, None, ("escpos", "80")),
        (BILL, "b.prn", None, None, ("escpos", "80")),
        (BILL, "b.pdf", None, None, ("pdf", "A5")),
        (BILL, "b.pdf", None, "A4", ("pdf", "A4")),
        (BILL, "b.png", None, "58", ("png", "58")),
        (BILL, "-", None, None, ("escpos", "80")),
        (BILL, "b", None, "A4", ("pdf", "A4")),
        (BILL, "b.bin", "text", None, ("text", "80")),
        (LABEL, "l.zpl", None, None, ("zpl", "4x6")),
        (LABEL, "l.tspl", None, "3x2", ("tspl", "3x2")),
        (LABEL, "l.prn", None, None, ("tspl", "4x6")),
        (LABEL, "l.pdf", None, None, ("pdf", "4x6")),
        (LABEL, "l.pdf", None, "A4", ("pdf", "A4x4")),
        (LABEL, "l", None, "A4x4", ("pdf", "A4x4")),
        (LABEL, "l", "escpos", None, ("escpos", "80")),
        (SHELF, "s.zpl", None, None, ("zpl", "50x25")),
        (SHELF, "s.png", None, "38x25", ("png", "38x25")),
        (SHELF, "s.pdf", None, None, ("pdf", "A4x40")),
        (SHELF, "-", None, "A4x65", ("pdf", "A4x65")),
        (READING, "x.txt", None, "58", ("text", "58")),
        (SLIP, "s.pdf", None, None, ("pdf", "A5")),
    ],
)
def test_what_was_not_said_is_meant_as_a_shop_would(kind, out, language, width, meant):
    assert chosen(kind, out, language, width) == meant


@pytest.mark.parametrize(
    ("kind", "form", "width", "sentence"),
    [
        (LABEL, "text", "4x6", "Shipping label: this cannot be said in text. Choose --language escpos, tspl, zpl, pdf"),
        (SHELF, "text", "50x25", "Choose --language tspl, zpl, pdf or png."),
        (BILL, "zpl", "80", "Bill: this cannot be said in zpl. Choose --language escpos, pdf, png or text."),
        (BILL, "pdf", "4x6", "Bill: this does not go on 4x6. Choose --width 58, 80, A4 or A5."),
        (BILL, "escpos", "A4", "Choose --language pdf, png or text, or --width 58 or 80."),
        (LABEL, "tspl", "A4x4", "A printer that speaks tspl has no A4x4 paper. Choose --language pdf or png"),
        (SHELF, "zpl", "4x6", "Shelf labels: this does not go on 4x6."),
        (READING, "tspl", "50x25", "Reading of the till: this cannot be said in tspl."),
    ],
)
def test_what_does_not_go_together_is_refused_with_what_to_choose(kind, form, width, sentence):
    with pytest.raises(InvalidInput) as refused:
        laid(kind, form, width)
    assert sentence in str(refused.value)


def test_a_refusal_at_the_command_line_leaves_no_file_and_no_paper(run, stocked, number, tmp_path):
    for words in (
        ("bill", number, "--language", "zpl"), ("bill", number, "--width", "4x6"), ("reading", "--width", "50x25"),
        ("label", number, "--language", "text"), ("slip", number, "--language", "tspl"),
    ):  # fmt: skip
        said = stocked("print", *words, "--out", tmp_path / "none")
        assert (said.code, "Choose" in said.err or "address" in said.err) == (1, True), words
        assert stocked("print", *words, "--to", f"file:{tmp_path / 'none'}").code == 1
    assert not (tmp_path / "none").exists()
    assert [one["kind"] for one in stocked("queue", "list", "--json").json] == ["bill"]
