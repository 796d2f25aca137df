"""The evening's report on a phone: equal to the Z and the questions, small, safe, and honest about what is missing."""

import re
from html.parser import HTMLParser

import pytest

from shoppos.base import i18n
from shoppos.base.money import rupees
from shoppos.printing.paper import paper_named
from shoppos.printing.report_page import report_page
from shoppos.printing.travelling import render
from shoppos.reports import deliveries, phone, questions, z
from shoppos.reports.report_paper import shop_now
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.reports.browser import needs_browser, visit
from tests.stories.clocks import SetClock

HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "=HYPERLINK(1)", "\u202eevil\x1b[2J", "<b>x")
FLOAT = 2000_00


@pytest.fixture
def clock():
    return SetClock("2026-11-23 09:00")


@pytest.fixture
def shop(folder, clock):
    shop = Shop.open(folder, clock=clock)
    for at, name in enumerate((*HOSTILE, "Rice", "Soap")):
        price, rate = (at + 1) * 100_00, (0, 500, 1800)[at % 3]
        shop.catalogue.add(ProductForm(str(at), name, price, rate=rate, hsn="1006", stock=1_000_000))
    yield shop
    shop.close()


def closed(shop, clock, day, *, short=0, bills=3):
    """A day of some bills, its drawer counted that much short; gives its reports."""
    clock.set(f"{day} 09:00")
    shop.shifts.open(FLOAT)
    for at in range(bills):
        clock.set(f"{day} {10 + at % 10}:{at % 60:02d}")
        shop.sales.sell([f"{at + 1}*{at % 7}"], [Tender(("cash", "upi", "card")[at % 3])])
    clock.set(f"{day} 21:00")
    counted = shop.shifts.x().expected - short
    done = shop.days.close(counted, reason="gave <b>too</b> much" if short else "")
    return [deliveries.report(shop.db, one) for one in done.report_ids]


def composed(shop, one):
    with i18n.speaking("en"):
        return phone.compose(shop.db, one)


def figures(report):
    return {one.title: one.value for one in report.figures}


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.seen, self.attributes = set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes += attrs


# -- what it says


def test_its_figures_are_the_zs_and_the_questions(shop, clock):
    (one,) = closed(shop, clock, "2026-11-23", short=20_00, bills=12)
    report, closing = composed(shop, one), z.read(shop.db, "A1", 1)
    day = questions.ask(shop.db, "day", one.period)
    told = figures(report)
    assert told["Sales"] == closing.reading.net == day.figures[0].value > 0
    assert told["Number of bills"] == closing.reading.bills == 12
    assert told["Cash short"] == 20_00 == -closing.reading.over
    drawer = next(table for table in report.tables if table.title == "The drawer of till A1")
    sums = {line.values[0]: line.values[1] for line in drawer.lines}
    assert sums["In the drawer at the beginning"] == FLOAT
    assert sums["Must be there"] == closing.reading.expected
    assert sums["Counted"] == closing.reading.counted == closing.reading.expected - 20_00
    assert (
        sums["In the drawer at the beginning"] + sums["From customers, less what they got back"]
        == (sums["Must be there"])
    )
    ways = next(table for table in report.tables if table.columns[0].key == "method")
    assert sum(line.values[2] for line in ways.lines) == closing.reading.net
    assert report.alerts == ("The drawer was ₹20.00 short: gave <b>too</b> much",)
    assert report.title == "The day · Z 1"


def test_it_names_itself_the_one_before_and_the_last_seven_so_that_a_gap_is_seen(shop, clock):
    for day in range(16, 25):
        last = closed(shop, clock, f"2026-11-{day}", bills=1)[0]
    report = composed(shop, last)
    assert report.notes[0] == (
        "Day report 9 of till A1, Z 9. The one before it is number 8 of 23-11-2026, Z 8. "
        "If you do not have it, it did not reach you."
    )
    assert report.notes[1].startswith("The next one is due when Wednesday 25-11-2026 is closed.")
    lately = report.tables[-1]
    assert [line.values[0] for line in lately.lines] == [9, 8, 7, 6, 5, 4, 3]
    assert [line.values[2] for line in lately.lines] == [9, 8, 7, 6, 5, 4, 3]
    assert lately.lines[0].values[3] == figures(report)["Sales"]


def test_a_shop_that_rests_on_sundays_is_not_told_to_wait_for_one(shop, clock):
    for day in (6, 7, 9, 10, 11, 12, 13, 14, 16, 17, 18, 19, 20, 21):
        last = closed(shop, clock, f"2026-11-{day:02d}", bills=1)[0]
    assert "Monday 23-11-2026" in composed(shop, last).notes[1]


def test_a_week_and_a_month_sum_their_days_and_list_their_zs(shop, clock):
    sums = 0
    for day in ("2026-11-27", "2026-11-28"):
        sums += figures(composed(shop, closed(shop, clock, day, short=500)[0]))["Sales"]
    week = closed(shop, clock, "2026-11-30")[1]
    report = composed(shop, week)
    assert figures(report)["Sales"] == sums
    closings = next(table for table in report.tables if table.columns[0].key == "closed")
    assert [line.values[1:] for line in closings.lines] == [("A1/Z1", -500), ("A1/Z2", -500)]
    month = closed(shop, clock, "2026-12-01")[1]
    assert (month.kind, figures(composed(shop, month))["Sales"]) == (
        "month", questions.ask(shop.db, "sales", month.period).figures[0].value
    )  # fmt: skip


def test_what_is_not_right_stands_above_all_figures(shop, clock):
    shop.reports.set_place("mail", "owner@example.in", key="m", name="Owner's mail")
    (first,) = closed(shop, clock, "2026-11-23")
    shop.reports.claim()
    shop.reports.failed(first.id, "m", "The mail was refused: no such user")
    clock.set("2026-11-24 08:00")
    shop.settings.set_profile(upi="thief@okbank")
    (second,) = closed(shop, clock, "2026-11-24")
    alerts = composed(shop, second).alerts
    assert "from sharmakirana@okhdfcbank to thief@okbank" in alerts[0]
    assert alerts[1] == (
        "Day report 1 of till A1 (23-11-2026) has not reached Owner's mail. The mail was refused: no such user"
    )
    shop.reports.retry(first.id)
    report = composed(shop, second)
    assert len(report.alerts) == 1
    assert "When this was made, these were still on their way: Day report 1 of till A1 (23-11-2026)." in report.notes
    shop.books.check()
    assert composed(shop, second).notes[-1].startswith("The books agree (")


def test_books_that_do_not_agree_are_said_first_of_all(shop, clock):
    (one,) = closed(shop, clock, "2026-11-23")
    shop.db.raw.execute("UPDATE stock SET on_hand = on_hand + 1000")
    shop.books.check()
    assert composed(shop, one).alerts[0].startswith("The books do not agree")


def test_the_words_for_whatsapp_have_no_figure_that_the_page_has_not(shop, clock):
    (one,) = closed(shop, clock, "2026-11-23", short=20_00, bills=9)
    made = render(shop.db, one)
    page, words = made["html"].decode(), made["text"].decode()
    assert len(words) < 1500
    amounts = re.findall(r"[0-9,]+\.[0-9]{2}", words)
    assert len(amounts) > 5
    assert all(amount in page for amount in amounts)
    assert made["subject"].decode().startswith("Sharma Kirana · The day · Z 1 · Mon 23 November 2026 · ₹")


# -- several tills


@pytest.fixture
def second(shop, folder, clock):
    """The other till of the shop."""
    shop.tills.add("A2", "Second")
    other = Shop.open(folder, "A2", clock=clock)
    yield other
    other.close()


def test_a_tills_day_is_its_own_as_its_z_says_and_the_whole_shop_is_one_figure_beside_it(shop, second, clock):
    clock.set("2026-11-23 10:00")
    asha = shop.customers.add("Asha Kulkarni", "9812345670")
    shop.customers.opening(asha.id, 100_00)
    for till in (shop, second):
        till.shifts.open(FLOAT)
    shop.sales.sell(["2*5"], [Tender("cash")])
    gone = shop.sales.sell(["1"], [Tender("cash")])
    shop.sales.void(gone.numbers[0], "typed twice")
    second.sales.sell(["3*6", "1"], [Tender("upi")])
    lost = second.sales.sell(["4"], [Tender("card")])
    second.sales.void(lost.numbers[0], "wrong item")
    clock.set("2026-11-23 11:00")
    second.customers.pay(asha.id, 40_00, "cash")
    clock.set("2026-11-23 21:00")
    (first,) = shop.days.close(shop.shifts.x().expected).report_ids
    for till, number, other in ((shop, 1, second), (second, 1, shop)):
        if till is second:
            (first,) = second.days.close(second.shifts.x().expected).report_ids
        report = composed(shop, deliveries.report(shop.db, first))
        closing = z.read(shop.db, till.db.till, number)
        told = figures(report)
        whole = questions.ask(shop.db, "day", report.period)
        assert report.title == f"The day of till {till.db.till} · Z 1"
        assert told["Sales"] == closing.reading.net
        assert told["Number of bills"] == closing.reading.bills
        assert told.get("Dues received", 0) == closing.reading.khata_received
        assert told["Whole shop, all tills"] == whole.figures[0].value == 600_00 * 2 + 700_00 * 3 + 200_00
        ways = next(table for table in report.tables if table.columns[0].key == "method")
        assert sum(line.values[2] for line in ways.lines) == closing.reading.net
        best = next(table for table in report.tables if table.columns[0].key == "item")
        assert [line.values[2] for line in best.lines] == ([2000] if till is shop else [3000, 1000])
        looks = next(table for table in report.tables if table.columns[0].key == "what")
        assert [line.values[1].split("/")[0] for line in looks.lines] == [till.db.till]
        rates = next(table for table in report.tables if table.columns[0].key == "rate")
        assert rates.total[1] == sum(one.taxable for one in closing.reading.by_rate)
        assert report.tables[-1].lines[0].values[3] == closing.reading.net, "as the list of the last reports has it"
        open_still = [note for note in report.notes if note.startswith("Not closed yet")]
        assert open_still == (
            [f"Not closed yet: till {other.db.till}. What it sells is in its own report."] if till is shop else []
        )
        amount = f"Whole shop, all tills: {rupees(told['Whole shop, all tills'])}"
        assert amount in render(shop.db, deliveries.report(shop.db, first))["text"].decode()


def test_the_only_till_that_sold_is_the_whole_shop_and_nothing_more_is_said(shop, second, clock):
    report = composed(shop, closed(shop, clock, "2026-11-23")[0])
    assert report.title == "The day · Z 1"
    assert "Whole shop, all tills" not in figures(report)


def test_a_new_tills_first_report_names_the_last_one_of_the_till_before_it(shop, second, clock):
    closed(shop, clock, "2026-11-20")
    last = closed(shop, clock, "2026-11-23")
    assert [one.kind for one in last] == ["day", "week"]
    day = closed(second, clock, "2026-11-24")[0]
    assert composed(shop, day).notes[0] == (
        "Day report 1 of till A2, Z 1. It is the first of its till. The newest of another till is Day report 2 of till "
        "A1 of 23-11-2026, Z 2. If you do not have it, it did not reach you."
    )
    week = closed(second, clock, "2026-11-30")[1]
    assert composed(shop, week).notes[0] == (
        "Week report 2, Z 1. The one before it is number 1 of 22-11-2026, Z 1. "
        "If you do not have it, it did not reach you."
    )
    assert [line.values[0] for line in composed(shop, week).tables[-1].lines] == [2, 1]


# -- how it travels


def test_a_page_that_was_too_long_says_how_many_lines_each_table_leaves_out(shop, clock, monkeypatch):
    for day in range(1, 13):
        closed(shop, clock, f"2026-10-{day:02d}", bills=1)
    month = next(one for one in closed(shop, clock, "2026-11-01", bills=1) if one.kind == "month")
    whole = {table.title: len(table.lines) for table in composed(shop, month).tables}
    monkeypatch.setattr(phone, "LARGEST", 10_000)
    report, made = phone.files(shop.db, month, clock.now())
    assert max(whole.values()) == 12
    for table in report.tables:
        assert len(table.lines) + table.left == whole[table.title]
        assert len(table.lines) <= phone.FEWEST
    page = made["html"].decode()
    assert "9 more lines are in the sheet of this report." in page
    paper = report_page(report, shop_now(shop.db), clock.now(), paper_named("A4"))
    assert "9 more lines are in the sheet of this report." in repr(paper.parts)


def test_a_big_day_of_hostile_names_stays_small_and_harmless(shop, clock):
    for at in range(60):
        name = f"{HOSTILE[at % len(HOSTILE)]} {'अ' * 60} {at}"
        shop.catalogue.add(ProductForm(f"x{at}", name, 50_00, rate=500, hsn="1006", stock=1_000_000))
    clock.set("2026-11-23 09:00")
    for at in range(160):
        clock.set(f"2026-11-23 {9 + at % 12:02d}:{at % 60:02d}")
        bill = shop.sales.sell([f"{1 + at % 3}*x{at % 60}", "2*1"], [Tender(("cash", "upi", "card", "other")[at % 3])])
        if at % 3 == 0:
            shop.sales.void(bill.numbers[0], f"{HOSTILE[at % 5]} {'r' * 80}")
    clock.set("2026-11-23 21:00")
    done = shop.days.close()
    made = render(shop.db, deliveries.report(shop.db, done.report_ids[0]))
    assert len(made["html"]) < phone.LARGEST
    page = made["html"].decode()
    tags = Tags(page)
    assert not tags.seen & {"script", "img", "a", "link", "iframe", "b", "form", "object"}
    assert not any(name.startswith("on") or name in {"src", "href"} for name, _value in tags.attributes)
    assert "alert(1)" in page, "the name is shown, as text"
    assert "\u202e" not in page + made["text"].decode() + made["subject"].decode()
    assert "\x1b" not in page
    assert made["pdf"].startswith(b"%PDF")


def test_it_is_made_in_the_language_of_the_owner(shop, clock):
    shop.settings.set("report_language", "hi")
    (one,) = closed(shop, clock, "2026-11-23")
    made = render(shop.db, one)
    assert "बिक्री" in made["html"].decode()
    assert i18n.language() == "en", "the screen's stays"


@needs_browser
def test_a_phone_of_360_pixels_shows_it_whole_by_day_and_in_the_dark(shop, clock, tmp_path):
    for day in ("2026-11-27", "2026-11-28"):
        closed(shop, clock, day, short=20_00, bills=12)
    found = closed(shop, clock, "2026-11-30", bills=20)
    web = tmp_path / "web"
    web.mkdir()
    for one in found:
        (web / f"{one.kind}.html").write_bytes(render(shop.db, one)["html"])
    steps = [{"open": f"{one.kind}.html"} for one in found]
    light, dark = visit(web, steps), visit(web, steps, "--blink-settings=preferredColorScheme=0")
    for told in (*light, *dark):
        assert told["wide"] == 360, "nothing sticks out"
        assert not [asked for asked in told["asked"] if "favicon" not in asked], "it needs nothing else"
        assert "svg" in {tag.lower() for tag in told["tags"]}
    assert "Day report 3 of till A1, Z 3." in light[0]["text"]
    assert light[0]["back"] != dark[0]["back"]


# -- days that nobody closed


def test_days_that_another_till_has_not_closed_stand_on_top_of_day_and_week(shop, clock, folder):
    shop.tills.add("B1")
    second = Shop.open(folder, till="B1", employee="Meena", clock=clock)
    for day in (24, 26):
        clock.set(f"2026-11-{day} 12:00")
        second.sales.sell(["5"], [Tender("cash")])
    second.close()
    said = "Till B1: {}."
    (day,) = closed(shop, clock, "2026-11-26")
    assert said.format("24-11-2026 was not closed") in composed(shop, day).alerts
    _day, week = closed(shop, clock, "2026-11-30")
    assert said.format("2 days were not closed, the first on 24-11-2026") in composed(shop, week).alerts
    assert "Till B1: 2 days" in phone.text(shop.db, week, composed(shop, week))


def test_a_report_that_was_never_owed_to_a_place_is_not_said_to_be_missing(shop, clock):
    closed(shop, clock, "2026-11-23")
    shop.reports.set_place("mail", "owner@example.in", key="m")
    second, third = (closed(shop, clock, f"2026-11-{day}")[0] for day in (24, 25))
    report = composed(shop, second)
    assert report.notes[0] == (
        "Day report 2 of till A1, Z 2. "
        "The one before it was sent nowhere: no place was set up then, so none is missing."
    )
    assert [line.values[0] for line in report.tables[-1].lines] == [2]
    assert "The one before it is number 2 of 24-11-2026, Z 2." in composed(shop, third).notes[0]
    assert [line.values[0] for line in composed(shop, third).tables[-1].lines] == [3, 2]
