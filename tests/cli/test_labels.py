"""Labels by command: bytes are read back as a label printer reads them, and the codes as a scanner does."""

import json

import pytest
import zxingcpp
from PIL import Image

from tests.printing.scanner import read
from tests.printing.tspl_reader import read_tspl
from tests.printing.zpl_reader import read_zpl

AWB = "1490811234567"
POSTAL = "EE123456785IN"
"""A number of the post with its right check digit."""
DOTS = {"4x6": (812, 1219), "50x25": (400, 200)}


@pytest.fixture
def parcel(stocked):
    """The number of a bill that is sent far away, with cash on delivery."""
    stocked("customers", "add", "9840012345", "--name", "லட்சுமி நாராயணன்", "--address", "12 Pondy Bazaar, Chennai",
            "--pin-code", "600017", "--state", "33")  # fmt: skip
    sold = stocked("sell", "2*1001", "--customer", "9840012345", "--address", "--shipping", "60", "--pay", "cod",
                   "--json")  # fmt: skip
    assert sold.code == 0, sold.err
    return sold.json["number"]


def codes(path):
    """What a scanner reads on a picture."""
    with Image.open(path) as picture:
        grey = picture.convert("L")
        view = memoryview(grey.tobytes()).cast("B", shape=[grey.height, grey.width])
        return sorted(code.text for code in zxingcpp.read_barcodes(view))


def test_a_label_for_each_piece_carries_the_couriers_number_and_the_money(stocked, parcel, tmp_path):
    file = tmp_path / "label.tspl"
    said = stocked("print", "label", parcel, "--courier", "Delhivery", "--awb", AWB, "--weight", "1.25",
                   "--pieces", "2", "--size", "30x20x10 cm", "--out", file, "--json")  # fmt: skip
    assert said.code == 0, said.err
    answer = said.json
    assert (answer["kind"], answer["number"], answer["language"], answer["width"]) == ("label", parcel, "tspl", "4x6")
    assert (answer["courier"], answer["awb"], answer["pieces"], answer["cod"]) == ("Delhivery", AWB, 2, "360.00")
    job = read_tspl(file.read_bytes())
    assert job.problems == []
    assert len(job.labels) == 2
    for label in job.labels:
        assert {AWB, parcel} <= set(read(label.rows))


def test_the_same_label_in_zpl_is_finer_where_the_head_is(stocked, parcel, tmp_path):
    coarse, fine = tmp_path / "203.zpl", tmp_path / "300.zpl"
    stocked("print", "label", parcel, "--awb", AWB, "--out", coarse)
    stocked("print", "label", parcel, "--awb", AWB, "--out", fine, "--dpi", "300")
    for file, finer, dots_per_mm in ((coarse, 1, 8), (fine, 1.5, 12)):
        wide, high = (int(side * finer) for side in DOTS["4x6"])
        label = read_zpl(file.read_bytes(), wide, high, dots_per_mm)[0]
        assert {AWB, parcel} <= set(read(label)), file.name


def test_goods_get_as_many_labels_as_were_asked_for(stocked, tmp_path):
    file = tmp_path / "shelf.zpl"
    said = stocked("print", "shelf", "1001=2", "2001", "--count", "1", "--out", file, "--json")
    assert (said.code, said.json["width"]) == (0, "50x25"), said.err
    assert said.json["labels"] == [
        {"code": "1001", "name": "Surf Excel 1 kg", "count": 2}, {"code": "2001", "name": "Toor Dal", "count": 1},
    ]  # fmt: skip
    read_back = [read(rows) for rows in read_zpl(file.read_bytes(), *DOTS["50x25"])]
    assert "8901030865275" in read_back[0]
    assert "2001" in read_back[-1]


def test_a_sheet_begins_where_the_last_one_was_left(stocked, tmp_path):
    whole, rest = tmp_path / "whole.png", tmp_path / "rest.png"
    stocked("print", "shelf", "1001=3", "--width", "A4x24", "--out", whole)
    stocked("print", "shelf", "1001=3", "--width", "A4x24", "--skip", "5", "--out", rest)
    assert codes(whole) == codes(rest) == ["8901030865275"] * 3
    with Image.open(whole) as first, Image.open(rest) as second:
        assert first.size == second.size
        assert first.tobytes() != second.tobytes()


def test_a_bill_without_an_address_has_no_label_and_says_what_to_do(stocked, number, tmp_path):
    for where in (("--out", tmp_path / "l.zpl"), ("--to", f"file:{tmp_path / 'l.zpl'}")):
        said = stocked("print", "label", number, *where)
        assert (said.code, "no address" in said.err) == (1, True)
    assert not (tmp_path / "l.zpl").exists()
    assert [one["kind"] for one in stocked("queue", "list", "--all", "--json").json] == ["bill"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--awb", "EE123456789IN"), "its check digit does not fit"),
        (("--weight", "heavy"), "is not a weight"),
        (("--weight", "-1"), "is not a weight"),
        (("--pieces", "0"), "1 to 99 pieces"),
        (("--pieces", "100"), "1 to 99 pieces"),
        (("--language", "text"), "Choose --language"),
        (("--width", "A5"), "Choose --width 4x6, 100x150, 3x2"),
    ],
)
def test_what_no_parcel_has_is_refused_in_a_sentence(stocked, parcel, tmp_path, words, sentence):
    said = stocked("print", "label", parcel, *words, "--out", tmp_path / "no")
    assert (said.code, sentence in said.err) == (1, True), said.err
    assert not (tmp_path / "no").exists()


def test_a_number_of_the_post_is_spelled_as_the_post_does(stocked, parcel, tmp_path):
    said = stocked("print", "label", parcel, "--awb", "ee 123456785 in", "--out", tmp_path / "l.png", "--json")
    assert (said.code, said.json["awb"]) == (0, POSTAL), said.err
    assert POSTAL in codes(tmp_path / "l.png")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(("4711",), "No item has the code 4711"), (("1001=0",), "At least 1"), (("1001", "--count", "-2"), "At least 1"),
     (("1001=9999",), "At most 5,000 labels")],
)  # fmt: skip
def test_labels_for_nothing_are_refused_in_a_sentence(stocked, tmp_path, words, sentence):
    said = stocked("print", "shelf", *words, "--out", tmp_path / "no")
    assert (said.code, sentence in said.err) == (1, True), said.err


def test_the_first_label_is_the_original_and_the_next_says_duplicate(stocked, parcel, setting, tmp_path):
    (tmp_path / "labels").mkdir()
    setting("printers", [{"name": "Packing", "address": f"file:{tmp_path / 'labels'}", "form": "zpl", "paper": "4x6"}])
    first = stocked("print", "label", parcel, "--awb", AWB, "--json")
    assert (first.json["copy"], first.json["state"], first.json["language"]) == (0, "printed", "zpl"), first.err
    assert stocked("print", "label", parcel, "--awb", AWB, "--json").json["copy"] == 1
    assert stocked("print", "label", parcel, "--to", "Packing", "--copy", "--json").json["copy"] == 2
    one, two, three = sorted((tmp_path / "labels").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    assert len({one.read_bytes(), two.read_bytes(), three.read_bytes()}) == 3
    assert stocked("verify").code == 0


def test_labels_and_bills_go_to_the_printers_that_hold_their_paper(stocked, parcel, setting, tmp_path):
    places = {name: tmp_path / name for name in ("bills", "parcels", "goods")}
    for place in places.values():
        place.mkdir()
    setting("printers", [
        {"name": "Counter", "address": f"file:{places['bills']}", "form": "escpos", "paper": "80"},
        {"name": "Packing", "address": f"file:{places['parcels']}", "form": "tspl", "paper": "4x6"},
        {"name": "Shelf", "address": f"file:{places['goods']}", "form": "tspl", "paper": "38x25"},
    ])  # fmt: skip
    for words in (("bill", parcel), ("label", parcel), ("shelf", "1001")):
        assert stocked("print", *words).code == 0
    sizes = {
        name: read_tspl(next(places[name].iterdir()).read_bytes()).labels[0].width for name in ("parcels", "goods")
    }
    assert sizes["goods"] == 38
    assert sizes["parcels"] == pytest.approx(101.6, abs=0.5)
    assert next(places["bills"].iterdir()).read_bytes().startswith(b"\x1b@")


def test_no_name_or_number_of_the_customer_is_kept_with_the_paper(stocked, parcel, setting, nobody):
    setting("printers", [{"name": "Packing", "address": nobody, "form": "tspl", "paper": "4x6"}])
    stocked("print", "label", parcel, "--awb", AWB)
    waiting = next(one for one in stocked("queue", "list", "--json").json if one["kind"] == "label")
    told = stocked("queue", "show", waiting["id"], "--json").json["told"]
    assert told["awb"] == AWB
    assert "9840012345" not in json.dumps(told)
    assert "600017" not in json.dumps(told)
