"""The demo: the real program works a sample shop without a screen, and leaves papers and pictures."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from shoppos.cli import demo_evening, demo_papers, demo_reports
from shoppos.cli.demo import _screen_answers
from shoppos.printing.head import MODES
from shoppos.printing.languages import LANGUAGES
from shoppos.printing.paper import PAPERS
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.demo import MARK, sample
from shoppos.ui.tour_orders import AWB
from tests.printing.decoder import decoded


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """One run of the command in a process of its own, and the folder it filled."""
    out = tmp_path_factory.mktemp("demo") / "out"
    environment = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "QT_QPA_PLATFORM"}}
    done = subprocess.run(
        [sys.executable, "-m", "shoppos", "demo", "--out", out, "--json"],
        env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return out, json.loads(done.stdout), done.stderr


def test_every_kind_of_customer_is_served_and_the_books_agree(shown):
    out, told, _err = shown
    assert told["books_agree"]
    assert [line.split()[0][-6:] for line in told["told"] if line.startswith("A1/")][:6] == [
        f"{n:06d}" for n in range(1, 7)
    ]
    shop = Shop.open(out / "shop")
    methods = {row[0] for row in shop.db.rows("SELECT method FROM payment")}
    assert methods == {"cash", "upi", "khata", "card", "cod"}
    assert shop.db.row("SELECT count(*) FROM void") == (1,)
    assert shop.db.row("SELECT utr FROM utr") == ("412345678901",)
    assert len(shop.sales.on_screen().lines) == 3
    assert audit(shop.db).agrees
    shop.close()


def test_goods_and_people_are_shown_by_keys_on_the_real_pages(shown):
    out, told, _err = shown
    shop = Shop.open(out / "shop")
    milk, soap, glucose = (shop.catalogue.show(code) for code in ("MILK1", "SOAP", "GLUCOSE"))
    number, *rest = shop.db.row("SELECT s.number, s.payable, l.fate FROM sale s JOIN credit_line l ON l.sale_id = s.id")
    assert (number.rpartition("/")[2], rest) == ("C00001", [68_00, "damage"])
    assert milk.on_hand == 39_000, "one was sold, and what came back is not sold again"
    assert shop.suppliers.named("Agro Traders").owed == 2079_00
    assert (soap.form.cost, glucose.form.cost) == (30_50, 8_60)
    assert shop.db.row("SELECT sum(amount) FROM line_offer") == (10_00,)
    assert shop.db.row("SELECT count(*) FROM stock_count WHERE finished_at IS NOT NULL") == (1,)
    assert shop.customers.by_phone("9011122233").name == "Anil Verma"
    assert shop.customers.by_phone("9876543210").owes == 38_00
    assert {"return.png", "buying.png", "count.png", "people.png"} <= {*told["files"]}
    shop.close()


def test_a_phone_order_is_taken_packed_labelled_and_delivered_on_the_real_pages(shown):
    out, told, _err = shown
    shop = Shop.open(out / "shop")
    view = shop.orders.view(shop.orders.find("O00005"))
    assert (view.state, view.payment, view.card.name) == ("delivered", "paid", "Zoya Khan")
    steps = ["taken", "confirmed", "weighed", "packed", "dispatched", "delivered", "door_paid"]
    assert [step.kind for step in view.steps] == steps
    (parcel,) = view.parcels
    assert (parcel.courier, parcel.awb, parcel.weight, parcel.cod) == ("Delhivery", AWB, 1600, 365_00)
    states = [row[0] for row in shop.db.rows("SELECT state FROM orders ORDER BY number")]
    assert states == ["confirmed", "packed", "dispatched", "taken", "delivered"]
    shop.close()
    assert {"order.png", "board.png", "packing.png", "dispatch.png", "deliver.png", "delivered.png"} <= {*told["files"]}
    assert AWB in scanned(out / demo_papers.FOLDER / "label-order-4x6.png")
    assert f"Delhivery, number {AWB}." in (out / "messages.txt").read_text(encoding="utf-8")
    assert "<title>" in (out / "tracking" / "order.html").read_text(encoding="utf-8")
    assert "Zoya Khan" not in (out / "tracking" / "order.html").read_text(encoding="utf-8")


def test_tea_is_paid_and_prices_are_promised_by_keys(shown):
    out, told, _err = shown
    shop = Shop.open(out / "shop")
    assert shop.db.rows("SELECT category, amount, method FROM expense") == [("Tea and snacks", 120_00, "cash")]
    assert shop.db.rows("SELECT kind, amount FROM cash_movement") == [("out", 120_00)]
    (row,) = shop.estimates.list()
    assert (row.state, row.name, row.items) == ("open", "Sunita Rao", 2)
    assert shop.sales.on_screen().held == len(shop.sales.held())
    shop.close()
    assert {"expense.png", "estimate.png", "estimates.png"} <= {*told["files"]}
    assert any(row.number in line for line in told["told"])


def test_the_drawer_is_counted_by_keys_and_a_note_overlooked_is_found(shown):
    out, told, _err = shown
    shop = Shop.open(out / "shop")
    assert shop.db.rows("SELECT counted, expected, reason FROM shift_close ORDER BY made_at")[0] == (
        1880_00,
        1880_00,
        "",
    )
    shop.close()
    assert any(line.startswith("The drawer is counted blind") for line in told["told"])
    assert (out / "close-day.png").stat().st_size > 5_000


def test_all_that_is_named_is_there_and_not_empty(shown):
    out, told, _err = shown
    assert {
        "counter.png",
        "pay.png",
        "upi.png",
        "customer.png",
        "catalogue.png",
        "bills.png",
        "printers.png",
        "papers.png",
        "today.png",
        "reports.png",
        "dark.png",
        "hindi.png",
    } <= {*told["files"]}
    small = [name for name in told["files"] if (out / name).stat().st_size <= 500]
    assert small == ["remittance.csv", "reports/hours.csv"], "a list of one row, and a table of three hours"
    printed = sorted(name for name in told["files"] if name.startswith("printed"))
    assert [Path(name).suffix for name in printed] == [".bin"] * 6 + [".bin", ".tspl"] * 3 + [
        ".bin",
        ".bin",
        ".pdf",
        ".bin",
    ]
    assert next(name for name in printed if name.endswith(".pdf")).endswith("A1-2627-P00001.pdf")  # the order, on A4


def test_the_evening_closes_the_day_and_what_is_sold_later_counts_for_tomorrow(shown):
    out, told, _err = shown
    shop = Shop.open(out / "shop")
    (z,) = shop.days.zs()
    assert (z.number, z.reading.over, z.reading.difference_reason) == (1, -20_00, "Gave a twenty too much")
    late = shop.sales.last()
    assert shop.db.row("SELECT business_date FROM sale WHERE id = ?", (late.sale_id,))[0] > z.business_date
    shop.close()
    assert any(late.number in line for line in told["told"])


def test_the_evening_ends_with_reports_in_every_format(shown):
    out, told, _err = shown
    folder = out / demo_reports.FOLDER
    endings = {"txt", "json", "csv", "xlsx", "html", "pdf"}
    assert {path.name for path in folder.iterdir()} == {
        *(f"{name}.{ending}" for name in demo_reports.NAMES for ending in endings), demo_reports.HINDI,
    }  # fmt: skip
    day = json.loads((folder / "day.json").read_text("utf-8"))
    assert day["figures"][0]["value"] in {row["net"] for row in day["tables"][1]["rows"]} | {
        day["tables"][1]["total"]["net"]
    }
    assert any(day["finding"] in line for line in told["told"])
    assert len((folder / "day.html").read_bytes()) < 60_000


def test_every_kind_of_paper_is_written_in_every_language_and_on_every_paper(shown):
    out, told, _err = shown
    papers = [Path(name).name for name in told["files"] if Path(name).parent.name == demo_papers.FOLDER]
    assert sorted(papers) == sorted(path.name for path in (out / demo_papers.FOLDER).iterdir())
    assert {name.rpartition(".")[2] for name in papers} == {"bin", "tspl", "zpl", "pdf", "png", "txt"}
    assert {name.partition("-")[0] for name in papers} == {
        "bill", "label", "shelf", "slip", "reading", "test", "credit", "purchase", "receipt", "statement", "count",
        "picking", "run", "estimate", "z",
    }  # fmt: skip
    kinds = (
        demo_papers.BILLS, demo_papers.DELIVERED, demo_papers.LABELS, demo_papers.SHELF, demo_papers.SLIPS,
        demo_papers.CREDIT_NOTES, demo_papers.ORDERS, demo_papers.RECEIPTS, demo_papers.STATEMENTS, demo_papers.COUNTS,
        demo_papers.ESTIMATES, demo_evening.SLIPS,
    )  # fmt: skip
    samples = [
        sample for many in (*kinds, demo_papers.SHEETS, demo_papers.READINGS, demo_papers.TESTS) for sample in many
    ]
    assert {sample.form for sample in samples} == {name for name, _compose in LANGUAGES}
    assert {sample.head.mode for sample in samples if sample.form == "escpos"} == set(MODES)
    assert {sample.words for sample in samples} == {"en", "hi", "ta"}
    assert {sample.paper for sample in samples} == {paper.name for paper in PAPERS}


def test_a_roll_printer_obeys_each_of_them_without_rubbish(shown):
    out, _told, _err = shown
    jobs = sorted((out / demo_papers.FOLDER).glob("*.bin"))
    assert len(jobs) > 5
    for job in jobs:
        paper = decoded(job.read_bytes())
        assert (job.name, paper.problems) == (job.name, [])
        assert (job.name, paper.pulses) == (job.name, 0)


def test_a_scanner_reads_the_labels(shown):
    out, _told, _err = shown
    folder = out / demo_papers.FOLDER
    for name in ("label-4x6.png", "label-4x6-hindi.png"):
        assert demo_papers.PARCEL["awb"] in scanned(folder / name), name
    goods = {row[-1] for row in demo_papers.TAMIL_GOODS}
    assert goods <= scanned(folder / "shelf-50x25.png")


def scanned(path):
    """What codes a picture holds."""
    with Image.open(path) as picture:
        pixels = picture.convert("L")
        view = memoryview(pixels.tobytes()).cast("B", shape=[pixels.height, pixels.width])
        return {code.text for code in zxingcpp.read_barcodes(view)}


def test_the_pictures_show_the_counter_as_large_as_it_is_drawn(shown):
    out, _told, _err = shown
    with Image.open(out / "counter.png") as picture:
        assert picture.size == (1366, 768)
        assert len(picture.convert("RGB").getcolors(1 << 20)) > 100
    with Image.open(out / "dark.png") as picture:
        assert picture.convert("L").resize((1, 1)).getpixel((0, 0)) < 90


def test_a_second_run_makes_everything_anew(shown):
    out, _told, err = shown
    assert "working without windows" in err
    sample(out / "shop", out / "printed").close()
    assert (out / "shop" / MARK).exists()
    shop = Shop.open(out / "shop")
    assert shop.db.row("SELECT count(*) FROM sale") == (0,)
    assert shop.catalogue.count() == 60
    shop.close()


def test_a_real_shop_is_never_overwritten(run, folder):
    before = (folder / "shop.db").read_bytes()
    said = run("demo", "--out", folder.parent)
    assert (said.code, "is no sample" in said.err) == (1, True)
    assert (folder / "shop.db").read_bytes() == before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
@pytest.mark.parametrize("display", ["", ":987", "nowhere.invalid:0", "nonsense"])
def test_a_display_that_nobody_answers_is_no_screen(monkeypatch, display):
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert not _screen_answers()
