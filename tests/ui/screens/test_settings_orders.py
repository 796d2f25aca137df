"""The settings of orders by real keys: delivery, slots, tracking, web shops and the payment gateway."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from shoppos.base.errors import InvalidInput
from shoppos.online.razorpay import Razorpay
from shoppos.shop import order_promise
from shoppos.ui.screens.settings import SettingsScreen
from shoppos.ui.widgets import settings_delivery, settings_slots
from shoppos.ui.widgets.settings_delivery import DeliveryPage
from shoppos.ui.widgets.settings_gateway import GatewayPage
from shoppos.ui.widgets.settings_slots import SlotsPage
from shoppos.ui.widgets.settings_tracking import TrackingPage
from shoppos.ui.widgets.settings_web import WebPage
from tests.online import psp_server, woocommerce_server
from tests.ui.pages import CTRL, SHIFT, Key, context, focus, meanwhile, press, shown, type_in, wait
from tests.ui.settings_hands import pick, quiet, turn, write

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop


@pytest.fixture
def screen(qtbot, shop: Shop) -> SettingsScreen:
    page = SettingsScreen(context(shop))
    shown(qtbot, page)
    page.refresh(page.watches)
    page.enter()
    return page


# -- delivery


def test_the_delivery_charge_is_saved_field_by_field_tried_and_taken_back(screen, shop) -> None:
    page = turn(screen, DeliveryPage)
    press(Key.Key_Right)
    assert focus() is page.charge.editor
    write(page.charge, "40")
    press(Key.Key_Tab)
    write(page.free_from, "999")
    press(Key.Key_Tab)
    write(page.pins, "411045 60, 4110 0")
    press(Key.Key_Tab)
    assert shop.settings.get("delivery", {}) == {
        "charge": 40_00, "free_from": 999_00, "pins": {"411045": 60_00, "4110": 0},
    }  # fmt: skip
    write(page.goods, "500")
    for pin, said in (("411045", "₹60.00"), ("411001", "It is free."), ("560001", "₹40.00")):
        write(page.pin, pin)
        assert said in page.said.text()
    press(Key.Key_Tab)
    assert focus() is page.couriers
    press(Key.Key_Z, CTRL | SHIFT)
    assert shop.settings.get("delivery", {})["pins"] == {}
    assert page.pins.editor.text() == ""


def test_the_couriers_open_from_the_page_of_delivery(screen) -> None:
    page = turn(screen, DeliveryPage)
    page.couriers.setFocus()
    failures = meanwhile(lambda dialog: QTest.keyClick(dialog, Key.Key_Escape))
    press(Key.Key_Space)
    assert failures == []
    assert focus() is page.couriers


@pytest.mark.parametrize("text", ["pune 40", "4110456 10", "411045", "411045 x", "011045 10", "411045 -5"])
def test_charges_that_name_no_pin_code_stay_under_their_field(screen, shop, text: str) -> None:
    page = turn(screen, DeliveryPage)
    write(page.pins, text)
    press(Key.Key_Tab)
    assert page.pins.failed
    assert page.pins.editor.text() == text
    assert shop.settings.get("delivery", {}) == {}


def test_charges_are_read_as_they_are_said() -> None:
    pins = {"411045": 60_50, "4110": 0}
    assert settings_delivery.read(settings_delivery.said(pins)) == pins


def test_only_a_manager_changes_what_a_delivery_costs(screen, shop) -> None:
    shop.staff.set_pin("Meena", "4821")
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    told: list[str] = []
    screen.told.connect(lambda said, _kind: told.append(said))
    page = turn(screen, DeliveryPage)
    write(page.charge, "1")
    press(Key.Key_Tab)
    assert "Only a manager" in told[-1]
    assert shop.settings.get("delivery", {}) == {}
    page = turn(screen, GatewayPage)
    write(page.key_id, "rzp_test_1")
    write(page.key_secret, "geheim")
    press(Key.Key_S, CTRL)
    quiet(page)
    assert "Only a manager" in page.answer.text()
    assert shop.messages.secrets.get("razorpay.key_secret") == ""


# -- slots


def test_a_slot_is_made_changed_and_removed_by_keys(screen, shop) -> None:
    page = turn(screen, SlotsPage)
    write(page.label, "Morning")
    write(page.start, "9")
    write(page.end, "12.30")
    write(page.most, "8")
    pick(page.ways.editor, "delivery")
    page.days.boxes[6].setFocus()
    press(Key.Key_Space)
    press(Key.Key_S, CTRL)
    assert shop.settings.get("slots", []) == [
        {"label": "Morning", "from": 540, "to": 750, "most": 8, "ways": ["delivery"], "days": [0, 1, 2, 3, 4, 5]}
    ]
    (slot,) = order_promise.slots(shop.db, 20260504, "delivery")
    assert (slot.label, slot.most, slot.start, slot.end) == ("Morning", 8, 540, 750)
    press(Key.Key_N, CTRL)
    assert focus() is page.label.editor
    type_in("Evening")
    write(page.start, "17:00")
    write(page.end, "20:00")
    press(Key.Key_S, CTRL)
    assert [slot["label"] for slot in shop.settings.get("slots", [])] == ["Morning", "Evening"]
    page.list.setFocus()
    press(Key.Key_Up)
    assert page.label.editor.text() == "Morning"
    press(Key.Key_Delete, CTRL)
    assert [slot["label"] for slot in shop.settings.get("slots", [])] == ["Evening"]
    press(Key.Key_Z, CTRL | SHIFT)
    assert [slot["label"] for slot in shop.settings.get("slots", [])] == ["Morning", "Evening"]


@pytest.mark.parametrize(
    ("label", "start", "end", "wrong"),
    [("", "9", "12", "label"), ("A", "12", "9", "end"), ("A", "25", "26", "start"), ("A", "9", "9:75", "end")],
)
def test_a_slot_that_cannot_be_is_not_kept(screen, shop, label: str, start: str, end: str, wrong: str) -> None:
    page = turn(screen, SlotsPage)
    for field, text in ((page.start, start), (page.end, end), (page.label, label)):
        write(field, text)
    if not label:
        page.label.editor.clear()
    press(Key.Key_S, CTRL)
    assert getattr(page, wrong).failed
    assert shop.settings.get("slots", []) == []


def test_closed_days_and_the_last_moment_are_saved_at_once(screen, shop) -> None:
    page = turn(screen, SlotsPage)
    page.closed.boxes[0].setFocus()
    press(Key.Key_Space)
    write(page.dates, "15-8-2026, 02-10-2026")
    press(Key.Key_Tab)
    write(page.before, "90")
    press(Key.Key_Tab)
    write(page.last, "18:30")
    press(Key.Key_Tab)
    assert shop.settings.get("closed_days", []) == [0, 20260815, 20261002]
    plan = order_promise.plan(shop.db)
    assert (plan.before, plan.last) == (90, 18 * 60 + 30)
    assert page.dates.editor.text() == "15-08-2026, 02-10-2026"
    write(page.dates, "31-2-2026")
    press(Key.Key_Tab)
    assert page.dates.failed
    assert shop.settings.get("closed_days", []) == [0, 20260815, 20261002]


def test_times_are_read_as_they_are_said() -> None:
    for minutes in range(0, 24 * 60 + 1, 7):
        assert settings_slots.minute(settings_slots.clock(minutes), "from") == minutes
    with pytest.raises(InvalidInput):
        settings_slots.minute("24:01", "from")


# -- tracking


def test_the_page_is_written_and_said_where_it_lies_and_what_is_wrong(screen, shop, tmp_path: Path) -> None:
    page = turn(screen, TrackingPage)
    write(page.folder, str(tmp_path / "web"))
    page.export.setFocus()
    press(Key.Key_Space)
    quiet(page)
    assert "index.html" in page.answer.text()
    assert shop.tracking.chosen().key in (tmp_path / "web" / "index.html").read_text("utf-8")
    write(page.page, "http://example.com/track")
    press(Key.Key_S, CTRL)
    quiet(page)
    assert page.page.failed
    write(page.page, "http://127.0.0.1:9/index.html")
    write(page.publish, str(tmp_path / "live"))
    press(Key.Key_S, CTRL)
    quiet(page)
    chosen = shop.tracking.chosen()
    assert (chosen.page, chosen.publish) == ("http://127.0.0.1:9/index.html", str(tmp_path / "live"))
    page.test.setFocus()
    press(Key.Key_Space)
    quiet(page)
    assert "cannot be opened" in page.answer.text()
    assert (tmp_path / "live").is_dir()
    press(Key.Key_Z, CTRL | SHIFT)
    assert shop.tracking.chosen().page == ""


def test_a_place_without_tls_is_refused_under_its_field(screen, shop) -> None:
    page = turn(screen, TrackingPage)
    write(page.page, "https://example.com/track/index.html")
    write(page.publish, "webdav://example.com/track")
    assert page.user.isVisible()
    assert page.password.isVisible()
    press(Key.Key_S, CTRL)
    quiet(page)
    assert page.publish.failed
    assert shop.tracking.chosen().publish == ""


# -- web shops


def test_a_web_shop_is_kept_tried_and_forgotten_and_its_key_is_shown_to_nobody(screen, shop) -> None:
    page = turn(screen, WebPage)
    with woocommerce_server.serving(woocommerce_server.WebShop()) as url:
        write(page.name, "Main site")
        write(page.where, url)
        write(page.key, woocommerce_server.KEY)
        write(page.secret, woocommerce_server.SECRET)
        press(Key.Key_S, CTRL)
        quiet(page)
        assert page.answer.text() == "Kept. Try it now."
        assert page.key.editor.text() == page.secret.editor.text() == ""
        press(Key.Key_T, CTRL)
        quiet(page)
        assert page.answer.text().startswith("✓")
        page.seen()
        quiet(page)
        assert "kept" in page.key.editor.placeholderText()
    (told,) = shop.settings.get("web", [])
    assert told == {"name": "Main site", "kind": "woocommerce", "active": True, "url": url}
    assert woocommerce_server.SECRET not in json.dumps(shop.db.rows("SELECT * FROM setting"))
    assert shop.receiving.cursor("Main site")
    press(Key.Key_Delete, CTRL)
    quiet(page)
    assert shop.settings.get("web", []) == []
    assert not shop.web_shops.has_key("Main site")


def test_a_web_shop_with_a_wrong_key_says_so_in_words(screen) -> None:
    page = turn(screen, WebPage)
    with woocommerce_server.serving(woocommerce_server.WebShop()) as url:
        write(page.name, "Main site")
        write(page.where, url)
        write(page.key, "ck_other")
        write(page.secret, "cs_other")
        press(Key.Key_S, CTRL)
        quiet(page)
        press(Key.Key_T, CTRL)
        quiet(page)
    assert "does not accept the key" in page.answer.text()
    assert page.answer.property("role") == "wrong"


@pytest.mark.parametrize(
    ("name", "where", "key", "wrong"),
    [
        ("", "https://a.example", "k", "name"), ("A", "http://a.example", "k", "where"), ("A", "", "k", "where"),
        ("A", "https://a.example", "", "key"), ("A", "https://u:p@a.example", "k", "where"),
    ],
)  # fmt: skip
def test_a_web_shop_that_cannot_be_is_not_kept(screen, shop, name, where, key, wrong) -> None:
    page = turn(screen, WebPage)
    for field, text in ((page.name, name), (page.where, where), (page.key, key), (page.secret, key)):
        field.editor.setFocus()
        type_in(text)
    press(Key.Key_S, CTRL)
    quiet(page)
    assert getattr(page, wrong).failed
    assert shop.settings.get("web", []) == []


def test_a_folder_is_listened_to_without_a_key(screen, shop, tmp_path: Path) -> None:
    page = turn(screen, WebPage)
    write(page.name, "Market")
    pick(page.kind.editor, "folder")
    assert not page.key.isVisible()
    write(page.where, str(tmp_path))
    press(Key.Key_S, CTRL)
    quiet(page)
    press(Key.Key_T, CTRL)
    quiet(page)
    assert "0 files wait" in page.answer.text()
    assert shop.settings.get("web", []) == [{"name": "Market", "kind": "folder", "active": True, "path": str(tmp_path)}]
    page.active.setFocus()
    press(Key.Key_Space)
    press(Key.Key_S, CTRL)
    quiet(page)
    assert shop.settings.get("web", [])[0]["active"] is False
    assert "not listened to" in page.list.item(0).text()


def test_a_shop_whose_payments_count_is_marked_by_a_key_and_stays_so_when_it_is_kept_again(
    screen, shop, tmp_path: Path
) -> None:
    page = turn(screen, WebPage)
    write(page.name, "Market")
    pick(page.kind.editor, "folder")
    write(page.where, str(tmp_path))
    screen.pressed("trusted")
    assert focus() is page.trusted
    assert "Ctrl+Shift+K" in "".join(label.text() for label in page.findChildren(QLabel))
    press(Key.Key_S, CTRL)
    quiet(page)
    (told,) = shop.settings.get("web", [])
    assert told["trusted"] is True
    shop.web_shops.keep({"name": "Market", "kind": "folder", "where": str(tmp_path)})
    assert shop.settings.get("web", [])[0]["trusted"] is True, "who says nothing of it changes nothing of it"
    page.look()
    assert page.trusted.isChecked()
    screen.pressed("trusted")
    press(Key.Key_S, CTRL)
    quiet(page)
    assert "trusted" not in shop.settings.get("web", [])[0]


# -- gateway


@pytest.fixture
def psp(monkeypatch):
    with psp_server.serving(psp_server.Psp()) as stands:
        monkeypatch.setitem(Razorpay.__init__.__kwdefaults__, "base", stands.url)
        yield stands


def test_keys_of_the_gateway_are_tried_kept_and_forgotten(screen, shop, psp) -> None:
    page = turn(screen, GatewayPage)
    assert not page.counter.isEnabled()
    write(page.key_id, "rzp_test_1")
    write(page.key_secret, "wrong")
    press(Key.Key_T, CTRL)
    quiet(page)
    assert "does not accept the shop's keys" in page.answer.text()
    write(page.key_secret, "geheim")
    press(Key.Key_T, CTRL)
    quiet(page)
    assert page.answer.text().startswith("✓")
    press(Key.Key_S, CTRL)
    quiet(page)
    assert page.key_id.editor.text() == page.key_secret.editor.text() == ""
    assert "st_1" in page.state.text()
    assert shop.messages.secrets.get("razorpay.key_secret") == "geheim"
    assert "geheim" not in json.dumps(shop.settings.get("gateway", {}))
    page.counter.setFocus()
    press(Key.Key_Space)
    assert shop.settings.get("gateway", {})["counter"] is True
    page.gone.setFocus()
    press(Key.Key_Space)
    quiet(page)
    assert shop.messages.secrets.get("razorpay.key_secret") == ""
    assert shop.settings.get("gateway", {}) == {"account": "", "counter": False}


def test_a_question_that_takes_long_is_stopped_by_esc_and_changes_nothing_then(screen, psp) -> None:
    page = turn(screen, GatewayPage)
    psp.rate = 1.0
    write(page.key_id, "rzp_test_1")
    write(page.key_secret, "geheim")
    left: list[bool] = []
    screen.leave.connect(lambda: left.append(True))
    press(Key.Key_T, CTRL)
    assert page.job is not None
    wait(300)
    QTest.keyClick(focus(), Key.Key_Escape)
    assert page.answer.text() == "Stopped."
    wait(1_200)
    assert page.answer.text() == "Stopped."
    assert not left
    press(Key.Key_Escape)
    assert left
