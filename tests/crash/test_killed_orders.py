"""Programs that take orders and that tell customers of them, killed at any moment: no order lost, none told twice."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from tests.online.forge import forging
from tests.online.gateways import SmsGateway, serving
from tests.stories.plain_orders import recounted, wrong_with

KILLS = int(os.environ.get("SHOPPOS_ORDER_KILLS", "25"))
SENDERS = 6
ROOT = Path(__file__).resolve().parents[2]
DONE = {
    "taken": "SELECT count(*) FROM orders WHERE id = ?",
    "confirmed": "SELECT count(*) FROM order_step WHERE order_id = ? AND kind = 'confirmed'",
    "packed": "SELECT count(*) > 0 FROM order_step WHERE order_id = ? AND kind = 'packed'",
    "paid": "SELECT count(*) FROM advance WHERE id = ?",
    "sent": "SELECT count(*) FROM parcel WHERE id = ?",
    "step": "SELECT count(*) FROM order_step WHERE id = ?",
    "cancelled": "SELECT count(*) FROM order_step WHERE order_id = ? AND kind = 'cancelled'",
}

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="who takes orders is forked to be killed"),
    pytest.mark.timeout(300 + KILLS),
]


@pytest.fixture(scope="module")
def forge():
    """The process that forks and kills who takes orders."""
    command = [sys.executable, "-m", "tests.crash.order_taker"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.stdin.close()


@pytest.fixture(scope="module")
def goods(new_shop, tmp_path_factory):
    """A shop with five things, three customers, and SMS by a gateway that each test puts where it is."""
    folder = Path(shutil.copytree(new_shop, tmp_path_factory.mktemp("orders") / "shop"))
    shop = Shop.open(folder)
    for code, rate, *barcodes in (
        ("1001", 1800, "8901030865275"), ("1002", 500, "8901719101038"), ("1003", 500), ("2001", 0), ("3001", 1800),
    ):  # fmt: skip
        treatment = "taxable" if rate else "exempt"
        shop.catalogue.add(ProductForm(code, f"Thing {code}", int(code) * 7, rate=rate, treatment=treatment,
                                       hsn="3402", stock=1_000_000, barcodes=tuple(barcodes)))  # fmt: skip
    for n in range(3):
        shop.customers.add(f"Caller {n}", f"981234567{n}", address="7 Lake View Road, Pune", pin_code="411004")
    shop.settings.set("messages", {"quiet": [0, 0]})
    shop.settings.set("sms", {
        "url": "http://127.0.0.1:9", "form": "json", "body": {"id": "{id}", "to": "{to}", "text": "{text}"},
        "good": {"field": "type", "is": "success"}, "reference": "message", "error": "message",
    })  # fmt: skip
    shop.close()
    return folder


def kill_one(forge, kind, folder, dice):
    """One life at the telephone: what was said till it ended."""
    asked = {"kind": kind, "folder": str(folder), "seed": dice.randrange(1 << 30), "after": dice.uniform(0.02, 0.15)}
    forge.stdin.write(json.dumps(asked) + "\n")
    forge.stdin.flush()
    return [line.split() for line in json.loads(forge.stdout.readline())]


def wrong_after(folder, said):
    """What is wrong after one more kill: what was acknowledged is not there once, or an order is not whole."""
    shop = Shop.open(folder)
    try:
        acked = [(words[1], bytes.fromhex(words[2])) for words in said if words[0] == "ACK" and words[1] in DONE]
        lost = [f"lost: {act}" for act, key in acked if shop.db.row(DONE[act], (key,)) != (1,)]
        return lost + recounted(shop)
    finally:
        shop.close()


def test_no_order_is_lost_and_none_is_told_twice_in_any_kill(forge, goods, tmp_path):
    dice = random.Random(30)
    folder = Path(shutil.copytree(goods, tmp_path / "shop"))
    acts = 0
    for kill in range(KILLS):
        said = kill_one(forge, "Taker", folder, dice)
        assert wrong_after(folder, said) == [], f"kill {kill}, after {said[-3:]}"
        acts += sum(words[0] == "ACK" for words in said)
    assert acts > KILLS, "hardly anything was done: the kills prove nothing"

    gateway = SmsGateway()
    gateway.delay = 0.01
    with serving(gateway), forging("tests.online.sender") as senders:
        shop = Shop.open(folder)
        shop.settings.set("sms", {**shop.settings.get("sms", {}), "url": gateway.url})
        owed = {row[0] for row in shop.db.rows("SELECT id FROM message WHERE state = 'owed'")}
        for n in range(SENDERS):
            one = senders.start(folder)
            while left(shop) > len(owed) * (SENDERS - n) // (SENDERS + 1):
                time.sleep(0.005)
            senders.kill(one)
        assert left(shop), "all had gone: the kills prove nothing"
        senders.start(folder)
        until = time.monotonic() + 60
        while left(shop):
            assert time.monotonic() < until
            time.sleep(0.05)
        states = dict(shop.db.rows("SELECT id, state FROM message"))
    assert len(owed) > KILLS / 2
    for message in owed:
        taken = gateway.taken[message.hex()]
        assert taken == 1 if states[message] == "sent" else (taken <= 1 and states[message] == "failed")
    assert sum(states[message] == "failed" for message in owed) <= SENDERS, "at most one doubt for each kill"
    assert wrong_with(shop) == []
    shop.close()


def left(shop) -> int:
    """How many messages have not gone and failed neither."""
    return shop.db.row("SELECT count(*) FROM message WHERE state IN ('owed', 'sending')")[0]


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("MessageLater", "nobody was told"), ("ReleaseLater", "promised to order"), ("ConfirmedBeforeCommit", "lost: "),
    ],
)  # fmt: skip
def test_who_takes_orders_with_a_fault_is_found_out(fault, seen, forge, goods, tmp_path):
    dice = random.Random(31)
    folder = Path(shutil.copytree(goods, tmp_path / "shop"))
    for _kill in range(150):
        found = wrong_after(folder, kill_one(forge, fault, folder, dice))
        if found:
            assert any(seen in one for one in found), found
            return
    pytest.fail(f"{fault} was never seen in 150 kills")
