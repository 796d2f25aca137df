"""Every format is read back by a reader of its own: csv, json, calamine, an HTML parser."""

import csv
import datetime as dt
import html
import io
import itertools
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
import python_calamine

from shoppos.base import i18n
from shoppos.base.errors import InvalidInput
from shoppos.base.text import clean, width
from shoppos.reports import formats, questions
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Line, Table
from shoppos.shop.sheets import unguarded
from tests.reports.formats.sample import ALERTS, COLUMNS, HOSTILE, MADE, SHOP, lines, sample

RUNS = re.compile(r"^[=+\-@\t\r]")


def written(format_, report=None):
    return formats.write(report or sample(), format_, SHOP, MADE)


@pytest.mark.parametrize("format_", formats.FORMATS)
def test_the_same_report_of_the_same_moment_is_the_same_file(format_):
    assert written(format_) == written(format_)
    assert b"\x1b" not in written(format_) or format_ == "xlsx"


@pytest.mark.parametrize("format_", ["text", "json", "xlsx", "html"])
def test_what_somebody_has_to_see_to_stands_in_every_format_that_has_more_than_rows(format_):
    told = written(format_)
    if format_ == "json":
        said = json.loads(told)["alerts"]
    elif format_ == "xlsx":
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(told))
        said = [unguarded(str(row[0])) for row in book.get_sheet_by_name("Overview").to_python()]
    else:
        said = [line.strip().removeprefix("! ") for line in told.decode().split("\n")]
        said = said if format_ == "text" else [html.unescape(one) for one in re.findall(r">⚠ (.*?)</p>", told.decode())]
    assert [one for one in said if one in ALERTS] == list(ALERTS)


def test_a_format_that_is_none_is_refused_with_those_there_are():
    with pytest.raises(InvalidInput, match="pdf"):
        written("docx")


# -- text


def test_text_says_the_finding_first_and_keeps_its_columns():
    said = written("text").decode().split("\n")
    assert said[:4] == ["Sample <b> · November 2026", "Sharma & <Sons>", "", "It rose & fell."]
    at = said.index("By item: [1]/2")
    table = said[at + 1 : at + 2 + len(HOSTILE) + 3]
    assert table[0].split()[:4] == ["Item", "Day", "Month", "At"]
    assert table[-1].startswith("Total")
    assert "-₹5.00" in written("text").decode()
    ends = {width(line[: line.index("November 2026")]) for line in table[2:-2]}
    assert len(ends) == 1


# -- json


def test_json_says_money_quantity_rate_and_days_as_the_house_does():
    told = json.loads(written("json"))
    assert (told["report"], told["from"], told["to"]) == ("sample", "2026-11-01", "2026-11-30")
    assert told["made_at"] == "2026-11-23T21:30:00+05:30"
    first = told["tables"][0]["rows"][1]
    assert first == {
        "item": HOSTILE[1], "day": "2026-11-02", "month": "2026-11", "at": "2026-11-23T21:30:00+05:30", "bills": 1,
        "quantity": "0.75", "share": "12.5", "sales": "-12345678.90", "none": None,
    }  # fmt: skip
    assert told["tables"][0]["links"][0] == {"kind": "bill", "target": "A1/2627/000001"}
    assert told["figures"][0] == {"title": "Sales", "kind": "money", "value": "118000.00", "was": "-5.00"}
    assert told["charts"][0]["series"][0]["values"] == ["100.00", "50.00"]
    assert told["tables"][1]["total"] is None


# -- csv


def test_csv_is_read_back_whole_and_nothing_in_it_runs():
    text = written("csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["By item: [1]/2"]
    assert rows[1] == [column.title for column in COLUMNS]
    body = rows[2 : 2 + len(HOSTILE)]
    assert [unguarded(row[0]) for row in body] == [clean(name) for name in HOSTILE]
    assert not [row for row in body if RUNS.match(row[0])]
    assert [row[7] for row in body[:3]] == ["0.00", "-12345678.90", "24691357.80"]
    assert float(body[1][7]) == -12345678.90
    assert body[0][1:4] == ["2026-11-01", "2026-11", "2026-11-23T21:30:00+05:30"]
    assert rows[2 + len(HOSTILE)] == []
    assert rows[-1] == ["Cash", "-5.00"]


def test_csv_of_one_table_is_heads_and_rows_and_nothing_else():
    report = sample()
    one = formats.write(type(report)("a", "A", report.period, "", (report.tables[1],)), "csv", SHOP, MADE)
    assert list(csv.reader(io.StringIO(one.decode("utf-8-sig")))) == [["Way", "Paid"], ["Cash", "-5.00"]]


# -- xlsx


def test_excel_gets_figures_as_figures_days_as_days_and_words_as_words():
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(written("xlsx")))
    assert book.sheet_names == ["Overview", "By item 1 2", "Ways", "Charts"]
    rows = book.get_sheet_by_name("By item 1 2").to_python()
    assert rows[0] == [column.title for column in COLUMNS]
    assert rows[2][1:9] == [
        dt.date(2026, 11, 2), dt.date(2026, 11, 1), MADE.replace(tzinfo=None), 1.0, 0.75, 12.5, -12345678.90,
        "",
    ]  # fmt: skip
    assert [unguarded(row[0]) for row in rows[1:-1]] == [clean(name) for name in HOSTILE]
    assert rows[-1][0] == "Total"
    assert rows[-1][4] == sum(range(len(HOSTILE)))
    overview = book.get_sheet_by_name("Overview").to_python()
    assert overview[0][0] == "Sample <b> · November 2026"
    assert [118000.0, -5.0] in [row[1:3] for row in overview]


def test_no_cell_of_the_sheet_is_a_formula_or_a_link():
    import zipfile

    with zipfile.ZipFile(io.BytesIO(written("xlsx"))) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        links = [name for name in archive.namelist() if name.endswith(".rels") and "worksheets" in name]
    assert len(sheets) == 4
    assert not [sheet for sheet in sheets if "<f>" in sheet or "hyperlink" in sheet]
    assert links == ["xl/worksheets/_rels/sheet4.xml.rels"]  # to the charts


def test_excel_gets_its_own_charts_of_the_same_values():
    import zipfile

    content = written("xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        drawn = [archive.read(name).decode() for name in sorted(archive.namelist()) if "charts/chart" in name]
        warm = archive.read("xl/worksheets/sheet4.xml").decode()
    assert len(drawn) == 4  # a heat map is warm cells
    assert "colorScale" in warm
    kinds = [re.search(r"<c:(barChart|lineChart|doughnutChart)>", one)[1] for one in drawn]
    assert sorted(kinds) == ["barChart", "barChart", "doughnutChart", "lineChart"]
    for one in drawn:
        assert re.findall(r"<c:f>([^<]+)</c:f>", one)[0].startswith("Charts!")
        assert "<script" not in one
    report = sample()
    evil = Chart("bar", "=1+1", ("=2",), (Series("=Charts!$A$1", (1,)),), "x")
    held = zipfile.ZipFile(io.BytesIO(written("xlsx", replace(report, charts=(evil,)))))
    named = re.findall(r"<c:f>([^<]+)</c:f>", held.read("xl/charts/chart1.xml").decode())
    assert sorted(named) == ["Charts!$A$1", "Charts!$A$3", "Charts!$B$2", "Charts!$B$3"]
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Charts").to_python()
    assert [100.0, 50.0] in [[one[1], two[1]] for one, two in itertools.pairwise(rows)]


# -- html


class Page(HTMLParser):
    """What a browser would find: tags, attributes, the cells of tables."""

    def __init__(self):
        super().__init__()
        self.tags, self.events, self.cells, self.colours = [], [], [], set()
        self._in = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.events += [name for name, _value in attrs if name.startswith("on") or name in {"src", "href", "style"}]
        self.colours |= {value for name, value in attrs if name in {"fill", "stroke"} and value != "none"}
        if tag in {"td", "th"}:
            self._in = tag
            self.cells.append("")

    def handle_endtag(self, tag):
        if tag == self._in:
            self._in = ""

    def handle_data(self, data):
        if self._in:
            self.cells[-1] += data


def read(page):
    parser = Page()
    parser.feed(page.decode())
    return parser


def test_the_page_holds_every_cell_as_text_and_nothing_that_acts():
    found = read(written("html"))
    assert not {"script", "img", "iframe", "link", "object", "a", "form"} & set(found.tags)
    assert found.events == []
    names = [cell for at, cell in enumerate(found.cells) if at % len(COLUMNS) == 0][1 : 1 + len(HOSTILE)]
    assert names == [clean(name) for name in HOSTILE]
    assert found.tags.count("svg") == 5
    assert "1,23,45,678.90" in "".join(found.cells)


def test_the_page_needs_nothing_from_anywhere():
    page = written("html").decode()
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page.replace(HOSTILE[0], "").replace("http://evil", ""))
    assert "default-src 'none'" in page
    assert "@import" not in page
    assert "url(" not in page


def test_each_colour_of_a_chart_has_another_in_the_dark():
    page = written("html")
    dark = page.decode().split("prefers-color-scheme:dark")[1].split("</style>")[0]
    missing = [one for one in read(page).colours if f'="{one}"]' not in dark]
    assert missing == []


def test_a_long_table_is_cut_and_says_so_and_the_page_stays_small():
    report = sample()
    many = Table(COLUMNS, lines() * 40, "Long", report.tables[0].total)
    page = written("html", type(report)("a", "A", report.period, "", (many,)))
    assert read(page).tags.count("tr") == 100 + 2
    assert f"{len(HOSTILE) * 40 - 100} more lines" in page.decode()
    assert len(page) < 60_000


def test_the_page_says_its_language(year):
    i18n.use("hi")
    try:
        report = questions.ask(year.db, "sales")
        assert 'lang="hi"' in formats.write(report, "html", SHOP, MADE).decode()
    finally:
        i18n.use("en")
    with i18n.speaking("ta"):
        assert 'lang="ta"' in formats.write(report, "html", SHOP, MADE).decode()
    assert 'lang="en"' in formats.write(report, "html", SHOP, MADE).decode()


def test_an_empty_report_can_be_written_in_every_format():
    report = sample()
    nothing = type(report)("none", "None", report.period, "Nothing was sold.", (Table(COLUMNS, ()),))
    for format_ in formats.FORMATS:
        assert formats.write(nothing, format_, SHOP, MADE)
    assert "Nothing was sold." in formats.write(nothing, "html", SHOP, MADE).decode()
    one = Table(COLUMNS[:1], (Line(("only",)),))
    assert b"only" in formats.write(type(report)("one", "One", report.period, "", (one,)), "text", SHOP, MADE)
