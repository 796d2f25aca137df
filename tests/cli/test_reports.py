"""Reports at the command line: the same figures in every format, on the terminal, in a file and on paper."""

import csv
import io
import json
import shutil

import pytest
import python_calamine

from shoppos.reports import formats, questions
from shoppos.shop import Shop
from tests.reports.year import year_folder

__all__ = ["year_folder"]


@pytest.fixture
def asked(stocked):
    """A shop with a bill of today."""
    assert stocked("sell", "2*1001", "2001", "--pay", "cash=400", "--pay", "upi=68").code == 0
    return stocked


def test_a_report_is_a_table_for_people_and_json_for_programs(asked):
    said = asked("report", "day")
    assert said.code == 0, said.err
    assert "₹468.00 on one bill" in said.out
    assert "Cash" in said.out
    told = asked("report", "day", "--json").json
    assert (told["report"], told["figures"][0]["value"]) == ("day", "468.00")
    assert {row["method"]: row["amount"] for row in told["tables"][0]["rows"]} == {"Cash": "400.00", "UPI": "68.00"}
    again = asked("report", "day", "--format", "json").json
    assert again | {"made_at": told["made_at"]} == told


@pytest.mark.parametrize("format_", [*formats.FORMATS, "pdf"])
def test_every_format_goes_into_a_file_that_ends_so(asked, tmp_path, format_):
    file = tmp_path / f"sales.{'txt' if format_ == 'text' else format_}"
    said = asked("report", "sales", "--period", "this-month", "--out", file, "--json")
    assert said.code == 0, said.err
    assert (said.json["format"], said.json["bytes"]) == (format_, file.stat().st_size)
    content = file.read_bytes()
    start = {"json": b"{", "csv": b"\xef\xbb\xbf", "xlsx": b"PK", "html": b"<!doctype html>", "pdf": b"%PDF"}
    assert content.startswith(start.get(format_, b"Sales"))


def test_csv_and_excel_say_the_same(asked, tmp_path):
    asked("report", "methods", "--out", tmp_path / "a.csv")
    asked("report", "methods", "--out", tmp_path / "a.xlsx")
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"))))
    sheet = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_index(1).to_python()
    assert [row[0] for row in rows[2:4]] == [row[0] for row in sheet[1:3]] == ["Cash", "UPI"]
    assert [float(row[2]) for row in rows[2:4]] == [row[2] for row in sheet[1:3]] == [400.0, 68.0]


def test_all_reports_are_listed_with_what_narrows_them(asked):
    told = asked("report", "list", "--json").json
    assert [one["name"] for one in told] == [one.name for one in questions.questions()]
    sales = next(one for one in told if one["name"] == "sales")
    assert [choice["key"] for choice in sales["choices"]] == ["till", "employee"]
    assert "Meena" in [option["title"] for option in sales["choices"][1]["options"]]
    people = asked("report", "list").out
    assert all(one["name"] in people for one in told)


def test_days_and_choices_are_named(asked):
    told = asked("report", "sales", "--from", "2026-05-03", "--to", "2026-05-09", "--json").json
    assert (told["from"], told["to"], told["finding"][:16]) == ("2026-05-03", "2026-05-09", "Nothing was sold")
    meena = asked("report", "sales", "--choice", "employee=Meena", "--choice", "till=A1", "--json").json
    assert meena["figures"][0]["value"] == "468.00"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("report", "sails"), "sales"),
        (("report", "sales", "--period", "someday"), "this-week"),
        (("report", "sales", "--from", "2026-13-01"), "2026-05-03"),
        (("report", "sales", "--from", "2026-05-03", "--to", "2026-05-02"), "Turn them round"),
        (("report", "sales", "--choice", "employee"), "employee=Asha"),
        (("report", "sales", "--choice", "employee=Nobody"), "Meena"),
        (("report", "sales", "--choice", "colour=red"), "till, employee"),
        (("report", "sales", "--format", "pdf"), "--out"),
        (("report", "sales", "--out", "x.docx"), "--format"),
        (("report", "sales", "--out", "/nowhere/x.csv"), "cannot be written"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_next_step(asked, words, says):
    said = asked(*words)
    assert (said.code, said.out) == (1, "")
    assert says in said.err


def test_a_cashier_sees_no_reports_where_pins_guard_the_shop(asked, folder, tmp_path):
    shop = Shop.open(folder)
    shop.staff.add("Asha")
    shop.staff.set_pin("Meena", "482917")
    shop.staff.set_pin("Asha", "905162")
    shop.close()
    for name, pin, code in (("Meena", "482917", 0), ("Asha", "905162", 1)):
        file = tmp_path / f"{name}.pin"
        file.write_text(pin)
        said = asked("--as", name, "--pin-file", file, "report", "day")
        assert said.code == code, said.err
        paper = asked("--as", name, "--pin-file", file, "print", "report", "day", "--out", tmp_path / "day.pdf")
        assert paper.code == code, paper.err


def test_a_report_is_printed_on_a_device_and_into_a_file(asked, tmp_path):
    file = tmp_path / "day.pdf"
    said = asked("print", "report", "day", "--period", "today", "--to", f"file:{file}", "--json")
    assert said.code == 0, said.err
    assert (said.json["kind"], said.json["state"]) == ("report", "printed")
    assert file.read_bytes().startswith(b"%PDF")
    text = tmp_path / "day.txt"
    assert asked("print", "report", "day", "--out", text, "--width", "80", "--words", "hi").code == 0
    assert "नकद" in text.read_text("utf-8")
    assert asked("verify").code == 0


def test_its_words_are_those_that_were_asked_for(asked, tmp_path):
    asked("report", "methods", "--words", "hi", "--out", tmp_path / "a.json")
    told = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert [row["method"] for row in told["tables"][0]["rows"]] == ["नकद", "UPI"]


def test_the_year_is_told_as_the_report_tells_it(run, year_folder, tmp_path):
    folder = shutil.copytree(year_folder, tmp_path / "year")
    said = run("report", "sales", "--from", "2025-11-24", "--to", "2026-11-23", "--json", data=folder)
    assert said.json["figures"][0]["value"] == "194222.00"
    assert said.json["tables"][0]["total"]["net"] == "194222.00"


def test_what_has_nothing_to_list_prints_no_bare_heading(stocked):
    assert stocked("report", "reorder", "--json").json["tables"][0]["rows"] == []
    said = stocked("report", "reorder").out
    assert "Nothing has to be bought now." in said
    assert "To be bought" not in said.splitlines()[1:]
