"""Orders from the web by command: set up, tried, listened to once, decided about; no key is ever shown."""

import json
import os

import pytest

from tests.online.woocommerce_server import KEY, SECRET, WebShop, an_order, serving


@pytest.fixture
def web():
    return WebShop()


@pytest.fixture
def url(web):
    with serving(web) as address:
        yield address


@pytest.fixture
def listening(stocked, url, tmp_path, monkeypatch):
    monkeypatch.setattr("shoppos.base.secrets.real_keyring", lambda: None)
    keys = tmp_path / "keys.txt"
    keys.write_text(f"{KEY}\n{SECRET}\n", encoding="utf-8")
    said = stocked("web", "add", "webshop", "woocommerce", url, "--key-file", keys, "--since", "2026-05-01", "--json")
    assert said.code == 0
    assert KEY not in said.out + said.err
    assert SECRET not in said.out + said.err
    return stocked


def test_a_web_shop_is_set_up_tried_and_listened_to_once(listening, web, folder):
    assert "answers; it has 0 orders" in listening("web", "test", "webshop").out
    web.place(an_order(1))
    web.place(an_order(2, line_items=[{"name": "Rose Water", "sku": "RW", "quantity": 1, "total": "165",
                                       "total_tax": "0"}]))  # fmt: skip
    said = listening("web", "sync", "--once", "--json")
    assert said.code == 3  # one waits
    assert said.json == [
        {"name": "webshop", "orders": {"new": 1, "waiting": 1}, "told": 0, "stock": 0, "trouble": []}
    ]  # fmt: skip
    assert listening("web", "sync", "--once", "webshop").code == 0
    (one,) = listening("web", "list", "--json").json
    assert (one["name"], one["waiting"], one["read_up_to"]) == ("webshop", 1, "2026-05-03T00:00:02")
    assert KEY not in listening("web", "list").out
    assert listening("verify").code == 0
    for name in ("shop.sqlite", "shop.db", "shop.sqlite-wal"):
        file = folder / name
        assert not file.exists() or SECRET.encode() not in file.read_bytes()


def test_what_waits_is_decided_by_command(listening, web):
    web.place(an_order(2, line_items=[{"name": "Rose Water", "sku": "RW", "quantity": 3, "total": "165",
                                       "total_tax": "0"}]))  # fmt: skip
    listening("web", "sync", "--once")
    (one,) = listening("web", "waiting", "--json").json
    assert (one["order"], one["lines"][0]["name"], one["lines"][0]["code"]) == ("2", "Rose Water", "")
    assert "3 x Rose Water  ?" in listening("web", "waiting").out
    assert "No item is known as: Rose Water" in listening("web", "take", "2").err
    assert "no line's number" in listening("web", "match", "2", "one", "1001").err
    assert "No item has the code 9" in listening("web", "match", "2", "1", "9").err
    assert listening("web", "match", "2", "1", "1001").code == 0
    assert listening("web", "lower", "2", "1", "2").code == 0
    taken = listening("web", "take", "2", "--json").json
    assert (taken["state"], taken["payable"]) == ("confirmed", "150.00")
    assert "Nothing waits" in listening("web", "waiting").out
    assert "taken already" in listening("web", "take", "2").err
    assert "No order 99" in listening("web", "leave", "99", "--reason", "x").err


def test_an_order_without_an_address_is_given_one_by_command(listening, web):
    web.place(an_order(3, billing={"first_name": "Asha", "phone": "9812345670"}, shipping={}))
    listening("web", "sync", "--once")
    said = listening("web", "address", "3", "--address", "7 Lake View Road", "--town", "Pune", "--pin-code", "411004")
    assert said.code == 0, said.err
    taken = listening("web", "take", "3", "--json")
    assert taken.code == 0, taken.err
    card = listening("order", "show", taken.json["number"], "--json").json["customer"]
    assert (card["address"], card["pin_code"]) == ("7 Lake View Road, Pune", "411004")


def test_an_order_that_is_left_can_be_refused_there(listening, web):
    web.place(an_order(2, currency="USD"))
    listening("web", "sync", "--once")
    assert listening("web", "leave", "2", "--reason", "We sell in rupees", "--refuse").code == 0
    assert listening("web", "sync", "--once", "--json").json[0]["told"] == 1
    assert web.orders[2]["status"] == "cancelled"


def test_a_folder_is_one_too_and_stock_is_mapped(stocked, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    assert stocked("web", "add", "inbox", "folder", inbox, "--stock", "mapped").code == 0
    assert stocked("web", "map", "inbox", "SURF-1", "1001").code == 0
    order = {"id": "7", "customer": {"name": "Ravi"}, "way": "pickup", "lines": [{"sku": "SURF-1", "quantity": 2}]}
    file = inbox / "7.json"
    file.write_text(json.dumps(order), encoding="utf-8")
    os.utime(file, (1, 1))
    said = stocked("web", "sync", "--once", "--json").json[0]
    assert (said["orders"], said["told"], said["stock"], said["trouble"]) == ({"new": 1}, 1, 1, [])
    assert (inbox / "told" / "stock.csv").read_text("utf-8") == "sku,pieces\nSURF-1,48\n"
    assert stocked("web", "map", "inbox", "SURF-1").code == 0


def test_what_cannot_be_listened_to_is_refused(run, tmp_path, monkeypatch):
    monkeypatch.setattr("shoppos.base.secrets.real_keyring", lambda: None)
    assert "begin with https" in run("web", "add", "x", "woocommerce", "http://shop.example.in").err
    assert "needs its key" in run("web", "add", "x", "woocommerce", "https://shop.example.in").err
    missing = run("web", "add", "x", "woocommerce", "https://s.example.in", "--key-file", tmp_path / "none")
    assert "needs its key" in missing.err
    assert "There is no web shop x" in run("web", "test", "x").err
    assert run("web", "sync", "--once").out.strip() == "No web shop is set up."


def test_a_round_that_reaches_nobody_is_refused(listening, web, tmp_path):
    web.rate, web.kinds = 1.0, ("html",)
    gone = listening("web", "remove", "webshop")
    assert gone.code == 0
    assert listening("web", "add", "away", "folder", tmp_path / "away").code == 0
    said = listening("web", "sync", "--once")
    assert said.code == 1
    assert "cannot be read" in said.err


def test_what_cannot_be_read_is_shown_with_the_place_of_its_file(stocked, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    stocked("web", "add", "inbox", "folder", inbox)
    for name, text in (("usd.json", json.dumps({"id": "7", "currency": "USD"})), ("cut.json", '{"id": "8')):
        (inbox / name).write_text(text, encoding="utf-8")
        os.utime(inbox / name, (1, 1))
    stocked("web", "sync", "--once")
    said = stocked("web", "waiting")
    for word in ("priced in USD", "| {", '"currency": "USD"', str(inbox / "done"), "not JSON", str(inbox / "refused")):
        assert word in said.out, word
    told = stocked("web", "waiting", "--json").json
    assert [(one["order"], os.path.basename(one["file"])[17:]) for one in told] == [  # noqa: PTH119
        ("7", "usd.json"), ("", "cut.json"),
    ]  # fmt: skip
    assert json.loads(told[0]["text"]) == {"id": "7", "currency": "USD"}
