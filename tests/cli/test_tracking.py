"""Commands by which a shop lets its customers follow their orders."""

import pytest
import zxingcpp
from PIL import Image

from shoppos.reports.tracking import key_of
from shoppos.shop import Shop
from tests.shop.order_taking import confirmed

PAGE = "https://sharmakirana.example.in/track/index.html"


@pytest.fixture
def order(stocked, folder):
    """The number of a confirmed order."""
    shop = Shop.open(folder)
    order_id = confirmed(shop, "1001")
    number = shop.orders.view(order_id).number
    shop.close()
    return number


def test_from_the_export_to_the_link(run, order, tmp_path):
    assert run("tracking", "link", order).code == 1
    assert "no page for its orders yet" in run("tracking", "link", order).err
    made = run("tracking", "export", tmp_path / "web", "--json").json
    text = (tmp_path / "web" / "index.html").read_text("utf-8")
    assert key_of(text) == made["key"]
    assert run("tracking", "set", "--page", PAGE).code == 0
    told = run("tracking", "link", order, "--qr", tmp_path / "qr.png", "--json").json
    assert told["link"].startswith(f"{PAGE}#1.")
    assert told["upi"].startswith("upi://pay?pa=sharmakirana@okhdfcbank")
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(tmp_path / "qr.png"))] == [told["link"]]
    assert run("tracking", "link", order).out.strip().startswith(f"{PAGE}#1.")


def test_publishing_by_command(run, order, tmp_path):
    assert "publishes its orders nowhere" in run("tracking", "publish").out
    shown = run("tracking", "set", "--page", PAGE, "--publish", tmp_path / "web", "--days", "7", "--json").json
    assert (shown["publish"], shown["days"], shown["published"]) == (str(tmp_path / "web"), 7, 0)
    assert run("tracking", "publish", "--json").json["put"] == 1
    assert run("tracking", "publish", "--json").json["put"] == 0
    assert run("tracking", "set", "--json").json["published"] == 1
    link = run("tracking", "link", order).out.strip()
    assert (tmp_path / "web" / link.rpartition("/")[2]).is_file()
    assert run("tracking", "set", "--publish", "-", "--json").json["publish"] == ""


def test_what_goes_wrong_is_said_and_counted(run, order, tmp_path):
    (tmp_path / "web").write_text("a file where the folder should be")
    run("tracking", "set", "--page", PAGE, "--publish", tmp_path / "web")
    failed = run("tracking", "publish", "--json")
    assert failed.code == 3
    assert failed.json["errors"][0]["number"] == order
    assert failed.json["why"]
    tried = run("tracking", "test", "--json")
    assert tried.code == 3
    assert {"page", "publish"} <= set(tried.json["faults"])


def test_before_anything_is_chosen_the_test_says_what_to_do(run, stocked):
    tried = run("tracking", "test")
    assert tried.code == 3
    assert "shoppos tracking export DIR" in tried.out
    assert "shoppos tracking set --page URL" in tried.out


def test_what_is_no_place_is_refused(run, stocked):
    assert run("tracking", "set", "--page", "http://example.com/x.html").code == 1
    assert run("tracking", "set", "--page", PAGE, "--publish", "webdav://example.com/x").code == 1
    assert run("tracking", "set", "--publish", "/somewhere").code == 1, "nobody could open it there"


def test_the_password_of_the_place_stands_in_no_setting(run, stocked, folder, tmp_path):
    (tmp_path / "word").write_text("not-a-real-secret\n")
    run("tracking", "set", "--page", PAGE, "--publish", "webdavs://h.example/x", "--user", "meena", "--password-file",
        tmp_path / "word")  # fmt: skip
    shop = Shop.open(folder)
    assert shop.messages.secrets.get("tracking-password") == "not-a-real-secret"
    assert "not-a-real-secret" not in str(shop.db.rows("SELECT value FROM setting"))
    shop.close()
