"""What a label printer makes of ZPL."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.printing.head import Head
from shoppos.printing.languages import encode
from shoppos.printing.languages.zpl import _packed, _run_lengths
from shoppos.printing.page import Page, Text
from shoppos.printing.paper import paper_named
from shoppos.printing.raster import print_rows
from tests.printing.hostile import HOSTILE
from tests.printing.pages import LABELS, codes_of, label, labels
from tests.printing.scanner import different, read
from tests.printing.zpl_reader import bands, read_zpl, words

HEADS = {
    "203": Head(),
    "300": Head(dots_per_mm=12),
    "203 packed": Head(z64=True),
    "300 packed": Head(dots_per_mm=12, z64=True),
}


def drawn(page, head):
    """The labels as the renderer has them."""
    width, height = (side * head.dots_per_mm // 10 for side in (page.paper.width, page.paper.height))
    return read_zpl(encode(page, "zpl", head), width, height, head.dots_per_mm)


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("paper", LABELS)
def test_the_label_is_the_picture_dot_for_dot_and_its_codes_are_read(paper, head, qapp):
    page = label(paper)
    (rows,) = drawn(page, head)
    assert different(rows, print_rows(page, head)[0]) == 0
    assert sorted(read(rows)) == codes_of(page)


@pytest.mark.parametrize("z64", [False, True])
@given(rows=st.lists(st.sampled_from([b"\0" * 60, b"\xff" * 60]) | st.binary(min_size=60, max_size=60), min_size=1,
                     max_size=12))  # fmt: skip
def test_any_rows_come_back_as_they_were(rows, z64):
    said = (_packed if z64 else _run_lengths)(rows)
    count = 60 * len(rows)
    made = b"^XA^FO0,0^GFA,%d,%d,60,%b^FS^XZ" % (count, count, said)
    assert read_zpl(made, 480, len(rows)) == [rows]


def test_runs_of_every_length_are_counted():
    """One digit up to more than four hundred times, in rows of 300 bytes."""
    for times in (*range(2, 45), 399, 400, 401, 419, 420, 437, 599):
        row = bytes.fromhex(("A" * times + "5" * 600)[:600])
        said = _run_lengths([row, row])
        assert said.endswith(b":")
        assert read_zpl(b"^XA^FO0,0^GFA,600,600,300,%b^FS^XZ" % said, 2400, 2) == [[row, row]]


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_no_band_is_longer_than_zebra_counts(head, qapp):
    made = encode(label("4x6"), "zpl", head)
    found = bands(made)
    wide = (1016 * head.dots_per_mm // 10 + 7) // 8
    assert all(count == again and count <= 99_999 and across == wide for _top, count, again, across in found)
    tops = [0]
    for _top, count, _again, across in found:
        tops.append(tops[-1] + count // across)
    assert [top for top, *_rest in found] == tops[:-1]
    assert 1400 < tops[-1] * 10 // head.dots_per_mm <= 1524
    assert max(b - a for a, b in pairwise(tops)) <= 400


def test_nothing_of_the_printers_own_settings_is_touched(qapp):
    said = words(encode(label("3x2"), "zpl"))
    assert [word for word in said if word not in {"^FO", "^GF", "^FS"}] == ["^XA", "^PO", "^XZ"]
    asked = encode(label("3x2"), "zpl", Head(darkness=40, speed=20, turned=True))
    assert asked.startswith(b"~SD30\n^XA\n^POI\n^PR14\n^FO0,0^GFA,")


def test_each_label_is_a_format_of_its_own(qapp):
    page = labels("50x25")
    made = drawn(page, Head())
    assert made == print_rows(page, Head())
    assert words(encode(page, "zpl")).count("^XA") == 3


def test_run_lengths_and_packing_are_what_they_are_for(qapp):
    plain = sum(len(row) for row in print_rows(label("4x6"), Head())[0])
    assert len(encode(label("4x6"), "zpl")) < plain / 2
    assert len(encode(label("4x6"), "zpl", Head(z64=True))) < plain / 4


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_can_command_the_printer(name, qapp):
    made = encode(Page(paper_named("50x25"), (Text(name, fit=True),)), "zpl")
    assert words(made) == ["^XA", "^PO", "^FO", "^GF", "^FS", "^XZ"]
    assert set(made) <= set(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz^,:!\n")
