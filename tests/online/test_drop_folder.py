"""A folder for orders: a file is read once, put away with its reason when it does not do, left alone while it grows."""

import csv
import json
import os

import pytest

from shoppos.base.errors import InvalidInput, Refused, Unavailable
from shoppos.base.journal import body_of
from shoppos.online.drop_folder import LARGEST, DropFolder, lies_in, orders_of, refused, storefront
from shoppos.online.storefront import sync
from shoppos.rules.outside_order import MOST_TEXT
from tests.shop.web_orders import ASHA

TOLD = {"name": "inbox", "kind": "folder"}


@pytest.fixture
def inbox(tmp_path):
    made = tmp_path / "inbox"
    made.mkdir()
    return made


def lay(inbox, name, content, age=60.0):
    file = inbox / name
    raw = (
        content
        if isinstance(content, bytes)
        else content.encode()
        if isinstance(content, str)
        else json.dumps(content).encode()
    )
    file.write_bytes(raw)
    before = file.stat().st_mtime - age
    os.utime(file, (before, before))
    return file


def rows(*many):
    names = list(dict.fromkeys(name for row in many for name in row))
    lines = [",".join(names)] + [",".join(str(row.get(name, "")) for name in names) for row in many]
    return "\n".join(lines)


def numbers(shop):
    return [row[0] for row in shop.db.rows("SELECT outside_id FROM orders ORDER BY number")]


def away(inbox, where):
    return sorted(file.name.partition("-")[2] for file in (inbox / where).glob("*-*"))


def test_json_is_read_once_and_put_away(shop, inbox):
    lay(inbox, "one.json", ASHA)
    front = DropFolder("inbox", inbox)
    assert sync(front, shop.receiving, TOLD).orders == {"new": 1}
    assert numbers(shop) == ["727"]
    assert (away(inbox, "done"), list(inbox.glob("*.json"))) == (["one.json"], [])
    lay(inbox, "the same again.json", ASHA)
    assert sync(front, shop.receiving, TOLD).orders == {}
    assert list(inbox.glob("*.json")) == []
    assert numbers(shop) == ["727"]


def test_csv_has_a_row_for_each_line(shop, inbox):
    head = {"name": "Ravi Nair", "phone": "9876501234", "address": "3 Fort Road", "town": "Kochi", "region": "KL",
            "pin_code": "682001", "pay_by": "cod", "shipping": "40"}  # fmt: skip
    text = rows(
        {"id": "A-1", **head, "sku": "1001", "quantity": "2", "amount": "300", "line_note": "Gift wrap"},
        {"id": "A-1", "sku": "1002", "quantity": "3", "amount": "30"},
        {"id": "A-2", **head, "sku": "1002", "quantity": "1"},
    )
    lay(inbox, "orders.csv", "\ufeff" + text.replace(",", ";"))
    assert sync(DropFolder("inbox", inbox), shop.receiving, TOLD).orders == {"new": 2}
    first, second = (shop.orders.view(row[0]) for row in shop.db.rows("SELECT id FROM orders ORDER BY number"))
    assert [(line.code, line.quantity, line.amount, line.note) for line in first.sale.lines] == [
        ("1001", 2000, 30000, "Gift wrap"), ("1002", 3000, 3000, ""),
    ]  # fmt: skip
    assert (first.payable, first.card.state, first.card.address) == (37000, "32", "3 Fort Road, Kochi")
    assert second.payable == 5000  # without an amount the shop's own price


def test_a_file_that_grows_is_left_alone_until_it_is_quiet(shop, inbox):
    file = lay(inbox, "slow.json", json.dumps(ASHA)[:200], age=0)
    front = DropFolder("inbox", inbox)
    assert sync(front, shop.receiving, TOLD).orders == {}
    assert file.exists()
    lay(inbox, "slow.json", ASHA, age=0)
    assert sync(front, shop.receiving, TOLD).orders == {}
    lay(inbox, "slow.json", ASHA, age=10)
    assert sync(front, shop.receiving, TOLD).orders == {"new": 1}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("cut.json", json.dumps(ASHA)[:200], "not JSON"),
        ("deep.json", "[" * 100_000, "not JSON"),
        ("none.json", [{**ASHA, "id": ""}], "no id"),
        ("text.json", '"hello"', "object"),
        ("latin.csv", "id,name\n1,Zo\xeb".encode("latin-1"), "UTF-8"),
        ("empty.csv", "", "columns"),
        ("other.csv", "id,colour\n1,red", "colour"),
        ("wide.csv", "id,name\n1,Asha,more", "more cells"),
        ("blank.csv", "id,name\n,Asha", "no id"),
        ("quote.csv", 'id,name\n1,"Asha', "no CSV"),
    ],
)
def test_a_file_that_does_not_do_is_put_away_with_its_reason(shop, inbox, name, content, why):
    lay(inbox, name, content)
    lay(inbox, "good.json", ASHA)
    done = sync(DropFolder("inbox", inbox), shop.receiving, TOLD)
    assert done.orders == {"new": 1}
    assert (why in done.trouble[0], name in done.trouble[0]) == (True, True)
    (reason,) = (inbox / "refused").glob("*.txt")
    assert why in reason.read_text("utf-8")
    assert name in away(inbox, "refused")


def test_an_order_that_does_not_do_waits_and_the_others_of_its_file_are_taken(shop, inbox):
    lay(inbox, "two.json", {"orders": [{**ASHA, "id": "1", "total": "1"}, {**ASHA, "id": "2"}]})
    done = sync(DropFolder("inbox", inbox), shop.receiving, TOLD)
    assert done.orders == {"waiting": 1, "new": 1}
    assert numbers(shop) == ["2"]


def test_a_file_is_put_away_only_when_its_orders_are_kept(shop, inbox):
    lay(inbox, "one.json", ASHA)
    front = DropFolder("inbox", inbox)
    batches = front.orders("")
    assert len(next(batches).orders) == 1
    batches.close()  # the program ends here
    assert (inbox / "one.json").exists()
    assert sync(front, shop.receiving, TOLD).orders == {"new": 1}


def test_other_files_and_links_are_left_alone(shop, inbox, tmp_path):
    for name in ("readme.txt", ".hidden.json", "~one.json", "one.json.part"):
        lay(inbox, name, ASHA)
    lay(tmp_path, "far.json", ASHA)
    (inbox / "link.json").symlink_to(tmp_path / "far.json")
    assert sync(DropFolder("inbox", inbox), shop.receiving, TOLD).orders == {}
    assert len(list(inbox.glob("*.json*"))) == 4


def test_a_file_that_is_far_too_large_is_not_read(shop, inbox):
    lay(inbox, "large.json", b" " * (LARGEST + 1))
    sync(DropFolder("inbox", inbox), shop.receiving, TOLD)
    assert away(inbox, "refused") == ["large.json", "large.json.txt"]


def test_what_an_order_came_to_is_laid_beside(shop, inbox):
    lay(inbox, "one.json", {**ASHA, "state": "new", "id": "../x/7"})
    front = DropFolder("inbox", inbox)
    sync(front, shop.receiving, TOLD)
    (told,) = (inbox / "told").glob("*.json")
    assert json.loads(told.read_text("utf-8")) == {"id": "../x/7", "state": "confirmed", "parcels": []}
    order_id = shop.db.row("SELECT id FROM orders")[0]
    shop.dispatching.dispatch(order_id, courier="Delhivery", awb="DL42")
    sync(front, shop.receiving, TOLD)
    said = json.loads(told.read_text("utf-8"))
    assert (said["state"], said["parcels"][0]["awb"]) == ("dispatched", "DL42")


def test_stock_is_written_for_others_to_read(shop, inbox):
    front = DropFolder("inbox", inbox)
    assert sync(front, shop.receiving, {**TOLD, "stock": "all"}).stock == 4
    lay(inbox, "one.json", ASHA)
    assert sync(front, shop.receiving, {**TOLD, "stock": "all"}).stock == 2
    with (inbox / "told" / "stock.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[:3] == [["sku", "pieces"], ["1001", "48"], ["1002", "195"]]


def test_a_folder_that_is_not_there_is_told(shop, tmp_path):
    front = DropFolder("inbox", tmp_path / "none")
    assert "cannot be read" in sync(front, shop.receiving, TOLD).trouble[0]
    with pytest.raises(Unavailable, match="cannot be written"):
        front.test()
    with pytest.raises(Refused, match="not named"):
        storefront({"name": "inbox"}, None)
    assert storefront({"name": "inbox", "path": str(tmp_path)}, None).test().endswith("0 files wait in it.")


def test_one_order_alone_needs_no_list():
    assert orders_of(json.dumps(ASHA).encode(), ".json")[0].outside_id == "727"
    with pytest.raises(InvalidInput):
        orders_of(b"7", ".json")


def test_an_order_that_a_fault_of_ours_stops_is_not_put_away_as_done(shop, inbox, monkeypatch):
    """Its file lies in `refused` with the order's id; laid there again it is read, and what was taken is taken once."""
    lay(inbox, "two.json", [ASHA, {**ASHA, "id": "728"}])
    front, take = DropFolder("inbox", inbox), shop.receiving.receive

    def stumbles(source, told):
        if told.outside_id == "728":
            raise RuntimeError("a fault")
        return take(source, told)

    monkeypatch.setattr(shop.receiving, "receive", stumbles)
    done = sync(front, shop.receiving, TOLD)
    assert (done.orders, len(done.trouble)) == ({"new": 1}, 1)
    assert away(inbox, "done") == []
    assert away(inbox, "refused") == ["two.json", "two.json.txt"]
    kept, why = sorted((inbox / "refused").iterdir())
    assert "728" in why.read_text("utf-8")
    monkeypatch.undo()
    lay(inbox, "again.json", kept.read_bytes())
    assert sync(front, shop.receiving, TOLD).orders == {"same": 1, "new": 1}
    assert numbers(shop) == ["727", "728"]


def test_of_an_order_that_cannot_be_read_the_text_is_kept_in_its_own_row_alone(shop, inbox, caplog):
    hostile = {**ASHA, "currency": "USD", "note": "\x1b[2Jरसोई \ud800\u202e" + "x" * 9000}
    lay(inbox, "usd.json", hostile)
    assert sync(DropFolder("inbox", inbox), shop.receiving, TOLD).orders == {"waiting": 1}
    (one,) = shop.receiving.waiting()
    assert (one.order, one.lines) == (None, ())
    assert '"phone": "+91 98123 45670"' in one.text
    assert len(one.text) == MOST_TEXT
    assert all(char.isprintable() or char == "\n" for char in one.text)
    assert lies_in(inbox, one.file) == next((inbox / "done").iterdir())
    bodies = b"".join(body_of(row[0]) for row in shop.db.rows("SELECT body FROM journal"))
    assert (b"Kulkarni" in bodies, b"98123" in bodies, b'"outside_order"' in bodies) == (False, False, True)
    assert "Kulkarni" not in caplog.text
    lay(inbox, "mended.json", {**ASHA, "version": "2027-01-01T00:00:00"})
    assert sync(DropFolder("inbox", inbox), shop.receiving, TOLD).orders == {"new": 1}
    assert shop.db.row("SELECT json_extract(body, '$.text') FROM outside_order") == (None,), "it is read now"


def test_what_was_refused_whole_is_shown_with_its_place_and_its_text(inbox, shop):
    lay(inbox, "cut.json", '{"id": "9", "note": "\x1b[31mRing')
    lay(inbox, "latin.csv", "id,name\n1,Zo\xeb".encode("latin-1"))
    sync(DropFolder("inbox", inbox), shop.receiving, TOLD)
    found = {one.file.name.partition("-")[2]: one for one in refused(inbox)}
    assert (found["cut.json"].why, found["cut.json"].text) == ("This is not JSON.", '{"id": "9", "note": " [31mRing')
    assert found["cut.json"].file.read_text("utf-8").startswith('{"id": "9"'), "the file itself is as it came"
    assert found["latin.csv"].text == "id,name\n1,Zo\ufffd"
    found["cut.json"].file.unlink()
    assert [one.file.name.partition("-")[2] for one in refused(inbox)] == ["latin.csv"]
